#include "model/model.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdarg.h>
#include <cmocka.h>

/* Sorted by key, as decoding leaves them. */
static struct label list[] = {
	{ STR("cloud"), STR("aws") },
	{ STR("env"), STR("prod") },
	{ STR("example.org/tier"), STR("") },
};
static const struct labels labels = { list, sizeof(list) / sizeof(*list) };

static bool matches(const char *text)
{
	struct arena a = { 0 };
	struct selector s;
	const char *why;
	bool ok;

	assert_true(selector_parse(str_of(text), &a, &s, &why));
	assert_null(why);
	ok = selector_matches(&s, &labels);
	arena_release(&a);
	return ok;
}

static const char *why_not(const char *text)
{
	struct arena a = { 0 };
	struct selector s;
	const char *why;

	assert_false(selector_parse(str_of(text), &a, &s, &why));
	arena_release(&a);
	assert_non_null(why);
	return why;
}

static void test_equality(void **state)
{
	(void)state;
	assert_true(matches("env=prod"));
	assert_true(matches(" env == prod "));
	assert_false(matches("env=test"));
	assert_false(matches("zone=a"));
	assert_true(matches("example.org/tier="));
	assert_false(matches("env="));
	assert_true(matches("env!=test"));
	assert_false(matches("env != prod"));
	assert_true(matches("zone!=a"));
}

static void test_sets(void **state)
{
	(void)state;
	assert_true(matches("env in (test,prod)"));
	assert_true(matches("env in(prod)"));
	assert_false(matches("env in (test, stage)"));
	assert_false(matches("zone in (a)"));
	assert_false(matches("env notin (prod)"));
	assert_true(matches("env notin ( test , stage )"));
	assert_true(matches("zone notin (a)"));
}

static void test_presence(void **state)
{
	(void)state;
	assert_true(matches("env"));
	assert_false(matches("zone"));
	assert_false(matches("!env"));
	assert_true(matches("! zone"));
	assert_true(matches("example.org/tier"));
}

static void test_all_must_hold(void **state)
{
	(void)state;
	assert_true(matches("env=prod,cloud=aws,!zone"));
	assert_false(matches("env=prod,cloud=gcp"));
	assert_false(matches("env=test,cloud=aws"));
}

static void test_malformed(void **state)
{
	(void)state;
	assert_string_equal(why_not(""), "a key is missing");
	assert_string_equal(why_not("env=prod,"), "a key is missing");
	assert_string_equal(why_not("-env"), "a key is no label key");
	assert_string_equal(why_not("env=-x"), "a value is no label value");
	assert_string_equal(why_not("env prod"), "one of =, ==, !=, in, notin is due behind a key");
	assert_string_equal(why_not("env>1"), "one of =, ==, !=, in, notin is due behind a key");
	assert_string_equal(why_not("env in prod"), "'in' and 'notin' want values in parentheses");
	assert_string_equal(why_not("env in (prod"), "a closing parenthesis is missing");
	assert_string_equal(why_not("env in ()"), "a value is missing between the parentheses");
	assert_string_equal(why_not("env in (a,)"), "a value is missing between the parentheses");
	assert_string_equal(why_not("!env=prod"), "nothing can follow '!key' but a comma");
	assert_string_equal(why_not("env=prod zone"), "a comma is due behind a requirement");
	assert_string_equal(why_not("env=prod=x"), "a comma is due behind a requirement");
}

/* n texts "x0,x1,...", for a selector or its values. */
static const char *many(char *text, size_t room, const char *before, int n, const char *after)
{
	size_t at = (size_t)snprintf(text, room, "%s", before);

	for (int i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, room - at, "%sx%d", i ? "," : "", i);
	snprintf(text + at, room - at, "%s", after);
	return text;
}

static void test_too_many(void **state)
{
	char text[16 * 1024];

	(void)state;
	assert_false(matches(many(text, sizeof(text), "", 100, "")));
	assert_string_equal(why_not(many(text, sizeof(text), "", 101, "")),
			    "there are more than 100 requirements");
	assert_true(matches(many(text, sizeof(text), "env notin (", 1000, ")")));
	assert_string_equal(why_not(many(text, sizeof(text), "env in (", 1001, ")")),
			    "one label has more than 1000 values");
}

static void test_names(void **state)
{
	struct name ab[] = { { .text = S("a") }, { .text = S("b") } };
	struct name ac[] = { { .text = S("a") }, { .text = S("c") } };
	struct names two = { ab, 2 }, one = { ab, 1 }, other = { ac, 2 };

	(void)state;
	assert_true(names_have(&two, S("b")));
	assert_false(names_have(&one, S("b")));
	assert_true(names_eq(&two, &(struct names){ ab, 2 }));
	assert_false(names_eq(&two, &one));
	assert_false(names_eq(&one, &two));
	assert_false(names_eq(&two, &other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equality),  cmocka_unit_test(test_sets),
		cmocka_unit_test(test_presence),  cmocka_unit_test(test_all_must_hold),
		cmocka_unit_test(test_malformed), cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
