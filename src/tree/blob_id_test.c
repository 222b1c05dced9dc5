#include "tree/blob_id.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void test_as_git_hash_object(void **state)
{
	static const struct {
		struct str bytes;
		unsigned char id[BLOB_ID_BYTES];
	} cases[] = {
		{ STR(""), { 0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b,
			     0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91 } },
		{ STR("hello\n"), { 0xce, 0x01, 0x36, 0x25, 0x03, 0x0b, 0xa8, 0xdb, 0xa9, 0x06,
				    0xf7, 0x56, 0x96, 0x7f, 0x9e, 0x9c, 0xa3, 0x94, 0x46, 0x4a } },
	};
	unsigned char id[BLOB_ID_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		blob_id(cases[i].bytes, id);
		assert_memory_equal(id, cases[i].id, sizeof(id));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_as_git_hash_object) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
