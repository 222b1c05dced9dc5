#include "model/tables.h"

#include <stddef.h>

#define TABLE(rows, type)                                                                          \
	{                                                                                          \
		(rows), sizeof(rows) / sizeof(*(rows)), sizeof(type)                               \
	}

static const struct row peer_rows[] = {
	{ STR("name"), ROW_NAME, offsetof(struct peer, name), 0, NULL },
	{ STR("cluster"), ROW_NAME, offsetof(struct peer, cluster), 0, NULL },
	{ STR(""), ROW_PLACE, offsetof(struct peer, place), 0, NULL },
};
static const struct table peer_table = TABLE(peer_rows, struct peer);

static const struct row mesh_spec_rows[] = {
	{ STR("meshProvider"), ROW_NAME, offsetof(struct mesh_spec, provider), 0, NULL },
	{ STR("controlPlane"), ROW_PLACE, offsetof(struct mesh_spec, control_plane), 0, NULL },
	{ STR("controlPlane namespace"), ROW_NAME, offsetof(struct mesh_spec, namespace), 0, NULL },
	{ STR("controlPlane version"), ROW_NAME, offsetof(struct mesh_spec, version), 0, NULL },
	{ STR("controlPlane revision"), ROW_NAME, offsetof(struct mesh_spec, revision), 0, NULL },
	{ STR("controlPlane profiles"), ROW_NAMES, offsetof(struct mesh_spec, profiles), 0, NULL },
	{ STR("controlPlane components"), ROW_NAMES, offsetof(struct mesh_spec, components), 0,
	  NULL },
	{ STR("controlPlane peers"), ROW_RECORDS, offsetof(struct mesh_spec, peers.list),
	  offsetof(struct mesh_spec, peers.n), &peer_table },
	{ STR("controlPlane peers"), ROW_PLACE, offsetof(struct mesh_spec, peers.place), 0, NULL },
	{ STR("meshConfig"), ROW_PRESENT, offsetof(struct mesh_spec, has_mesh_config), 0, NULL },
	{ STR("meshConfig trustDomain"), ROW_NAME, offsetof(struct mesh_spec, trust_domain), 0,
	  NULL },
	{ STR("meshConfig proxyConfig accessLogging file"), ROW_NAME,
	  offsetof(struct mesh_spec, access_log_file), 0, NULL },
	{ STR("meshConfig proxyConfig accessLogging encoding"), ROW_NAME,
	  offsetof(struct mesh_spec, access_log_encoding), 0, NULL },
	{ STR("meshConfig proxyConfig accessLogging format"), ROW_NAME,
	  offsetof(struct mesh_spec, access_log_format), 0, NULL },
	{ STR("meshMemberRoll"), ROW_NAMES, offsetof(struct mesh_spec, members), 0, NULL },
};
static const struct table mesh_spec_table = TABLE(mesh_spec_rows, struct mesh_spec);

static const struct row deployment_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct deployment, name), 0, NULL },
	{ STR("metadata namespace"), ROW_TEXT, offsetof(struct deployment, namespace), 0, NULL },
	{ STR("metadata annotations meshgen.dev/clusters-from"), ROW_NAME,
	  offsetof(struct deployment, clusters_from), 0, NULL },
	{ STR("spec clusters"), ROW_NAMES, offsetof(struct deployment, clusters), 0, NULL },
	{ STR("spec"), ROW_RECORD, offsetof(struct deployment, spec), 0, &mesh_spec_table },
};
const struct table deployment_table = TABLE(deployment_rows, struct deployment);

static const struct row mesh_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct mesh, name), 0, NULL },
	{ STR("metadata namespace"), ROW_NAME, offsetof(struct mesh, namespace), 0, NULL },
	{ STR("metadata labels mesh.open-cluster-management.io/discovery"), ROW_NAME,
	  offsetof(struct mesh, discovery), 0, NULL },
	{ STR("spec cluster"), ROW_NAME, offsetof(struct mesh, cluster), 0, NULL },
	{ STR("spec"), ROW_RECORD, offsetof(struct mesh, spec), 0, &mesh_spec_table },
};
const struct table mesh_table = TABLE(mesh_rows, struct mesh);

