/*
 * The input kinds as C structures, decoded from nodes that their schema has
 * accepted. Field names follow the kinds: the addon's CRDs
 * (mesh.open-cluster-management.io/v1alpha1) and OCM's cluster API. Everything
 * lies in the arena of the compilation; the nodes are gone. An absent, null or
 * empty string is an empty str.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "diag/findings.h"
#include "yaml/items.h"

/* A text that somebody wrote, and where. */
struct name {
	struct str text;
	struct place place;
};

struct names {
	struct name *list;
	size_t n;
};

/* A reference to a mesh: MeshFederation peers, Mesh.spec.controlPlane.peers. */
struct peer {
	struct name name, cluster;
	struct place place;
};

struct peers {
	struct peer *list;
	size_t n;
	struct place place;
};

/* What a MeshDeployment and a Mesh have in common. */
struct mesh_spec {
	struct name provider;                     /* meshProvider */
	struct place control_plane;               /* nowhere when the field is absent */
	struct name namespace, version, revision; /* of controlPlane */
	struct names profiles, components;
	struct peers peers;
	bool has_mesh_config; /* meshConfig is there, if only as {} */
	struct name trust_domain;
	struct name access_log_file, access_log_encoding, access_log_format;
	struct names members; /* meshMemberRoll */
};

struct deployment {
	struct name name;
	struct str namespace; /* "default" when absent */
	struct names clusters;
	struct name clusters_from; /* annotation meshgen.dev/clusters-from */
	struct mesh_spec spec;
};

/* A Mesh object: written by people, or committed from the hub. */
struct mesh {
	struct name name;
	struct name namespace; /* spec.cluster when absent */
	struct name cluster;
	struct name discovery; /* label mesh.open-cluster-management.io/discovery */
	struct mesh_spec spec;
};

/* One of meshPeers. Its peers are met with peer_next: a federation may have 200,000. */
struct group {
	struct long_list peers;
	struct place place;
};

struct federation {
	struct name name;
	struct str namespace;
	struct group *groups; /* meshPeers */
	size_t n_groups;
	struct name trust_type; /* trustConfig.trustType */
};

struct label {
	struct str key, value;
};

struct labels {
	struct label *list; /* sorted by key */
	size_t n;
};

/* metav1.LabelSelector, or what `labels/<selector>` says. */
struct requirement {
	struct str key;
	enum label_op { LABEL_IN, LABEL_NOT_IN, LABEL_EXISTS, LABEL_ABSENT } op;
	struct str *values;
	size_t n;
};

struct selector {
	struct requirement *list;
	size_t n;
};

/* Is one of them this text? */
bool names_have(const struct names *all, struct str text);

/* Do two lists name the same in the same order? Places aside. */
bool names_eq(const struct names *a, const struct names *b);

/* The label of this key; NULL when there is none. */
const struct label *labels_find(const struct labels *labels, struct str key);

/* Do all requirements hold? As Kubernetes: a key that is absent is NOT_IN anything. */
bool selector_matches(const struct selector *s, const struct labels *labels);

/*
 * Parses the string form of Kubernetes: a=b, a==b, a!=b, a in (x,y), a notin
 * (x), a, !a, joined by commas. Keys and values point into text. Returns false
 * and says why, in words that follow "is no selector: "; gives no finding.
 */
bool selector_parse(struct str text, struct arena *a, struct selector *ret, const char **ret_why);

struct managed_cluster {
	struct name name;
	struct labels labels;
};

struct cluster_set {
	struct name name;
	bool by_selector; /* selectorType is LabelSelector; else by the exclusive label */
	struct selector selector;
};

struct placement_decision {
	struct name name;
	struct str namespace;
	struct str placement;  /* label cluster.open-cluster-management.io/placement */
	struct names clusters; /* status.decisions[].clusterName */
};

/* Whom the keys of a cluster are sealed to: ClusterConfig.spec.recipients. */
struct recipients {
	struct name sealed_secrets; /* PEM of the controller's certificate */
	struct names age;
};

/* ClusterConfig. A field with place nowhere was not written. */
struct cluster_config {
	struct name name;
	struct place match; /* spec.match */
	struct names match_names;
	struct labels match_labels;
	struct name target, delivery, members, network, hub;
	struct names image_pull_secrets;
	struct place image_pull_secrets_place;
	struct name service_type;  /* eastWest.serviceType */
	struct labels annotations; /* eastWest.annotations */
	struct place annotations_place;
	struct recipients recipients;
};

enum key_kind { KEY_P256, KEY_P384, KEY_RSA4096 };

/* As it is written: "P-256". */
struct str key_kind_name(enum key_kind kind);

/* How the key of an intermediate gets to its cluster. */
enum seal_method {
	SEAL_OUT_OF_BAND,
	SEAL_SEALED_SECRET,
	SEAL_SOPS,
	SEAL_EXTERNAL_SECRET,
	SEAL_CERTIFICATE,
};

