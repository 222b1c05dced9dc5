#include "model/tables.h"

#include "schema/schema.h"
#include "schema/subschema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

/* Fields that no row reads, and why. An empty kind: of every kind. */
static const struct {
	struct str kind, path;
	const char *why;
} unread[] = {
	{ STR(""), STR("apiVersion"), "recognises the document" },
	{ STR(""), STR("kind"), "recognises the document" },
	{ STR(""), STR("status"), "a hub's, not an input" },
	{ STR(""), STR("metadata labels"), "of the source, not copied" },
	{ STR(""), STR("metadata annotations"), "of the source, not copied" },
	{ STR(""), STR("metadata generateName"), "a hub's, not an input" },
	{ STR(""), STR("metadata uid"), "a hub's, not an input" },
	{ STR(""), STR("metadata resourceVersion"), "a hub's, not an input" },
	{ STR(""), STR("metadata generation"), "a hub's, not an input" },
	{ STR(""), STR("metadata creationTimestamp"), "a hub's, not an input" },
	{ STR(""), STR("metadata deletionTimestamp"), "a hub's, not an input" },
	{ STR(""), STR("metadata deletionGracePeriodSeconds"), "a hub's, not an input" },
	{ STR(""), STR("metadata ownerReferences"), "a hub's, not an input" },
	{ STR(""), STR("metadata finalizers"), "a hub's, not an input" },
	{ STR(""), STR("metadata managedFields"), "a hub's, not an input" },
	{ STR(""), STR("metadata selfLink"), "a hub's, not an input" },
	{ STR(""), STR("metadata clusterName"), "a hub's, not an input" },
	{ STR("Config"), STR("metadata name"), "means nothing" },
	{ STR("ManagedCluster"), STR("spec"), "of the hub" },
};

static const struct {
	struct str kind;
	const struct table *table;
} tables[] = {
	{ STR("Mesh"), &mesh_table },
	{ STR("MeshDeployment"), &deployment_table },
	{ STR("MeshFederation"), &federation_table },
	{ STR("ManagedCluster"), &managed_cluster_table },
	{ STR("ManagedClusterSet"), &cluster_set_table },
	{ STR("PlacementDecision"), &placement_decision_table },
	{ STR("Config"), &config_table },
	{ STR("ClusterConfig"), &cluster_config_table },
	{ STR("TrustPolicy"), &trust_policy_table },
	{ STR("TrustRoots"), &trust_roots_table },
	{ STR("IntermediateCA"), &intermediate_ca_table },
	{ STR("MeshgenGenerator"), &generator_table },
};

struct paths {
	struct str *list;
	size_t n, cap;
	struct arena *arena;
};

static void add_path(struct paths *p, struct str path)
{
	p->list = arena_grow(p->arena, p->list, p->n, &p->cap, sizeof(*p->list));
	p->list[p->n++] = path;
}

static bool has_path(const struct paths *p, struct str path)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->list[i], path))
			return true;
	return false;
}

static struct str join(struct arena *a, struct str prefix, struct str name)
{
	if (prefix.n == 0 || name.n == 0)
		return prefix.n ? prefix : name;
	return arena_fmt(a, "%.*s %.*s", FMT(prefix), FMT(name));
}

/* Every field whose value a table takes. */
static void rows_of(const struct table *t, struct str prefix, struct paths *ret)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct row *r = &t->rows[i];
		struct str path = join(ret->arena, prefix, r->path);

		if (r->kind == ROW_RECORD)
			rows_of(r->table, path, ret);
		else if (r->kind == ROW_RECORDS || r->kind == ROW_LONG)
			rows_of(r->table, join(ret->arena, path, S("[]")), ret);
		else if (r->kind != ROW_PLACE && r->kind != ROW_PRESENT)
			add_path(ret, path);
	}
}

/* Every field of a schema that has a value of its own, not only fields. */
static void leaves_of(const struct subschema *s, struct str path, struct paths *ret)
{
	if (s->type == TYPE_LIST && s->items && s->items->type == TYPE_MAP) {
		leaves_of(s->items, join(ret->arena, path, S("[]")), ret);
		return;
	}
	if (s->type != TYPE_MAP || s->others || s->n_fields == 0)
		add_path(ret, path);
	for (size_t i = 0; i < s->n_fields; i++)
		leaves_of(s->fields[i].value, join(ret->arena, path, s->fields[i].name), ret);
}

static bool is_accounted_for(struct str kind, struct str path)
{
	const struct later_field *later;
	size_t n = later_fields(&later);

	for (size_t i = 0; i < sizeof(unread) / sizeof(*unread); i++)
		if (str_eq(unread[i].path, path) &&
		    (unread[i].kind.n == 0 || str_eq(unread[i].kind, kind)))
			return true;
	for (size_t i = 0; i < n; i++)
		if (str_eq(later[i].kind, kind) && str_starts(path, later[i].path))
			return true;
	return false;
}

static void test_every_field_is_read(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		struct paths rows = { .arena = &a }, leaves = { .arena = &a };

		rows_of(tables[i].table, S(""), &rows);
		leaves_of(schema_of(tables[i].kind), S(""), &leaves);
		assert_true(leaves.n > 3);
		for (size_t j = 0; j < leaves.n; j++)
			if (!has_path(&rows, leaves.list[j]) &&
			    !is_accounted_for(tables[i].kind, leaves.list[j]))
				fail_msg("no row reads '%.*s' of %.*s", FMT(leaves.list[j]),
					 FMT(tables[i].kind));
	}
	arena_release(&a);
}

static void test_every_row_is_a_field(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		struct paths rows = { .arena = &a }, leaves = { .arena = &a };

		rows_of(tables[i].table, S(""), &rows);
		leaves_of(schema_of(tables[i].kind), S(""), &leaves);
		for (size_t j = 0; j < rows.n; j++)
			if (!has_path(&leaves, rows.list[j]))
				fail_msg("%.*s has no field '%.*s'", FMT(tables[i].kind),
					 FMT(rows.list[j]));
	}
	arena_release(&a);
}

static void test_every_kind_has_a_table(void **state)
{
	struct arena a = { 0 };
	const struct str *kinds;
	size_t n = schema_kinds(&kinds);

	(void)state;
	assert_int_equal(n, sizeof(tables) / sizeof(*tables));
	for (size_t i = 0; i < n; i++) {
		assert_true(schema_text(kinds[i], &a).n > 0);
		assert_true(i == 0 || str_cmp(kinds[i - 1], kinds[i]) < 0);
	}
	arena_release(&a);
}

/* What Mesh and MeshDeployment share is written in both files. */
static void test_mesh_and_deployment_agree(void **state)
{
	struct arena a = { 0 };
	struct paths mesh = { .arena = &a }, deployment = { .arena = &a };
	const struct subschema *m = schema_of(S("Mesh"));
	const struct subschema *d = schema_of(S("MeshDeployment"));

	(void)state;
	leaves_of(subschema_field(m, S("spec"))->value, S(""), &mesh);
	leaves_of(subschema_field(d, S("spec"))->value, S(""), &deployment);
	assert_int_equal(mesh.n, deployment.n);
	for (size_t i = 0; i < mesh.n; i++)
		assert_true(has_path(&deployment, mesh.list[i]) ||
			    str_eq(mesh.list[i], S("cluster")));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field_is_read),
		cmocka_unit_test(test_every_row_is_a_field),
		cmocka_unit_test(test_every_kind_has_a_table),
		cmocka_unit_test(test_mesh_and_deployment_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
