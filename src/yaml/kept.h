/*
 * Nodes that are printed more than once: their text is made once and stands
 * beside them. Everything else sees an ordinary list or map.
 */
#ifndef YAML_KEPT_H
#define YAML_KEPT_H

#include "yaml/node.h"

enum { N_MOVED = 2 };

/* What lies before the items of a node with NODE_KEPT. */
struct kept {
	struct arena *arena;
	struct str text; /* at column 0, without a line end behind it */
	struct {
		struct str text;
		size_t column;
	} moved[N_MOVED]; /* the same at the first other columns that were asked for */
	size_t values;    /* node_count */
	struct node items[];
};

/*
 * The same list or map with its text, in the arena; it shares its children with
 * x. What has no items stays as it is. Only one thread at a time may print it.
 */
struct node node_keep(const struct node *x, struct arena *a);

/* NULL when nothing is kept of it. */
struct kept *node_kept(const struct node *x);

#endif
