/*
 * Which object travels in which ManifestWork of its cluster:
 *
 *   meshgen-base           what no mesh owns alone: namespaces, definitions, rights
 *   ns.<namespace>.<stage> what the meshes of a namespace share
 *   mesh.<mesh>.<stage>    the rest
 *
 * A work that the hub would refuse for its size is split by a hash of the
 * identities into 2, 4, 8, ... buckets: `<name>`, `<name>.2`, `<name>.3`, ... So
 * an object keeps its work whatever happens to the others, but for the day on
 * which the number of buckets doubles: then half of them move.
 */
#ifndef PACK_PLAN_H
#define PACK_PLAN_H

#include "pack/manifest.h"

/* Lies in the arena it was planned in; the objects must outlive it. */
struct work {
	struct str name;
	const struct object **list; /* by the agent's order, then identity */
	size_t n;                   /* never 0 */
	int wave;                   /* enum wave: of the work itself */
};

struct works {
	struct work *list;
	size_t n, cap;
};

/*
 * What a manifest adds to the size of a work by the formula of the hub's
 * webhook: the bytes of its JSON, one, and the bytes of their count as a varint.
 */
size_t plan_size(const struct node *object);

/*
 * Every manifest in exactly one work. Returns false after a finding: a name over
 * LIMIT_WORK_NAME (MG0705), an object over LIMIT_WORK_BYTES (MG0706).
 */
bool plan_works(struct str cluster, const struct manifests *all, struct arena *a,
		struct findings *found, struct works *ret);

#endif
