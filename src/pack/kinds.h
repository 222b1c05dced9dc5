/*
 * The one table of the Kubernetes kinds that meshgen writes.
 */
#ifndef PACK_KINDS_H
#define PACK_KINDS_H

#include "yaml/node.h"

/* The waves in which Argo CD applies the objects of a cluster. */
enum wave { WAVE_NAMESPACE = -3, WAVE_OPERATOR = -2, WAVE_CONTROL_PLANE = -1, WAVE_DATA_PLANE = 0 };

struct kind {
	struct str group, kind, plural; /* group "" is the core */
	struct str file;                /* start of its file's name, else the kind in lower case */
	uint8_t order;                  /* in a work: the agent's own ranks */
	bool custom;                    /* the work agent has no rights on it by itself */
	bool waits;        /* its finalizer waits for a controller among our Deployments */
	bool survives;     /* orphaned when a work is deleted: namespaces, CRDs */
	bool operates;     /* of the operator: Argo CD removes it after everything else */
	int8_t wave;       /* of Argo CD, in the stage control-plane */
	struct str ignore; /* JSON path that controllers write, empty if none */
	struct str feedback_name, feedback_path; /* status shown on the hub, empty if none */
};

/* NULL when it is not in the table. */
const struct kind *kind_find(struct str group, struct str kind);

/* By group, then kind: the order of the table. */
int kind_cmp(const struct kind *a, const struct kind *b);

/* What a file's name begins with; the kind's own spelling, not yet in lower case. */
struct str kind_file(const struct kind *k);

/* The kind of a file of the tree istio/ by its name; NULL when it is none of ours. */
const struct kind *kind_of_file(struct str name);

#endif
