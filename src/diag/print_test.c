#include "base/limits.h"
#include "diag/print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct arena arena;

/* One finding at off in a file of this text. */
static void assert_shown(struct str text, uint32_t off, uint32_t len, const char *expected)
{
	struct sources sources = { 0 };
	struct findings all = { 0 };
	struct buf out = BUF_INIT;
	uint32_t file = sources_add(&sources, &arena, S("m.yaml"), text);

	finding_add(&all, MG0106, place_at(file, off, len), "no");
	print_text(&out, &all, &sources, SEVERITY_WARNING, false);
	assert_string_equal(out.s + strcspn(out.s, "\n") + 1, expected);
	buf_release(&out);
	findings_release(&all);
}

static void test_text(void **state)
{
	struct sources sources = { 0 };
	struct findings all = { 0 };
	struct buf out = BUF_INIT;
	uint32_t file = sources_add(&sources, &arena, S("m.yaml"), S("- east\n- east\n"));
	struct finding *f;

	(void)state;
	finding_add(&all, MG0305, place_file(file), "a warning");
	f = finding_add(&all, MG0301, place_at(file, 9, 4), "'%s' twice", "ea\x1b[31mst");
	finding_note(f, place_at(file, 2, 4), "first here");
	finding_note_path(f, S("out/x"), "and here");
	finding_help(f, "remove one\nor both");
	finding_add(&all, MG0905, (struct place){ 0 }, "nowhere");
	print_text(&out, &all, &sources, SEVERITY_WARNING, false);
	assert_string_equal(out.s, "m.yaml:2:3: error[MG0301]: 'ea\\x1b[31mst' twice\n"
				   "2 | - east\n"
				   "  |   ^~~~\n"
				   "m.yaml:1:3: note: first here\n"
				   "out/x: note: and here\n"
				   "help: remove one\n"
				   "      or both\n"
				   "error[MG0905]: nowhere\n"
				   "m.yaml: warning[MG0305]: a warning\n");
	buf_release(&out);
	findings_release(&all);
}

static void test_lines(void **state)
{
	(void)state;
	assert_shown(S("a: b"), 3, 1, "1 | a: b\n  |    ^\n");
	assert_shown(S("\ta\tb"), 3, 1, "1 | \ta\tb\n  | \t \t^\n");
	assert_shown(S("\xe4\xb8\x96: \xe4\xb8\x96x"), 5, 4,
		     "1 | \xe4\xb8\x96: \xe4\xb8\x96x\n"
		     "  |     ^~~\n");
	assert_shown(S("e\xcc\x81: b"), 5, 1, "1 | e\xcc\x81: b\n  |    ^\n");
	assert_shown(S("\x1b\xff\xe2\x80\xae: b"), 7, 1,
		     "1 | \\x1b\\xff\\xe2\\x80\\xae: b\n  |                       ^\n");
	assert_shown(S("a\tb"), 1, 2, "1 | a\tb\n  |  ^~\n");
	assert_shown(S("a\n"), 2, 1, "2 | \n  | ^\n");
	assert_shown(S("a: b\n"), 3, 9, "1 | a: b\n  |    ^\n");
}

static void test_long_line(void **state)
{
	struct buf line = BUF_INIT, expected = BUF_INIT;

	(void)state;
	buf_fill(&line, 'x', 1000);
	buf_addf(&expected, "1 | ...");
	buf_fill(&expected, 'x', 160);
	buf_addf(&expected, "...\n  |    ");
	buf_fill(&expected, ' ', 80);
	buf_addf(&expected, "^~\n");
	assert_shown(buf_str(&line), 500, 2, expected.s);
	buf_truncate(&expected, 4);
	buf_fill(&expected, 'x', 160);
	buf_addf(&expected, "...\n  | ");
	buf_fill(&expected, ' ', 80);
	buf_addf(&expected, "^");
	buf_fill(&expected, '~', 79);
	buf_addf(&expected, "\n");
	assert_shown(buf_str(&line), 80, 500, expected.s);
	buf_release(&line);
	buf_release(&expected);
}

