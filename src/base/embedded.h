/*
 * Files of the source tree (schemas/, templates/) that the program carries.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "base/str.h"

/* What messages call such a file begins so: no file of the input has that path. */
#define EMBEDDED_LABEL "(built in) "

struct embedded {
	struct str path, label, bytes;
};

/* Sorted by path; the number is returned. */
size_t embedded_files(const struct embedded **ret_list);

/* The bytes of a file, empty when there is none of that path. */
struct str embedded_file(struct str path);

#endif
