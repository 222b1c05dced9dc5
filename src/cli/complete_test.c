#include "cli/complete.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* Words with spaces between them; a space at the end stands for an empty word. */
static struct names words_of(const char *text, struct arena *a)
{
	struct str rest = str_of(text);
	struct names words = { ARENA_ARRAY(a, rest.n + 1, struct name), 0 };
	size_t end;

	for (;; rest = str_from(rest, end + 1)) {
		end = str_find(rest, ' ');
		words.list[words.n++].text = str_first(rest, end);
		if (end == rest.n)
			return words;
	}
}

/* The candidates, without what they are for; a line of a tab and a word stays as it is. */
static void expect(const char *text, const char *candidates)
{
	struct arena a = { 0 };
	struct names words = words_of(text, &a);
	struct buf out = BUF_INIT, names = BUF_INIT;
	struct str rest;

	complete(&words, &out, &a);
	for (rest = buf_str(&out); rest.n; rest = str_from(rest, str_find(rest, '\n') + 1)) {
		struct str line = str_first(rest, str_find(rest, '\n'));
		size_t tab = str_find(line, '\t');

		assert_true(tab < line.n);
		buf_addf(&names, "%s%.*s", names.n ? " " : "",
			 FMT(tab ? str_first(line, tab) : line));
	}
	assert_string_equal(names.s, candidates);
	buf_release(&names);
	buf_release(&out);
	arena_release(&a);
}

static void test_commands(void **state)
{
	(void)state;
	expect("ver", "verify version");
	expect("ca ro", "rotate");
	expect("ca rotate ", "stage activate retire");
	expect("argocd ", "parameters");
	expect("nothing ", "");
	expect("ca nothing ", "");
	expect("help ca r", "rotate");
	expect("help nothing ", "");
	expect("help kusto", "kustomize kustomize-plugin");
	expect("help ca kusto", "");
	expect("explain MG0101", "MG0101");
	expect("schema MeshDep", "MeshDeployment");
	expect("completion ", "bash fish zsh");
}

static void test_options(void **state)
{
	(void)state;
	expect("render --fa", "--fail-on-change");
	expect("render --f", "--from= --format= --fail-on-change");
	expect("check --fa", "");
	expect("ca issue --dr", "--dry-run");
	expect("argocd --cl", "--cluster=");
	expect("-", "");
	expect("render -- --fa", "\tfiles");
}

static void test_values(void **state)
{
	(void)state;
	expect("render --from=", "--from=worktree --from=index");
	expect("render --from=i", "--from=index");
	expect("render --from i", "index");
	expect("render --only=istio,m", "--only=istio,manifestwork");
	expect("argocd --only=", "--only=istio --only=manifestwork");
	expect("diff --max-risk=t", "--max-risk=traffic --max-risk=trust");
	expect("diff --allow=", "");
	expect("render --jobs=", "");
	expect("render -j ", "");
	expect("verify --against=", "\tfiles");
	expect("ca issue --keys-out ", "\tfolders");
	expect("render --nothing=", "\tfiles");
	expect("render -q ", "\tfiles");
	expect("render --quiet ", "\tfiles");
	expect("render xo ", "\tfiles");
}

static void test_operands(void **state)
{
	(void)state;
	expect("render ", "\tfiles");
	expect("init ", "\tfolders");
	expect("ca import x ", "\tfiles");
	expect("ca status ", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_operands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
