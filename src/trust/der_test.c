#include "trust/der.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define OCTETS(literal) ((struct str){ (literal), sizeof(literal) - 1 })

static void test_right(void **state)
{
	(void)state;
	assert_true(is_der(OCTETS("\x30\x00")));
	assert_true(is_der(OCTETS("\x30\x06\x02\x01\x80\x01\x01\xff")));
	assert_true(is_der(OCTETS("\x02\x02\x00\x80")));
	assert_true(is_der(OCTETS("\x02\x02\xff\x7f")));
	assert_true(is_der(OCTETS("\x01\x01\x00")));
	assert_true(is_der(OCTETS("\x03\x01\x00")));
	assert_true(is_der(OCTETS("\x03\x02\x01\x06")));
	assert_true(is_der(OCTETS("\x31\x02\xa0\x00")));
	assert_true(is_der(OCTETS("\x80\x01\x05")));
}

static void test_lengths(void **state)
{
	char octets[300] = "\x04\x82\x01\x00";

	(void)state;
	assert_true(is_der((struct str){ octets, 4 + 256 }));
	memcpy(octets, "\x04\x81\x80", 3);
	assert_true(is_der((struct str){ octets, 3 + 128 }));
	memcpy(octets, "\x04\x81\x7f", 3);
	assert_false(is_der((struct str){ octets, 3 + 127 }));
	memcpy(octets, "\x04\x82\x00\xff", 4);
	assert_false(is_der((struct str){ octets, 4 + 255 }));
	assert_false(is_der(OCTETS("\x30\x80\x00\x00")));
	assert_false(is_der(OCTETS("\x04\x84\x00\x00\x00\x00")));
	assert_false(is_der(OCTETS("\x04\x82\x01")));
	assert_false(is_der(OCTETS("\x04\x01")));
	assert_false(is_der(OCTETS("\x04")));
	assert_false(is_der(OCTETS("")));
	assert_false(is_der(OCTETS("\x04\x00\x00")));
	assert_false(is_der(OCTETS("\x30\x02\x04\x01")));
}

static void test_values(void **state)
{
	(void)state;
	assert_false(is_der(OCTETS("\x01\x01\x01")));
	assert_false(is_der(OCTETS("\x01\x00")));
	assert_false(is_der(OCTETS("\x01\x02\xff\xff")));
	assert_false(is_der(OCTETS("\x02\x00")));
	assert_false(is_der(OCTETS("\x02\x02\x00\x7f")));
	assert_false(is_der(OCTETS("\x02\x02\xff\x80")));
	assert_false(is_der(OCTETS("\x03\x00")));
	assert_false(is_der(OCTETS("\x03\x01\x01")));
	assert_false(is_der(OCTETS("\x03\x02\x08\x00")));
	assert_false(is_der(OCTETS("\x03\x02\x01\x07")));
	assert_false(is_der(OCTETS("\x24\x02\x04\x00"))); /* a string in pieces */
	assert_false(is_der(OCTETS("\x10\x00")));         /* a sequence that is none */
	assert_false(is_der(OCTETS("\x11\x00")));
	assert_false(is_der(OCTETS("\x1f\x20\x00"))); /* a tag of more than one octet */
}

static void test_depth(void **state)
{
	char octets[128];
	size_t n = 0;

	(void)state;
	for (size_t left = 60; left <= 60; left -= 2) {
		octets[n++] = 0x30;
		octets[n++] = (char)left;
	}
	assert_true(is_der((struct str){ octets, n }));
	n = 0;
	for (size_t left = 66; left <= 66; left -= 2) {
		octets[n++] = 0x30;
		octets[n++] = (char)left;
	}
	assert_false(is_der((struct str){ octets, n }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