static const struct row group_rows[] = {
	{ STR("peers"), ROW_LONG, offsetof(struct group, peers), 0, &peer_table },
	{ STR(""), ROW_PLACE, offsetof(struct group, place), 0, NULL },
};
static const struct table group_table = TABLE(group_rows, struct group);

bool peer_next(struct items *walk, struct peer *ret)
{
	return decode_next(walk, &peer_table, ret);
}

static const struct row federation_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct federation, name), 0, NULL },
	{ STR("metadata namespace"), ROW_TEXT, offsetof(struct federation, namespace), 0, NULL },
	{ STR("spec meshPeers"), ROW_RECORDS, offsetof(struct federation, groups),
	  offsetof(struct federation, n_groups), &group_table },
	{ STR("spec trustConfig trustType"), ROW_NAME, offsetof(struct federation, trust_type), 0,
	  NULL },
};
const struct table federation_table = TABLE(federation_rows, struct federation);

static const struct row managed_cluster_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct managed_cluster, name), 0, NULL },
	{ STR("metadata labels"), ROW_LABELS, offsetof(struct managed_cluster, labels), 0, NULL },
};
const struct table managed_cluster_table = TABLE(managed_cluster_rows, struct managed_cluster);

static const struct row expression_rows[] = {
	{ STR("key"), ROW_NAME, offsetof(struct expression, key), 0, NULL },
	{ STR("operator"), ROW_NAME, offsetof(struct expression, operator), 0, NULL },
	{ STR("values"), ROW_NAMES, offsetof(struct expression, values), 0, NULL },
};
static const struct table expression_table = TABLE(expression_rows, struct expression);

static const struct row cluster_set_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct cluster_set_document, set.name), 0,
	  NULL },
	{ STR("spec clusterSelector selectorType"), ROW_TEXT,
	  offsetof(struct cluster_set_document, selector_type), 0, NULL },
	{ STR("spec clusterSelector labelSelector matchLabels"), ROW_LABELS,
	  offsetof(struct cluster_set_document, match_labels), 0, NULL },
	{ STR("spec clusterSelector labelSelector matchExpressions"), ROW_RECORDS,
	  offsetof(struct cluster_set_document, expressions),
	  offsetof(struct cluster_set_document, n_expressions), &expression_table },
};
const struct table cluster_set_table = TABLE(cluster_set_rows, struct cluster_set_document);

static const struct row decision_rows[] = {
	{ STR("clusterName"), ROW_NAME, 0, 0, NULL },
};
static const struct table decision_table = TABLE(decision_rows, struct name);

static const struct row placement_decision_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct placement_decision, name), 0, NULL },
	{ STR("metadata namespace"), ROW_TEXT, offsetof(struct placement_decision, namespace), 0,
	  NULL },
	{ STR("metadata labels cluster.open-cluster-management.io/placement"), ROW_TEXT,
	  offsetof(struct placement_decision, placement), 0, NULL },
	{ STR("status decisions"), ROW_RECORDS, offsetof(struct placement_decision, clusters.list),
	  offsetof(struct placement_decision, clusters.n), &decision_table },
};
const struct table placement_decision_table =
	TABLE(placement_decision_rows, struct placement_decision);

static const struct row cluster_config_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct cluster_config, name), 0, NULL },
	{ STR("spec match"), ROW_PLACE, offsetof(struct cluster_config, match), 0, NULL },
	{ STR("spec match names"), ROW_NAMES, offsetof(struct cluster_config, match_names), 0,
	  NULL },
	{ STR("spec match labels"), ROW_LABELS, offsetof(struct cluster_config, match_labels), 0,
	  NULL },
	{ STR("spec target"), ROW_NAME, offsetof(struct cluster_config, target), 0, NULL },
	{ STR("spec delivery"), ROW_NAME, offsetof(struct cluster_config, delivery), 0, NULL },
	{ STR("spec members"), ROW_NAME, offsetof(struct cluster_config, members), 0, NULL },
	{ STR("spec network"), ROW_NAME, offsetof(struct cluster_config, network), 0, NULL },
	{ STR("spec hub"), ROW_NAME, offsetof(struct cluster_config, hub), 0, NULL },
	{ STR("spec imagePullSecrets"), ROW_NAMES,
	  offsetof(struct cluster_config, image_pull_secrets), 0, NULL },
	{ STR("spec imagePullSecrets"), ROW_PLACE,
	  offsetof(struct cluster_config, image_pull_secrets_place), 0, NULL },
	{ STR("spec eastWest serviceType"), ROW_NAME, offsetof(struct cluster_config, service_type),
	  0, NULL },
	{ STR("spec eastWest annotations"), ROW_LABELS,
	  offsetof(struct cluster_config, annotations), 0, NULL },
	{ STR("spec eastWest annotations"), ROW_PLACE,
	  offsetof(struct cluster_config, annotations_place), 0, NULL },
	{ STR("spec recipients sealedSecrets"), ROW_NAME,
	  offsetof(struct cluster_config, recipients.sealed_secrets), 0, NULL },
	{ STR("spec recipients age"), ROW_NAMES, offsetof(struct cluster_config, recipients.age), 0,
	  NULL },
};
const struct table cluster_config_table = TABLE(cluster_config_rows, struct cluster_config);

