#include "diag/place.h"

#include "base/bug.h"
#include "base/embedded.h"

struct place place_at(uint32_t file, size_t off, size_t len)
{
	enum { LONGEST = (1 << PLACE_LEN_BITS) - 1, FILES = 1 << PLACE_FILE_BITS };

	if (file >= FILES || off > PLACE_WHOLE)
		BUG("no place for byte %zu of file %u", off, file);
	return (struct place){ .file = file & (FILES - 1),
			       .off = off & PLACE_WHOLE,
			       .len = len < LONGEST ? len & LONGEST : LONGEST };
}

struct place place_file(uint32_t file)
{
	return place_at(file, PLACE_WHOLE, 0);
}

uint32_t sources_add(struct sources *all, struct arena *a, struct str path, struct str text)
{
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct source){ path, text };
	return (uint32_t)all->n;
}

bool source_is_built_in(struct str path)
{
	return str_starts(path, S(EMBEDDED_LABEL));
}

struct source source_at(const struct sources *all, uint32_t file)
{
	const struct embedded *embedded;

	if (file >= SOURCE_EMBEDDED && file - SOURCE_EMBEDDED < embedded_files(&embedded))
		return (struct source){ embedded[file - SOURCE_EMBEDDED].label,
					embedded[file - SOURCE_EMBEDDED].bytes };
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

static void move_cursor(struct place_cursor *at, struct str text, uint32_t file, size_t off)
{
	size_t n;

	if (at->file != file || off < at->off)
		*at = (struct place_cursor){ .file = file, .line = 1, .column = 1 };
	while (n = str_find(str_first(str_from(text, at->off), off - at->off), '\n'),
	       at->off + n < off) {
		at->off += n + 1;
		at->line++;
		at->column = 1;
	}
	at->column += count_points(str_first(str_from(text, at->off), n));
	at->off = off;
}

struct position place_follow(const struct sources *all, struct place p, struct place_cursor *at)
{
	struct str text = source_at(all, p.file).text, marked;
	struct position pos = { .text = S(""), .width = 1 };
	size_t off = p.off < text.n ? p.off : text.n;

	if (!p.file || p.off == PLACE_WHOLE)
		return pos;
	move_cursor(at, text, p.file, off);
	pos.line = at->line;
	pos.column = at->column;
	marked = str_first(str_from(text, off), p.len);
	marked.n = str_find(marked, '\n');
	if (str_ends(marked, S("\r")))
		marked.n--;
	if (count_points(marked) > 1)
		pos.width = count_points(marked);
	return pos;
}

struct position place_find(const struct sources *all, struct place p)
{
	struct place_cursor at = { 0 };
	struct position pos = place_follow(all, p, &at);
	struct str text = source_at(all, p.file).text;
	size_t begin = at.off;

	if (!pos.line)
		return pos;
	while (begin && text.s[begin - 1] != '\n')
		begin--;
	pos.text = str_from(text, begin);
	pos.text.n = str_find(pos.text, '\n');
	if (str_ends(pos.text, S("\r")))
		pos.text.n--;
	return pos;
}
