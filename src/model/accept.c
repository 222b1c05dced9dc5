#include "model/accept.h"

#include "base/bug.h"
#include "base/limits.h"
#include "model/accept_trust.h"
#include "model/folder.h"
#include "model/grammar.h"
#include "model/settings.h"

static bool check_cluster_name(struct intake *in, const struct name *n)
{
	struct finding *f;

	if (is_cluster_name(n->text))
		return true;
	f = finding_add(in->found, MG0209, n->place, "'%.*s%s' is no name of a cluster",
			FMT(str_first(n->text, 80)), n->text.n > 80 ? "..." : "");
	finding_help(f, "write at most 63 of a-z, 0-9, '-', with a letter or digit at both ends");
	return false;
}

static bool check_clusters(struct intake *in, const struct names *clusters)
{
	bool ok = true;

	for (size_t i = 0; i < clusters->n; i++)
		ok = check_cluster_name(in, &clusters->list[i]) && ok;
	return ok;
}

static bool accept_deployment(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct deployment d = { 0 };
	bool ok = intake_decode(in, &deployment_table, doc, &d);

	ok = check_clusters(in, &d.clusters) && ok;
	if (d.namespace.n == 0)
		d.namespace = S("default");
	if (!ok)
		return false;
	m->deployments = arena_grow(in->arena, m->deployments, m->n_deployments,
				    &m->cap_deployments, sizeof(d));
	m->deployments[m->n_deployments++] = d;
	return true;
}

static bool check_mesh_namespace(struct intake *in, struct mesh *m)
{
	struct finding *f;

	if (m->cluster.text.n == 0) {
		finding_help(finding_add(in->found, MG0203, m->name.place,
					 "Mesh '%.*s' needs the field 'spec.cluster'",
					 FMT(m->name.text)),
			     "add 'cluster' below 'spec'");
		return false;
	}
	if (m->namespace.text.n == 0)
		m->namespace = m->cluster;
	if (str_eq(m->namespace.text, m->cluster.text))
		return check_cluster_name(in, &m->cluster);
	f = finding_add(in->found, MG0212, m->namespace.place,
			"Mesh '%.*s' is in namespace '%.*s', but its cluster is '%.*s'",
			FMT(m->name.text), FMT(m->namespace.text), FMT(m->cluster.text));
	finding_note(f, m->cluster.place, "the cluster is named here");
	finding_help(f, "write namespace: %.*s, or leave it out", FMT(m->cluster.text));
	return false;
}

static bool accept_mesh(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct mesh mesh = { 0 };
	bool ok = intake_decode(in, &mesh_table, doc, &mesh);

	ok = check_mesh_namespace(in, &mesh) && ok;
	if (!ok)
		return false;
	m->meshes = arena_grow(in->arena, m->meshes, m->n_meshes, &m->cap_meshes, sizeof(mesh));
	m->meshes[m->n_meshes++] = mesh;
	return true;
}

static bool accept_federation(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct federation f = { 0 };
	bool ok = intake_decode(in, &federation_table, doc, &f);

	if (f.namespace.n == 0)
		f.namespace = S("default");
	if (!ok)
		return false;
	m->federations = arena_grow(in->arena, m->federations, m->n_federations,
				    &m->cap_federations, sizeof(f));
	m->federations[m->n_federations++] = f;
	return true;
}

static bool accept_managed_cluster(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct managed_cluster c = { 0 };
	bool ok = intake_decode(in, &managed_cluster_table, doc, &c);

	if (!ok)
		return false;
	m->managed_clusters = arena_grow(in->arena, m->managed_clusters, m->n_managed_clusters,
					 &m->cap_managed_clusters, sizeof(c));
	m->managed_clusters[m->n_managed_clusters++] = c;
	return true;
}

static bool refuse_expression(struct intake *in, const struct name *at, const char *why)
{
	finding_help(finding_add(in->found, MG0213, at->place, "'%.*s' is no requirement: %s",
				 FMT(str_first(at->text, 80)), why),
		     "write, for example, {key: env, operator: In, values: [prod]} or {key: env, "
		     "operator: Exists}");
	return false;
}

/* Every cluster of the inventory is put to all of them. */
static bool refuse_many(struct intake *in, struct place at, const char *what, int limit)
{
	finding_help(
		finding_add(in->found, MG0213, at, "a selector with more than %d %s", limit, what),
		"give the clusters a label that says the same");
	return false;
}

static bool to_requirement(struct intake *in, const struct expression *e, struct requirement *ret)
{
	static const struct str names[] = { [LABEL_IN] = STR("In"),
					    [LABEL_NOT_IN] = STR("NotIn"),
					    [LABEL_EXISTS] = STR("Exists"),
					    [LABEL_ABSENT] = STR("DoesNotExist") };
	unsigned op = 0;
	bool wants_values;

	while (op < sizeof(names) / sizeof(*names) && !str_eq(names[op], e->operator.text))
		op++;
	if (op == sizeof(names) / sizeof(*names))
		return refuse_expression(in, &e->operator,
					 "an operator is In, NotIn, Exists or DoesNotExist");
	wants_values = op == LABEL_IN || op == LABEL_NOT_IN;
	if (wants_values != (e->values.n > 0))
		return refuse_expression(in, &e->operator,
					 wants_values ? "it needs values" : "it takes no values");
	if (e->values.n > LIMIT_VALUES)
		return refuse_many(in, e->values.list[LIMIT_VALUES].place, "values of one label",
				   LIMIT_VALUES);
	ret->key = e->key.text;
	ret->op = (enum label_op)op;
	ret->values = ARENA_ARRAY(in->arena, e->values.n, struct str);
	for (size_t i = 0; i < e->values.n; i++)
		ret->values[ret->n++] = e->values.list[i].text;
	return true;
}

