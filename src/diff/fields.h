/*
 * Two Kubernetes objects, compared as structure: which leaves differ. The order
 * of keys does not count; null and absent are one thing.
 *
 * A path is spec.components.ingressGateways[istio-eastwestgateway].enabled. An
 * item of a list is named by what Kubernetes merges the list by (name, port, ...)
 * where every item has one and no two have the same. Lists of scalars without
 * duplicates are sets: spec.servers[0].hosts[] with the item as the value. Items of
 * any other list are named by their index, on the new side if they are there; first
 * those that are equal belong together, then, up to 100 of them, those that are most
 * alike. A key with other bytes than letters, digits, '-'
 * and '_' stands in brackets: metadata.labels[istio.io/rev].
 */
#ifndef DIFF_FIELDS_H
#define DIFF_FIELDS_H

#include "base/buf.h"
#include "yaml/node.h"

enum op {
	OP_ADDED,
	OP_REMOVED,
	OP_CHANGED,
	OP_REORDERED, /* the items of a list; without values */
};

/* A scalar or an empty collection that differs. */
struct field {
	enum op op;
	struct str path;
	const struct node *old, *new; /* NULL where there is none */
};

/* Lies in the arena it was made in, and points into the nodes. */
struct fields {
	struct field *list;
	size_t n, cap;
};

/* Adds a key to a path of a map. */
void field_add_key(struct buf *path, struct str key);

/* Appends to ret; linear in the size of the objects but for the depth. */
void fields_compare(const struct node *old, const struct node *new, struct arena *a,
		    struct fields *ret);

#endif
