#include "yaml/read.h"
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

/* Booleans as YAML 1.2 has them, whatever the input wrote. */
static void test_booleans(void **state)
{
	struct node yes = text("Yes"), off = text("off");

	(void)state;
	yes.kind = off.kind = NODE_BOOL;
	assert_written(map_of("a", yes), "a: true\n");
	assert_written(map_of("a", off), "a: false\n");
	assert_size(yes, "true");
	assert_size(off, "false");
}

static void test_long_key(void **state)
{
	struct buf key = BUF_INIT, expected = BUF_INIT;

	(void)state;
	buf_fill(&key, 'k', 1000);
	buf_addf(&expected, "%s: b\n", key.s);
	assert_written(map_of(key.s, text("b")), expected.s);
	buf_addc(&key, 'k');
	buf_truncate(&expected, 0);
	buf_addf(&expected, "a:\n  ? %s\n  : b\n", key.s);
	assert_written(map_of("a", map_of(key.s, text("b"))), expected.s);
	buf_truncate(&expected, 0);
	buf_addf(&expected, "a:\n  ? %s\n  :\n  - b\n  - c\n", key.s);
	assert_written(map_of("a", map_of(key.s, seq_of(text("b"), text("c")))), expected.s);
	buf_release(&key);
	buf_release(&expected);
}

static void assert_read_back(const struct node *x)
{
	struct findings found = { 0 };
	struct documents again;
	struct buf out = BUF_INIT;

	yaml_write(&out, x);
	if (!yaml_read(1, buf_str(&out), &arena, &found, &again) || again.n != 1 ||
	    !node_eq(x, again.list))
		fail_msg("read back differently: %s", out.s);
	assert_true(json_size(x) <= json_size_at_most(x));
	findings_release(&found);
	buf_release(&out);
}

static const struct str texts[] = {
	STR("a"),
	STR(""),
	STR(" "),
	STR("\n"),
	STR("\n\n"),
	STR(" \n"),
	STR("a\n \n"),
	STR("a\n  "),
	STR("\ta\nb"),
	STR(" a\nb"),
	STR("a\n\n\nb\n\n"),
	STR("a \nb\t\n"),
	STR("a\n b\n  c"),
	STR("a\r\nb"),
	STR("a\rb\n"),
	STR("a\0b"),
	STR("a\n\0"),
	STR("\xc2\x85"),
	STR("a\n\xc2\x85"),
	STR("\xe2\x80\xa8"),
	STR("a\n\xe2\x80\xa9\n"),
	STR("\xef\xbb\xbf"),
	STR("\xef\xbf\xbf"),
	STR("\xf0\x9f\x98\x80"),
	STR("a\n\xf0\x9f\x98\x80"),
	STR("\x7f"),
	STR("1234567\x7f\n"),
	STR("\x1b[m\na"),
	STR("---"),
	STR("--- a"),
	STR("...\n"),
	STR("---\na"),
	STR("-"),
	STR("- a"),
	STR("?"),
	STR("? a"),
	STR(": a"),
	STR("a: b"),
	STR("a:"),
	STR("a #b"),
	STR("a\n#b"),
	STR("#\n#"),
	STR("*a"),
	STR("&a"),
	STR("!a"),
	STR("%a"),
	STR("@a"),
	STR("`a"),
	STR("|"),
	STR(">"),
	STR("{"),
	STR("}"),
	STR("["),
	STR("]"),
	STR(","),
	STR("'"),
	STR("\""),
	STR("\\"),
	STR("\"\\\n"),
	STR("null"),
	STR("1.20"),
	STR("yes"),
	STR("<<"),
	STR("="),
	STR("0x1"),
	STR("2024-01-01"),
	STR("1:30"),
	STR(".inf"),
	STR("${a}"),
	STR("\xc2\xa0"),
	STR("a\n\xf2\x80\xa8\x80"),
	STR("\"\xf2\x80\xa8\x80"),
};

/* As key, as value, as item, at several depths. */
static void test_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct node x = node_str(texts[i]), map;
		struct map_builder m = { 0 };

		map_put(&m, &arena, texts[i], x);
		map_put(&m, &arena, S("behind"), seq_of(x, seq_of(x, map_of("deep", x))));
		map = map_done(&m);
		assert_read_back(&x);
		assert_read_back(&map);
		map = seq_of(map, x);
		assert_read_back(&map);
	}
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
		cmocka_unit_test(test_scalars),     cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_collections), cmocka_unit_test(test_json_size),
		cmocka_unit_test(test_booleans),    cmocka_unit_test(test_long_key),
		cmocka_unit_test(test_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
