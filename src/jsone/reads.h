/*
 * What a template can see of a context: the paths that its expressions name, in
 * whatever branch. It gives the same value for two contexts that have the same
 * values at these paths.
 */
#ifndef JSONE_READS_H
#define JSONE_READS_H

#include "base/arena.h"

struct form;

/*
 * a, a.b or a.b.c; what is asked of their value, at a longer path or with [..],
 * counts as all of the value. Maps on the way must have fewer than 64 keys: a
 * look into a larger one takes of the budget by its size.
 */
enum { READ_NAMES = 3 };

struct read {
	struct str names[READ_NAMES];
	size_t n;
};

struct reads {
	const struct read *list; /* none begins with another one */
	size_t n;
};

/* Lies in the arena. */
struct reads reads_of(const struct form *f, struct arena *a);

/* Can the form see the value at one of the paths, some part of it, or one that it is part of? */
bool form_reads(const struct form *f, const struct reads *paths);

#endif
