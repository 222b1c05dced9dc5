#include "base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void expect(const char *path, const char *parent, const char *last)
{
	assert_true(str_eq(parent_of(str_of(path)), str_of(parent)));
	assert_true(str_eq(last_part(str_of(path)), str_of(last)));
}

static void test_parts(void **state)
{
	(void)state;
	expect("a/b/c", "a/b", "c");
	expect("a", "", "a");
	expect("/a", "", "a");
	expect("a/", "a", "");
	expect("", "", "");
}

static void test_within(void **state)
{
	(void)state;
	assert_true(is_within(S("a/b"), S("a")));
	assert_true(is_within(S("a"), S("a")));
	assert_false(is_within(S("ab"), S("a")));
	assert_false(is_within(S("a"), S("a/b")));
	assert_false(is_within(S("a"), S("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_within),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
