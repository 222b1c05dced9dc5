#include "base/buf.h"
#include "yaml/items.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* One text, read both ways. */
struct fixture {
	struct arena arena;
	struct findings found;
	struct documents plain, input;
};

static void read_both(struct fixture *f, struct str text)
{
	*f = (struct fixture){ 0 };
	assert_true(yaml_read(7, text, &f->arena, &f->found, &f->plain));
	assert_true(yaml_read_input(7, text, &f->arena, &f->found, &f->input));
	assert_int_equal(f->plain.n, f->input.n);
}

static void end(struct fixture *f)
{
	arena_release(&f->arena);
	findings_release(&f->found);
}

static bool is_long(const struct node *x)
{
	return (x->flags & NODE_LONG) != 0;
}

static void assert_same(const struct node *x, const struct node *input);

static void assert_same_items(const struct node *x, const struct node *input)
{
	struct items items = items_of(input);

	for (size_t i = 0; i < x->n; i++) {
		const struct node *item = items_next(&items);

		assert_non_null(item);
		assert_same(&x->items[i], item);
	}
	assert_null(items_next(&items));
	assert_null(items_next(&items));
}

/* The same data at the same places. */
static void assert_same(const struct node *x, const struct node *input)
{
	assert_int_equal(x->kind, input->kind);
	assert_int_equal(x->n, input->n);
	assert_int_equal(x->file, input->file);
	assert_int_equal(x->off, input->off);
	assert_int_equal(x->flags, input->flags & ~NODE_LONG);
	assert_true(str_eq(node_text(x), node_text(input)));
	if (x->kind == NODE_SEQ)
		assert_same_items(x, input);
	for (size_t i = 0; x->kind == NODE_MAP && i < 2 * x->n; i++)
		assert_same(&x->items[i], &input->items[i]);
}

/* A list of n items of the given text, below the key a. */
static struct buf listed(const char *before, const char *item, size_t n)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%sa:\n", before);
	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "- %s\n", item);
	return text;
}

/* The value of key a of the first document. */
static const struct node *a_of(const struct documents *documents)
{
	return node_get(&documents->list[0], S("a"));
}

static void test_items_of_all_kinds(void **state)
{
	static const char *const items[] = {
		"x",
		"{name: eu-00001-mesh, cluster: eu-00001}",
		"n: b\n  l: [1, 2.5, null, yes, [], {}, ~]\n  # far\n\n\n  text: |\n    x\n    y",
		"\"quoted\"",
		"'it''s'",
		"\"two\\nlines\"",
		"\"\\ud83d\\ude00\"",
		"\xc3\xa9t\xc3\xa9 # behind two bytes",
		"!!str 12",
		"",
		"2001-01-01",
		"[[[x]], {a: {b: [c, {d: e}]}}]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++) {
		struct buf text = listed("before: it\n", items[i], LONG_LIST + 3 * i);
		struct fixture f;

		read_both(&f, buf_str(&text));
		assert_true(is_long(a_of(&f.input)));
		assert_false(is_long(a_of(&f.plain)));
		assert_same(f.plain.list, f.input.list);
		end(&f);
		buf_release(&text);
	}
}

static void test_where_long_begins(void **state)
{
	struct buf below = listed("", "x", LONG_LIST - 1), at = listed("", "x", LONG_LIST);
	struct fixture f;

	(void)state;
	read_both(&f, buf_str(&below));
	assert_false(is_long(a_of(&f.input)));
	assert_same(f.plain.list, f.input.list);
	end(&f);
	read_both(&f, buf_str(&at));
	assert_true(is_long(a_of(&f.input)));
	end(&f);
	buf_release(&below);
	buf_release(&at);
}

/* Offsets and sizes of one, two and three bytes, and items longer than what is kept at once. */
static void test_sizes(void **state)
{
	struct buf item = BUF_INIT, text;
	struct fixture f;

	(void)state;
	buf_addf(&item, "[");
	for (size_t i = 0; i < 2000; i++)
		buf_addf(&item, "%*d,%s", (int)(i % 300), (int)i, i % 7 ? "" : " '',");
	buf_addf(&item, " \"");
	buf_fill(&item, 'x', 20000);
	buf_addf(&item, "\"]");
	text = listed("", item.s, LONG_LIST);
	read_both(&f, buf_str(&text));
	assert_same(f.plain.list, f.input.list);
	end(&f);
	buf_release(&text);
	buf_release(&item);
}

static void test_long_in_long(void **state)
{
	struct buf text = BUF_INIT;
	struct items items;
	const struct node *item;
	size_t n = 0;
	struct fixture f;

	(void)state;
	for (size_t i = 0; i < LONG_LIST + 2; i++) {
		buf_addf(&text, "- b:\n");
		for (size_t k = 0; k < LONG_LIST; k++)
			buf_addf(&text, "  - x%zu\n", k);
	}
	read_both(&f, buf_str(&text));
	assert_same(f.plain.list, f.input.list);
	items = items_of(f.input.list);
	while ((item = items_next(&items)))
		n += is_long(node_get(item, S("b")));
	assert_int_equal(n, LONG_LIST);
	end(&f);
	buf_release(&text);
}

/* What an anchor names is met behind its list too. */
static void test_anchors(void **state)
{
	static const char *const items[] = { "&b {c: [d, \"\\x65\"]}", "{x: [*z, y], v: *z}",
					     "[{u: [v]}, &b {c: [d]}, *b]" };

	(void)state;
	for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++) {
		struct buf text = listed("z: &z [1, {y: [2]}]\n", items[i], LONG_LIST + 40);
		struct fixture f;

		if (i != 1)
			buf_addf(&text, "c: *b\n");
		read_both(&f, buf_str(&text));
		assert_true(is_long(a_of(&f.input)));
		assert_same(f.plain.list, f.input.list);
		end(&f);
		buf_release(&text);
	}
}

static void test_end_in_the_middle(void **state)
{
	struct buf text = listed("", "[x]", LONG_LIST);
	struct items items;
	struct fixture f;

	(void)state;
	read_both(&f, buf_str(&text));
	items = items_of(a_of(&f.input));
	assert_non_null(items_next(&items));
	items_end(&items);
	assert_null(items_next(&items));
	items = items_of(a_of(&f.plain));
	assert_non_null(items_next(&items));
	items_end(&items);
	assert_null(items_next(&items));
	end(&f);
	buf_release(&text);
}

static void test_mistakes(void **state)
{
	struct buf text = listed("", "{b: 1, b: 2}", LONG_LIST);
	struct fixture f = { 0 };

	(void)state;
	assert_false(yaml_read_input(7, buf_str(&text), &f.arena, &f.found, &f.input));
	assert_int_equal(f.found.n, LONG_LIST);
	assert_int_equal(f.found.list[1]->place.off, 3 + 15 + 9);
	end(&f);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items_of_all_kinds),
		cmocka_unit_test(test_where_long_begins),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_long_in_long),
		cmocka_unit_test(test_anchors),
		cmocka_unit_test(test_end_in_the_middle),
		cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
