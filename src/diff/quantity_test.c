#include "diff/quantity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static bool same(const char *a, const char *b)
{
	return quantity_eq(str_of(a), str_of(b));
}

static void test_same(void **state)
{
	static const char *const pairs[][2] = {
		{ "1", "1000m" },      { "0.1", "100m" },
		{ ".5", "500m" },      { "1024Mi", "1Gi" },
		{ "1.5Gi", "1536Mi" }, { "0.5Ki", "512" },
		{ "1.", "1" },         { "1000k", "1M" },
		{ "1000G", "1T" },     { "1000T", "1P" },
		{ "1000M", "1G" },     { "1024Ki", "1Mi" },
		{ "1024Gi", "1Ti" },   { "1024Ti", "1Pi" },
		{ "010", "10" },       { "9999999999999999m", "9999999999999.999" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		assert_true(same(pairs[i][0], pairs[i][1]));
}

static void test_others(void **state)
{
	static const char *const pairs[][2] = {
		{ "1", "2" },
		{ "1G", "1Gi" },
		{ "1m", "1M" },
		/* No quantity, or none that is known. */
		{ "", "" },
		{ "m", "m" },
		{ "1mm", "1mm" },
		{ "-1", "-1" },
		{ "0.5m", "0.5m" },
		{ "19P", "19P" },
		{ "1000000000000000000m", "1000000000000000000m" },
		/* 2^64 + 1 */
		{ "18446744073709551617m", "1m" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		assert_false(same(pairs[i][0], pairs[i][1]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
