/*
 * Files of the source tree (schemas/, templates/) that the program carries.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "base/str.h"

struct embedded {
	struct str path, bytes;
};

/* Sorted by path; the number is returned. */
size_t embedded_files(const struct embedded **ret_list);

/* The bytes of a file, empty when there is none of that path. */
struct str embedded_file(struct str path);

#endif
