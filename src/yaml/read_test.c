#include "yaml/read_fixture.h"

/* The value of key a. */
static const struct node *read_a(struct fixture *f, const char *text)
{
	const struct node *map = read_one(f, text), *key = node_key(map, S("a"));

	assert_non_null(key);
	return key + 1;
}

static void assert_text(const struct node *x, enum node_kind kind, struct str text)
{
	assert_int_equal(x->kind, kind);
	if (!str_eq(node_text(x), text))
		fail_msg("'%.*s' is not '%.*s'", FMT(node_text(x)), FMT(text));
}

static void test_scalars(void **state)
{
	static const struct {
		const char *text;
		enum node_kind kind;
		unsigned flags;
		struct str value;
	} cases[] = {
		{ "a: b", NODE_STR, NODE_PLAIN | NODE_VERBATIM, STR("b") },
		{ "a: b c  # d", NODE_STR, NODE_PLAIN | NODE_VERBATIM, STR("b c") },
		{ "a: 1.20", NODE_FLOAT, NODE_VERBATIM, STR("1.20") },
		{ "a: on", NODE_BOOL, NODE_VERBATIM, STR("on") },
		{ "a:", NODE_NULL, NODE_VERBATIM, STR("") },
		{ "a: ~", NODE_NULL, NODE_VERBATIM, STR("~") },
		{ "a: 'on'", NODE_STR, NODE_QUOTED | NODE_VERBATIM, STR("on") },
		{ "a: \"b\"", NODE_STR, NODE_QUOTED | NODE_PLAIN | NODE_VERBATIM, STR("b") },
		{ "a: 'b''c'", NODE_STR, NODE_QUOTED | NODE_PLAIN, STR("b'c") },
		{ "a: \"b\\x41\"", NODE_STR, NODE_QUOTED | NODE_PLAIN, STR("bA") },
		{ "a: b\n  c", NODE_STR, NODE_PLAIN, STR("b c") },
		{ "a: |\n  b\n  c\n", NODE_STR, NODE_QUOTED, STR("b\nc\n") },
		{ "a: |\r\n  b\r\n  c\r\n", NODE_STR, NODE_QUOTED, STR("b\nc\n") },
		{ "a: 'b\r\n  c'\r\n", NODE_STR, NODE_QUOTED | NODE_PLAIN, STR("b c") },
		{ "a: >-\n  b\n  c\n", NODE_STR, NODE_QUOTED | NODE_PLAIN, STR("b c") },
		{ "a: \"b\\0\"", NODE_STR, NODE_QUOTED, STR("b\0") },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct node *x = read_a(f, cases[i].text);

		assert_text(x, cases[i].kind, cases[i].value);
		if (x->flags != cases[i].flags)
			fail_msg("'%s' has flags %u", cases[i].text, x->flags);
	}
}

static void test_tags(void **state)
{
	struct fixture *f = *state;

	assert_text(read_a(f, "a: !!str 1.20"), NODE_STR, S("1.20"));
	assert_text(read_a(f, "a: ! 1.20"), NODE_STR, S("1.20"));
	assert_text(read_a(f, "a: !!int \"3\""), NODE_INT, S("3"));
	assert_text(read_a(f, "a: !!float 3"), NODE_INT, S("3"));
	assert_text(read_a(f, "a: !!null ''"), NODE_NULL, S(""));
	assert_text(read_a(f, "a: !<tag:yaml.org,2002:bool> true"), NODE_BOOL, S("true"));
	assert_int_equal(read_a(f, "a: !!map {b: c}")->kind, NODE_MAP);
	assert_int_equal(read_a(f, "a: !!seq [b]")->kind, NODE_SEQ);
	assert_int_equal(read_a(f, "a: &b !!str 1.20")->off, 12);
	assert_int_equal(read_a(f, "a: !!str   &b 1.20")->off, 14);
}

static void test_keys(void **state)
{
	struct fixture *f = *state;
	const struct node *map = read_one(f, "on: 1\n1: 2\n1.20: 3\n'null': 4\n2024-01-01: 5\n"
					     "\"<<\": 6\nx: 7");
	static const char *const keys[] = { "on", "1", "1.20", "null", "2024-01-01", "<<", "x" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		assert_text(&map->items[2 * i], NODE_STR, str_of(keys[i]));
		assert_int_equal(map->items[2 * i].flags & NODE_PLAIN,
				 strcmp(keys[i], "x") == 0 ? NODE_PLAIN : 0);
	}
}

static void test_aliases(void **state)
{
	struct fixture *f = *state;
	const struct node *map = read_one(f, "a: &x {b: [c]}\nd: *x\ne: &x 1\nf: *x\n");
	const struct node *d = node_get(map, S("d"));

	assert_ptr_equal(d->items, node_get(map, S("a"))->items);
	assert_text(node_get(map, S("f")), NODE_INT, S("1"));
	assert_int_equal(d->off, 3);
	map = read_one(f, "a: &k b\n*k : c");
	assert_text(node_get(map, S("b")), NODE_STR, S("c"));
}

