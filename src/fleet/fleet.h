/*
 * The facts: which meshes each cluster gets, what federates them, and the
 * settings of each cluster. No YAML, no Kubernetes, no templates. Built once by
 * one thread, then read-only for all workers.
 */
#ifndef FLEET_FLEET_H
#define FLEET_FLEET_H

#include "model/model.h"

/* What the ClusterConfigs that match a cluster say together; clusters with the same share it. */
struct settings {
	struct name target; /* empty: by version */
	struct name network, hub;
	struct name delivery, members; /* members empty: label */
	struct names image_pull_secrets;
	struct name service_type;  /* of the east-west gateway; empty: LoadBalancer */
	struct labels annotations; /* of the east-west gateway's Service */
	struct recipients recipients;
	const struct settings *alike; /* the first that differs in recipients alone */
};

/* One mesh of one cluster; 32 bytes, since a fleet may have 200,000. Its name is mesh_name. */
struct fleet_mesh {
	const struct deployment *deployment; /* NULL: a Mesh of its own */
	const struct mesh *declared;         /* the Mesh object, NULL when there is none */
	const struct name *at;               /* the name of its cluster, where it was written */
	uint16_t policy; /* index in fleet.policies + 1; 0: its federations are under none */
	bool federated;  /* has at least one peer */
};

struct cluster {
	const struct name *at; /* its name, as the first mesh has it */
	const struct settings *settings;
	uint32_t first_mesh, n_meshes; /* in fleet.meshes, ordered by name */
};

struct fleet {
	struct cluster *clusters; /* sorted by name; only those with a mesh */
	size_t n_clusters;
	struct fleet_mesh *meshes; /* grouped by cluster */
	size_t n_meshes;
	const struct trust_policy *policies; /* of the model, at most LIMIT_POLICIES */
};

/*
 * Expands deployments, inventory, settings and federations. Findings: MG0301 to
 * MG0329 and MG0401 to MG0419. After errors the fleet holds what made sense.
 */
void fleet_build(const struct model *m, struct arena *a, struct findings *found, struct fleet *ret);

/*
 * What is wrong across the fleet although each document is right: MG0330 to MG0359,
 * MG0420 to MG0429, MG0504, MG0740.
 */
void fleet_check(const struct model *m, const struct fleet *f, struct arena *a,
		 struct findings *found);

/* What will have run out at a time: support of Istio versions (MG0356). at: seconds since 1970. */
void fleet_check_at(const struct model *m, const struct fleet *f, int64_t at, struct arena *a,
		    struct findings *found);

/* NULL when the fleet has no such cluster, or the cluster no such mesh. */
const struct cluster *fleet_cluster(const struct fleet *f, struct str name);
struct fleet_mesh *fleet_find(const struct fleet *f, struct str cluster, struct str mesh);

/* The cluster that a name which none has may be meant for; empty when none is near. */
struct str fleet_nearest(const struct fleet *f, struct str name, struct arena *a);

/* The spec it was made from. */
const struct mesh_spec *mesh_spec_of(const struct fleet_mesh *m);

/* Some meshes of a cluster. */
struct cluster_meshes {
	const struct fleet_mesh **list;
	size_t n;
};

/* Those that are wanted, by the namespace of their control plane, then by name; in the arena. */
struct cluster_meshes meshes_by_namespace(const struct fleet *f, const struct cluster *c,
					  bool (*wanted)(const struct fleet_mesh *m),
					  struct arena *a);

/* Of the federations it is in; NULL: none. */
const struct trust_policy *mesh_policy(const struct fleet *f, const struct fleet_mesh *m);

/* meshConfig.trustDomain, or Istio's default. */
struct str mesh_trust_domain(const struct fleet_mesh *m);

/* Is it labelled as the addon labels what it found? Like the addon by the text "true" alone. */
bool has_discovery_label(const struct mesh *m);

/* A mesh that was found on a running cluster: it is a peer, but never rendered. */
bool mesh_is_discovered(const struct fleet_mesh *m);

/* `<cluster>-<deployment>`, or the name of the Mesh. */
struct str mesh_name(const struct fleet_mesh *m, struct arena *a);

/* Order by that name, without making it. */
int mesh_name_cmp(const struct fleet_mesh *a, const struct fleet_mesh *b);

/*
 * The revision as target istiooperator has it: what is declared, else for a
 * MeshDeployment the version with every dot a dash, else empty.
 */
struct str mesh_revision(const struct fleet_mesh *m, struct arena *a);

/*
 * What the names of the operator's objects end in: "-<revision>" or nothing.
 * From Istio 1.17 on revision `default` has none.
 */
struct str mesh_operator_suffix(const struct fleet_mesh *m, struct arena *a);

/* Do the meshes of a cluster label the namespaces of their member rolls? */
bool settings_label_members(const struct settings *s);

/* Does a cluster get its objects by ManifestWorks, and not directly? */
bool settings_deliver_works(const struct settings *s);

#endif
