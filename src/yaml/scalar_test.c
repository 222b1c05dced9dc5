#include "yaml/scalar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const struct {
	const char *text;
	enum node_kind kind;
} cases[] = {
	{ "", NODE_NULL },
	{ "~", NODE_NULL },
	{ "Null", NODE_NULL },
	{ "nulls", NODE_STR },
	{ "TRUE", NODE_BOOL },
	{ "no", NODE_BOOL },
	{ "On", NODE_BOOL },
	{ "y", NODE_BOOL },
	{ "yess", NODE_STR },
	{ "0", NODE_INT },
	{ "-12", NODE_INT },
	{ "012", NODE_INT },
	{ "1_000", NODE_INT },
	{ "_1", NODE_STR },
	{ "0x1F", NODE_INT },
	{ "0xg", NODE_STR },
	{ "0o17", NODE_INT },
	{ "0b101", NODE_INT },
	{ "0b2", NODE_STR },
	{ "1.20", NODE_FLOAT },
	{ "1.", NODE_FLOAT },
	{ ".5", NODE_FLOAT },
	{ ".", NODE_STR },
	{ "1e3", NODE_FLOAT },
	{ "1e", NODE_STR },
	{ "1.5e+3", NODE_FLOAT },
	{ ".inf", NODE_FLOAT },
	{ "-.Inf", NODE_FLOAT },
	{ ".NaN", NODE_FLOAT },
	{ "1:30", NODE_OTHER },
	{ "1:3000", NODE_STR },
	{ "190:20:30.15", NODE_OTHER },
	{ "=", NODE_OTHER },
	{ "<<", NODE_OTHER },
	{ "2024-01-01", NODE_OTHER },
	{ "2024-01", NODE_STR },
	{ "2024-1-1 10:00:00", NODE_OTHER },
	{ "2024-01-01x", NODE_STR },
	{ "1.13.2", NODE_STR },
	{ "1.2.3.4", NODE_STR },
	{ "1-13-2", NODE_STR },
	{ "-", NODE_STR },
	{ "+", NODE_STR },
	{ "istio", NODE_STR },
	{ "0X59", NODE_INT },
	{ "0O7", NODE_INT },
	{ "0B1", NODE_INT },
	{ "0_x1f", NODE_INT },
	{ "0b-1", NODE_INT },
	{ "-0xAf09", NODE_INT },
	{ "+0o7", NODE_INT },
	{ "0x", NODE_STR },
	{ "0x-", NODE_STR },
	{ "0o8", NODE_STR },
	{ "0_", NODE_INT },
	{ "+_", NODE_STR },
	{ "1:5", NODE_OTHER },
	{ "1:59", NODE_OTHER },
	{ "1:60", NODE_STR },
	{ "1:005", NODE_STR },
	{ "1:", NODE_STR },
	{ "1:x", NODE_STR },
	{ "1:30.5", NODE_OTHER },
	{ "1:30.x", NODE_STR },
	{ "2024-01-01T10:00:00Z", NODE_OTHER },
	{ "2024-01-01 10:00:00.5 +01:30", NODE_OTHER },
	{ "2024-01-01Tx", NODE_STR },
	{ "2024-001-01", NODE_STR },
	{ "2024-01-001", NODE_STR },
	{ "2024--01", NODE_STR },
	{ "2024-01-", NODE_STR },
	{ "2024-", NODE_STR },
	{ "202-01-01", NODE_STR },
	{ "-2024-01-01", NODE_STR },
	{ "2024x01-01", NODE_STR },
	{ "1e+", NODE_STR },
	{ "1e-3", NODE_FLOAT },
	{ "1E+03", NODE_FLOAT },
	{ "-.5", NODE_FLOAT },
	{ ".e3", NODE_STR },
	{ ".infx", NODE_STR },
	{ "+.", NODE_STR },
	{ "Yes", NODE_BOOL },
	{ "yEs", NODE_STR },
};

static void test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (scalar_kind(str_of(cases[i].text)) != cases[i].kind)
			fail_msg("'%s' is kind %d", cases[i].text,
				 scalar_kind(str_of(cases[i].text)));
}

static void test_plain(void **state)
{
	static const char *const plain[] = { "a",
					     "istio-system",
					     "1.13.2",
					     "a b",
					     "a:b",
					     "a#b",
					     "http://x/y",
					     "-a",
					     "a,b",
					     "x[0]",
					     "/dev/stdout",
					     "a'b",
					     "\xc3\xa9",
					     "a  b",
					     "--a",
					     "\xc2\xa0",
					     "\xe2\x80\xa7",
					     "\xe2\x81\xa8",
					     "\xef\xbb\xbe",
					     "\xef\xbf\xbd",
					     "\xef\xbe\xbf",
					     "\xf0\x9f\x98\x80" };
	static const char *const quoted[] = { "",
					      " a",
					      "a ",
					      "a: b",
					      "a:",
					      "a #b",
					      "#a",
					      "*.global",
					      "- a",
					      "-",
					      "--- a",
					      "a\nb",
					      "a\tb",
					      "\xc2\x85",
					      "no",
					      "1.20",
					      "{a",
					      "[a",
					      "&a",
					      "!a",
					      "|",
					      "%a",
					      "@a",
					      "`a",
					      "'a",
					      "\"a",
					      "? a",
					      ":a",
					      "...",
					      "a\x7f",
					      "\xc2\x80",
					      "\xc2\x9f",
					      "\xe2\x80\xa8",
					      "\xe2\x80\xa9",
					      "\xef\xbb\xbf",
					      "\xef\xbf\xbe",
					      "a\xef\xbf\xbf",
					      "a:\xc2\x85" };

	(void)state;
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (!scalar_is_plain(str_of(plain[i])))
			fail_msg("'%s' needs no quotes", plain[i]);
	for (size_t i = 0; i < sizeof(quoted) / sizeof(*quoted); i++)
		if (scalar_is_plain(str_of(quoted[i])))
			fail_msg("'%s' needs quotes", quoted[i]);
	assert_false(scalar_is_plain((struct str){ "a\0b", 3 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
