/*
 * Nodes that are printed more than once: what they were printed as stands beside
 * them. Everything else sees an ordinary list or map.
 */
#ifndef YAML_KEPT_H
#define YAML_KEPT_H

#include "yaml/node.h"

enum { N_PRINTED = 3 };

/* What lies before the items of a node with NODE_KEPT. */
struct kept {
	struct arena *arena;
	struct {
		struct str text; /* without a line end behind it; empty: not yet printed */
		size_t column;
	} printed[N_PRINTED]; /* at the first columns that were asked for */
	size_t values;        /* node_count */
	size_t json_at_most;  /* json_size_at_most */
	struct node items[];
};

/*
 * The same list or map, in the arena; it shares its children with x. What has no items
 * stays as it is. Only one thread at a time may print it.
 */
struct node node_keep(const struct node *x, struct arena *a);

/* NULL when nothing is kept of it. */
struct kept *node_kept(const struct node *x);

#endif
