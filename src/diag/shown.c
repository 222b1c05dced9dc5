#include "diag/shown.h"

enum { ESCAPE_COLUMNS = 4, CONTEXT_BYTES = 20 };

struct range {
	unsigned first, last;
};

/* East Asian wide and fullwidth, and the pictures (Unicode 15, rounded to blocks). */
static const struct range wide[] = {
	{ 0x1100, 0x115f },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },   { 0xa960, 0xa97c },
	{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe30, 0xfe6f },   { 0xff00, 0xff60 },
	{ 0xffe0, 0xffe6 },   { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff },
	{ 0x20000, 0x3fffd },
};

static const struct range joining[] = {
	{ 0x300, 0x36f },
	{ 0x1ab0, 0x1aff },
	{ 0x20d0, 0x20ff },
	{ 0xfe00, 0xfe0f },
};

/* Controls, line ends of Unicode, what changes the order, is not seen, or passes for a blank. */
static const struct range unsafe[] = {
	{ 0, 0x1f },        { 0x7f, 0xa0 },     { 0xad, 0xad },     { 0x61c, 0x61c },
	{ 0x1680, 0x1680 }, { 0x2000, 0x200f }, { 0x2028, 0x202f }, { 0x205f, 0x206f },
	{ 0x3000, 0x3000 }, { 0xfeff, 0xfeff }, { 0xfff9, 0xffff }, { 0xe0000, 0xe0fff },
};

#define LENGTH(ranges) (sizeof(ranges) / sizeof(*(ranges)))

static bool is_in(unsigned point, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/* Bytes of the UTF-8 sequence at p, 0 when there is none. */
static size_t decode(const unsigned char *p, size_t n, unsigned *ret_point)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc0 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	unsigned point = len == 1 ? p[0] : p[0] & (0x7fu >> len);

	if (len > n || p[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (p[i] & 0x3f);
	}
	*ret_point = point;
	return point < least[len] || point > 0x10ffff || (point >> 11) == 0x1b ? 0 : len;
}

struct glyph glyph_at(struct str s, size_t i)
{
	unsigned point = 0;
	size_t len = decode((const unsigned char *)s.s + i, s.n - i, &point);
	struct glyph g = { len, 1, true, true };

	if (!len)
		return (struct glyph){ 1, ESCAPE_COLUMNS, false, false };
	if (point >= ' ' && point < 0x7f)
		return g;
	g.safe = !is_in(point, unsafe, LENGTH(unsafe));
	if (is_in(point, wide, LENGTH(wide)))
		g.columns = 2;
	if (is_in(point, joining, LENGTH(joining)))
		g.columns = 0;
	if (!g.safe && point != '\t')
		g.columns = ESCAPE_COLUMNS * (unsigned)len;
	return g;
}

void show_glyph(struct buf *out, struct str s, size_t i, struct glyph g)
{
	if (g.safe) {
		buf_add(out, (struct str){ s.s + i, g.bytes });
		return;
	}
	for (size_t k = i; k < i + g.bytes; k++)
		buf_addf(out, "\\x%02x", (unsigned char)s.s[k]);
}

void show_start(struct buf *out, struct str s, size_t most)
{
	struct glyph g;

	for (size_t i = 0, k = 0; i < s.n; i += g.bytes, k++) {
		if (k == most) {
			buf_add(out, S("..."));
			return;
		}
		g = glyph_at(s, i);
		show_glyph(out, s, i, g);
	}
}

static bool is_within(struct str s, size_t end, size_t most)
{
	size_t k = 0;

	for (size_t i = 0; i < end && k < most; k++)
		i += glyph_at(s, i).bytes;
	return k < most;
}

size_t show_where(struct str a, struct str b, size_t most)
{
	size_t at = 0;

	while (at < a.n && at < b.n && a.s[at] == b.s[at])
		at++;
	if (is_within(a, at, most))
		return 0;
	at -= at < CONTEXT_BYTES ? at : CONTEXT_BYTES;
	while (at && ((unsigned char)a.s[at] & 0xc0) == 0x80)
		at--;
	return at;
}

void show_from(struct buf *out, struct str s, size_t begin, size_t most)
{
	if (begin)
		buf_add(out, S("..."));
	show_start(out, str_from(s, begin), most);
}

void show(struct buf *out, struct str s)
{
	show_start(out, s, SIZE_MAX);
}

void show_markup(struct buf *out, struct str shown)
{
	for (size_t i = 0; i < shown.n; i++) {
		char c = shown.s[i];

		if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'')
			buf_addf(out, "&#%d;", c);
		else
			buf_addc(out, c);
	}
}
