#include "base/rfc3339.h"
#include "cli/command.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* One parse of `command words...`; the words end with NULL. */
struct parsed {
	struct options o;
	struct buf err;
	struct arena a;
	bool ok;
};

static int setup(void **state)
{
	static struct parsed p; /* zeroed for each test */

	p = (struct parsed){ .err = BUF_INIT };
	*state = &p;
	return 0;
}

static int teardown(void **state)
{
	struct parsed *p = *state;

	buf_release(&p->err);
	arena_release(&p->a);
	return 0;
}

static void parse(struct parsed *p, const char *command, const char *const *words)
{
	char *argv[16] = { (char *)command };
	int argc = 1;

	for (; words[argc - 1]; argc++)
		argv[argc] = (char *)words[argc - 1];
	buf_truncate(&p->err, 0);
	p->ok = options_parse(command_find(str_of(command)), argc, argv, &p->a, &p->o, &p->err);
}

#define PARSE(p, command, ...) parse(p, command, (const char *const[]){ __VA_ARGS__, NULL })

static void assert_says(struct parsed *p, const char *text)
{
	assert_false(p->ok);
	assert_string_equal(p->err.s, text);
}

static void assert_str(struct str got, const char *want)
{
	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.s, want, got.n);
}

static void test_defaults(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "render", NULL);
	assert_true(p->ok);
	assert_str(p->o.compile.from, "worktree");
	assert_int_equal(p->o.compile.trees, TREE_ALL);
	assert_int_equal(p->o.compile.workers, 0);
	assert_true(p->o.compile.at == ANY_TIME);
	assert_int_equal(p->o.operand.n, 0);
}

static void test_values(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "render", "--from=index", "-j4", "in", "-o", "x", "--only", "manifestwork", "-qv");
	assert_true(p->ok);
	assert_str(p->o.compile.from, "index");
	assert_str(p->o.operand, "in");
	assert_str(p->o.compile.output, "x");
	assert_int_equal(p->o.compile.workers, 4);
	assert_int_equal(p->o.compile.trees, TREE_MANIFESTWORK);
	assert_true(p->o.quiet && p->o.verbose && p->o.format == FORMAT_TEXT &&
		    !p->o.fail_on_change);
	PARSE(p, "render", "--only=istio,manifestwork", "--format=json", "--color=never");
	assert_int_equal(p->o.compile.trees, TREE_ISTIO | TREE_MANIFESTWORK);
	assert_int_equal(p->o.format, FORMAT_JSON);
	assert_int_equal(p->o.color, COLOR_NEVER);
	PARSE(p, "render", "--dump=objects", "--color=always");
	assert_int_equal(p->o.compile.mode, COMPILE_DUMP_OBJECTS);
	assert_int_equal(p->o.color, COLOR_ALWAYS);
}

static void test_repeated(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "render", "--cluster=a", "--cluster", "b", "--allow-destroy=all");
	assert_int_equal(p->o.compile.clusters.n, 2);
	assert_str(p->o.compile.clusters.list[0].text, "a");
	assert_str(p->o.compile.clusters.list[1].text, "b");
	assert_int_equal(p->o.compile.allow_destroy.n, 1);
}

static void test_operands(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "check", "--", "--from");
	assert_true(p->ok);
	assert_str(p->o.operand, "--from");
	PARSE(p, "check", "a", "b");
	assert_says(p, "unexpected argument 'b'");
	PARSE(p, "version", "a");
	assert_says(p, "unexpected argument 'a'");
	PARSE(p, "check", "");
	assert_says(p, "the argument [PATH] is empty");
}

static void test_operands_of_ca(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "ca import", "a", "-q", "b");
	assert_true(p->ok);
	assert_str(p->o.operand, "a");
	assert_int_equal(p->o.operands.n, 2);
	assert_str(p->o.operands.list[1].text, "b");
	PARSE(p, "ca init", NULL);
	assert_says(p, "the argument POLICY is missing");
	PARSE(p, "ca init", "--help");
	assert_true(p->ok);
	PARSE(p, "ca init", "prod", "dev");
	assert_says(p, "unexpected argument 'dev'");
}

static void test_options_of_ca(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "ca issue", "--key=k", "--accept-recipient=a", "--accept-recipient", "b",
	      "--passphrase-fd=7", "--at=2026-01-31");
	assert_true(p->ok);
	assert_str(p->o.ca.key, "k");
	assert_int_equal(p->o.ca.accepted.n, 2);
	assert_int_equal(p->o.ca.passphrase.fd, 7);
	assert_int_equal(p->o.ca.new_passphrase.fd, NO_FD);
	PARSE(p, "ca issue", "--passphrase-fd=x");
	assert_says(p, "'x' is no value of --passphrase-fd: it is the number of a file descriptor");
	PARSE(p, "ca status", "--key=k");
	assert_says(p, "unknown option '--key'");
}

