#include "yaml/kept.h"

#include "yaml/read.h"
#include "yaml/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static struct node text(const char *s)
{
	return node_str(str_of(s));
}

/* n levels around x, a list and a map in turn, each with something behind it. */
static struct node below(struct node x, size_t n)
{
	struct node *items = ARENA_ARRAY(&arena, 2, struct node);
	struct map_builder m = { 0 };

	if (!n)
		return x;
	if (n % 2) {
		map_put(&m, &arena, S("key"), below(x, n - 1));
		map_put(&m, &arena, S("next"), text("z"));
		return map_done(&m);
	}
	items[0] = below(x, n - 1);
	items[1] = text("z");
	return node_seq(items, 2);
}

static struct str printed(struct node x)
{
	struct buf out = BUF_INIT;
	struct str ret;

	yaml_write(&out, &x);
	ret = arena_dup(&arena, buf_str(&out));
	buf_release(&out);
	return ret;
}

static struct node map_of(struct node key_text, struct node value)
{
	struct map_builder m = { 0 };

	map_put(&m, &arena, node_text(&key_text), value);
	map_put(&m, &arena, S("list"), node_seq(ARENA_ARRAY(&arena, 2, struct node), 2));
	map_put(&m, &arena, S("last"), value);
	return map_done(&m);
}

/* At every depth, again at the same one, and back at another. */
static void check(struct node x)
{
	struct node kept = node_keep(&x, &arena);

	assert_non_null(node_kept(&kept));
	for (size_t n = 0; n < 6; n++) {
		struct str want = printed(below(x, n));

		assert_string_equal(printed(below(kept, n)).s, want.s);
		assert_string_equal(printed(below(kept, n)).s, want.s);
	}
	assert_string_equal(printed(below(kept, 2)).s, printed(below(x, 2)).s);
	for (size_t i = 0; i < N_PRINTED; i++)
		assert_true(node_kept(&kept)->printed[i].text.n > 0);
}

static void test_texts(void **state)
{
	static const char *const texts[] = { "a",           "",          "1.20",    "a\nb",
					     "a\nb\n",      "a\n\n",     "a\n\n\n", "a\n\n b\n",
					     " a\n \n\nb",  "a\n  \n\n", "\na",     "a\r\nb",
					     "\xe2\x80\xa8" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		check(map_of(text("k"), text(texts[i])));
		check(map_of(text(texts[i]), map_of(text("k"), text(texts[i]))));
		check(below(text(texts[i]), 2));
	}
}

/* A kept node within another one. */
static void test_nested(void **state)
{
	struct node x = map_of(text("k"), text("a\n\nb\n"));
	struct node kept = node_keep(&x, &arena), outer = map_of(text("o"), kept);

	(void)state;
	assert_string_equal(printed(outer).s, printed(map_of(text("o"), x)).s);
	check(outer);
}

static void test_same(void **state)
{
	struct node x = map_of(text("k"), text("v")), kept = node_keep(&x, &arena);
	struct node again = node_keep(&kept, &arena), scalar = text("a");
	struct node empty = node_map(NULL, 0);

	(void)state;
	assert_true(node_eq(&x, &kept));
	assert_ptr_equal(again.items, kept.items);
	assert_int_equal(node_count(&kept, SIZE_MAX), node_count(&x, SIZE_MAX));
	assert_int_equal(node_count(&x, SIZE_MAX), 9);
	assert_int_equal(json_size(&kept), json_size(&x));
	assert_true(json_size_at_most(&kept) >= json_size(&x));
	scalar = node_keep(&scalar, &arena);
	empty = node_keep(&empty, &arena);
	assert_null(node_kept(&scalar));
	assert_null(node_kept(&empty));
}

/* JSON is longer than YAML where every byte is escaped. */
static void test_size(void **state)
{
	static const char *const texts[] = {
		"<", "<<<<", "&", "\x01\x01", "\n", "a\n<\n", "<\n\n\n"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct node x = map_of(text(texts[i]), text(texts[i]));
		struct node list = below(text(texts[i]), 2);
		struct node kept = node_keep(&x, &arena), kept_list = node_keep(&list, &arena);

		assert_true(json_size_at_most(&kept) >= json_size(&x));
		assert_true(json_size_at_most(&kept_list) >= json_size(&list));
	}
}

/* A copy shares nothing. */
static void test_copy(void **state)
{
	struct arena other = { 0 };
	struct node x = map_of(text("k"), text("v")), kept = node_keep(&x, &arena);
	struct node copy = node_copy(&kept, &other);

	(void)state;
	assert_true(node_eq(&copy, &x));
	assert_null(node_kept(&copy));
	assert_true(copy.items != x.items && copy.items[0].text != x.items[0].text);
	assert_int_equal(copy.items[1].flags, x.items[1].flags);
	arena_release(&other);
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
		cmocka_unit_test(test_texts), cmocka_unit_test(test_nested),
		cmocka_unit_test(test_same),  cmocka_unit_test(test_size),
		cmocka_unit_test(test_copy),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
