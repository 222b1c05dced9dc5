#include "base/limits.h"
#include "diag/print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* A run on a file of this text in the folder fleet/ of its repository. */
struct run {
	struct arena arena;
	struct sources sources;
	struct findings found;
	struct report report;
	struct buf out;
	uint32_t file;
};

static int begin(void **state)
{
	static struct run r;

	r = (struct run){ .out = BUF_INIT };
	r.file = sources_add(&r.sources, &r.arena, S("m.yaml"), S("a\n\xc3\xa9: b\n"));
	r.report = (struct report){ &r.found, &r.sources, S("./fleet"), S("fleet/") };
	*state = &r;
	return 0;
}

static int end(void **state)
{
	struct run *r = *state;

	buf_release(&r->out);
	findings_release(&r->found);
	arena_release(&r->arena);
	return 0;
}

static size_t count(const struct run *r, struct str what)
{
	struct str rest = buf_str(&r->out);
	size_t n = 0;

	for (; str_search(rest, what) < rest.n; n++)
		rest = str_from(rest, str_search(rest, what) + what.n);
	return n;
}

static void assert_holds(const struct run *r, const char *text)
{
	if (!strstr(r->out.s, text))
		fail_msg("no \"%s\" in\n%s", text, r->out.s);
}

static void add_many(struct run *r, enum code code, size_t n)
{
	for (size_t i = 0; i < n; i++)
		finding_add(&r->found, code, place_at(r->file, 2, 2), "number %zu", i);
}

static void test_inside(void **state)
{
	static const struct str outside[] = { STR(""),        STR("/etc/x"),
					      STR("."),       STR(".."),
					      STR("../x"),    STR("(built in) a.yaml"),
					      STR("./fleet"), STR("./dump.yaml") };
	struct run *r = *state;

	for (size_t i = 0; i < sizeof(outside) / sizeof(*outside); i++)
		assert_false(report_is_inside(&r->report, outside[i]));
	assert_true(report_is_inside(&r->report, S("..a/b")));
	assert_true(report_is_inside(&r->report, S("out/x")));
}

static void test_errors_come_before_warnings(void **state)
{
	const struct finding *list[3];
	struct run *r = *state;

	add_many(r, MG0305, 3);
	add_many(r, MG0301, 2);
	assert_int_equal(report_choose(&r->report, 3, list), 3);
	assert_int_equal(list[0]->code, MG0305);
	assert_int_equal(list[1]->code, MG0301);
	assert_int_equal(list[2]->code, MG0301);
	assert_int_equal(report_choose(&r->report, 1, list), 1);
	assert_int_equal(list[0]->code, MG0301);
	assert_int_equal(report_left_out(&r->report, 1), 4);
}

static void test_identity_knows_no_line(void **state)
{
	struct run *r = *state;
	struct finding *one = finding_add(&r->found, MG0301, place_at(r->file, 0, 1), "x");
	struct finding *two = finding_add(&r->found, MG0301, place_at(r->file, 2, 1), "x");
	struct finding *other = finding_add_path(&r->found, MG0301, S("n.yaml"), "x");
	struct report_seen seen = { 0 };
	struct str first, second, third;
	size_t number;

	first = report_identity(&r->report, one, &seen, &number);
	assert_int_equal(number, 1);
	second = report_identity(&r->report, two, &seen, &number);
	assert_int_equal(number, 2);
	third = report_identity(&r->report, other, &seen, &number);
	assert_int_equal(number, 1);
	assert_true(str_eq(first, second));
	assert_false(str_eq(first, third));
	assert_true(str_eq(first, S("MG0301\nfleet/m.yaml\nx")));
	arena_release(&seen.arena);
}

static void test_github(void **state)
{
	struct run *r = *state;

	finding_help(finding_add_path(&r->found, MG0301, S("a,b:c%"), "50%%"), "one\ntwo");
	print_github(&r->out, &r->report);
	assert_string_equal(r->out.s,
			    "::error file=fleet/a%2Cb%3Ac%25,title=MG0301%3A a cluster is listed "
			    "twice in one MeshDeployment::fleet/a,b:c%25: error[MG0301]: 50%25%0A"
			    "help: one%0A      two\n");
}

static void test_github_counts_what_a_step_does_not_show(void **state)
{
	struct run *r = *state;

	add_many(r, MG0305, 10);
	add_many(r, MG0301, 10);
	print_github(&r->out, &r->report);
	assert_int_equal(count(r, S("\n")), 20);
	assert_int_equal(count(r, S("::notice")), 0);
	add_many(r, MG0305, 1);
	add_many(r, MG0301, 1);
	buf_truncate(&r->out, 0);
	print_github(&r->out, &r->report);
	assert_int_equal(count(r, S("::error ")), 10);
	assert_int_equal(count(r, S("::warning ")), 10);
	assert_true(
		str_ends(buf_str(&r->out),
			 S("\n::notice title=meshgen::and 2 more: --format=text shows more\n")));
}

