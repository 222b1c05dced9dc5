#include "pack/fixture_test.h"

#include "base/limits.h"
#include "pack/layout.h"

static struct str name_of(struct object o, struct arena *a)
{
	struct manifests all = { 0 };

	add(&all, o, a);
	return node_text(&manifest_of(all.list[0])->file);
}

static void test_names(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(str_eq(name_of(named("apps/v1", "Deployment", "istio-system", "x.y-1", &a), &a),
			   S("deployment.istio-system.x.y-1.yaml")));
	assert_true(str_eq(name_of(named("v1", "Namespace", "", "mesh", &a), &a),
			   S("namespace.mesh.yaml")));
	assert_true(str_eq(name_of(named("networking.istio.io/v1", "Gateway", "ns", "x", &a), &a),
			   S("gateway-istio.ns.x.yaml")));
	assert_true(
		str_eq(name_of(named("gateway.networking.k8s.io/v1", "Gateway", "ns", "x", &a), &a),
		       S("gateway-k8s.ns.x.yaml")));
	arena_release(&a);
}

/* Hostile names stay one file of their folder, and different ones stay different. */
static void test_escapes(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(str_eq(name_of(named("v1", "Namespace", "", "a:B_z", &a), &a),
			   S("namespace.a_3a_42_5fz.yaml")));
	assert_true(str_eq(name_of(named("v1", "Secret", "..", "../\\n\\xff", &a), &a),
			   S("secret......_2f_0a_c3_bf.yaml")));
	assert_true(str_eq(name_of(named("v1", "Secret", "", "`{az09/:", &a), &a),
			   S("secret._60_7baz09_2f_3a.yaml")));
	arena_release(&a);
}

static void check_resources(const struct files *all, struct str path, const struct str *names,
			    size_t n)
{
	const struct file *f = file_at(all, path);
	const struct node *resources;

	assert_non_null(f);
	assert_int_equal(f->form, FILE_KUSTOMIZATION);
	resources = node_get(&f->node, S("resources"));
	assert_int_equal(resources->n, n);
	for (size_t i = 0; i < n; i++)
		assert_true(str_eq(node_text(&resources->items[i]), names[i]));
}

static void test_stages(void **state)
{
	static const struct str control[] = { STR("namespace.b.yaml"), STR("secret.ns.a.yaml") };
	static const struct str gateways[] = { STR("gateway-istio.ns.a.yaml") };
	static const struct str folders[] = { STR("control-plane"), STR("data-plane") };
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };
	struct files files = { 0 };
	struct object gateway = named("networking.istio.io/v1", "Gateway", "ns", "a", &a);
	struct rendering r;

	(void)state;
	gateway.stage = STAGE_DATA_PLANE;
	add(&all, gateway, &a);
	add(&all, named("v1", "Secret", "ns", "a", &a), &a);
	add(&all, named("v1", "Namespace", "", "b", &a), &a);
	r = rendering(&a, &found);
	assert_true(layout_cluster(&r, S(""), S("c1"), &all, &files));
	assert_int_equal(files.n, 6);
	check_resources(&files, S("istio/c1/kustomization.yaml"), folders, 2);
	check_resources(&files, S("istio/c1/control-plane/kustomization.yaml"), control, 2);
	check_resources(&files, S("istio/c1/data-plane/kustomization.yaml"), gateways, 1);
	/* Shared, not copied. */
	assert_ptr_equal(
		file_at(&files, S("istio/c1/data-plane/gateway-istio.ns.a.yaml"))->node.items,
		gateway.shape->node.items);
	arena_release(&a);
}

static void test_empty_stage(void **state)
{
	static const struct str folders[] = { STR("data-plane") };
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };
	struct files files = { 0 };
	struct object o = named("v1", "Secret", "ns", "a", &a);
	struct rendering r;

	(void)state;
	o.stage = STAGE_DATA_PLANE;
	add(&all, o, &a);
	r = rendering(&a, &found);
	assert_true(layout_cluster(&r, S(""), S("c1"), &all, &files));
	assert_int_equal(files.n, 3);
	check_resources(&files, S("istio/c1/kustomization.yaml"), folders, 1);
	arena_release(&a);
}

static size_t refusals(struct manifests *all, enum code code, struct arena *a)
{
	struct findings found = { 0 };
	struct files files = { 0 };
	struct rendering r = rendering(a, &found);
	bool ok = layout_cluster(&r, S(""), S("c1"), all, &files);
	size_t n = 0;

	assert_int_equal(ok, found.n == 0);
	for (size_t i = 0; i < found.n; i++)
		n += found.list[i]->code == code;
	findings_release(&found);
	return n;
}

static void test_long_name(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };
	/* "secret.ns." and ".yaml" are 15 bytes. */
	struct str longest = letters(LIMIT_NAME_BYTES - 15, &a);

	(void)state;
	add(&all, named("v1", "Secret", "ns", arena_dup(&a, longest).s, &a), &a);
	assert_int_equal(refusals(&all, MG0704, &a), 0);
	add(&all, named("v1", "Secret", "ns", arena_fmt(&a, "%.*sa", FMT(longest)).s, &a), &a);
	assert_int_equal(refusals(&all, MG0704, &a), 1);
	arena_release(&a);
}

static void test_shared_name(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };

	(void)state;
	add(&all, named("v1", "Secret", "", "x.y", &a), &a);
	add(&all, named("v1", "Secret", "x", "z", &a), &a);
	assert_int_equal(refusals(&all, MG0702, &a), 0);
	add(&all, named("v1", "Secret", "x", "y", &a), &a);
	assert_int_equal(refusals(&all, MG0702, &a), 1);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),     cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_stages),    cmocka_unit_test(test_empty_stage),
		cmocka_unit_test(test_long_name), cmocka_unit_test(test_shared_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
