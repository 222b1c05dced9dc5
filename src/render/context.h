/*
 * The facts that templates see, as nodes. Private to render/; documented for
 * users in meshgen(5), section TEMPLATES. Their names are in declared.c.
 */
#ifndef RENDER_CONTEXT_H
#define RENDER_CONTEXT_H

#include "render/cacerts.h"
#include "render/render.h"

/* A namespace of a cluster: of a control plane, or a member. */
struct cluster_namespace {
	struct str name;
	struct str network;  /* label topology.istio.io/network, empty: none */
	struct str revision; /* label istio.io/rev, empty: none */
	bool injected;       /* label istio-injection: enabled */
	bool own_network;    /* no other cluster has this network */
};

struct cluster_namespaces {
	struct cluster_namespace *list; /* sorted by name */
	size_t n;
};

/* The namespaces that a cluster gets, each once. */
struct cluster_namespaces cluster_namespaces_of(const struct fleet *f, const struct cluster *c,
						struct arena *a);

/* {cluster} */
struct node context_cluster(const struct cluster *c, struct arena *a);

/* {cluster, namespace: {name, network, revision, injected}} */
struct node context_namespace(const struct cluster *c, const struct cluster_namespace *ns,
			      struct arena *a);

/* {cluster, trust: {namespace, policy, method, caCert, certChain, rootCert, key: {...}, ...}} */
struct node context_holder(const struct cacerts *c, struct arena *a);

/* What templates see of a mesh and the settings it meets, whatever the cluster. */
struct mesh_facts {
	struct node since, mesh, operator;
};

/*
 * Depends on mesh_source, the settings, m->federated and trust alone: the authority
 * whose certificates its istiod runs with, or NULL. Lies in the arena.
 */
struct mesh_facts mesh_facts_of(const struct settings *settings, const struct fleet_mesh *m,
				const struct authority *trust, struct arena *a);

/* {cluster, since: {v1_10, ...}, mesh: {...}, operator: {suffix, hub}} */
struct node context_mesh(const struct cluster *c, const struct fleet_mesh *m,
			 const struct mesh_facts *facts, struct arena *a);

/*
 * The network of a federated mesh: what the cluster's settings say, else the
 * name of the mesh, as the addon has it.
 */
struct str mesh_network(const struct cluster *c, const struct fleet_mesh *m, struct arena *a);

#endif
