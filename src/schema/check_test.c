#include "schema/check.h"
#include "schema/schema.h"

#include "base/buf.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

struct checked {
	struct arena arena;
	struct sources sources;
	struct findings found;
	bool ok;
};

static struct checked check(const char *kind, const char *text)
{
	struct checked c = { 0 };
	struct documents docs;
	uint32_t file = sources_add(&c.sources, &c.arena, S("x.yaml"), str_of(text));

	assert_true(yaml_read(file, str_of(text), &c.arena, &c.found, &docs));
	assert_int_equal(docs.n, 1);
	c.ok = schema_check(str_of(kind), &docs.list[0], &c.found);
	assert_int_equal(c.ok, c.found.errors == 0);
	return c;
}

static void release(struct checked *c)
{
	findings_release(&c->found);
	arena_release(&c->arena);
}

static void expect(const struct checked *c, size_t i, enum code code, uint32_t line,
		   const char *message, const char *help)
{
	const struct finding *f;

	assert_true(i < c->found.n);
	f = c->found.list[i];
	assert_string_equal(arena_dup((struct arena *)&c->arena, f->message).s, message);
	assert_string_equal(arena_dup((struct arena *)&c->arena, f->help).s, help);
	assert_int_equal(f->code, code);
	assert_int_equal(place_find(&c->sources, f->place).line, line);
}

/* One mistake in the spec of a MeshDeployment, in its fifth line. */
static void expect_one(const char *spec, enum code code, const char *message, const char *help)
{
	struct buf text = BUF_INIT;
	struct checked c;

	buf_addf(&text,
		 "apiVersion: mesh.open-cluster-management.io/v1alpha1\nkind: MeshDeployment\n"
		 "metadata: {name: x}\nspec:\n%s\n",
		 spec);
	c = check("MeshDeployment", text.s);
	assert_int_equal(c.found.n, 1);
	expect(&c, 0, code, 5, message, help);
	release(&c);
	buf_release(&text);
}

static void test_right(void **state)
{
	struct checked c =
		check("MeshDeployment",
		      "apiVersion: mesh.open-cluster-management.io/v1alpha1\n"
		      "kind: MeshDeployment\n"
		      "metadata:\n"
		      "  name: istio\n"
		      "  creationTimestamp: null\n"
		      "  generation: 4\n"
		      "  managedFields: [{fieldsV1: {f:spec: {}}}]\n"
		      "spec:\n"
		      "  clusters: [a, b]\n"
		      "  meshMemberRoll: null\n"
		      "  controlPlane: {version: 1.22.3, revision: null, peers: [{name: a}]}\n"
		      "  meshConfig: {}\n"
		      "status: [1, 2]\n");

	(void)state;
	assert_true(c.ok);
	release(&c);
}

static void test_scalars_that_are_no_strings(void **state)
{
	(void)state;
	expect_one("  controlPlane: {version: 1.20}", MG0202,
		   "'spec.controlPlane.version' is the number 1.20, a string is due",
		   "write \"1.20\"");
	expect_one("  controlPlane: {version: 0x1f}", MG0202,
		   "'spec.controlPlane.version' is the number 0x1f, a string is due",
		   "write \"0x1f\"");
	expect_one("  controlPlane: {revision: no}", MG0202,
		   "'spec.controlPlane.revision' is the boolean no, a string is due",
		   "write \"no\"");
	expect_one("  clusters: [a, on]", MG0202,
		   "'spec.clusters[1]' is the boolean on, a string is due", "write \"on\"");
	expect_one("  clusters: [2024-01-01]", MG0202,
		   "'spec.clusters[0]' is 2024-01-01 without quotes, a string is due",
		   "write \"2024-01-01\"");
	expect_one("  meshProvider: 1:30", MG0202,
		   "'spec.meshProvider' is 1:30 without quotes, a string is due", "write \"1:30\"");
}

static void test_wrong_types(void **state)
{
	(void)state;
	expect_one("  controlPlane: {profiles: default}", MG0202,
		   "'spec.controlPlane.profiles' is the string 'default', a list is due",
		   "write [\"default\"]");
	expect_one("  clusters: {}", MG0202, "'spec.clusters' is a map, a list is due", "");
	expect_one("  meshProvider: [a]", MG0202, "'spec.meshProvider' is a list, a string is due",
		   "write \"a\"");
	expect_one("  meshProvider: [a, b]", MG0202,
		   "'spec.meshProvider' is a list, a string is due", "");
	expect_one("  meshProvider: []", MG0202, "'spec.meshProvider' is a list, a string is due",
		   "");
	expect_one("  meshConfig: x", MG0202, "'spec.meshConfig' is the string 'x', a map is due",
		   "");
}

