/*
 * Who gets a Secret cacerts: every control-plane namespace with a federated mesh
 * under a TrustPolicy, also of a mesh that was discovered.
 */
#ifndef FLEET_HOLDERS_H
#define FLEET_HOLDERS_H

#include "fleet/fleet.h"
#include "trust/entry.h"

struct holders {
	struct holder *list; /* sorted by namespace */
	size_t n;
};

/* The holders of one cluster, in the arena. */
struct holders holders_of(const struct fleet *f, const struct cluster *c, struct arena *a);

/*
 * Does the cluster get any object: those of a mesh that is rendered, or of a mesh that
 * was discovered a Secret cacerts, which nobody gets under OutOfBand?
 */
bool cluster_gets_objects(const struct fleet *f, const struct cluster *c, struct arena *a);

#endif
