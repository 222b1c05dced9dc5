#include "model/ledger_path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* What is made is read as what it was made of. */
static void test_made(void **state)
{
	struct arena a = { 0 };
	struct str entry = ledger_entry_path(S("prod"), S("c1"), S("istio-system"), &a);
	struct ledger_file f;

	(void)state;
	assert_string_equal(entry.s, "trust/prod/issued/c1/istio-system.yaml");
	assert_true(is_issued_path(entry));
	assert_true(ledger_entry_of(entry, &f));
	assert_true(str_eq(f.policy, S("prod")));
	assert_true(str_eq(f.cluster, S("c1")));
	assert_true(str_eq(f.namespace, S("istio-system")));
	assert_true(is_roots_path(ledger_roots_path(S("prod"), &a)));
	assert_false(is_roots_path(ledger_policy_path(S("prod"), &a)));
	assert_false(is_issued_path(ledger_roots_path(S("prod"), &a)));
	arena_release(&a);
}

static void test_others(void **state)
{
	static const struct str others[] = {
		STR("trust/prod/issued/c1/istio-system.yml"),
		STR("trust/prod/issued/c1/.yaml"),
		STR("trust/prod/issued/c1/a/b.yaml"),
		STR("trust/prod/issued/x.yaml"),
		STR("trust/prod/other/c1/x.yaml"),
		STR("other/prod/issued/c1/x.yaml"),
		STR("trust/prod/issued"),
		STR(""),
	};
	struct ledger_file f;

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(ledger_entry_of(others[i], &f));
	assert_true(is_issued_path(S("trust/prod/issued/README")));
	assert_false(is_issued_path(S("other/prod/issued/x.yaml")));
	assert_false(is_roots_path(S("trust/prod/issued/roots.yaml")));
	assert_false(is_roots_path(S("other/prod/roots.yaml")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