/* matchLabels are requirements with one value. */
static bool to_selector(struct intake *in, const struct cluster_set_document *d,
			struct selector *ret)
{
	bool ok = true;

	if (d->n_expressions > LIMIT_REQUIREMENTS)
		return refuse_many(in, d->expressions[LIMIT_REQUIREMENTS].key.place, "requirements",
				   LIMIT_REQUIREMENTS);
	ret->list =
		ARENA_ARRAY(in->arena, d->match_labels.n + d->n_expressions, struct requirement);
	for (size_t i = 0; i < d->match_labels.n; i++) {
		const struct label *l = &d->match_labels.list[i];

		ret->list[ret->n] = (struct requirement){ .key = l->key, .op = LABEL_IN, .n = 1 };
		ret->list[ret->n].values = ARENA_NEW(in->arena, struct str);
		*ret->list[ret->n++].values = l->value;
	}
	for (size_t i = 0; i < d->n_expressions; i++)
		ok = to_requirement(in, &d->expressions[i], &ret->list[ret->n++]) && ok;
	return ok;
}

static bool accept_cluster_set(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct cluster_set_document d = { 0 };
	bool ok = intake_decode(in, &cluster_set_table, doc, &d);

	d.set.by_selector = str_eq(d.selector_type, S("LabelSelector"));
	ok = to_selector(in, &d, &d.set.selector) && ok;
	if (!ok)
		return false;
	m->cluster_sets = arena_grow(in->arena, m->cluster_sets, m->n_cluster_sets,
				     &m->cap_cluster_sets, sizeof(d.set));
	m->cluster_sets[m->n_cluster_sets++] = d.set;
	return true;
}

static bool accept_placement_decision(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct placement_decision d = { 0 };
	bool ok = intake_decode(in, &placement_decision_table, doc, &d);

	ok = check_clusters(in, &d.clusters) && ok;
	if (d.namespace.n == 0)
		d.namespace = S("default");
	if (!ok)
		return false;
	m->placement_decisions =
		arena_grow(in->arena, m->placement_decisions, m->n_placement_decisions,
			   &m->cap_placement_decisions, sizeof(d));
	m->placement_decisions[m->n_placement_decisions++] = d;
	return true;
}

static bool accept_cluster_config(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct cluster_config c = { 0 };
	bool ok = intake_decode(in, &cluster_config_table, doc, &c);

	if (c.match_names.n == 0 && c.match_labels.n == 0) {
		finding_help(finding_add(in->found, MG0203, c.match,
					 "'spec.match' names no cluster and no label"),
			     "write match: {names: [\"*\"]} for all clusters");
		ok = false;
	}
	if (!ok)
		return false;
	m->cluster_configs = arena_grow(in->arena, m->cluster_configs, m->n_cluster_configs,
					&m->cap_cluster_configs, sizeof(c));
	m->cluster_configs[m->n_cluster_configs++] = c;
	return true;
}

/* Leaves the path of a folder, which is empty for the one that it is relative to. */
static bool take_path(struct intake *in, struct name *path)
{
	struct str folder = folder_normal(path->text);
	const char *why = NULL;

	if (str_eq(folder, S(".")))
		folder = S("");
	if (folder.n)
		why = why_not_below(folder);
	path->text = folder;
	if (!why)
		return true;
	finding_help(finding_add(in->found, MG0741, path->place, "'%.*s' cannot be spec.path: %s",
				 FMT(str_first(path->text, 80)), why),
		     "name a folder below that of the kustomization, or leave spec.path out");
	return false;
}

static bool accept_generator(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct generator g = { 0 };
	bool ok = intake_decode(in, &generator_table, doc, &g);

	ok = check_cluster_name(in, &g.cluster) && ok;
	ok = take_path(in, &g.path) && ok;
	if (!ok)
		return false;
	m->generators = arena_grow(in->arena, m->generators, m->n_generators, &m->cap_generators,
				   sizeof(g));
	m->generators[m->n_generators++] = g;
	return true;
}

bool accept_document(struct intake *in, enum input input, const struct node *doc)
{
	switch (input) {
	case INPUT_MESH:
		return accept_mesh(in, doc);
	case INPUT_DEPLOYMENT:
		return accept_deployment(in, doc);
	case INPUT_FEDERATION:
		return accept_federation(in, doc);
	case INPUT_MANAGED_CLUSTER:
		return accept_managed_cluster(in, doc);
	case INPUT_CLUSTER_SET:
		return accept_cluster_set(in, doc);
	case INPUT_PLACEMENT_DECISION:
		return accept_placement_decision(in, doc);
	case INPUT_CONFIG:
		return accept_config(in, doc);
	case INPUT_CLUSTER_CONFIG:
		return accept_cluster_config(in, doc);
	case INPUT_TRUST_POLICY:
		return accept_trust_policy(in, doc);
	case INPUT_TRUST_ROOTS:
		return accept_trust_roots(in, doc);
	case INPUT_INTERMEDIATE_CA:
		return refuse_intermediate_ca(in, doc);
	case INPUT_GENERATOR:
		return accept_generator(in, doc);
	case INPUT_LATER:
		break;
	}
	BUG("no such kind of input");
}