static void test_unknown_fields(void **state)
{
	(void)state;
	expect_one("  cluster: [a]", MG0201, "MeshDeployment has no field 'spec.cluster'",
		   "did you mean 'clusters'?");
	expect_one("  version: x", MG0201, "MeshDeployment has no field 'spec.version'",
		   "'version' belongs in 'spec.controlPlane'");
	expect_one("  owner: null", MG0201, "MeshDeployment has no field 'spec.owner'",
		   "known here: meshProvider, clusters, controlPlane, meshConfig, meshMemberRoll");
	expect_one("  controlPlane: {peers: [{name: a, clustre: b}]}", MG0201,
		   "MeshDeployment has no field 'spec.controlPlane.peers[0].clustre'",
		   "did you mean 'cluster'?");
}

static void test_all_at_once(void **state)
{
	struct checked c = check("ClusterConfig", "apiVersion: meshgen.dev/v1alpha1\n"
						  "kind: ClusterConfig\n"
						  "metadata: {labels: {a: 1}}\n"
						  "spec:\n"
						  "  target: sial\n"
						  "  delivery: push\n"
						  "  eastWest: {port: \"15443\", x: 1}\n");

	(void)state;
	assert_int_equal(c.found.n, 7);
	expect(&c, 0, MG0203, 3, "ClusterConfig needs the field 'metadata.name'",
	       "add 'name' below 'metadata'");
	expect(&c, 1, MG0202, 3, "'metadata.labels.a' is the number 1, a string is due",
	       "write \"1\"");
	expect(&c, 2, MG0203, 5, "ClusterConfig needs the field 'spec.match'",
	       "add 'match' below 'spec'");
	expect(&c, 3, MG0204, 5,
	       "'spec.target' is 'sial', it can be one of: istiooperator, sail, helm",
	       "did you mean 'sail'?");
	expect(&c, 4, MG0204, 6,
	       "'spec.delivery' is 'push', it can be one of: direct, manifestwork", "");
	expect(&c, 5, MG0202, 7,
	       "'spec.eastWest.port' is the string '15443', a whole number is due",
	       "write 15443 without quotes");
	expect(&c, 6, MG0201, 7, "ClusterConfig has no field 'spec.eastWest.x'",
	       "known here: addresses, port, serviceType, annotations");
	release(&c);
}

static void test_short_lists_and_null(void **state)
{
	struct checked c = check("TrustPolicy", "apiVersion: meshgen.dev/v1alpha1\n"
						"kind: TrustPolicy\n"
						"metadata: {name: x}\n"
						"spec:\n"
						"  federations: []\n"
						"  seal:\n"
						"    method:\n");

	(void)state;
	assert_int_equal(c.found.n, 2);
	expect(&c, 0, MG0205, 5, "'spec.federations' has 0 entries, at least 1 is due",
	       "add what is missing");
	expect(&c, 1, MG0203, 7, "TrustPolicy needs the field 'spec.seal.method'",
	       "add 'method' below 'spec.seal'");
	release(&c);
}

/* One mistake in the spec of a ClusterConfig, in its fifth line. */
static void expect_ours(const char *field, const char *value, enum code code, const char *message,
			const char *help)
{
	struct buf text = BUF_INIT;
	struct checked c;

	buf_addf(&text,
		 "apiVersion: meshgen.dev/v1alpha1\nkind: ClusterConfig\nmetadata: {name: x}\n"
		 "spec:\n  %s: %s\n  match: {names: [x]}\n",
		 field, value);
	c = check("ClusterConfig", text.s);
	assert_int_equal(c.found.n, 1);
	expect(&c, 0, code, 5, message, help);
	release(&c);
	buf_release(&text);
}

