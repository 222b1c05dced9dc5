/*
 * What pack knows of an object: who it is and what its kind needs.
 */
#ifndef PACK_MANIFEST_H
#define PACK_MANIFEST_H

#include "pack/kinds.h"
#include "pack/metadata.h"
#include "render/render.h"

/* Of a shape, and lies where the shape does: clusters with the same object share it. */
struct manifest {
	struct identity id;
	const struct kind *kind;
	struct node file;           /* the name of its file, see manifest_of */
	size_t json_at_most;        /* bytes of its JSON */
	struct node config, orphan; /* in a work, see work.c; NODE_NULL until it is in one */
};

/* The objects of one cluster, sorted by identity. Lies in the arena it was made in. */
struct manifests {
	const struct object **list; /* each with its manifest */
	size_t n, cap;
	unsigned appliers; /* enum applier: for whom what is added is annotated */
};

/*
 * The manifest of an object that was added. Its file is
 * `<kind>.<namespace>.<name>.yaml`, without the namespace for what has none.
 * Kinds are in lower case; a byte outside [a-z0-9.-] is '_' and two hex digits.
 */
const struct manifest *manifest_of(const struct object *o);

/* When Argo CD applies an object of this kind and stage: enum wave. */
int wave_of(const struct kind *kind, enum stage stage);

/* By identity. */
int manifest_cmp(const struct manifest *a, const struct manifest *b);

/*
 * Adds one object, which must outlive the list, at the end, out of order; from then on
 * its node has the annotations of pack/annotate.h. Returns false after a finding: no
 * identity (MG0701), a kind that is not in the table (MG0707).
 */
bool manifests_add(struct manifests *all, const struct object *object, struct arena *a,
		   struct findings *found);

/* Sorts by identity. Returns false after a finding: one identity twice (MG0702). */
bool manifests_sort(struct manifests *all, struct findings *found);

/* Adds to a sorted list. Returns false after a finding: those of both. */
bool manifests_insert(struct manifests *all, const struct object *object, struct arena *a,
		      struct findings *found);

/*
 * All of them, sorted; every object is looked at, so that all that is wrong is
 * found in one run. Returns false after a finding of the two above.
 */
bool manifests_of(const struct objects *objects, unsigned appliers, struct arena *a,
		  struct findings *found, struct manifests *ret);

/* "Deployment 'istio-system/istio-operator'", for messages. */
struct str manifest_name(const struct manifest *m, struct arena *a);

#endif
