/*
 * Text of the input as it may be shown to people: whatever could steer a
 * terminal, reorder a line or is no UTF-8 appears as \xNN, byte by byte.
 */
#ifndef DIAG_SHOWN_H
#define DIAG_SHOWN_H

#include "base/buf.h"

/* One code point of a text, or one byte that is none. */
struct glyph {
	size_t bytes;
	unsigned columns; /* that it takes on a terminal; 0 when it joins the one before */
	bool safe;        /* may be shown as it is */
	bool valid;       /* is UTF-8 */
};

/* The glyph at index i < s.n. A tab counts as unsafe, one column wide. */
struct glyph glyph_at(struct str s, size_t i);

/* Appends one glyph at index i, or all of s. */
void show_glyph(struct buf *out, struct str s, size_t i, struct glyph g);
void show(struct buf *out, struct str s);

/*
 * Appends text that is shown already as character data of XML and HTML, in which '<', '>',
 * '&' and quotes are references: also between quotes of either kind.
 */
void show_markup(struct buf *out, struct str shown);

/* The first most glyphs of s, then "..." if there are more. */
void show_start(struct buf *out, struct str s, size_t most);

/*
 * Where to begin with two texts of which most glyphs are shown each, so that they do not
 * look alike: at 0, or shortly before the first difference when that lies beyond.
 */
size_t show_where(struct str a, struct str b, size_t most);

/* The same as show_start from that byte on, after "..." if that is not the first. */
void show_from(struct buf *out, struct str s, size_t begin, size_t most);

#endif