static void test_documents(void **state)
{
	struct fixture *f = *state;

	assert_true(read_text(f, S("a: 1\n---\n# none\n--- # none\nnull\n---\nb: 2\n...\n")));
	assert_int_equal(f->documents.n, 2);
	assert_true(read_text(f, S("")));
	assert_int_equal(f->documents.n, 0);
	assert_true(read_text(f, S("# only this")));
	assert_int_equal(f->documents.n, 0);
	assert_int_equal(read_one(f, "%YAML 1.2\n---\na: b\n")->kind, NODE_MAP);
	assert_false(read_text(f, S("a: 1\n---\nb: [\n---\nc: 1\n")));
	assert_int_equal(f->documents.n, 1);
	assert_false(read_text(f, S("a: 1\n---\nb\nc: 1\n")));
	assert_int_equal(f->documents.n, 1);
	assert_false(read_text(f, S("a: 1\n---\nb: 1\nb: 2\n---\nc: 1\nc: 2")));
	assert_int_equal(f->documents.n, 1);
	assert_int_equal(f->found.n, 2);
}

static void test_places(void **state)
{
	static const char text[] = "a: \xc3\xa9\xe2\x82\xac # \xc3\xa9\r\n\"b\":\r\n- {c: 'd'}\n"
				   "e: |\n  f\n";
	struct fixture *f = *state;
	const struct node *map = read_one(f, text);

	assert_int_equal(map->off, 0);
	assert_int_equal(map->items[1].off, 3);
	assert_int_equal(map->items[2].off, 15);
	assert_int_equal(map->items[3].off, 21);
	assert_int_equal(map->items[3].items[0].off, 23);
	assert_int_equal(map->items[3].items[0].items[1].off, 27);
	assert_int_equal(map->items[5].off, 35);
	assert_ptr_equal(map->items[1].text, text + 3);
	assert_ptr_equal(map->items[2].text, text + 16);
	assert_ptr_equal(map->items[3].items[0].items[1].text, text + 28);
}

static void test_surrogates(void **state)
{
	struct fixture *f = *state;
	const struct node *x;

	assert_text(read_a(f, "{\"a\":\"\\ud83d\\ude00\\u0000\\uDBFF\\uDFFF\\0\"}"), NODE_STR,
		    S("\xf0\x9f\x98\x80\0\xf4\x8f\xbf\xbf\0"));
	assert_text(read_a(f, "a: \"\\\\\\ud83d\\ude00\\x00\""), NODE_STR,
		    S("\\\xf0\x9f\x98\x80\0"));
	assert_text(read_a(f, "a: \\ud83d\\uDe00"), NODE_STR, S("\\ud83d\\uDe00"));
	assert_text(read_a(f, "a: '''\\ud83d\\uDe00'"), NODE_STR, S("'\\ud83d\\uDe00"));
	assert_text(read_a(f, "a: |\n  \\U0001f600\\0 \\ud83d\\uDe00\n  \\uD83D\\ude00\n"),
		    NODE_STR, S("\\U0001f600\\0 \\ud83d\\uDe00\n\\uD83D\\ude00\n"));
	assert_text(read_a(f, "a: \"\\ud800\\udc00\\uDAfa\\udf9A\""), NODE_STR,
		    S("\xf0\x90\x80\x80\xf3\x8e\xae\x9a"));
	assert_text(read_a(f, "a: \\ud83d\\ude0g \\ud83d\\ude"), NODE_STR,
		    S("\\ud83d\\ude0g \\ud83d\\ude"));
	assert_text(read_a(f, "a: \\ud83d\\ude00\\ud7ff\\ude00\\ud83d\\ue000\n"), NODE_STR,
		    S("\\ud83d\\ude00\\ud7ff\\ude00\\ud83d\\ue000"));
	x = read_a(f, "a: [\"\\ud83d\\ude00\", b]");
	assert_int_equal(x->items[1].off, 20);
	assert_false(read_text(f, S("a: \"\\ud83d\"")));
	assert_false(read_text(f, S("a: \"\\ude00\\ud83d\"")));
	assert_false(read_text(f, S("a: \"\\ud83d\\ud83d\"")));
	assert_false(read_text(f, S("a: \"\\\\ud83d\\ude00\"")));
}

static void test_json(void **state)
{
	struct fixture *f = *state;
	const struct node *map =
		read_one(f, "{\n\t\"a\" : [1,-2.5e3,true,null,\"\\/\\u00e9\"],\"b\":{\"c\":{}}}\n");
	const struct node *a = node_get(map, S("a"));

	assert_int_equal(a->n, 5);
	assert_text(&a->items[1], NODE_FLOAT, S("-2.5e3"));
	assert_text(&a->items[4], NODE_STR, S("/\xc3\xa9"));
	assert_int_equal(node_get(node_get(map, S("b")), S("c"))->n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		READ_TEST(test_scalars),    READ_TEST(test_tags),      READ_TEST(test_keys),
		READ_TEST(test_aliases),    READ_TEST(test_documents), READ_TEST(test_places),
		READ_TEST(test_surrogates), READ_TEST(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