static const struct row covered_rows[] = {
	{ STR("name"), ROW_NAME, offsetof(struct peer, name), 0, NULL },
	{ STR("namespace"), ROW_NAME, offsetof(struct peer, cluster), 0, NULL },
	{ STR(""), ROW_PLACE, offsetof(struct peer, place), 0, NULL },
};
static const struct table covered_table = TABLE(covered_rows, struct peer);

#define POLICY(path, kind, field)                                                                  \
	{                                                                                          \
		STR(path), kind, offsetof(struct trust_policy_document, field), 0, NULL            \
	}
static const struct row trust_policy_rows[] = {
	POLICY("metadata name", ROW_NAME, policy.name),
	{ STR("spec federations"), ROW_RECORDS,
	  offsetof(struct trust_policy_document, policy.federations.list),
	  offsetof(struct trust_policy_document, policy.federations.n), &covered_table },
	POLICY("spec federations", ROW_PLACE, policy.federations.place),
	POLICY("spec key", ROW_NAME, key),
	POLICY("spec san", ROW_NAME, san),
	POLICY("spec validity root", ROW_NAME, root),
	POLICY("spec validity intermediate", ROW_NAME, intermediate),
	POLICY("spec validity renewBefore", ROW_NAME, renew_before),
	POLICY("spec soak workloadMaxTTL", ROW_NAME, workload_max_ttl),
	POLICY("spec soak syncLag", ROW_NAME, sync_lag),
	POLICY("spec seal method", ROW_NAME, policy.method),
	POLICY("spec seal store", ROW_NAME, policy.store),
	POLICY("spec seal keyPrefix", ROW_NAME, policy.key_prefix),
	POLICY("spec seal issuerRef name", ROW_NAME, policy.issuer_name),
	POLICY("spec seal issuerRef kind", ROW_NAME, policy.issuer_kind),
	POLICY("spec seal issuerRef group", ROW_NAME, policy.issuer_group),
	POLICY("spec seal issuerRef", ROW_PLACE, issuer_ref),
};
#undef POLICY
const struct table trust_policy_table = TABLE(trust_policy_rows, struct trust_policy_document);

static const struct row root_rows[] = {
	{ STR(""), ROW_PLACE, offsetof(struct root, place), 0, NULL },
	{ STR("generation"), ROW_NUMBER, offsetof(struct root, generation), 0, NULL },
	{ STR("phase"), ROW_NAME, offsetof(struct root, phase_name), 0, NULL },
	{ STR("since"), ROW_TIME, offsetof(struct root, since), 0, NULL },
	{ STR("certificate"), ROW_NAME, offsetof(struct root, certificate), 0, NULL },
	{ STR("vouchedBy"), ROW_NAME, offsetof(struct root, vouched_by), 0, NULL },
	{ STR("forceReason"), ROW_NAME, offsetof(struct root, force_reason), 0, NULL },
};
static const struct table root_table = TABLE(root_rows, struct root);

static const struct row trust_roots_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct trust_roots, name), 0, NULL },
	{ STR("spec roots"), ROW_RECORDS, offsetof(struct trust_roots, list),
	  offsetof(struct trust_roots, n), &root_table },
};
const struct table trust_roots_table = TABLE(trust_roots_rows, struct trust_roots);

