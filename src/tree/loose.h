/*
 * The file of a loose object of git, as `git help gitformat-loose` has it: a zlib
 * stream of "blob 5" (its kind and the number of its bytes), a NUL, and the bytes.
 * The oldest form, which git itself no longer reads, is refused.
 */
#ifndef TREE_LOOSE_H
#define TREE_LOOSE_H

#include "base/str.h"

#include <zlib.h>

enum { LOOSE_PIECE_BYTES = 16 * 1024 };

/* A file that is being read. It lies where it was opened: zlib points into it. */
struct loose {
	struct str kind; /* whatever the file says */
	size_t n;        /* bytes of the object, as the file says */

	z_stream z;
	int fd, status;
	size_t n_in; /* of the last piece */
	size_t header, n_start;
	unsigned char in[LOOSE_PIECE_BYTES], start[LOOSE_PIECE_BYTES];
};

/*
 * Reads kind and n of the object in fd. Returns NULL, or what is wrong as a text. In
 * either case loose_close must follow; it leaves fd open.
 */
const char *loose_open(struct loose *l, int fd);

/* The same for the bytes of the object, less than 4 GiB, and a NUL: there is room for n + 1. */
const char *loose_read(struct loose *l, unsigned char *bytes);

void loose_close(struct loose *l);

#endif
