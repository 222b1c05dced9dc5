#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Decodes bytes; code CODE_COUNT means that they are right. */
static void assert_decoded(struct str bytes, enum code code, struct str expected)
{
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct str text;
	bool ok = yaml_decode(bytes, S("m.yaml"), &a, &found, &text);

	assert_int_equal(ok, code == CODE_COUNT);
	assert_int_equal(found.n, code == CODE_COUNT ? 0 : 1);
	if (found.n)
		assert_int_equal(found.list[0]->code, code);
	assert_int_equal(text.n, expected.n);
	assert_memory_equal(text.s, expected.s, expected.n);
	findings_release(&found);
	arena_release(&a);
}

static void assert_right(struct str bytes, struct str expected)
{
	assert_decoded(bytes, CODE_COUNT, expected);
}

static void test_utf8(void **state)
{
	static const struct str whole[] = {
		STR(""),
		STR("a: b\n"),
		STR("12345678\xc3\xa9"),
		STR("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd"),
		STR("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\xf3\xbf\xbf\xbf"),
		STR("\xc2\x80\xdf\xbf"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		assert_right(whole[i], whole[i]);
	assert_right(S("\xef\xbb\xbf"
		       "a"),
		     S("a"));
	assert_right(S("\xef\xbb\xbf"
		       "a\n\xef\xbb\xbf---\n \xef\xbb\xbf"
		       "b\n\xef\xbb\xbf"),
		     S("a\n---\n \xef\xbb\xbf"
		       "b\n"));
}

static void test_not_utf8(void **state)
{
	static const struct str broken[] = {
		STR("\x80"),
		STR("\xbf"),
		STR("\xc1\xbf"),
		STR("\xc3"),
		STR("\xc3("),
		STR("\xe0\x9f\xbf"),
		STR("\xe2\x82"),
		STR("\xe2(\xa1"),
		STR("\xe2\x82("),
		STR("\xed\xa0\x80"),
		STR("\xf0\x8f\xbf\xbf"),
		STR("\xf4\x90\x80\x80"),
		STR("\xf5\x80\x80\x80"),
		STR("\xf0\x9f\x98"),
		STR("\xf0\x9f\x98("),
		STR("\xff"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		char text[32] = "123456789";
		struct str s = { text, 9 + broken[i].n };

		assert_decoded(broken[i], MG0103, S(""));
		for (size_t k = 0; k < broken[i].n; k++)
			text[9 + k] = broken[i].s[k];
		assert_decoded(s, MG0103, S("123456789"));
	}
	assert_decoded(S("a\0b"), MG0104, S("a"));
	assert_decoded(S("a\xff\0b"), MG0103, S("a"));
}

static void test_utf16(void **state)
{
	(void)state;
	assert_right(S("\xff\xfe"
		       "a\0\xe9\0"),
		     S("a\xc3\xa9"));
	assert_right(S("\xfe\xff"
		       "\0a\x20\xac"),
		     S("a\xe2\x82\xac"));
	assert_right(S("\xff\xfe\x3d\xd8\x00\xde"), S("\xf0\x9f\x98\x80"));
	assert_right(S("\xff\xfe\xff\xdb\xff\xdf"), S("\xf4\x8f\xbf\xbf"));
	assert_right(S("\xff\xfe\xff\xd7\x00\xe0"), S("\xed\x9f\xbf\xee\x80\x80"));
	assert_right(S("\xff\xfe\x7f\0\x80\0\xff\x07\x00\x08"),
		     S("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80"));
	assert_right(S("\xff\xfe\x00\xd8\x00\xdc"), S("\xf0\x90\x80\x80"));
	assert_right(S("\xff\xfe"), S(""));
	assert_decoded(S("\xff\xfe\xff\xdf\x00\xdc"), MG0103, S(""));
	assert_decoded(S("\xff\xfe\x00\xdc\x00\xdc"), MG0103, S(""));
	assert_decoded(S("\xff\xfe\x00\xd8\xff\xdb"), MG0103, S(""));
	assert_decoded(S("\xff\xfe\x00\xd8\x00\xe0"), MG0103, S(""));
	assert_decoded(S("\xff\xfe"
			 "a\0\x3d\xd8"),
		       MG0103, S("a"));
	assert_decoded(S("\xff\xfe"
			 "a\0\x3d\xd8"
			 "a\0"),
		       MG0103, S("a"));
	assert_decoded(S("\xff\xfe"
			 "a\0\x00\xde\x00\xde"),
		       MG0103, S("a"));
	assert_decoded(S("\xff\xfe"
			 "a\0b"),
		       MG0103, S("a"));
	assert_decoded(S("\xff\xfe"
			 "a\0\0\0b\0"),
		       MG0104, S("a"));
}

static void test_place(void **state)
{
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct str text;

	(void)state;
	yaml_decode(S("a\n\xc3\xa9: \xff"), S("m.yaml"), &a, &found, &text);
	assert_string_equal(found.list[0]->path.s, "m.yaml");
	assert_string_equal(found.list[0]->message.s, "no UTF-8 at line 2, column 4");
	findings_release(&found);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_not_utf8),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
