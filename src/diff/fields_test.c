#include "diff/fields.h"

#include "base/buf.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct node read_one(const char *text, struct arena *a)
{
	struct findings found = { 0 };
	struct documents docs = { 0 };

	assert_true(yaml_read(0, str_of(text), a, &found, &docs));
	assert_int_equal(docs.n, 1);
	findings_release(&found);
	return docs.list[0];
}

static void add_text(struct buf *out, const struct node *x)
{
	struct str text = x ? node_text(x) : S("");

	if (x && x->kind >= NODE_SEQ)
		text = x->kind == NODE_MAP ? S("{}") : S("[]");
	buf_add(out, text);
}

/* Each field is "op path old>new" in one line. */
static void expect(const char *old_text, const char *new_text, const char *due)
{
	struct arena a = { 0 };
	struct buf got = BUF_INIT;
	struct fields all = { 0 };
	struct node old = read_one(old_text, &a), new = read_one(new_text, &a);

	fields_compare(&old, &new, &a, &all);
	for (size_t i = 0; i < all.n; i++) {
		buf_addf(&got, "%c %.*s ", "+-~o"[all.list[i].op], FMT(all.list[i].path));
		add_text(&got, all.list[i].old);
		buf_addc(&got, '>');
		add_text(&got, all.list[i].new);
		buf_addc(&got, '\n');
	}
	assert_string_equal(buf_str(&got).s, due);
	buf_release(&got);
	arena_release(&a);
}

static void test_scalars(void **state)
{
	(void)state;
	expect("{a: 1, b: x}", "{b: x, a: 1}", "");
	expect("{a: 1}", "{a: 2}", "~ a 1>2\n");
	expect("{a: 1}", "{a: \"1\"}", "~ a 1>1\n");
	expect("{a: null}", "{}", "");
	expect("{a: null}", "{a: 1}", "+ a >1\n");
	expect("{a: {b: {c: x}}, k: 1}", "{k: 1}", "- a.b.c x>\n");
	expect("{k: 1}", "{k: 1, a: {b: {}, c: []}}", "+ a.b >{}\n+ a.c >[]\n");
	expect("{a: {}}", "{a: []}", "~ a {}>[]\n");
}

static void test_shapes(void **state)
{
	(void)state;
	expect("{a: {b: 1}}", "{a: x}", "+ a >x\n- a.b 1>\n");
	expect("{a: [x]}", "{a: {b: y}}", "+ a.b >y\n- a[] x>\n");
	expect("{a: {}}", "{a: {b: 1}}", "+ a.b >1\n");
	expect("{a: [x]}", "{a: []}", "- a[] x>\n");
}

static void test_keys(void **state)
{
	(void)state;
	expect("{labels: {istio.io/rev: a, app: b}}", "{labels: {istio.io/rev: c, app: d}}",
	       "~ labels[istio.io/rev] a>c\n~ labels.app b>d\n");
	expect("{x09a-z_AZ: 1}", "{x09a-z_AZ: 2}", "~ x09a-z_AZ 1>2\n");
	expect("{\"`\": 1, \"a{\": 1, \"a:\": 1}", "{\"`\": 2, \"a{\": 2, \"a:\": 2}",
	       "~ [`] 1>2\n~ [a{] 1>2\n~ [a:] 1>2\n");
	expect("{\"\": 1}", "{\"\": 2}", "~ [] 1>2\n");
}

static void test_merged_lists(void **state)
{
	(void)state;
	expect("{c: [{name: a, v: 1}, {name: b, v: 2}]}", "{c: [{name: b, v: 3}]}",
	       "- c[a].name a>\n- c[a].v 1>\n~ c[b].v 2>3\n");
	expect("{p: [{port: 80, t: 1}]}", "{p: [{port: 80, t: 2}, {port: 443, t: 3}]}",
	       "~ p[80].t 1>2\n+ p[443].port >443\n+ p[443].t >3\n");
	expect("{c: [{name: a}, {name: b}]}", "{c: [{name: b}, {name: a}]}", "o c >\n");
	expect("{c: [{name: a}, {name: b}]}", "{c: [{name: x}, {name: a}, {name: b}]}",
	       "+ c[x].name >x\n");
}

static void test_lists_by_index(void **state)
{
	(void)state;
	expect("{c: [{name: a}, {name: a}]}", "{c: [{name: a}, {name: b}]}", "~ c[1].name a>b\n");
	expect("{c: [{k: 1}]}", "{c: [{k: 1}, {k: 2}]}", "+ c[1].k >2\n");
	expect("{c: [x, x]}", "{c: [x]}", "- c[1] x>\n");
	expect("{c: [[a], [b]]}", "{c: [[a], [c]]}", "- c[1][] b>\n+ c[1][] >c\n");
	expect("{c: [{k: 1}, {k: 2}]}", "{c: [{k: 0}, {k: 1}, {k: 2}]}", "+ c[0].k >0\n");
	expect("{c: [{k: 1}, {k: 2}, {k: 3}]}", "{c: [{k: 1}, {k: 3}]}", "- c[1].k 2>\n");
	expect("{c: [{k: 1}, {k: 2}]}", "{c: [{k: 0}, {k: 1}, {k: 3}]}",
	       "~ c[0].k 2>0\n+ c[2].k >3\n");
	expect("{c: [{k: 1}, {k: 2}]}", "{c: [{k: 2}, {k: 1}]}", "o c >\n");
	expect("{c: [x, x]}", "{c: [x, x, x]}", "+ c[2] >x\n");
	expect("{c: [{k: 1, l: 2, m: 3}]}", "{c: [{k: 1, l: 0, m: 0}, {k: 1, l: 2, m: 4}]}",
	       "+ c[0].k >1\n+ c[0].l >0\n+ c[0].m >0\n~ c[1].m 3>4\n");
}

/* How much differs where an item is put in before one of so many fields, which changes in one? */
static size_t count_insertion(size_t n)
{
	struct arena a = { 0 };
	struct buf shared = BUF_INIT;
	struct fields all = { 0 };
	struct node old, new;

	for (size_t i = 1; i < n; i++)
		buf_addf(&shared, ", k%zu: v", i);
	old = read_one(arena_fmt(&a, "[{x: 1%.*s}]", FMT(buf_str(&shared))).s, &a);
	new = read_one(arena_fmt(&a, "[{y: 1}, {x: 2%.*s}]", FMT(buf_str(&shared))).s, &a);
	fields_compare(&old, &new, &a, &all);
	buf_release(&shared);
	arena_release(&a);
	return all.n;
}

/* Items of many fields would take their square for each pair. */
static void test_large_items_by_index(void **state)
{
	(void)state;
	assert_int_equal(count_insertion(2), 2);
	assert_int_equal(count_insertion(100), 2);
	assert_int_equal(count_insertion(101), 1 + 101 + 101);
}

static void test_sets(void **state)
{
	(void)state;
	expect("{h: [a, b]}", "{h: [b, c]}", "- h[] a>\n+ h[] >c\n");
	expect("{h: [a, b]}", "{h: [b, a]}", "o h >\n");
	expect("{h: [\"1\"]}", "{h: [1]}", "~ h[] 1>1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scalars),        cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_keys),           cmocka_unit_test(test_merged_lists),
		cmocka_unit_test(test_lists_by_index), cmocka_unit_test(test_large_items_by_index),
		cmocka_unit_test(test_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
