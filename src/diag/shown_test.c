#include "diag/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_glyphs(void **state)
{
	static const struct {
		struct str text;
		struct glyph glyph;
	} cases[] = {
		{ STR("a"), { 1, 1, true, true } },
		{ STR(" "), { 1, 1, true, true } },
		{ STR("~"), { 1, 1, true, true } },
		{ STR("\t"), { 1, 1, false, true } },
		{ STR("\x1f"), { 1, 4, false, true } },
		{ STR("\x7f"), { 1, 4, false, true } },
		{ STR("\xc2\x9b"), { 2, 8, false, true } },
		{ STR("\xc2\xa1"), { 2, 1, true, true } },
		{ STR("\xdf\xbf"), { 2, 1, true, true } },
		{ STR("\xcc\x80"), { 2, 0, true, true } },
		{ STR("\xcd\xaf"), { 2, 0, true, true } },
		{ STR("\xcd\xb0"), { 2, 1, true, true } },
		{ STR("\xe1\x84\x80"), { 3, 2, true, true } },
		{ STR("\xe1\x85\x9f"), { 3, 2, true, true } },
		{ STR("\xe1\x85\xa0"), { 3, 1, true, true } },
		{ STR("\xe2\x80\xae"), { 3, 12, false, true } },
		{ STR("\xc2\xa0"), { 2, 8, false, true } },
		{ STR("\xe1\x9a\x80"), { 3, 12, false, true } },
		{ STR("\xe2\x80\x80"), { 3, 12, false, true } },
		{ STR("\xe2\x80\xaf"), { 3, 12, false, true } },
		{ STR("\xe2\x80\xb0"), { 3, 1, true, true } },
		{ STR("\xe2\x81\x9e"), { 3, 1, true, true } },
		{ STR("\xe2\x81\x9f"), { 3, 12, false, true } },
		{ STR("\xe3\x80\x80"), { 3, 12, false, true } },
		{ STR("\xef\xbf\xbf"), { 3, 12, false, true } },
		{ STR("\xf0\x90\x80\x80"), { 4, 1, true, true } },
		{ STR("\xf0\x9f\x98\x80"), { 4, 2, true, true } },
		{ STR("\xf4\x8f\xbf\xbf"), { 4, 1, true, true } },
		{ STR("\x80"), { 1, 4, false, false } },
		{ STR("\xbf\x80"), { 1, 4, false, false } },
		{ STR("\xc1\xbf"), { 1, 4, false, false } },
		{ STR("\xc3"), { 1, 4, false, false } },
		{ STR("\xc3("), { 1, 4, false, false } },
		{ STR("\xe0\x9f\xbf"), { 1, 4, false, false } },
		{ STR("\xe2\x82"), { 1, 4, false, false } },
		{ STR("\xed\xa0\x80"), { 1, 4, false, false } },
		{ STR("\xf0\x8f\xbf\xbf"), { 1, 4, false, false } },
		{ STR("\xf4\x90\x80\x80"), { 1, 4, false, false } },
		{ STR("\xf5\x80\x80\x80"), { 1, 4, false, false } },
		{ STR("\xff"), { 1, 4, false, false } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct glyph g = glyph_at(cases[i].text, 0), due = cases[i].glyph;

		if (g.bytes != due.bytes || g.columns != due.columns || g.safe != due.safe ||
		    g.valid != due.valid)
			fail_msg("case %zu: %zu bytes, %u columns, %d, %d", i, g.bytes, g.columns,
				 g.safe, g.valid);
	}
}

static void test_show(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	show(&out, S("a\0\n\xc3\xa9\xff\xe2\x80\xae"));
	assert_string_equal(out.s, "a\\x00\\x0a\xc3\xa9\\xff\\xe2\\x80\\xae");
	buf_release(&out);
}

static void test_show_start(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	show_start(&out, S("a\0b"), 3);
	assert_string_equal(out.s, "a\\x00b");
	buf_truncate(&out, 0);
	show_start(&out, S("\xc3\xa9\xc3\xa9\xc3\xa9"), 2);
	assert_string_equal(out.s, "\xc3\xa9\xc3\xa9...");
	buf_release(&out);
}

static void expect_where(struct str a, struct str b, size_t most, size_t due)
{
	assert_int_equal(show_where(a, b, most), due);
	assert_int_equal(show_where(b, a, most), due);
}

static void test_show_where(void **state)
{
	(void)state;
	expect_where(S("012345678901234567890123x"), S("012345678901234567890123y"), 25, 0);
	expect_where(S("012345678901234567890123x"), S("012345678901234567890123y"), 24, 4);
	expect_where(S("012345678901234567890123"), S("012345678901234567890123y"), 24, 4);
	expect_where(S("0123456789"), S("0123456789y"), 5, 0);
	expect_where(S("012\xc3\xa9"
		       "5678901234567890123x"),
		     S("012\xc3\xa9"
		       "5678901234567890123"),
		     3, 3);
}

static void test_show_from(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	show_from(&out, S("abcd"), 0, 2);
	show_from(&out, S("abcd"), 1, 2);
	show_from(&out, S("abcd"), 2, 2);
	assert_string_equal(out.s, "ab......bc......cd");
	buf_release(&out);
}

static void test_show_markup(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	show_markup(&out, S("a<b>&\"'\n"));
	assert_string_equal(out.s, "a&#60;b&#62;&#38;&#34;&#39;\n");
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_glyphs),     cmocka_unit_test(test_show),
		cmocka_unit_test(test_show_start), cmocka_unit_test(test_show_where),
		cmocka_unit_test(test_show_from),  cmocka_unit_test(test_show_markup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
