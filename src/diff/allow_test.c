#include "diff/allow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct difference tag = {
	.id = { .kind = STR("IstioOperator"), .namespace = STR("istio-system"), .name = STR("east-m") },
	.field = STR("spec.tag"),
}, label = {
	.id = { .kind = STR("ClusterRole"), .name = STR("istio-operator") },
	.field = STR("metadata.labels[istio.io/rev]"),
}, gone = {
	.id = { .kind = STR("Cluster"), .name = STR("east") },
};

static bool has(const char *text, const struct difference *d)
{
	struct arena a = { 0 };
	struct allow allow = { 0 };
	bool has;

	allow_add(&allow, &a, str_of(text));
	has = allow_has(&allow, d);
	arena_release(&a);
	return has;
}

static void test_patterns(void **state)
{
	(void)state;
	assert_true(has("IstioOperator", &tag));
	assert_true(has("Istio*/istio-system", &tag));
	assert_true(has("*/*/east-*/spec.tag", &tag));
	assert_true(has("IstioOperator/", &tag));
	assert_false(has("Istio", &tag));
	assert_false(has("IstioOperator/other", &tag));
	assert_false(has("IstioOperator/*/west-*", &tag));
	assert_false(has("IstioOperator/*/*/spec.hub", &tag));
	assert_false(has("IstioOperator//*", &tag));
	assert_true(has("ClusterRole//istio-operator/metadata.labels[istio.io/rev]", &label));
	assert_true(has("*/*/*/metadata.labels*", &label));
	assert_false(has("*/*/*/spec*", &label));
	assert_true(has("Cluster//east", &gone));
	assert_false(has("Cluster//east/spec", &gone));
}

static void test_any_of_them(void **state)
{
	struct arena a = { 0 };
	struct allow allow = { 0 };

	(void)state;
	assert_true(allow_has(&allow, &tag));
	allow_add(&allow, &a, S("Cluster"));
	assert_false(allow_has(&allow, &tag));
	allow_add(&allow, &a, S("IstioOperator"));
	assert_true(allow_has(&allow, &tag));
	assert_true(allow_has(&allow, &gone));
	assert_false(allow_has(&allow, &label));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_any_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
