/*
 * One difference between two states of a cluster, in a form in which the same
 * change on two clusters is equal: where the name of the cluster or of its mesh
 * would stand, a byte that no UTF-8 text holds stands for it.
 */
#ifndef DIFF_DIFFERENCE_H
#define DIFF_DIFFERENCE_H

#include "base/buf.h"
#include "diff/fields.h"
#include "diff/risk.h"
#include "pack/metadata.h"

/*
 * The names that stand for themselves. mesh is that of a Mesh whose name does not
 * hold the cluster's; empty when there is none, or more than one.
 */
struct aliases {
	struct str cluster, mesh;
};

/* Texts lie in an arena or in the input. */
struct difference {
	enum risk risk;
	enum op op;
	bool refused; /* no --allow names it */
	/*
	 * Of the object. Three kinds are ours, without a group: Cluster, all of a
	 * cluster; Revision, the control plane that a namespace is injected by; and
	 * Certificates, what ca/ has for a namespace when no object does.
	 */
	struct identity id;
	struct str field;    /* empty: the whole object */
	struct str old, new; /* values as text, empty where there is none */
};

/* A scalar or an empty collection as text; strings that look like something else in quotes. */
struct str leaf_text(const struct node *x, struct arena *a);

/* The same with that byte wherever a name stands. Copies what changes, shares the rest. */
struct difference difference_anywhere(const struct difference *d, const struct aliases *names,
				      struct arena *a);

/* Total: by risk (highest first), object, field, values. */
int difference_cmp(const struct difference *a, const struct difference *b);

/* A copy that shares nothing. */
struct difference difference_dup(const struct difference *d, struct arena *a);

/* Appends bytes that are the same for equal differences alone. */
void difference_key(const struct difference *d, struct buf *out);

/* A text of it for people: the byte is the name again, {cluster} or {mesh} where that is empty. */
struct str difference_text(struct str text, const struct aliases *names, struct arena *a);

#endif
