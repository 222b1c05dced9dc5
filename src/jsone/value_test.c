#include "jsone/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct node scalar(enum node_kind kind, struct str text)
{
	return (struct node){ .kind = (uint8_t)kind, .text = text.s, .n = (uint32_t)text.n };
}

static bool truth(enum node_kind kind, struct str text)
{
	struct node x = scalar(kind, text);

	return value_truth(&x);
}

static void test_truth(void **state)
{
	struct node empty = node_seq(NULL, 0), one = node_null();
	struct node list = node_seq(&one, 1);

	(void)state;
	assert_false(truth(NODE_NULL, S("null")));
	assert_true(truth(NODE_BOOL, S("true")));
	assert_true(truth(NODE_BOOL, S("Yes")));
	assert_true(truth(NODE_BOOL, S("on")));
	assert_false(truth(NODE_BOOL, S("off")));
	assert_false(truth(NODE_BOOL, S("no")));
	assert_false(truth(NODE_BOOL, S("false")));
	assert_false(truth(NODE_STR, S("")));
	assert_true(truth(NODE_STR, S("0")));
	assert_true(truth(NODE_OTHER, S("2026-01-01")));
	assert_false(value_truth(&empty));
	assert_true(value_truth(&list));
}

static void test_zero(void **state)
{
	(void)state;
	assert_false(truth(NODE_INT, S("0")));
	assert_false(truth(NODE_INT, S("-0")));
	assert_false(truth(NODE_INT, S("0x0")));
	assert_false(truth(NODE_FLOAT, S("0.0e5")));
	assert_true(truth(NODE_INT, S("1")));
	assert_true(truth(NODE_INT, S("9")));
	assert_true(truth(NODE_INT, S("-10")));
	assert_true(truth(NODE_INT, S("0xA")));
	assert_true(truth(NODE_INT, S("0xe")));
	assert_true(truth(NODE_FLOAT, S("0.5")));
	assert_true(truth(NODE_FLOAT, S(".nan")));
	assert_true(truth(NODE_FLOAT, S("-.INF")));
}

static void test_canonical(void **state)
{
	(void)state;
	assert_true(number_is_canonical(S("0")));
	assert_true(number_is_canonical(S("-7")));
	assert_true(number_is_canonical(S("15012")));
	assert_true(number_is_canonical(S("123456789012345")));
	assert_false(number_is_canonical(S("1234567890123456")));
	assert_false(number_is_canonical(S("-0")));
	assert_false(number_is_canonical(S("01")));
	assert_false(number_is_canonical(S("")));
	assert_false(number_is_canonical(S("-")));
	assert_false(number_is_canonical(S("+1")));
	assert_false(number_is_canonical(S("1_0")));
	assert_false(number_is_canonical(S("0x10")));
	assert_true(number_is_canonical(S("0.5")));
	assert_true(number_is_canonical(S("-10.25")));
	assert_true(number_is_canonical(S("1.0001")));
	assert_true(number_is_canonical(S("0.0001")));
	assert_false(number_is_canonical(S("0.00001")));
	assert_false(number_is_canonical(S("1.")));
	assert_false(number_is_canonical(S(".5")));
	assert_false(number_is_canonical(S("1.50")));
	assert_false(number_is_canonical(S("1.0")));
	assert_false(number_is_canonical(S("1e3")));
	assert_false(number_is_canonical(S("1.5e3")));
	assert_false(number_is_canonical(S("1.5.5")));
	assert_true(number_is_canonical(S("1234567890.12345")));
	assert_false(number_is_canonical(S("1234567890.123456")));
}

static bool has_text(enum node_kind kind, struct str text, struct str want)
{
	struct node x = scalar(kind, text);
	struct str got;

	return value_text(&x, &got) && str_eq(got, want);
}

static void test_text(void **state)
{
	struct node list = node_seq(NULL, 0), map = node_map(NULL, 0);
	struct str text;

	(void)state;
	assert_true(has_text(NODE_NULL, S("null"), S("")));
	assert_true(has_text(NODE_BOOL, S("Yes"), S("true")));
	assert_true(has_text(NODE_BOOL, S("no"), S("false")));
	assert_true(has_text(NODE_INT, S("12"), S("12")));
	assert_true(has_text(NODE_FLOAT, S("1.5"), S("1.5")));
	assert_false(has_text(NODE_FLOAT, S("1.50"), S("1.50")));
	assert_false(has_text(NODE_INT, S("0x10"), S("0x10")));
	assert_true(has_text(NODE_STR, S("a: b"), S("a: b")));
	assert_true(has_text(NODE_OTHER, S("2026-01-01"), S("2026-01-01")));
	assert_false(value_text(&list, &text));
	assert_false(value_text(&map, &text));
}

