#include "fleet/istio.h"

#include "base/rfc3339.h"
#include "fleet/world_fixture.h"

static void test_profiles(void **state)
{
	(void)state;
	assert_true(istio_has_profile(13, S("external")));
	assert_false(istio_has_profile(22, S("external")));
	assert_false(istio_has_profile(15, S("remote")));
	assert_true(istio_has_profile(10, S("default")));
	assert_true(istio_has_profile(23, S("stable")));
	assert_false(istio_has_profile(24, S("default")));
	assert_false(istio_has_profile(13, S("")));
	assert_true(str_eq(istio_profile_near(13, S("minimall")), S("minimal")));
}

static void test_support_ends(void **state)
{
	int64_t end;

	(void)state;
	for (unsigned minor = OPERATOR_FIRST_MINOR; minor <= OPERATOR_LAST_MINOR; minor++) {
		assert_true(date_parse(istio_support_end(minor), &end));
		assert_true(minor == OPERATOR_FIRST_MINOR ||
			    str_cmp(istio_support_end(minor - 1), istio_support_end(minor)) < 0);
	}
	assert_int_equal(istio_support_end(OPERATOR_FIRST_MINOR - 1).n, 0);
	assert_int_equal(istio_support_end(OPERATOR_LAST_MINOR + 1).n, 0);
	assert_true(str_eq(istio_support_end(13), S("2022-10-12")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_profiles),
		cmocka_unit_test(test_support_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
