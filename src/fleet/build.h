/*
 * The three steps of fleet_build, each in its file. Private to fleet/.
 */
#ifndef FLEET_BUILD_H
#define FLEET_BUILD_H

#include "base/buf.h"
#include "fleet/fleet.h"

/*
 * expand.c: the meshes of every cluster, sorted and grouped. Findings: a cluster
 * listed twice (MG0301), one mesh twice (MG0302), a Mesh that is an expansion's but
 * differs (MG0304), one that looks discovered (MG0305), a cluster that the
 * inventory does not know (MG0306), too many (MG0311). Returns false, and no mesh
 * at all, when there are too many meshes.
 */
bool expand_meshes(const struct model *m, struct arena *a, struct findings *found, struct fleet *f);

/*
 * expand.c: a federated mesh has its name as its network and its cluster id in Istio,
 * so no two meshes that are federated, or that deployments give, may have one name
 * (MG0303). Needs fleet_mesh.federated.
 */
void check_names(const struct model *m, const struct fleet *f, struct findings *found);

/*
 * select.c: the clusters that the annotation clusters-from of a deployment
 * names, sorted, each with the place of the annotation. Findings: malformed
 * (MG0307), no such set or placement (MG0308), one slice of several (MG0309).
 * Returns false after one.
 */
bool select_clusters(const struct model *m, const struct deployment *d, struct arena *a,
		     struct findings *found, struct names *ret);

/*
 * settings.c: cluster.settings. Findings: two ClusterConfigs that disagree
 * (MG0321), one that matches nothing (MG0322), a target of a later version
 * (MG0323), a value against its grammar (MG0324), too much of it (MG0325).
 */
void settle_clusters(const struct model *m, struct arena *a, struct findings *found,
		     struct fleet *f);

/*
 * federate.c: federated and policy of a fleet_mesh. Findings: MG0401 to MG0411.
 */
void federate_meshes(const struct model *m, struct arena *a, struct findings *found,
		     struct fleet *f);

/*
 * match.c: which ClusterConfigs match a cluster. Names are looked up, so that only
 * those with a star or a mark cost time for every cluster.
 */
struct matcher;

struct matcher *matcher_new(const struct model *m, struct arena *a);

/* Names with a star or a mark in all ClusterConfigs; ret_last is the last that has any. */
size_t matcher_patterns(const struct matcher *x, const struct cluster_config **ret_last);

/* Adds the indexes of those that match, ascending, to key as bytes of size_t. */
void matcher_find(const struct matcher *x, struct str cluster,
		  const struct managed_cluster *managed, struct buf *key);

/* inventory.c: ManagedClusters by name. */
struct inventory {
	const struct managed_cluster **list; /* sorted by name */
	size_t n;
};

struct inventory inventory_sort(const struct model *m, struct arena *a);
const struct managed_cluster *inventory_find(const struct inventory *i, struct str name);

/* The name nearest to a misspelt one, at most two edits away; empty when there is none. */
struct str inventory_nearest(const struct inventory *i, struct str name);

#endif
