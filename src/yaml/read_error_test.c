#include "yaml/read_fixture.h"

#include "base/buf.h"
#include "base/limits.h"

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
		READ_TEST(test_findings),
		READ_TEST(test_help),
		READ_TEST(test_many_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
