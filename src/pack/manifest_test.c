#include "pack/fixture_test.h"

#include "yaml/kept.h"
#include "yaml/write.h"

static void test_refused(void **state)
{
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };
	struct object o = object_of(S("{apiVersion: v1, kind: Pod, metadata: {name: x}}"), &a);

	(void)state;
	assert_false(manifests_add(&all, &o, &a, &found));
	assert_int_equal(found.list[0]->code, MG0707);
	o = object_of(S("{apiVersion: v1, kind: Secret}"), &a);
	assert_false(manifests_add(&all, &o, &a, &found));
	assert_int_equal(found.list[1]->code, MG0701);
	o = named("v1", "Secret", "ns", "x", &a);
	assert_true(manifests_add(&all, &o, &a, &found));
	assert_int_equal(all.n, 1);
	assert_int_equal(found.n, 2);
	findings_release(&found);
	arena_release(&a);
}

static void test_sorted(void **state)
{
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };

	(void)state;
	add(&all, named("apps/v1", "Deployment", "ns", "x", &a), &a);
	add(&all, named("v1", "Service", "ns", "y", &a), &a);
	add(&all, named("v1", "Service", "os", "a", &a), &a);
	add(&all, named("v1", "Service", "ns", "x", &a), &a);
	assert_true(manifests_sort(&all, &found));
	assert_true(str_eq(manifest_name(manifest_of(all.list[0]), &a), S("Service 'ns/x'")));
	assert_true(str_eq(manifest_name(manifest_of(all.list[1]), &a), S("Service 'ns/y'")));
	assert_true(str_eq(manifest_name(manifest_of(all.list[2]), &a), S("Service 'os/a'")));
	assert_true(str_eq(manifest_name(manifest_of(all.list[3]), &a), S("Deployment 'ns/x'")));
	arena_release(&a);
}

/* The version does not count: both would be one object of the cluster. */
static void test_twice(void **state)
{
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };

	(void)state;
	add(&all, named("networking.istio.io/v1", "Gateway", "ns", "x", &a), &a);
	add(&all, named("gateway.networking.k8s.io/v1", "Gateway", "ns", "x", &a), &a);
	assert_true(manifests_sort(&all, &found));
	add(&all, named("networking.istio.io/v1beta1", "Gateway", "ns", "x", &a), &a);
	assert_false(manifests_sort(&all, &found));
	assert_int_equal(found.n, 1);
	assert_int_equal(found.list[0]->code, MG0702);
	assert_non_null(found.list[0]->notes);
	findings_release(&found);
	arena_release(&a);
}

/* At its place, wherever that is. */
static void test_insert(void **state)
{
	static const char *const names[] = { "b", "d", "a", "c", "e" };
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct object *o = ARENA_NEW(&a, struct object);

		*o = named("v1", "Service", "ns", names[i], &a);
		assert_true(manifests_insert(&all, o, &a, &found));
	}
	assert_int_equal(all.n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(manifest_of(all.list[i])->id.name.s[0], 'a' + (char)i);
	for (size_t i = 0; i < 5; i++) {
		struct object *o = ARENA_NEW(&a, struct object);

		*o = named("v1", "Service", "ns", names[i], &a);
		assert_false(manifests_insert(&all, o, &a, &found));
		assert_int_equal(found.list[i]->code, MG0702);
	}
	findings_release(&found);
	arena_release(&a);
}

/* What is kept for many clusters stays so, with its annotations. */
static void test_annotated(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { .appliers = APPLIER_ARGOCD };
	struct object o = named("v1", "Service", "ns", "x", &a);
	struct buf text = BUF_INIT;
	const struct node *got;

	(void)state;
	o.shape->node = node_keep(&o.shape->node, &a);
	add(&all, o, &a);
	got = &all.list[0]->shape->node;
	assert_non_null(node_kept(got));
	yaml_write(&text, got);
	assert_true(str_search(buf_str(&text), S("sync-wave: \"-2\"")) < text.n);
	buf_release(&text);
	o.stage = STAGE_DATA_PLANE;
	assert_int_equal(wave_of(manifest_of(&o)->kind, o.stage), WAVE_DATA_PLANE);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),   cmocka_unit_test(test_sorted),
		cmocka_unit_test(test_twice),     cmocka_unit_test(test_insert),
		cmocka_unit_test(test_annotated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