static enum equality compare(struct node a, struct node b)
{
	size_t budget = 100;

	return value_equal(&a, &b, &budget);
}

static void test_equal_scalars(void **state)
{
	struct node one = scalar(NODE_INT, S("1")), yes = scalar(NODE_BOOL, S("yes"));

	(void)state;
	assert_int_equal(compare(one, scalar(NODE_INT, S("1"))), VALUE_SAME);
	assert_int_equal(compare(one, scalar(NODE_INT, S("2"))), VALUE_DIFFERENT);
	assert_int_equal(compare(one, scalar(NODE_FLOAT, S("1.0"))), VALUE_UNDECIDED);
	assert_int_equal(compare(one, scalar(NODE_FLOAT, S("1.5"))), VALUE_DIFFERENT);
	assert_int_equal(compare(one, node_str(S("1"))), VALUE_DIFFERENT);
	assert_int_equal(compare(one, yes), VALUE_UNDECIDED);
	assert_int_equal(compare(yes, one), VALUE_UNDECIDED);
	assert_int_equal(compare(node_bool(false), one), VALUE_DIFFERENT);
	assert_int_equal(compare(node_bool(false), scalar(NODE_INT, S("0"))), VALUE_UNDECIDED);
	assert_int_equal(compare(yes, scalar(NODE_INT, S("2"))), VALUE_DIFFERENT);
	assert_int_equal(compare(yes, node_bool(true)), VALUE_SAME);
	assert_int_equal(compare(yes, node_bool(false)), VALUE_DIFFERENT);
	assert_int_equal(compare(node_null(), node_null()), VALUE_SAME);
	assert_int_equal(compare(node_null(), node_str(S(""))), VALUE_DIFFERENT);
	assert_int_equal(compare(node_bool(false), node_null()), VALUE_DIFFERENT);
	assert_int_equal(compare(node_str(S("x")), scalar(NODE_OTHER, S("x"))), VALUE_SAME);
}

static void test_equal_trees(void **state)
{
	struct node k = node_str(S("k")), l = node_str(S("l"));
	struct node kl[] = { k, l, l, k }, lk[] = { l, k, k, l }, kk[] = { k, k, l, l };
	struct node items[] = { k, l, l };
	size_t budget = 3;
	struct node a = node_seq(items, 2);

	(void)state;
	assert_int_equal(compare(node_map(kl, 2), node_map(lk, 2)), VALUE_SAME);
	assert_int_equal(compare(node_map(kl, 2), node_map(kk, 2)), VALUE_DIFFERENT);
	assert_int_equal(compare(node_map(kl, 1), node_map(kl, 2)), VALUE_DIFFERENT);
	assert_int_equal(compare(node_map(kl, 1), node_map(lk, 1)), VALUE_DIFFERENT);
	assert_int_equal(compare(node_seq(items, 2), node_seq(items, 2)), VALUE_SAME);
	assert_int_equal(compare(node_seq(items, 2), node_seq(items + 1, 2)), VALUE_DIFFERENT);
	assert_int_equal(compare(node_seq(items, 2), node_seq(items, 3)), VALUE_DIFFERENT);
	assert_int_equal(compare(node_seq(items, 0), node_map(kl, 0)), VALUE_DIFFERENT);
	assert_int_equal(value_equal(&a, &a, &budget), VALUE_SAME);
	assert_int_equal(budget, 0);
	budget = 2;
	assert_int_equal(value_equal(&a, &a, &budget), VALUE_TOO_LARGE);
}

static void test_length(void **state)
{
	struct node items[] = { node_null(), node_null() };
	struct node list = node_seq(items, 2), map = node_map(items, 1);
	struct node text = node_str(S("\xe2\x98\xa2"
				      "a\xf0\x9f\x98\x81"));
	size_t n;

	(void)state;
	assert_true(value_length(&list, &n));
	assert_int_equal(n, 2);
	assert_true(value_length(&text, &n));
	assert_int_equal(n, 3);
	assert_false(value_length(&map, &n));
	assert_false(value_length(&items[0], &n));
	assert_true(str_eq(value_code_point(node_text(&text), 0), S("\xe2\x98\xa2")));
	assert_true(str_eq(value_code_point(node_text(&text), 1), S("a")));
	assert_true(str_eq(value_code_point(node_text(&text), 2), S("\xf0\x9f\x98\x81")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truth),         cmocka_unit_test(test_zero),
		cmocka_unit_test(test_canonical),     cmocka_unit_test(test_text),
		cmocka_unit_test(test_equal_scalars), cmocka_unit_test(test_equal_trees),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
