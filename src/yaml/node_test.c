#include "yaml/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static struct node text(const char *s)
{
	return node_str(str_of(s));
}

static struct node scalar(enum node_kind kind, const char *s)
{
	struct node x = text(s);

	x.kind = (uint8_t)kind;
	return x;
}

/* A map of n keys k0, k1, ... from first on, in steps of step, with numbers as values. */
static struct node numbered(size_t n, size_t first, size_t step)
{
	struct map_builder m = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t k = (first + i * step) % n;

		map_put(&m, &arena, arena_fmt(&arena, "k%zu", k), node_int(&arena, (long long)k));
	}
	return map_done(&m);
}

static void test_look_up(void **state)
{
	struct map_builder m = { 0 };
	struct node map;

	(void)state;
	map_put_str(&m, &arena, S("a"), S("x"));
	map_put(&m, &arena, S("none"), node_null());
	map_put(&m, &arena, S("n"), node_int(&arena, 3));
	map = map_done(&m);
	assert_int_equal(map.n, 3);
	assert_true(str_eq(node_get_str(&map, S("a")), S("x")));
	assert_int_equal(node_get_str(&map, S("n")).n, 0);
	assert_int_equal(node_get_str(&map, S("b")).n, 0);
	assert_ptr_equal(node_get(&map, S("n")), &map.items[5]);
	assert_ptr_equal(node_key(&map, S("n")), &map.items[4]);
	assert_null(node_get(&map, S("none")));
	assert_ptr_equal(node_key(&map, S("none")), &map.items[2]);
	assert_null(node_get(NULL, S("a")));
	assert_null(node_get(&map.items[1], S("a")));
	assert_int_equal(node_text(&map).n, 0);
}

static void test_truth(void **state)
{
	static const char *const truths[] = { "true", "True", "TRUE", "yes", "on", "On", "Y" };
	static const char *const lies[] = { "false", "False", "no", "NO", "off", "n" };

	(void)state;
	for (size_t i = 0; i < sizeof(truths) / sizeof(*truths); i++) {
		struct node x = scalar(NODE_BOOL, truths[i]);

		assert_true(node_is_true(&x));
	}
	for (size_t i = 0; i < sizeof(lies) / sizeof(*lies); i++) {
		struct node x = scalar(NODE_BOOL, lies[i]);

		assert_false(node_is_true(&x));
	}
}

static void assert_eq(struct node a, struct node b, bool expected)
{
	assert_int_equal(node_eq(&a, &b), expected);
	assert_int_equal(node_eq(&b, &a), expected);
}

static void test_eq(void **state)
{
	struct node items[] = { text("a"), text("b"), text("a") };
	struct node quoted = text("a");

	(void)state;
	quoted.flags |= NODE_QUOTED;
	quoted.file = 3;
	assert_eq(text("a"), quoted, true);
	assert_eq(text("a"), text("b"), false);
	assert_eq(text("1"), scalar(NODE_INT, "1"), false);
	assert_eq(scalar(NODE_NULL, "~"), scalar(NODE_NULL, "null"), true);
	assert_eq(scalar(NODE_BOOL, "yes"), node_bool(true), true);
	assert_eq(scalar(NODE_BOOL, "no"), node_bool(true), false);
	assert_eq(node_seq(items, 2), node_seq(items + 1, 2), false);
	assert_eq(node_seq(items, 1), node_seq(items + 2, 1), true);
	assert_eq(node_seq(items, 2), node_seq(items, 1), false);
	assert_eq(node_seq(NULL, 0), node_map(NULL, 0), false);
}

static void test_map_eq(void **state)
{
	static const size_t sizes[] = { 1, 3, 31, 32, 101 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		size_t n = sizes[i];
		struct node changed = numbered(n, 0, 1);

		assert_eq(numbered(n, 0, 1), numbered(n, n - 1, n > 1 ? n - 1 : 1), true);
		((struct node *)changed.items)[2 * n - 1] = text("other");
		assert_eq(numbered(n, 0, 1), changed, false);
		changed = numbered(n, 0, 1);
		((struct node *)changed.items)[2 * n - 2] = text("other");
		assert_eq(numbered(n, 0, 1), changed, false);
	}
}

static void assert_place(struct node x, uint32_t len)
{
	x.file = 2;
	x.off = 7;
	assert_int_equal(node_place(&x).file, 2);
	assert_int_equal(node_place(&x).off, 7);
	assert_int_equal(node_place(&x).len, len);
}

static void test_place(void **state)
{
	struct node x = text("abc");

	(void)state;
	assert_int_equal(node_place(&x).file, 0);
	assert_place(x, 3);
	x.flags = NODE_QUOTED;
	assert_place(x, 1);
	x.flags = NODE_QUOTED | NODE_VERBATIM;
	assert_place(x, 5);
	assert_place(node_map(NULL, 0), 1);
	assert_place(node_seq(&x, 1), 1);
}

static void test_flags(void **state)
{
	(void)state;
	assert_int_equal(text("a").flags, NODE_PLAIN);
	assert_int_equal(text("1").flags, 0);
	assert_string_equal(node_int(&arena, -12).text, "-12");
}

static int release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look_up), cmocka_unit_test(test_truth),
		cmocka_unit_test(test_eq),      cmocka_unit_test(test_map_eq),
		cmocka_unit_test(test_place),   cmocka_unit_test(test_flags),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
