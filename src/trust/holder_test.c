#include "trust/holder.h"

#include "trust/certificate_fixture.h"

static const struct str long_name =
	STR("a-cluster-whose-name-has-all-the-63-characters-that-it-may-have");

static void test_uri(void **state)
{
	struct trust_policy policy = { 0 };
	struct holder h = { .namespace = S("istio-system"),
			    .trust_domain = S("east.example"),
			    .revision = S("1-22"),
			    .policy = &policy };
	struct arena a = { 0 };

	(void)state;
	says(holder_uri(&h, &a), "spiffe://east.example");
	policy.addon_san = true;
	says(holder_uri(&h, &a), "spiffe://east.example/ns/istio-system/sa/istiod-1-22");
	arena_release(&a);
}

static void test_unit(void **state)
{
	struct holder h = { .cluster = S("east"),
			    .namespace = S("istio-system"),
			    .mesh = S("east-prod") };
	struct arena a = { 0 };

	(void)state;
	says(holder_unit(&h, &a), "east-istio-system");
	says(holder_addon_unit(&h, &a), "east-prod-east");
	h.cluster = h.mesh = long_name;
	assert_int_equal(holder_unit(&h, &a).n, NAME_PART_MOST);
	assert_int_equal(holder_addon_unit(&h, &a).n, 2 * long_name.n + 1);
	arena_release(&a);
}

static void test_part(void **state)
{
	struct arena a = { 0 };

	(void)state;
	says(name_part(long_name, long_name.n, &a), long_name.s);
	/* printf of it | sha256sum */
	says(name_part(long_name, 27, &a), "a-cluster--a0b14ef06cf16832");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uri),
		cmocka_unit_test(test_unit),
		cmocka_unit_test(test_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
