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
		return (struct source){ S(""), S("") };
	return all->list[file - 1];
}

static uint32_t count_points(struct str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.s[i] & 0xc0) != 0x80;
	return n;
}

struct position place_find(const struct sources *all, struct place p)
{
	struct str text = source_at(all, p.file).text, end;
	struct position pos = { .line = 1, .text = text, .width = 1 };
	size_t off = p.off < text.n ? p.off : text.n, i;

	if (!p.file || p.off == PLACE_WHOLE)
		return (struct position){ .text = S(""), .width = 1 };
	while ((i = str_find(pos.text, '\n')) < off - (size_t)(pos.text.s - text.s)) {
		pos.text = str_from(pos.text, i + 1);
		pos.line++;
	}
	pos.text.n = i;
	if (str_ends(pos.text, S("\r")))
		pos.text.n--;
	off -= (size_t)(pos.text.s - text.s);
	pos.column = count_points(str_first(pos.text, off)) + 1;
	end = str_first(str_from(pos.text, off), p.len);
	if (count_points(end) > 1)
		pos.width = count_points(end);
	return pos;
}
