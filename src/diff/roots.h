/*
 * A bundle of root certificates as a reviewer reads it: what matters is which roots
 * come and which go, and not the text of the file.
 */
#ifndef DIFF_ROOTS_H
#define DIFF_ROOTS_H

#include "base/arena.h"

/* A line for each certificate: "O=Mesh, until 2036-11-26, sha256:<of its DER>". */
struct roots {
	struct str *list;
	size_t n, cap;
};

/* Does the field hold a bundle? */
bool is_roots(struct str field);

/* False when there is anything else than certificates in PEM: then the text has to be shown. */
bool roots_read(struct str pem, struct arena *a, struct roots *ret);

bool roots_have(const struct roots *r, struct str line);

#endif
