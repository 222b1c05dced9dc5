#include "diag/place.h"

struct place place_file(uint32_t file)
{
	return (struct place){ file, PLACE_WHOLE, 0 };
}

uint32_t sources_add(struct sources *all, struct arena *a, struct str path, struct str text)
{
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct source){ path, text };
	return (uint32_t)all->n;
}

struct source source_at(const struct sources *all, uint32_t file)
{
	if (!file || file > all->n)
		return (struct source){ { "", 0 }, { "", 0 } };
	return all->list[file - 1];
}

/* Code points of UTF-8: bytes that continue one do not count. */
static uint32_t code_points(struct str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.s[i] & 0xc0) != 0x80;
	return n;
}

struct position place_find(const struct sources *all, struct place p)
{
	struct str text = source_at(all, p.file).text;
	struct position at = { .line = 1, .width = 1 };
	size_t begin = 0, end, off = p.off < text.n ? p.off : text.n, last = p.off + (size_t)p.len;

	if (p.off == PLACE_WHOLE || !p.file)
		return (struct position){ 0 };
	for (size_t i = 0; i < off; i++)
		if (text.s[i] == '\n') {
			begin = i + 1;
			at.line++;
		}
	end = begin + str_find(str_from(text, begin), '\n');
	if (end > begin && end <= text.n && text.s[end - 1] == '\r')
		end--;
	at.text = (struct str){ text.s + begin, end - begin };
	at.column = code_points((struct str){ text.s + begin, off - begin }) + 1;
	last = last < end ? last : end;
	if (last > off)
		at.width = code_points((struct str){ text.s + off, last - off });
	at.width += at.width == 0;
	return at;
}
