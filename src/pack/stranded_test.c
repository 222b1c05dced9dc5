#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct str removed[] = {
	STR("istio/c1/control-plane/deployment.istio-system.istio-operator-1-22-3.yaml"),
	STR("istio/c1/control-plane/istiooperator.istio-system.c1-istio.yaml"),
	STR("istio/c1/data-plane/istiooperator.istio-system.c1-istio-gateways.yaml"),
	STR("istio/c1/kustomization.yaml"),
};

static void test_both_vanish(void **state)
{
	(void)state;
	assert_true(str_eq(pack_stranded(removed, 4), removed[1]));
	assert_true(str_eq(pack_stranded(removed, 2), removed[1]));
}

static void test_one_stays(void **state)
{
	(void)state;
	assert_int_equal(pack_stranded(removed, 1).n, 0);
	assert_int_equal(pack_stranded(removed + 1, 3).n, 0);
	assert_int_equal(pack_stranded(NULL, 0).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_vanish),
		cmocka_unit_test(test_one_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
