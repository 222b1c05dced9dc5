/*
 * Where something stands in the input, and the table of the files that places
 * refer to. A place is twelve bytes; line, column and the line's text are found
 * when a finding is printed.
 */
#ifndef DIAG_PLACE_H
#define DIAG_PLACE_H

#include "base/arena.h"

/* len bytes from byte off on of the text of a file; file 0 is nowhere. */
struct place {
	uint32_t file, off, len;
};

/* A whole file, without a line. */
#define PLACE_WHOLE UINT32_MAX
struct place place_file(uint32_t file);

/* One file as it was read: path from the root with '/', text decoded to UTF-8. */
struct source {
	struct str path, text;
};

/*
 * All files of a run, by number from 1 on. Filled by one thread before the
 * workers start. Owns nothing but the table: paths and texts belong to the
 * arena of the compilation.
 */
struct sources {
	struct source *list;
	size_t n, cap;
};

uint32_t sources_add(struct sources *all, struct arena *a, struct str path, struct str text);

/* The file with that number; number 0 has an empty path and text. */
struct source source_at(const struct sources *all, uint32_t file);

/* A place as people count it. */
struct position {
	uint32_t line;   /* from 1; 0 when the place is a whole file */
	uint32_t column; /* in code points, from 1 */
	struct str text; /* the line, without its end */
	uint32_t width;  /* code points of the place that lie in this line, at least 1 */
};

struct position place_find(const struct sources *all, struct place p);

/*
 * The same without the text, fast for places that come in the order of their
 * file: the search goes on where the last one ended. Zero-initialised at first.
 */
struct place_cursor {
	uint32_t file, line, column;
	size_t off;
};

struct position place_follow(const struct sources *all, struct place p, struct place_cursor *at);

#endif