static void test_cap(void **state)
{
	struct sources sources = { 0 };
	struct findings all = { 0 };
	struct buf out = BUF_INIT;

	(void)state;
	for (int i = 0; i < LIMIT_FINDINGS; i++)
		finding_add(&all, MG0305, (struct place){ 0 }, "warning");
	print_text(&out, &all, &sources, SEVERITY_WARNING, false);
	assert_null(strstr(out.s, "more"));
	finding_add(&all, MG0106, (struct place){ 0 }, "error");
	finding_add(&all, MG0106, (struct place){ 0 }, "error");
	buf_truncate(&out, 0);
	print_text(&out, &all, &sources, SEVERITY_WARNING, false);
	assert_int_equal(strncmp(out.s, "error[MG0106]: error\n", 21), 0);
	assert_true(str_ends(buf_str(&out), S("warning\n... and 2 more\n")));
	buf_release(&out);
	findings_release(&all);
}

static void test_without_warnings_none_is_counted(void **state)
{
	struct sources sources = { 0 };
	struct findings all = { 0 };
	struct buf out = BUF_INIT;

	(void)state;
	finding_add(&all, MG0106, (struct place){ 0 }, "error");
	for (int i = 0; i < LIMIT_FINDINGS_KEPT; i++)
		finding_add(&all, MG0305, (struct place){ 0 }, "warning");
	print_text(&out, &all, &sources, SEVERITY_ERROR, false);
	assert_string_equal(out.s, "error[MG0106]: error\n");
	finding_add(&all, MG0106, (struct place){ 0 }, "an error that is only counted");
	buf_truncate(&out, 0);
	print_text(&out, &all, &sources, SEVERITY_ERROR, false);
	assert_string_equal(out.s, "error[MG0106]: error\n... and 1 more\n");
	buf_release(&out);
	findings_release(&all);
}

static void test_color(void **state)
{
	struct sources sources = { 0 };
	struct findings all = { 0 };
	struct buf out = BUF_INIT;
	uint32_t file = sources_add(&sources, &arena, S("m.yaml"), S("x"));

	(void)state;
	finding_add(&all, MG0106, place_at(file, 0, 1), "no");
	print_text(&out, &all, &sources, SEVERITY_WARNING, true);
	assert_string_equal(out.s, "\033[1mm.yaml:1:1:\033[0m \033[1;31merror[MG0106]\033[0m: no\n"
				   "1 | x\n"
				   "  | \033[1;32m^\033[0m\n");
	buf_release(&out);
	findings_release(&all);
}

static void test_json(void **state)
{
	struct sources sources = { 0 };
	struct findings all = { 0 };
	struct buf out = BUF_INIT;
	uint32_t file = sources_add(&sources, &arena, S("m\xff.yaml"), S("a\n\xc3\xa9: b\n"));
	struct finding *f;

	(void)state;
	print_json(&out, &all, &sources);
	assert_string_equal(out.s, "[]\n");
	buf_truncate(&out, 0);
	f = finding_add(&all, MG0301, place_at(file, 6, 1), "\"\xc3\xa9\"\n");
	finding_note(f, place_at(file, 0, 1), "here");
	finding_add_path(&all, MG0305, S("out"), "w");
	print_json(&out, &all, &sources);
	assert_string_equal(
		out.s,
		"[\n{\"code\":\"MG0301\",\"severity\":\"error\",\"path\":\"m\\\\xff.yaml\","
		"\"line\":2,\"column\":4,\"message\":\"\\\"\xc3\xa9\\\"\\n\","
		"\"notes\":[{\"path\":\"m\\\\xff.yaml\",\"line\":1,\"column\":1,"
		"\"message\":\"here\"}],\"help\":\"\"},\n"
		"{\"code\":\"MG0305\",\"severity\":\"warning\",\"path\":\"out\","
		"\"line\":null,\"column\":null,\"message\":\"w\",\"notes\":[],\"help\":\"\"}\n]\n");
	buf_release(&out);
	findings_release(&all);
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
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_cap),
		cmocka_unit_test(test_without_warnings_none_is_counted),
		cmocka_unit_test(test_color),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
