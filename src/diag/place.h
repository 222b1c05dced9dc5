/*
 * Where something stands in the input, and the table of the files that places
 * refer to. A place is eight bytes; line, column and the line's text are found when
 * a finding is printed.
 */
#ifndef DIAG_PLACE_H
#define DIAG_PLACE_H

#include "base/arena.h"

enum { PLACE_FILE_BITS = 20, PLACE_OFF_BITS = 27, PLACE_LEN_BITS = 17 };

/*
 * len bytes from byte off on of the text of a file; file 0 is nowhere. Eight
 * bytes, since most of a model are names with their places.
 */
struct place {
	uint64_t file : PLACE_FILE_BITS;
	uint64_t off : PLACE_OFF_BITS; /* base/limits.h: no text is longer */
	uint64_t len : PLACE_LEN_BITS;
};

/* A longer place ends where len does. */
struct place place_at(uint32_t file, size_t off, size_t len);

/* A whole file, without a line. */
enum { PLACE_WHOLE = (1 << PLACE_OFF_BITS) - 1 };
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

/*
 * The last numbers are those of base/embedded.h, which are in no table: file i of its
 * list is SOURCE_EMBEDDED + i.
 */
enum { SOURCE_EMBEDDED = (1 << PLACE_FILE_BITS) - 1000 };
bool source_is_built_in(struct str path);

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
