#include "jsone/lex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void expect_token(struct str text, size_t at, enum token_kind kind, struct str word)
{
	struct token t = lex_token(text, at);

	assert_int_equal(t.kind, kind);
	assert_int_equal(t.text.n, word.n);
	assert_true(str_eq(t.text, word));
	assert_ptr_equal(t.text.s, text.s + t.at);
}

static void test_words(void **state)
{
	(void)state;
	expect_token(S("a.b"), 0, TOKEN_NAME, S("a"));
	expect_token(S("a.b"), 1, TOKEN_DOT, S("."));
	expect_token(S("_Z9az_ x"), 0, TOKEN_NAME, S("_Z9az_"));
	expect_token(S("true"), 0, TOKEN_TRUE, S("true"));
	expect_token(S("falsehood"), 0, TOKEN_NAME, S("falsehood"));
	expect_token(S("null]"), 0, TOKEN_NULL, S("null"));
	expect_token(S("in"), 0, TOKEN_FOREIGN, S("in"));
	expect_token(S("input"), 0, TOKEN_NAME, S("input"));
}

static void test_numbers(void **state)
{
	(void)state;
	expect_token(S("0123"), 0, TOKEN_NUMBER, S("0123"));
	expect_token(S("10.5.6"), 0, TOKEN_NUMBER, S("10.5"));
	expect_token(S("1.x"), 0, TOKEN_NUMBER, S("1"));
	expect_token(S("1."), 0, TOKEN_NUMBER, S("1"));
	expect_token(S("0x1"), 0, TOKEN_NUMBER, S("0"));
	expect_token(S("-1"), 0, TOKEN_MINUS, S("-"));
	expect_token(S("9/"), 0, TOKEN_NUMBER, S("9"));
	expect_token(S("9:"), 0, TOKEN_NUMBER, S("9"));
}

static void test_strings(void **state)
{
	(void)state;
	expect_token(S("'it' x"), 0, TOKEN_STRING, S("'it'"));
	expect_token(S("\"it's\""), 0, TOKEN_STRING, S("\"it's\""));
	expect_token(S("'\\'"), 0, TOKEN_STRING, S("'\\'"));
	expect_token(S("''"), 0, TOKEN_STRING, S("''"));
	expect_token(S("'a"), 0, TOKEN_UNCLOSED, S("'a"));
	expect_token(S("'"), 0, TOKEN_UNCLOSED, S("'"));
}

static void test_signs(void **state)
{
	(void)state;
	expect_token(S("!="), 0, TOKEN_DIFFERENT, S("!="));
	expect_token(S("!a"), 0, TOKEN_NOT, S("!"));
	expect_token(S("**"), 0, TOKEN_FOREIGN, S("**"));
	expect_token(S("*"), 0, TOKEN_FOREIGN, S("*"));
	expect_token(S("<="), 0, TOKEN_FOREIGN, S("<="));
	expect_token(S("=="), 0, TOKEN_EQUAL, S("=="));
	expect_token(S("="), 0, TOKEN_UNKNOWN, S("="));
	expect_token(S("|"), 0, TOKEN_UNKNOWN, S("|"));
	expect_token(S("\xe2\x98\xa2z"), 0, TOKEN_UNKNOWN, S("\xe2\x98\xa2"));
}

static void test_blanks(void **state)
{
	(void)state;
	expect_token(S(" \t\r\n\v\fa"), 0, TOKEN_NAME, S("a"));
	expect_token(S("  "), 0, TOKEN_END, S(""));
	expect_token(S(""), 0, TOKEN_END, S(""));
	expect_token(S("\x08"), 0, TOKEN_UNKNOWN, S("\x08"));
	expect_token(S("\x0e"), 0, TOKEN_UNKNOWN, S("\x0e"));
}

static void test_is_name(void **state)
{
	(void)state;
	assert_true(lex_is_name(S("a")));
	assert_true(lex_is_name(S("_0zZaA9")));
	assert_false(lex_is_name(S("")));
	assert_false(lex_is_name(S("0a")));
	assert_false(lex_is_name(S("a-b")));
	assert_false(lex_is_name(S("a\n")));
	assert_false(lex_is_name(S("@")));
	assert_false(lex_is_name(S("[")));
	assert_false(lex_is_name(S("`")));
	assert_false(lex_is_name(S("{")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),   cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_strings), cmocka_unit_test(test_signs),
		cmocka_unit_test(test_blanks),  cmocka_unit_test(test_is_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