static void test_whole_numbers(void **state)
{
	(void)state;
	expect_ours("eastWest", "{port: \"90\"}", MG0202,
		    "'spec.eastWest.port' is the string '90', a whole number is due",
		    "write 90 without quotes");
	expect_ours("eastWest", "{port: \"9/\"}", MG0202,
		    "'spec.eastWest.port' is the string '9/', a whole number is due", "");
	expect_ours("eastWest", "{port: \"9:\"}", MG0202,
		    "'spec.eastWest.port' is the string '9:', a whole number is due", "");
	expect_ours("eastWest", "{port: \"\"}", MG0202,
		    "'spec.eastWest.port' is the string '', a whole number is due", "");
	expect_ours("eastWest", "{port: 1.5}", MG0202,
		    "'spec.eastWest.port' is the number 1.5, a whole number is due", "");
}

static void test_limits_of_messages(void **state)
{
	const char *sixty = "123456789012345678901234567890123456789012345678901234567890";
	struct buf text = BUF_INIT, message = BUF_INIT, help = BUF_INIT;

	(void)state;
	buf_addf(&message, "'spec.hub' is the number %s, a string is due", sixty);
	buf_addf(&help, "write \"%s\"", sixty);
	expect_ours("hub", sixty, MG0202, message.s, help.s);
	buf_addf(&text, "%s1", sixty);
	buf_truncate(&message, 0);
	buf_addf(&message, "'spec.hub' is the number %s..., a string is due", sixty);
	expect_ours("hub", text.s, MG0202, message.s, "");
	buf_release(&text);
	buf_release(&message);
	buf_release(&help);
}

static void test_only_value(void **state)
{
	struct checked c = check("Config", "apiVersion: meshgen.dev/v1alpha1\n"
					   "kind: Config\n"
					   "spec: {severities: {MG0112: warning}}\n");

	(void)state;
	assert_int_equal(c.found.n, 1);
	expect(&c, 0, MG0204, 3, "'spec.severities.MG0112' is 'warning', it can be only error", "");
	release(&c);
	c = check("TrustPolicy", "apiVersion: meshgen.dev/v1alpha1\n"
				 "kind: TrustPolicy\n"
				 "metadata: {name: x}\n"
				 "spec: {federations: [{name: f}], seal: {method: OutOfBand}}\n");
	assert_true(c.ok);
	release(&c);
}

static void test_lenient_kinds(void **state)
{
	struct checked c =
		check("ManagedCluster", "apiVersion: cluster.open-cluster-management.io/v1\n"
					"kind: ManagedCluster\n"
					"metadata: {name: c1, labels: {a: b}, x: 1}\n"
					"spec: {hubAcceptsClient: true, more: []}\n"
					"more: 1\n");

	(void)state;
	assert_true(c.ok);
	release(&c);
}

/* A hostile document gives many mistakes, but not without end. */
static void test_many_mistakes(void **state)
{
	struct buf text = BUF_INIT;
	struct checked c;

	(void)state;
	buf_addf(&text, "kind: Mesh\napiVersion: mesh.open-cluster-management.io/v1alpha1\n"
			"metadata: {name: x}\nspec:\n");
	for (int i = 0; i < 5000; i++)
		buf_addf(&text, "  x%d: 1\n", i);
	c = check("Mesh", text.s);
	assert_true(c.found.n >= 100 && c.found.n <= 300);
	release(&c);
	buf_release(&text);
}

static void test_long_values_are_cut(void **state)
{
	struct buf text = BUF_INIT;
	struct checked c;

	(void)state;
	buf_addf(&text,
		 "apiVersion: meshgen.dev/v1alpha1\nkind: ClusterConfig\nmetadata: {name: x}\n"
		 "spec:\n  match: {names: [x]}\n  target: a");
	for (int i = 0; i < 100; i++)
		buf_addf(&text, "é");
	c = check("ClusterConfig", text.s);
	assert_int_equal(c.found.n, 1);
	expect(&c, 0, MG0204, 6,
	       "'spec.target' is 'aééééééééééééééééééééééééééééé...', it can be one of: "
	       "istiooperator, sail, helm",
	       "");
	release(&c);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_scalars_that_are_no_strings),
		cmocka_unit_test(test_wrong_types),
		cmocka_unit_test(test_unknown_fields),
		cmocka_unit_test(test_all_at_once),
		cmocka_unit_test(test_short_lists_and_null),
		cmocka_unit_test(test_whole_numbers),
		cmocka_unit_test(test_limits_of_messages),
		cmocka_unit_test(test_only_value),
		cmocka_unit_test(test_lenient_kinds),
		cmocka_unit_test(test_many_mistakes),
		cmocka_unit_test(test_long_values_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
