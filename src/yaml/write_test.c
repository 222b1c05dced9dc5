#include "yaml/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static struct node map_of(const char *key, struct node value)
{
	struct map_builder m = { 0 };

	map_put(&m, &arena, str_of(key), value);
	return map_done(&m);
}

static struct node seq_of(struct node x, struct node y)
{
	struct node *items = ARENA_ARRAY(&arena, 2, struct node);

	items[0] = x;
	items[1] = y;
	return node_seq(items, 2);
}

static struct node text(const char *s)
{
	return node_str(str_of(s));
}

static void assert_written(struct node x, const char *expected)
{
	struct buf out = BUF_INIT;

	yaml_write(&out, &x);
	assert_string_equal(out.s, expected);
	buf_release(&out);
}

static void test_scalars(void **state)
{
	(void)state;
	assert_written(map_of("a", text("b")), "a: b\n");
	assert_written(map_of("a", text("1.20")), "a: \"1.20\"\n");
	assert_written(map_of("a", text("")), "a: \"\"\n");
	assert_written(map_of("on", text("*.global")), "\"on\": \"*.global\"\n");
	assert_written(map_of("a", node_int(&arena, -7)), "a: -7\n");
	assert_written(map_of("a", node_bool(true)), "a: true\n");
	assert_written(map_of("a", node_null()), "a: null\n");
	assert_written(map_of("a", text("x\ty\"\\\x01\x7f")), "a: \"x\\ty\\\"\\\\\\x01\\x7F\"\n");
	assert_written(map_of("a", text("\xc3\xa9\xe2\x80\xa8\xc2\x85")),
		       "a: \"\xc3\xa9\\u2028\\x85\"\n");
}

static void test_blocks(void **state)
{
	(void)state;
	assert_written(map_of("a", text("x\ny\n")), "a: |\n  x\n  y\n");
	assert_written(map_of("a", text("x\ny")), "a: |-\n  x\n  y\n");
	assert_written(map_of("a", text("x\n\n")), "a: |+\n  x\n\n");
	assert_written(map_of("a", text(" x\n\ny\n")), "a: |2\n   x\n\n  y\n");
	assert_written(map_of("a", text("\nx\n")), "a: \"\\nx\\n\"\n");
	assert_written(map_of("a", text("x\r\ny\n")), "a: \"x\\r\\ny\\n\"\n");
	assert_written(seq_of(text("x\ny\n"), text("z")), "- |\n  x\n  y\n- z\n");
}

static void test_collections(void **state)
{
	(void)state;
	assert_written(map_of("a", map_of("b", seq_of(text("c"), map_of("d", text("e"))))),
		       "a:\n  b:\n  - c\n  - d: e\n");
	assert_written(map_of("a", node_map(NULL, 0)), "a: {}\n");
	assert_written(map_of("a", node_seq(NULL, 0)), "a: []\n");
	assert_written(map_of("a", seq_of(seq_of(text("b"), text("c")), node_seq(NULL, 0))),
		       "a:\n- - b\n  - c\n- []\n");
}

static void assert_size(struct node x, const char *json)
{
	assert_int_equal(json_size(&x), str_of(json).n);
	assert_true(json_size_at_most(&x) >= json_size(&x));
}

static void test_json_size(void **state)
{
	(void)state;
	assert_size(map_of("a", text("b")), "{\"a\":\"b\"}");
	assert_size(map_of("a", seq_of(node_int(&arena, 12), node_bool(false))),
		    "{\"a\":[12,false]}");
	assert_size(node_seq(NULL, 0), "[]");
	assert_size(node_map(NULL, 0), "{}");
	assert_size(node_null(), "null");
	assert_size(text("<a&\n\x01"), "\"\\u003ca\\u0026\\n\\u0001\"");
	assert_size(text("\b\t\f\r\v\x1f>\"\\\x7f"),
		    "\"\\b\\t\\f\\r\\u000b\\u001f\\u003e\\\"\\\\\x7f\"");
	assert_size(text("\xe2\x80\xa8\xe2\x80\xaa"), "\"\\u2028...\"");
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
		cmocka_unit_test(test_scalars),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_collections),
		cmocka_unit_test(test_json_size),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
