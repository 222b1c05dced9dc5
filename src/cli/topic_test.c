#include "cli/topic.h"

#include "base/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void test_every_topic_has_a_section(void **state)
{
	const struct topic *list;
	size_t n = topics(&list);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct buf out = BUF_INIT;

		if (!topic_show(&list[i], &out))
			fail_msg("%s has no section '%.*s'", list[i].page, FMT(list[i].section));
		assert_true(str_starts(buf_str(&out), list[i].section));
		assert_true(out.n > list[i].section.n + 60);
		assert_true(str_ends(buf_str(&out), S("\n")));
		assert_ptr_equal(topic_find(list[i].name), &list[i]);
		buf_release(&out);
	}
	assert_null(topic_find(S("nothing")));
}

static bool has_topic(struct str section)
{
	const struct topic *list;
	size_t n = topics(&list);

	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].section, section))
			return true;
	return false;
}

/* What the page says besides of itself, meshgen(5) can be asked for. */
static void test_every_section_has_a_topic(void **state)
{
	struct str text = embedded_file(S("docs/meshgen.5.scd")), line;
	bool literal = false;
	size_t n = 0;

	(void)state;
	for (; text.n; text = str_from(text, line.n + 1)) {
		line = str_first(text, str_find(text, '\n'));
		literal ^= str_eq(line, S("```"));
		if (literal || !str_starts(line, S("# ")) || str_eq(line, S("# NAME")) ||
		    str_eq(line, S("# SEE ALSO")))
			continue;
		n++;
		if (!has_topic(str_from(line, 2)))
			fail_msg("no topic shows '%.*s'", FMT(line));
	}
	assert_true(n > 4);
}

static void expect_in(const char *topic, const char *text)
{
	struct buf out = BUF_INIT;

	assert_true(topic_show(topic_find(str_of(topic)), &out));
	if (!strstr(out.s, text))
		fail_msg("'%s' is not in: %s", text, out.s);
	buf_release(&out);
}

static void test_marks_are_left_out(void **state)
{
	(void)state;
	expect_in("input", "Every file *.yaml, *.yml and *.json below the root is read");
	expect_in("exit-status", "\n0\n    Yes: no errors");
	expect_in("config", "    requiredVersion: the version of meshgen that must render here\n");
	expect_in("config", "\n    output: the output folder, out\n");
	expect_in("kustomize-plugin", "\n    # clusters/cluster1/generator.yaml\n    apiVersion: ");
	expect_in("kustomize-plugin", "$KUSTOMIZE_PLUGIN_HOME");
	expect_in("findings", "    12 |     components: [base, istoid]\n");
	expect_in("environment", "ARGOCD_APP_PARAMETERS");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_topic_has_a_section),
		cmocka_unit_test(test_every_section_has_a_topic),
		cmocka_unit_test(test_marks_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
