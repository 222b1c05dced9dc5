/*
 * The facts: which meshes each cluster gets, what federates them, under which
 * trust policy, and the settings of each cluster. No YAML, no Kubernetes, no
 * templates. Built once by one thread, then read-only for all workers.
 */
#ifndef FLEET_FLEET_H
#define FLEET_FLEET_H

#include "model/model.h"

enum target { TARGET_ISTIOOPERATOR, TARGET_SAIL, TARGET_HELM, TARGET_COUNT };

/* What the ClusterConfigs that match a cluster say together; shared by clusters with the same matches. */
struct settings {
	struct name target; /* empty: by version */
	struct name network, hub;
	bool label_members; /* members: label, the default */
	struct names image_pull_secrets;
	struct name service_type;  /* of the east-west gateway; empty: LoadBalancer */
	struct labels annotations; /* of the east-west gateway's Service */
};

/* One mesh of one cluster. Its name is derived when needed: mesh_name. */
struct fleet_mesh {
	const struct mesh_spec *spec;
	const struct deployment *deployment; /* NULL: a Mesh of its own */
	const struct mesh *declared;         /* that Mesh, else NULL */
	struct place place;                  /* where its cluster or its name is written */
	uint32_t cluster;                    /* index in fleet.clusters */
	bool federated;                      /* has at least one peer */
	bool discovered;
};

struct cluster {
	struct str name;
	const struct settings *settings;
	uint32_t first_mesh, n_meshes; /* in fleet.meshes, ordered by name */
};

struct fleet {
	struct cluster *clusters; /* sorted by name; only those with a mesh */
	size_t n_clusters;
	struct fleet_mesh *meshes; /* grouped by cluster */
	size_t n_meshes;
};

/*
 * Expands deployments, inventory and federations. Findings: see expand.c,
 * settings.c, federate.c. After errors the fleet holds what made sense.
 */
void fleet_build(const struct model *m, struct arena *a, const struct sources *sources,
		 struct findings *found, struct fleet *ret);

/* What is wrong across the fleet, although each document is right: checks_*.c. */
void fleet_check(const struct model *m, const struct fleet *f, struct arena *a,
		 struct findings *found);

/* NULL when the fleet has no such cluster. */
const struct cluster *fleet_cluster(const struct fleet *f, struct str name);

/* `<cluster>-<deployment>`, or the name of the Mesh. */
struct str mesh_name(const struct fleet *f, const struct fleet_mesh *m, struct arena *a);

/* The revision by the rules of its target: declared, else for a MeshDeployment with target
 * istiooperator the version with every dot a dash, else empty. */
struct str mesh_revision(const struct fleet_mesh *m, struct arena *a);

#endif