static void test_sarif_of_what_lies_outside(void **state)
{
	struct run *r = *state;

	finding_add_path(&r->found, MG0902, S("/srv"), "[no](x) repository");
	print_sarif(&r->out, &r->report);
	assert_holds(r, "\"text\":\"/srv: \\\\[no\\\\](x) repository\"");
	assert_holds(r, "\"uri\":\"fleet/meshgen.yaml\"},\"region\":{\"startLine\":1,");
	assert_int_equal(count(r, S("startLine")), 1);
}

static void test_sarif_ends_at_its_limits(void **state)
{
	struct run *r = *state;
	struct buf word = BUF_INIT;

	add_many(r, MG0301, LIMIT_FINDINGS_REPORTED + 2);
	print_sarif(&r->out, &r->report);
	assert_int_equal(count(r, S("\"ruleId\"")), LIMIT_FINDINGS_REPORTED);
	assert_holds(r, "and 2 more: --format=json tells more");
	buf_fill(&word, 'x', 3 * 1000 * 1000);
	for (int i = 0; i < 4; i++)
		finding_add(&r->found, MG0301, place_file(r->file), "%s", word.s);
	findings_sort(&r->found, &r->sources);
	add_many(r, MG0305, 1);
	buf_truncate(&r->out, 0);
	print_sarif(&r->out, &r->report);
	assert_in_range(r->out.n, 3 * 1000 * 1000, 9600 * 1000);
	buf_release(&word);
}

static void test_junit_numbers_what_is_alike(void **state)
{
	struct run *r = *state;

	finding_add(&r->found, MG0301, place_at(r->file, 0, 1), "<x>");
	finding_add(&r->found, MG0301, place_at(r->file, 2, 1), "<x>");
	finding_add(&r->found, MG0305, (struct place){ 0 }, "\x01");
	print_junit(&r->out, &r->report);
	assert_holds(r, "tests=\"3\" failures=\"2\" errors=\"0\" time");
	assert_holds(r, "name=\"MG0301: &#60;x&#62;\"");
	assert_holds(r, "name=\"MG0301: &#60;x&#62; (2)\"");
	assert_holds(r, "<testsuite name=\"fleet/m.yaml\" tests=\"2\"");
	assert_holds(r, "<testsuite name=\"meshgen\" tests=\"1\"");
	assert_holds(r, "message=\"\\x01\"");
	assert_int_equal(count(r, S("file=\"fleet/m.yaml\"")), 2);
}

static void test_junit_of_nothing_passes(void **state)
{
	struct run *r = *state;

	print_junit(&r->out, &r->report);
	assert_holds(r, "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\"");
	buf_truncate(&r->out, 0);
	add_many(r, MG0301, LIMIT_FINDINGS_REPORTED + 2);
	print_junit(&r->out, &r->report);
	assert_int_equal(count(r, S("<failure")), LIMIT_FINDINGS_REPORTED);
	assert_holds(
		r, "name=\"and 2 more\" time=\"0\"><skipped message=\"--format=json tells more\"");
}

static void test_markdown_fits_a_comment(void **state)
{
	struct run *r = *state;

	add_many(r, MG0305, 1);
	add_many(r, MG0301, 1000);
	print_markdown(&r->out, &r->report);
	assert_true(str_starts(buf_str(&r->out), S("<h3>meshgen: 1000 errors, 1 warning</h3>\n")));
	assert_in_range(r->out.n, 60 * 1000, 65535);
	assert_holds(r, "**Left out**, since a comment holds no more: ");
	assert_true(str_ends(buf_str(&r->out), S(" findings. `--format=json` tells more.\n")));
	assert_int_equal(count(r, S("<details")), count(r, S("</details>")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_inside, begin, end),
		cmocka_unit_test_setup_teardown(test_errors_come_before_warnings, begin, end),
		cmocka_unit_test_setup_teardown(test_identity_knows_no_line, begin, end),
		cmocka_unit_test_setup_teardown(test_github, begin, end),
		cmocka_unit_test_setup_teardown(test_github_counts_what_a_step_does_not_show, begin,
						end),
		cmocka_unit_test_setup_teardown(test_sarif_of_what_lies_outside, begin, end),
		cmocka_unit_test_setup_teardown(test_sarif_ends_at_its_limits, begin, end),
		cmocka_unit_test_setup_teardown(test_junit_numbers_what_is_alike, begin, end),
		cmocka_unit_test_setup_teardown(test_junit_of_nothing_passes, begin, end),
		cmocka_unit_test_setup_teardown(test_markdown_fits_a_comment, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
