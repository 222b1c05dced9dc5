#include "pack/fixture_test.h"

#include "pack/metadata.h"

static void test_identity(void **state)
{
	struct arena a = { 0 };
	struct identity id;
	struct node x = node_of(S("{apiVersion: apps/v1, kind: Deployment, metadata: {namespace: "
				  "ns, name: x}}"),
				&a);

	(void)state;
	assert_true(identity_of(&x, &id));
	assert_true(str_eq(id.group, S("apps")) && str_eq(id.kind, S("Deployment")));
	assert_true(str_eq(id.namespace, S("ns")) && str_eq(id.name, S("x")));
	x = node_of(S("{apiVersion: v1, kind: Namespace, metadata: {name: x}}"), &a);
	assert_true(identity_of(&x, &id));
	assert_true(id.group.n == 0 && id.namespace.n == 0);
	arena_release(&a);
}

static void test_no_identity(void **state)
{
	static const struct str texts[] = {
		STR("[]"),
		STR("{}"),
		STR("{kind: K, metadata: {name: x}}"),
		STR("{apiVersion: v1, metadata: {name: x}}"),
		STR("{apiVersion: v1, kind: K}"),
		STR("{apiVersion: v1, kind: K, metadata: {}}"),
		STR("{apiVersion: v1, kind: K, metadata: {name: 1}}"),
		STR("{apiVersion: v1, kind: K, metadata: {name: ''}}"),
		STR("{apiVersion: v1, kind: K, metadata: [name]}"),
		STR("{apiVersion: v1, kind: K, metadata: {name: x, namespace: 1}}"),
		STR("{apiVersion: 1, kind: K, metadata: {name: x}}"),
	};
	struct arena a = { 0 };
	struct identity id;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct node x = node_of(texts[i], &a);

		assert_false(identity_of(&x, &id));
	}
	arena_release(&a);
}

/* The places stay, and so does the object that they are added to. */
static void test_annotations(void **state)
{
	struct arena a = { 0 };
	struct node x = node_of(S("{kind: K, metadata: {name: x}}"), &a);
	struct node want = node_of(S("{kind: K, metadata: {name: x, annotations: {k: v}}}"), &a);
	struct node k = node_of(S("{k: v}"), &a), l = node_of(S("{k: w}"), &a);
	struct node got = with_annotations(&x, k, &a);

	(void)state;
	assert_null(annotations_of(&x));
	assert_true(node_eq(&got, &want));
	assert_true(node_eq(annotations_of(&got), &k));
	assert_null(annotations_of(&x));
	assert_int_equal(got.off, x.off);
	got = with_annotations(&got, l, &a);
	assert_true(node_eq(annotations_of(&got), &l));
	assert_int_equal(node_get(&got, S("metadata"))->n, 2);
	arena_release(&a);
}

static void test_value(void **state)
{
	struct arena a = { 0 };
	struct node x = node_of(S("{a: 1, b: ~, c: 3}"), &a), two = node_of(S("2"), &a);
	struct node got = with_value(&x, S("b"), two, &a);

	(void)state;
	assert_int_equal(got.n, 3);
	assert_true(str_eq(node_text(&got.items[3]), S("2")));
	got = with_value(&x, S("d"), two, &a);
	assert_int_equal(got.n, 4);
	assert_true(str_eq(node_text(&got.items[6]), S("d")));
	assert_true(str_eq(node_text(&got.items[7]), S("2")));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_no_identity),
		cmocka_unit_test(test_annotations),
		cmocka_unit_test(test_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
