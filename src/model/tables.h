/*
 * One table a kind: which field of a document goes where in model.h. A test
 * compares them with schemas/, so that no field is accepted and then forgotten.
 */
#ifndef MODEL_TABLES_H
#define MODEL_TABLES_H

#include "model/decode.h"

extern const struct table deployment_table;         /* struct deployment */
extern const struct table mesh_table;               /* struct mesh */
extern const struct table federation_table;         /* struct federation */
extern const struct table managed_cluster_table;    /* struct managed_cluster */
extern const struct table cluster_set_table;        /* struct cluster_set_document */
extern const struct table placement_decision_table; /* struct placement_decision */
extern const struct table cluster_config_table;     /* struct cluster_config */
extern const struct table trust_policy_table;       /* struct trust_policy_document */
extern const struct table trust_roots_table;        /* struct trust_roots */
extern const struct table intermediate_ca_table;    /* struct intermediate_ca */
extern const struct table generator_table;          /* struct generator */
extern const struct table config_table;             /* struct config_document */

/* One entry of matchExpressions, as it is written. */
struct expression {
	struct name key, operator;
	struct names values;
};

struct cluster_set_document {
	struct cluster_set set;
	struct str selector_type;
	struct labels match_labels;
	struct expression *expressions;
	size_t n_expressions;
};

struct trust_policy_document {
	struct trust_policy policy; /* its numbers and enums are still zero */
	struct name key, san;
	struct name root, intermediate, renew_before, workload_max_ttl, sync_lag;
	struct place issuer_ref; /* seal.issuerRef */
};

struct config_document {
	struct names inputs, exclude, appliers;
	struct place appliers_place;
	struct name output, templates, required_version;
	struct name url, revision, path, git_repository; /* of repository */
	struct pairs severities;
};

/* Fields that have no effect in this version; who writes one must be told (MG0211). */
struct later_field {
	struct str kind, path; /* as the path of a row */
};

size_t later_fields(const struct later_field **ret_list);

#endif
