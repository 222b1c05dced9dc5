#include "base/buf.h"
#include "base/limits.h"
#include "yaml/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* What one test reads. */
struct fixture {
	struct arena arena;
	struct findings found;
	struct sources sources;
	struct documents documents;
};

static int set_up(void **state)
{
	*state = calloc(1, sizeof(struct fixture));
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	findings_release(&f->found);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static bool read_text(struct fixture *f, struct str text)
{
	uint32_t file = sources_add(&f->sources, &f->arena, S("m.yaml"), text);

	findings_release(&f->found);
	return yaml_read(file, text, &f->arena, &f->found, &f->documents);
}

static const struct node *read_one(struct fixture *f, const char *text)
{
	if (!read_text(f, str_of(text)))
		fail_msg("'%s': %s", text, f->found.list[0]->message.s);
	assert_int_equal(f->documents.n, 1);
	return f->documents.list;
}

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

static void test_findings(void **state)
{
	static const struct {
		const char *text;
		enum code code;
		uint32_t line, column, note_line, note_column;
	} cases[] = {
		{ "a: \"b\nc: d\n", MG0105, 1, 4, 0, 0 },
		{ "a: 'b\n---\n", MG0105, 1, 4, 0, 0 },
		{ "a: b: c", MG0105, 1, 5, 0, 0 },
		{ "a:\n\tb: c", MG0105, 2, 1, 0, 0 },
		{ "\xc3\xa9: |\n  b\n\xc3\xa9 \xc3\xa9\nd: e\n", MG0105, 3, 1, 0, 0 },
		{ "a: *.global", MG0105, 1, 4, 0, 0 },
		{ "a: [b\nc: d", MG0105, 2, 2, 1, 4 },
		{ "a: {b: c", MG0105, 1, 4, 0, 0 },
		{ "a: [b\n", MG0105, 1, 4, 0, 0 },
		{ "a: {b: c ]", MG0105, 1, 10, 1, 4 },
		{ "a: 1\n  b: 2", MG0105, 2, 4, 0, 0 },
		{ "a:\n  b: 1\n c: 2", MG0105, 3, 2, 1, 1 },
		{ "a: - b", MG0105, 1, 4, 0, 0 },
		{ "a: | b", MG0105, 1, 6, 1, 4 },
		{ "\xc3\xa9: 1\nb: \x01", MG0105, 2, 4, 0, 0 },
		{ "a: @b", MG0105, 1, 4, 0, 0 },
		{ "a: \"\\q\"", MG0105, 1, 5, 1, 4 },
		{ " - a\n- b", MG0105, 2, 1, 0, 0 },
		{ "a: ]", MG0105, 1, 4, 0, 0 },
		{ "// x\n{\"a\": 1}", MG0105, 1, 1, 0, 0 },
		{ "{\n  // x\n  \"a\": 1}", MG0105, 2, 3, 1, 1 },
		{ "a: 1\n<<<<<<< HEAD\nb: 2\n", MG0105, 2, 1, 0, 0 },
		{ "a: 1\nb:\xc2\xa0"
		  "2\nc: 3\n",
		  MG0105, 2, 3, 0, 0 },
		{ "a:\n  b:\xc2\xa0"
		  "2\n  c: 3\n",
		  MG0105, 2, 5, 0, 0 },
		{ "a: \"x\xc2\xa0y\"\nb: @c", MG0105, 2, 4, 0, 0 },
		{ "a: 1\nb: 2\xe2\x80\x8b: 3\n", MG0105, 2, 5, 0, 0 },
		{ "a: 1\nb:\n  \"a\": 2\n  a: 3\n", MG0106, 4, 3, 3, 3 },
		{ "a: *b", MG0107, 1, 4, 0, 0 },
		{ "a: &b [*b]", MG0107, 1, 8, 0, 0 },
		{ "a: &b 1\n---\na: *b", MG0107, 3, 4, 0, 0 },
		{ "a: &b !Ref c", MG0108, 1, 7, 0, 0 },
		{ "a: !!int b", MG0108, 1, 4, 0, 0 },
		{ "a: !!map [b]", MG0108, 1, 4, 0, 0 },
		{ "a: !!set {b: c}", MG0108, 1, 4, 0, 0 },
		{ "a: &b {c: d}\ne:\n  <<: *b", MG0109, 3, 3, 0, 0 },
		{ "a: {{ b }}", MG0111, 1, 5, 0, 0 },
		{ "? [a]\n: b", MG0111, 1, 3, 0, 0 },
		{ "~: b", MG0111, 1, 1, 0, 0 },
		{ "? # none\n: b", MG0111, 1, 2, 0, 0 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct position p = { 0 }, note = { 0 };
		bool ok = read_text(f, str_of(cases[i].text));
		const struct finding *g = f->found.list ? f->found.list[0] : NULL;

		if (g)
			p = place_find(&f->sources, g->place);
		if (g && g->notes)
			note = place_find(&f->sources, g->notes->place);
		if (ok || !g || g->code != cases[i].code || p.line != cases[i].line ||
		    p.column != cases[i].column || note.line != cases[i].note_line ||
		    note.column != cases[i].note_column)
			fail_msg("'%s': %s %u:%u, note %u:%u", cases[i].text,
				 g ? g->message.s : "right", p.line, p.column, note.line,
				 note.column);
		assert_true(g->help.n > 0);
	}
}

static void test_help(void **state)
{
	static const struct {
		const char *text, *message, *help;
	} cases[] = {
		{ "a: @b", "a character that cannot begin a value", "quote the value" },
		{ "a:\n\tb: c", "a tab in the indentation: YAML takes only spaces",
		  "replace it by spaces" },
		{ "a: 1\n<<<<<<< HEAD\nb: 2\n", "a conflict marker: a merge was not finished",
		  "keep what is right, and remove the lines that begin with <<<<<<<, ======= and "
		  ">>>>>>>" },
		{ "a: 1\n=======\r\nb: 2\n", "a conflict marker: a merge was not finished",
		  "keep what is right, and remove the lines that begin with <<<<<<<, ======= and "
		  ">>>>>>>" },
		{ "a: 1\nb:\xc2\xa0"
		  "2\nc: 3\n",
		  "a no-break space (U+00A0), which is no blank to YAML",
		  "write a blank instead, or quote the text that it belongs to" },
		{ "// x\n{\"a\": 1}", "a comment with '//', which neither YAML nor JSON has",
		  "remove it; in YAML a comment begins with '#'" },
		{ "{\n  // x\n  \"a\": 1}", "a comment with '//', which neither YAML nor JSON has",
		  "remove it; in YAML a comment begins with '#'" },
		{ "{{- if .x }}\na: b", "expected a value", READER_TEMPLATE_HELP },
		{ "a: {{ .x }}", "a map as a key", READER_TEMPLATE_HELP },
		{ "{[a]: b}", "a list as a key",
		  "a key is a text; quote one that begins with '{' or '['" },
		{ "~: b", "null as a key", "quote it if it is meant as a text" },
		{ "[b]: c", "a list as a key",
		  "a key is a text; quote one that begins with '{' or '['" },
		{ "a: !!float b", "the tag '!!float' does not fit the value behind it",
		  "remove the tag" },
		{ "a: !b\n", "the tag '!b' is none of JSON's types", "remove the tag" },
		{ "a: *b", "alias '*b' names no anchor that stands before it",
		  "quote a text that begins with '*': \"*b\"" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_false(read_text(f, str_of(cases[i].text)));
		assert_string_equal(f->found.list[0]->message.s, cases[i].message);
		assert_string_equal(f->found.list[0]->help.s, cases[i].help);
	}
}

/* A list of depth lists, the innermost holding what inside says. */
static bool read_nested(struct fixture *f, size_t depth, const char *before, const char *inside)
{
	struct buf text = BUF_INIT;
	struct str copy;

	buf_addf(&text, "%s", before);
	buf_fill(&text, '[', depth);
	buf_addf(&text, "%s", inside);
	buf_fill(&text, ']', depth);
	copy = arena_dup(&f->arena, buf_str(&text));
	buf_release(&text);
	return read_text(f, copy);
}

static void assert_too_much(struct fixture *f)
{
	assert_int_equal(f->found.n, 1);
	assert_int_equal(f->found.list[0]->code, MG0110);
}

static void test_depth(void **state)
{
	struct fixture *f = *state;

	assert_true(read_nested(f, LIMIT_DEPTH, "", ""));
	assert_false(read_nested(f, LIMIT_DEPTH + 1, "", ""));
	assert_too_much(f);
	assert_false(read_nested(f, 100 * 1000, "", ""));
	assert_too_much(f);
	assert_true(read_nested(f, LIMIT_DEPTH - 3, "- &a [[b]]\n- ", "*a"));
	assert_false(read_nested(f, LIMIT_DEPTH - 2, "- &a [[b]]\n- ", "*a"));
	assert_too_much(f);
}

static void test_aliases_cap(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a 1\n");
	for (int i = 0; i < LIMIT_ALIASES; i++)
		buf_addf(&text, "- *a\n");
	assert_true(read_text(f, buf_str(&text)));
	buf_addf(&text, "- *a\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

/* Ten times ten to the eighth values in a few hundred bytes. */
static void test_bomb(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a0 [x, x, x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 9; i++) {
		buf_addf(&text, "- &a%d [*a%d", i, i - 1);
		for (int k = 0; k < 9; k++)
			buf_addf(&text, ", *a%d", i - 1);
		buf_addf(&text, "]\n");
	}
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

/* Exactly as many values as may be, and one more. */
static void test_nodes_cap(void **state)
{
	enum { ITEMS = 3998, ALIASES = 999, FILLERS = 999 };
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a [x");
	for (int i = 1; i < ITEMS; i++)
		buf_addf(&text, ",x");
	buf_addf(&text, "]\n");
	for (int i = 0; i < ALIASES; i++)
		buf_addf(&text, "- *a\n");
	for (int i = 0; i < FILLERS; i++)
		buf_addf(&text, "- x\n");
	assert_true(read_text(f, buf_str(&text)));
	buf_addf(&text, "- x\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

/* A list of two texts, named again and again: as many bytes as may be, and one more. */
static void test_bytes_cap(void **state)
{
	enum { LONG = 512 * 1024, ALIASES = 63 };
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a [\"\\x61");
	buf_fill(&text, 'a', LONG - 1);
	buf_addf(&text, "\", ");
	buf_fill(&text, 'b', LONG);
	buf_addf(&text, "]\n");
	for (int i = 0; i < ALIASES; i++)
		buf_addf(&text, "- *a\n");
	assert_true(read_text(f, buf_str(&text)));
	buf_addf(&text, "- b\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

static void test_many_keys(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	for (int i = 0; i < 50; i++)
		buf_addf(&text, "k%d: 1\n", i);
	assert_true(read_text(f, buf_str(&text)));
	buf_addf(&text, "k7: 1\nk7: 2\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_int_equal(f->found.n, 2);
	assert_int_equal(place_find(&f->sources, f->found.list[1]->place).line, 52);
	assert_int_equal(place_find(&f->sources, f->found.list[1]->notes->place).line, 8);
	for (int i = 0; i < 2 * LIMIT_ERRORS; i++)
		buf_addf(&text, "k7: 1\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_int_equal(f->found.n, LIMIT_ERRORS);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_scalars, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_tags, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_keys, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_aliases, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_documents, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_surrogates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_json, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_findings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_help, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nodes_cap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bytes_cap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_depth, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_aliases_cap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bomb, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_many_keys, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