/* Times are in seconds; what was not written has its default (schemas/TrustPolicy.json). */
struct trust_policy {
	struct name name;
	struct peers federations; /* name = the federation's name, cluster = its namespace */
	enum key_kind key;
	bool addon_san; /* san: addon */
	int64_t root_validity, intermediate_validity, renew_before;
	int64_t workload_max_ttl, sync_lag; /* soak */
	struct name method;                 /* seal.method, as it was written */
	enum seal_method seal;
	struct name store, key_prefix;                      /* ExternalSecret */
	struct name issuer_name, issuer_kind, issuer_group; /* Certificate: issuerRef */
};

/* A policy of which nothing was written. */
struct trust_policy trust_policy_defaults(void);

enum root_phase { ROOT_ACTIVE, ROOT_STAGED, ROOT_RETIRING };

/* One root of a policy. Its text is PEM as the ledger has it; nobody has looked into it yet. */
struct root {
	struct place place;
	uint32_t generation;
	struct name phase_name; /* as it was written */
	enum root_phase phase;
	struct name since;       /* RFC 3339, UTC */
	struct name certificate; /* PEM */
	struct name
		vouched_by; /* PEM: the same key, certified by the root before it; may be absent */
	struct name force_reason; /* why a soak was cut short; mostly absent */
};

/* trust/<policy>/roots.yaml. The bundle is its certificates in this order. */
struct trust_roots {
	struct name name; /* of the policy */
	struct root *list;
	size_t n;
};

/* A recipient of a SOPS key: its public name and the age file of the data key. */
struct age_stanza {
	struct name recipient, enc;
};

/* One entry of the ledger: trust/<policy>/issued/<cluster>/<namespace>.yaml. */
struct intermediate_ca {
	struct name name, policy;
	uint32_t issuer; /* generation of the root that signed */
	struct place issuer_place;
	struct name issued_at;                        /* RFC 3339, UTC */
	struct name cluster, namespace, trust_domain; /* for */
	struct name certificate;                      /* PEM */
	struct name spki, serial, not_after;          /* for reviewers */
	struct name method;                           /* key.method */
	struct names recipients;                      /* key.recipients: fingerprints, sorted */
	struct name value;      /* key.value: sealed, never a key in the clear */
	struct age_stanza *age; /* SOPS alone: key.age, lastModified, mac */
	size_t n_age;
	struct name last_modified, mac;
};

/* A file at the path of an entry: it is read when its cluster is rendered. Text: ledger.h. */
struct ledger_file {
	struct str path;
	struct str policy, cluster, namespace; /* as the path says */
	uint32_t file;                         /* in sources, without a text */
};

/* MeshgenGenerator: what kustomize asks for. */
struct generator {
	struct name name, cluster;
	struct name only; /* a tree; empty: istio */
	struct name path; /* below the folder of the kustomization; empty: that folder */
};

/* Who applies the output. */
enum applier { APPLIER_ARGOCD = 1, APPLIER_FLUX = 2 };

/* Where those find this repository: Config.spec.repository, or its defaults. */
struct repository {
	struct str url;            /* for Argo CD; empty when it was not written */
	struct str revision;       /* for Argo CD: "HEAD" */
	struct str path;           /* of the root in the repository; empty: its top */
	struct str git_repository; /* for Flux: name of its GitRepository, "flux-system" */
};

/* Config, or its defaults when there is no meshgen.yaml. */
struct config {
	struct place place;
	struct names inputs, exclude; /* globs; inputs empty = everything */
	struct str output;            /* "out" */
	struct name templates;
	struct name required_version;
	unsigned appliers; /* enum applier */
	struct repository repository;
};

#define MODEL_LIST(type, name)                                                                     \
	struct type *name;                                                                         \
	size_t n_##name, cap_##name

struct model {
	struct config config;
	MODEL_LIST(deployment, deployments);
	MODEL_LIST(mesh, meshes);
	MODEL_LIST(federation, federations);
	MODEL_LIST(managed_cluster, managed_clusters);
	MODEL_LIST(cluster_set, cluster_sets);
	MODEL_LIST(placement_decision, placement_decisions);
	MODEL_LIST(cluster_config, cluster_configs);
	MODEL_LIST(trust_policy, trust_policies);
	MODEL_LIST(trust_roots, trust_roots);
	MODEL_LIST(generator, generators);
	struct ledger_file *ledger; /* sorted by policy, cluster, namespace */
	size_t n_ledger;
	/*
	 * "Kind/namespace/name" of documents that were dropped for an error of
	 * their own: references to them stay quiet.
	 */
	struct str *dropped;
	size_t n_dropped, cap_dropped;
	struct str inner_root; /* a folder that is another root, and was not read; or empty */
	bool incomplete; /* something could not be read: what is absent may be there after all */

	struct arena peers; /* of the groups of the federations, until model_forget_peers */
};

/* Leaves no group in any federation: nobody looks at one once the fleet is built. */
void model_forget_peers(struct model *m);

/* The next peer of a walk over those of a group; false behind the last. */
bool peer_next(struct items *walk, struct peer *ret);

bool model_was_dropped(const struct model *m, struct str kind, struct str namespace,
		       struct str name);

/*
 * May there be documents of a kind that the model does not hold: one was dropped
 * for an error of its own, or a file could not be read? Then nobody must say that
 * one is absent.
 */
bool model_may_lack(const struct model *m, struct str kind);

#endif
