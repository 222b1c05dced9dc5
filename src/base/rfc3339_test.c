#include "base/rfc3339.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static const struct pair {
	int64_t seconds;
	const char *text;
} pairs[] = {
	{ 0, "1970-01-01T00:00:00Z" },
	{ -1, "1969-12-31T23:59:59Z" },
	{ 951782400, "2000-02-29T00:00:00Z" },
	{ 951868800, "2000-03-01T00:00:00Z" },
	{ 1801396800, "2027-01-31T12:00:00Z" },
	{ 4107542399, "2100-02-28T23:59:59Z" },
	{ 4107542400, "2100-03-01T00:00:00Z" },
	{ 253402300799, "9999-12-31T23:59:59Z" },
	{ -62135596800, "0001-01-01T00:00:00Z" },
};

static void test_pairs(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		int64_t seconds;

		assert_string_equal(time_text(pairs[i].seconds, &a).s, pairs[i].text);
		assert_true(time_parse(str_of(pairs[i].text), &seconds));
		assert_true(seconds == pairs[i].seconds);
	}
	arena_release(&a);
}

/* Every day of four centuries follows the one before it. */
static void test_days(void **state)
{
	struct arena a = { 0 };
	int64_t again;

	(void)state;
	for (int64_t day = -20000; day < 130000; day++) {
		assert_true(time_parse(time_text(day * 86400 + 86399, &a), &again));
		assert_true(again == day * 86400 + 86399);
		arena_reset(&a);
	}
	arena_release(&a);
}

static void test_wrong(void **state)
{
	static const char *const wrong[] = {
		"",
		"2027-01-31",
		"2027-01-31T12:00:00",
		"2027-01-31T12:00:00z",
		"2027-01-31 12:00:00Z",
		"2027-01-31T12:00:00.5Z",
		"2027-01-31T12:00:00+00:00",
		"2027-02-29T12:00:00Z",
		"2100-02-29T12:00:00Z",
		"2027-04-31T12:00:00Z",
		"2027-00-01T12:00:00Z",
		"2027-13-01T12:00:00Z",
		"2027-01-00T12:00:00Z",
		"2027-01-32T12:00:00Z",
		"2027-01-31T24:00:00Z",
		"2027-01-31T12:60:00Z",
		"2027-01-31T12:00:60Z",
		"0000-01-31T12:00:00Z",
		"+027-01-31T12:00:00Z",
	};
	int64_t seconds;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(time_parse(str_of(wrong[i]), &seconds));
}

static void test_dates(void **state)
{
	static const char *const wrong[] = { "",           "2027-01-3",   "2027-1-31",
					     "2027-02-29", "2027-01-31T", "2027/01/31" };
	int64_t seconds;

	(void)state;
	assert_true(date_parse(S("2027-01-31"), &seconds));
	assert_true(seconds == 1801396800 - 12 * 3600);
	assert_true(date_parse(S("2027-01-31T12:00:00Z"), &seconds));
	assert_true(seconds == 1801396800);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(date_parse(str_of(wrong[i]), &seconds));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
