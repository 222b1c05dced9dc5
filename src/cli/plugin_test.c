#include "cli/plugin.h"

#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* One value of ARGOCD_APP_PARAMETERS, read. */
struct reading {
	struct arena a;
	struct sources sources;
	struct findings found;
	struct plugin_parameters p;
	bool ok;
};

static void read_value(struct reading *r, const char *value)
{
	*r = (struct reading){ 0 };
	r->ok = plugin_parameters_read(str_of(value), &r->a, &r->sources, &r->found, &r->p);
}

static void release(struct reading *r)
{
	findings_release(&r->found);
	arena_release(&r->a);
}

static void expect(const char *value, const char *cluster, const char *only)
{
	struct reading r;

	read_value(&r, value);
	assert_true(r.ok);
	assert_true(str_eq(r.p.cluster, str_of(cluster)));
	assert_true(str_eq(r.p.only, str_of(only)));
	release(&r);
}

static void expect_code(const char *value, enum code code)
{
	struct reading r;

	read_value(&r, value);
	assert_false(r.ok);
	assert_int_equal(r.found.n, 1);
	assert_int_equal(r.found.list[0]->code, code);
	release(&r);
}

static void test_nothing_is_given(void **state)
{
	(void)state;
	expect(NULL, "", "");
	expect("", "", "");
	expect("null", "", "");
	expect("[]", "", "");
	expect("[{\"name\":\"cluster\",\"string\":\"\"}]", "", "");
}

/* As Go's encoding/json writes it: \u for <, > and &, a pair of them beyond U+FFFF. */
static void test_values(void **state)
{
	(void)state;
	expect("[{\"name\":\"cluster\",\"string\":\"east\"}]", "east", "");
	expect("[{\"name\":\"only\",\"string\":\"manifestwork\"},"
	       "{\"name\":\"cluster\",\"string\":\"12\"}]",
	       "12", "manifestwork");
	expect("[{\"name\":\"cluster\",\"string\":\"\\u003c\\ud83d\\ude00\",\"array\":null}]",
	       "<\xf0\x9f\x98\x80", "");
}

static void test_faults(void **state)
{
	(void)state;
	expect_code("{}", MG0910);
	expect_code("\"east\"", MG0910);
	expect_code("[{\"name\":\"Cluster\",\"string\":\"east\"}]", MG0910);
	expect_code("[{\"name\":\"cluster\"}]", MG0910);
	expect_code("[{\"name\":\"cluster\",\"string\":12}]", MG0910);
	expect_code("[{\"name\":\"cluster\",\"map\":{\"a\":\"b\"}}]", MG0910);
	expect_code("[{\"name\":\"only\",\"string\":\"\"}]", MG0910);
	expect_code("[{\"name\":\"cluster\",\"name\":\"only\",\"string\":\"east\"}]", MG0106);
	expect_code("[{\"name\":\"cluster\",\"string\":\"\xff\"}]", MG0103);
}

static void test_trees(void **state)
{
	(void)state;
	assert_int_equal(plugin_tree(S("istio")), TREE_ISTIO);
	assert_int_equal(plugin_tree(S("manifestwork")), TREE_MANIFESTWORK);
	assert_int_equal(plugin_tree(S("ca")), 0);
	assert_int_equal(plugin_tree(S("")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_given),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_trees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
