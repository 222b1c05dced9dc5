#include "base/char.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* As the C locale has them, and none beyond ASCII. */
static void test_classes(void **state)
{
	(void)state;
	for (int i = 0; i < 256; i++) {
		char c = (char)i, text[] = { c, '\0' };

		assert_int_equal(is_digit(c), isdigit(i) != 0);
		assert_int_equal(is_lower(c), islower(i) != 0);
		assert_int_equal(is_letter(c), isalpha(i) != 0);
		assert_int_equal(is_alnum(c), isalnum(i) != 0);
		assert_int_equal(to_lower(c), (char)tolower(i));
		assert_int_equal(hex_value(c), isxdigit(i) ? strtol(text, NULL, 16) : -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