static const struct row age_rows[] = {
	{ STR("recipient"), ROW_NAME, offsetof(struct age_stanza, recipient), 0, NULL },
	{ STR("enc"), ROW_NAME, offsetof(struct age_stanza, enc), 0, NULL },
};
static const struct table age_table = TABLE(age_rows, struct age_stanza);

#define ENTRY(path, kind, field)                                                                   \
	{                                                                                          \
		STR(path), kind, offsetof(struct intermediate_ca, field), 0, NULL                  \
	}
static const struct row intermediate_ca_rows[] = {
	ENTRY("metadata name", ROW_NAME, name),
	ENTRY("spec policy", ROW_NAME, policy),
	ENTRY("spec issuer", ROW_NUMBER, issuer),
	ENTRY("spec issuer", ROW_PLACE, issuer_place),
	ENTRY("spec issuedAt", ROW_TIME, issued_at),
	ENTRY("spec for cluster", ROW_NAME, cluster),
	ENTRY("spec for namespace", ROW_NAME, namespace),
	ENTRY("spec for trustDomain", ROW_NAME, trust_domain),
	ENTRY("spec certificate", ROW_NAME, certificate),
	ENTRY("spec spki", ROW_NAME, spki),
	ENTRY("spec serial", ROW_NAME, serial),
	ENTRY("spec notAfter", ROW_TIME, not_after),
	ENTRY("spec key method", ROW_NAME, method),
	ENTRY("spec key recipients", ROW_NAMES, recipients),
	ENTRY("spec key value", ROW_NAME, value),
	{ STR("spec key age"), ROW_RECORDS, offsetof(struct intermediate_ca, age),
	  offsetof(struct intermediate_ca, n_age), &age_table },
	ENTRY("spec key lastModified", ROW_TIME, last_modified),
	ENTRY("spec key mac", ROW_NAME, mac),
};
#undef ENTRY
const struct table intermediate_ca_table = TABLE(intermediate_ca_rows, struct intermediate_ca);

static const struct row generator_rows[] = {
	{ STR("metadata name"), ROW_NAME, offsetof(struct generator, name), 0, NULL },
	{ STR("spec cluster"), ROW_NAME, offsetof(struct generator, cluster), 0, NULL },
	{ STR("spec only"), ROW_NAME, offsetof(struct generator, only), 0, NULL },
	{ STR("spec path"), ROW_NAME, offsetof(struct generator, path), 0, NULL },
};
const struct table generator_table = TABLE(generator_rows, struct generator);

static const struct row config_rows[] = {
	{ STR("spec inputs"), ROW_NAMES, offsetof(struct config_document, inputs), 0, NULL },
	{ STR("spec exclude"), ROW_NAMES, offsetof(struct config_document, exclude), 0, NULL },
	{ STR("spec output"), ROW_NAME, offsetof(struct config_document, output), 0, NULL },
	{ STR("spec appliers"), ROW_NAMES, offsetof(struct config_document, appliers), 0, NULL },
	{ STR("spec appliers"), ROW_PLACE, offsetof(struct config_document, appliers_place), 0,
	  NULL },
	{ STR("spec repository url"), ROW_NAME, offsetof(struct config_document, url), 0, NULL },
	{ STR("spec repository revision"), ROW_NAME, offsetof(struct config_document, revision), 0,
	  NULL },
	{ STR("spec repository path"), ROW_NAME, offsetof(struct config_document, path), 0, NULL },
	{ STR("spec repository gitRepository"), ROW_NAME,
	  offsetof(struct config_document, git_repository), 0, NULL },
	{ STR("spec templates"), ROW_NAME, offsetof(struct config_document, templates), 0, NULL },
	{ STR("spec requiredVersion"), ROW_NAME, offsetof(struct config_document, required_version),
	  0, NULL },
	{ STR("spec severities"), ROW_PAIRS, offsetof(struct config_document, severities), 0,
	  NULL },
};
const struct table config_table = TABLE(config_rows, struct config_document);

static const struct later_field later[] = {
	{ STR("ClusterConfig"), STR("spec eastWest addresses") },
	{ STR("ClusterConfig"), STR("spec eastWest port") },
};

size_t later_fields(const struct later_field **ret_list)
{
	*ret_list = later;
	return sizeof(later) / sizeof(*later);
}
