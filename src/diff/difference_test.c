#include "diff/difference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* What stands anywhere (NULL: the text itself), and back with the names and without. */
static void expect(struct aliases names, const char *text, const char *any)
{
	struct arena a = { 0 };
	struct aliases none = { S(""), S("") };
	struct difference d = { .old = str_of(text) };
	struct difference same = difference_anywhere(&d, &names, &a);

	assert_true(str_eq(difference_text(same.old, &none, &a), str_of(any ? any : text)));
	assert_true(str_eq(difference_text(same.old, &names, &a), d.old));
	arena_release(&a);
}

static void test_names_stand_for_themselves(void **state)
{
	struct aliases east = { S("east"), S("") }, both = { S("east"), S("shop") };

	(void)state;
	expect(east, "east", "{cluster}");
	expect(east, "east-mesh", "{cluster}-mesh");
	expect(east, "net.east.example/east", "net.{cluster}.example/{cluster}");
	expect(east, "eastern least 3east east3 East", "eastern least 3east east3 East");
	expect(east, "aeast zeast 0east 9east easta eastz east0 east9", NULL);
	expect(east, "`east{ /east:", "`{cluster}{ /{cluster}:");
	expect(east, "shop", "shop");
	expect(both, "shop/east/shopping", "{mesh}/{cluster}/shopping");
	expect(both, "{cluster}", "{cluster}");
}

static void test_all_texts(void **state)
{
	struct arena a = { 0 };
	struct aliases east = { S("east"), S("") }, west = { S("west"), S("") };
	struct difference x = {
		.id = { .namespace = S("east"), .name = S("east-m"), .kind = S("K") },
		.field = S("a[east]"),
		.old = S("east"),
		.new = S("n-east")
	};
	struct difference y = {
		.id = { .namespace = S("west"), .name = S("west-m"), .kind = S("K") },
		.field = S("a[west]"),
		.old = S("west"),
		.new = S("n-west")
	};

	(void)state;
	assert_true(difference_cmp(&x, &y) < 0);
	x = difference_anywhere(&x, &east, &a);
	y = difference_anywhere(&y, &west, &a);
	assert_int_equal(difference_cmp(&x, &y), 0);
	y.new = S("n-west");
	assert_int_not_equal(difference_cmp(&x, &y), 0);
	arena_release(&a);
}

static void test_order(void **state)
{
	struct difference low = { .risk = RISK_TRAFFIC, .id = { .kind = S("A") } };
	struct difference high = { .risk = RISK_TRUST, .id = { .kind = S("B") } };
	struct difference field = { .risk = RISK_TRUST, .id = { .kind = S("B") }, .field = S("x") };

	(void)state;
	assert_true(difference_cmp(&high, &low) < 0);
	assert_true(difference_cmp(&high, &field) < 0);
	low = high;
	assert_int_equal(difference_cmp(&low, &high), 0);
	low.op = OP_REMOVED;
	assert_true(difference_cmp(&high, &low) < 0);
	low = high;
	low.refused = true;
	assert_true(difference_cmp(&high, &low) < 0);
}

static void test_key(void **state)
{
	struct difference x = { .old = S("a 1 b"), .new = S("") };
	struct difference y = { .old = S("a"), .new = S("b 0") };
	struct buf xs = BUF_INIT, ys = BUF_INIT;

	(void)state;
	difference_key(&x, &xs);
	difference_key(&y, &ys);
	assert_false(str_eq(buf_str(&xs), buf_str(&ys)));
	y = x;
	buf_truncate(&ys, 0);
	difference_key(&y, &ys);
	assert_true(str_eq(buf_str(&xs), buf_str(&ys)));
	y.refused = true;
	buf_truncate(&ys, 0);
	difference_key(&y, &ys);
	assert_false(str_eq(buf_str(&xs), buf_str(&ys)));
	buf_release(&xs);
	buf_release(&ys);
}

static void expect_leaf(struct node x, const char *due)
{
	struct arena a = { 0 };

	assert_true(str_eq(leaf_text(&x, &a), str_of(due)));
	arena_release(&a);
}

static void test_leaves(void **state)
{
	struct arena a = { 0 };

	(void)state;
	expect_leaf(node_str(S("plain")), "plain");
	expect_leaf(node_str(S("15014")), "\"15014\"");
	expect_leaf(node_int(&a, 15014), "15014");
	expect_leaf(node_bool(true), "true");
	expect_leaf(node_seq(NULL, 0), "[]");
	expect_leaf(node_map(NULL, 0), "{}");
	assert_int_equal(leaf_text(NULL, &a).n, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_stand_for_themselves),
		cmocka_unit_test(test_all_texts),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_leaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
