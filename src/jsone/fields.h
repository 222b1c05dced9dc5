/*
 * A map that is being built from keys that are known only now: a key that comes
 * again keeps its place and takes the later value, as in JSON-e.
 */
#ifndef JSONE_FIELDS_H
#define JSONE_FIELDS_H

#include "base/map.h"
#include "yaml/node.h"

/* Zero-initialised but for the arena, where everything lies. */
struct fields {
	struct arena *arena;
	struct node *pairs;
	size_t n, cap;    /* pairs */
	struct map index; /* of the pairs by key, once there are many */
};

void fields_put(struct fields *f, const struct node *key, const struct node *value);
void fields_put_all(struct fields *f, const struct node *map);
struct node fields_done(const struct fields *f);

#endif