static void test_names_are_exact(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "render", "--clus=a");
	assert_says(p, "unknown option '--clus'\nhelp: did you mean '--cluster'?");
	PARSE(p, "render", "--fromm=index");
	assert_says(p, "unknown option '--fromm'\nhelp: did you mean '--from'?");
	PARSE(p, "render", "--nothing");
	assert_says(p, "unknown option '--nothing'");
	PARSE(p, "check", "--dump=context");
	assert_says(p, "unknown option '--dump'");
	PARSE(p, "render", "-qx");
	assert_says(p, "unknown option '-x'");
}

static void test_missing_and_needless_values(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "render", "--from");
	assert_says(p, "option '--from' needs a value");
	PARSE(p, "render", "-j");
	assert_says(p, "option '-j' needs a value");
	PARSE(p, "render", "--quiet=1");
	assert_says(p, "option '--quiet' takes no value");
}

static void test_wrong_values(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "render", "--from=");
	assert_says(p, "'' is no value of --from: it is empty");
	PARSE(p, "render", "--only=apply", "--cluster=c");
	assert_says(p, "--only=apply is of the whole fleet: leave --cluster out");
	PARSE(p, "render", "--only=istio,");
	assert_says(p, "'' is no value of --only: it is istio, manifestwork, ca, apply or several "
		       "with commas");
	PARSE(p, "check", "--at=2027-1-31");
	assert_says(p, "'2027-1-31' is no value of --at: it is a date such as 2027-01-31, or "
		       "2027-01-31T12:00:00Z");
	PARSE(p, "render", "--format=xml");
	assert_says(p, "'xml' is no value of --format: it is text, json, github, sarif, junit or "
		       "markdown");
	PARSE(p, "check", "--format=text|json");
	assert_false(p->ok);
	PARSE(p, "render", "--color=red");
	assert_says(p, "'red' is no value of --color: it is auto, always or never");
	PARSE(p, "render", "--dump=x");
	assert_says(p, "'x' is no value of --dump: it is context or objects");
}

static void test_number_of_workers(void **state)
{
	static const char *const wrong[] = { "0", "1025", "4x", "-1", "99999999999999999999", "" };
	struct parsed *p = *state;

	PARSE(p, "render", "-j", "1024");
	assert_int_equal(p->o.compile.workers, 1024);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		PARSE(p, "render", "-j", wrong[i]);
		assert_false(p->ok);
		assert_non_null(strstr(p->err.s, "it is a number from 1 to 1024"));
	}
}

static void test_help_lists_the_options_of_the_command(void **state)
{
	struct parsed *p = *state;

	options_help(command_find(S("check")), &p->err);
	assert_non_null(strstr(p->err.s, "      --from=worktree|index|REV\n          read "));
	assert_non_null(strstr(p->err.s, "  -h, --help\n"));
	assert_null(strstr(p->err.s, "--dump"));
}

static void test_diff(void **state)
{
	struct parsed *p = *state;

	PARSE(p, "diff", NULL);
	assert_true(p->ok);
	assert_int_equal(p->o.revisions.n, 0);
	assert_false(gates_closed(&p->o.gates));
	PARSE(p, "diff", "--format=names", "main..topic", "fleet", "--max-clusters=0");
	assert_true(p->ok);
	assert_str(p->o.revisions, "main..topic");
	assert_str(p->o.operand, "fleet");
	assert_int_equal(p->o.format, FORMAT_NAMES);
	assert_int_equal(p->o.gates.max_clusters, 0);
	PARSE(p, "diff", "--max-risk=exposure", "--allow=Gateway", "--allow", "*/ns");
	assert_true(p->ok);
	assert_int_equal(p->o.gates.max_risk, RISK_EXPOSURE);
	assert_int_equal(p->o.gates.allow.n, 2);
	PARSE(p, "diff", "a", "b", "c");
	assert_says(p, "unexpected argument 'c'");
	PARSE(p, "diff", "--format=sarif");
	assert_says(p, "'sarif' is no value of --format: it is text, markdown, json or names");
	PARSE(p, "check", "--format=names");
	assert_says(p, "'names' is no value of --format: it is text, json, github, sarif, junit "
		       "or markdown");
	PARSE(p, "ca status", "--format=sarif");
	assert_says(p, "'sarif' is no value of --format: it is text or json");
	PARSE(p, "ca verify", "--format=junit");
	assert_int_equal(p->o.format, FORMAT_JUNIT);
	PARSE(p, "diff", "--max-risk=high");
	assert_says(p, "'high' is no value of --max-risk: it is cosmetic, traffic, control-plane, "
		       "exposure, trust or destroyed");
	PARSE(p, "diff", "--max-clusters=");
	assert_says(p, "'' is no value of --max-clusters: it is a number up to 200000");
	PARSE(p, "diff", "--max-clusters=200001");
	assert_says(p, "'200001' is no value of --max-clusters: it is a number up to 200000");
	PARSE(p, "diff", "--allow=");
	assert_says(p, "'' is no value of --allow: it is empty");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_defaults),
		TEST(test_values),
		TEST(test_repeated),
		TEST(test_operands),
		TEST(test_operands_of_ca),
		TEST(test_options_of_ca),
		TEST(test_names_are_exact),
		TEST(test_missing_and_needless_values),
		TEST(test_wrong_values),
		TEST(test_number_of_workers),
		TEST(test_help_lists_the_options_of_the_command),
		TEST(test_diff),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
