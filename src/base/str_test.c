#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_compare(void **state)
{
	(void)state;
	assert_true(str_cmp(S("a"), S("b")) < 0);
	assert_true(str_cmp(S("a"), S("ab")) < 0);
	assert_true(str_cmp(S("b"), S("ab")) > 0);
	assert_int_equal(str_cmp(S(""), S("")), 0);
	assert_true(str_cmp(S("a\xff"), S("a\x01")) > 0);
}

static void test_search(void **state)
{
	(void)state;
	assert_int_equal(str_search(S("aab"), S("ab")), 1);
	assert_int_equal(str_search(S("aab"), S("ba")), 3);
	assert_int_equal(str_search(S("a"), S("aa")), 1);
	assert_int_equal(str_find(S("a/b/c"), '/'), 1);
	assert_true(str_ends(S("mesh.yaml"), S(".yaml")));
	assert_false(str_ends(S("yaml"), S(".yaml")));
	assert_true(str_eq(str_trim(S(" \r\nx y\t")), S("x y")));
}

static void test_distance(void **state)
{
	(void)state;
	assert_int_equal(str_distance(S("istiod"), S("istiod"), 2), 0);
	assert_int_equal(str_distance(S("istoid"), S("istiod"), 2), 1);
	assert_int_equal(str_distance(S("Istiod"), S("istio"), 2), 1);
	assert_int_equal(str_distance(S("base"), S("pilot"), 2), 3);
	assert_int_equal(str_distance(S(""), S("ab"), 2), 2);
}

static void test_what_is_near(void **state)
{
	const struct str words[] = { STR("key"), STR("keys"), STR("seal") };

	(void)state;
	assert_true(str_eq(str_nearest(S("ke"), words, 3), S("key")));
	assert_true(str_eq(str_nearest(S("keyss"), words, 3), S("keys")));
	assert_true(str_eq(str_nearest(S("slea"), words, 3), S("seal")));
	assert_int_equal(str_nearest(S("kxx"), words, 3).n, 0);
	assert_int_equal(str_nearest(S("abcdef"), words, 3).n, 0);
	assert_int_equal(str_nearest(S("seal"), words, 2).n, 0);
}

/* Word number i of all words of up to five of "abc". */
static struct str word(unsigned i, char text[5])
{
	size_t n = 0;

	for (; i; i = (i - 1) / 3)
		text[n++] = "abc"[(i - 1) % 3];
	return (struct str){ text, n };
}

/* Only what may come to max is looked at, which must not change what does. */
static void test_distance_near(void **state)
{
	char x[5], y[5];

	(void)state;
	for (unsigned i = 0; i < 364; i++)
		for (unsigned j = 0; j < 364; j++) {
			struct str a = word(i, x), b = word(j, y);
			unsigned far = str_distance(a, b, 9);

			assert_int_equal(str_distance(a, b, 1), far < 2 ? far : 2);
			assert_int_equal(str_distance(a, b, 2), far < 3 ? far : 3);
		}
}

static void test_glob(void **state)
{
	(void)state;
	assert_true(str_glob(S("eu-*"), S("eu-west")));
	assert_true(str_glob(S("*"), S("")));
	assert_true(str_glob(S("a*b*c"), S("axxbyyc")));
	assert_false(str_glob(S("a*b*c"), S("axxbyy")));
	assert_true(str_glob(S("c?"), S("c1")));
	assert_false(str_glob(S("c?"), S("c")));
	assert_false(str_glob(S("[a]"), S("a")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compare),       cmocka_unit_test(test_search),
		cmocka_unit_test(test_distance),      cmocka_unit_test(test_what_is_near),
		cmocka_unit_test(test_distance_near), cmocka_unit_test(test_glob),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
