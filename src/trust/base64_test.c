#include "trust/base64.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* RFC 4648, section 10. */
static void test_right(void **state)
{
	static const struct pair {
		struct str text, octets;
	} pairs[] = {
		{ STR(""), STR("") },
		{ STR("Zg=="), STR("f") },
		{ STR("Zm8="), STR("fo") },
		{ STR("Zm9v"), STR("foo") },
		{ STR("Zm9vYg=="), STR("foob") },
		{ STR("/+8="), STR("\xff\xef") },
	};
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct str octets;

		assert_true(base64_decode(pairs[i].text, &a, &octets));
		assert_true(str_eq(octets, pairs[i].octets));
		assert_true(str_eq(base64_encode((const unsigned char *)octets.s, octets.n, &a),
				   pairs[i].text));
	}
	arena_release(&a);
}

static void test_wrong(void **state)
{
	static const struct str wrong[] = {
		STR("Z"),    STR("Zg"),   STR("Zg="),    STR("Zh=="), STR("Zm9="),
		STR("Zm 9"), STR(" m9v"), STR("Zm9\n"),  STR("===="), STR("Zg==Zg=="),
		STR("Z==="), STR("-_8="), STR("Zm9vZg"),
	};
	struct arena a = { 0 };
	struct str octets;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(base64_decode(wrong[i], &a, &octets));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
