/*
 * An object with what pack knows of it: who it is and what its kind needs.
 */
#ifndef PACK_MANIFEST_H
#define PACK_MANIFEST_H

#include "pack/kinds.h"
#include "render/render.h"

struct manifest {
	struct object object; /* shares its node */
	struct identity id;
	const struct kind *kind;
};

/* Sorted by identity. Lies in the arena it was made in. */
struct manifests {
	struct manifest *list;
	size_t n, cap;
};

/*
 * Adds one object at the end, out of order. Returns false after a finding: no
 * identity (MG0701), a kind that is not in the table (MG0707).
 */
bool manifests_add(struct manifests *all, const struct object *object, struct arena *a,
		   struct findings *found);

/* Sorts by identity. Returns false after a finding: one identity twice (MG0702). */
bool manifests_sort(struct manifests *all, struct findings *found);

/* "Deployment 'istio-system/istio-operator'", for messages. */
struct str manifest_name(const struct manifest *m, struct arena *a);

#endif
