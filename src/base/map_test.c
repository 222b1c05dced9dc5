#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { KEYS = 10 * 1000 };

/* Keys of all lengths around the words of the hash, no two the same. */
static struct str key_of(size_t i, struct arena *a)
{
	return arena_fmt(a, "%zu%.*s", i, (int)(i % 20), "....................");
}

static void test_each_key_has_its_value(void **state)
{
	struct arena a = { 0 };
	struct map m = { 0 };
	size_t numbers[KEYS];

	(void)state;
	assert_null(map_get(&m, S("")));
	for (size_t i = 0; i < KEYS; i++) {
		void **at = map_at(&m, key_of(i, &a), &a);

		assert_null(*at);
		*at = &numbers[i];
	}
	for (size_t i = 0; i < KEYS; i++) {
		assert_ptr_equal(map_get(&m, key_of(i, &a)), &numbers[i]);
		assert_ptr_equal(*map_at(&m, key_of(i, &a), &a), &numbers[i]);
		assert_null(map_get(&m, arena_fmt(&a, "%zu,", i)));
	}
	arena_release(&a);
}

/* A NUL counts, and a key is no prefix of another. */
static void test_keys_are_bytes(void **state)
{
	struct arena a = { 0 };
	struct map m = { 0 };
	int one, two;

	(void)state;
	*map_at(&m, S("a"), &a) = &one;
	*map_at(&m, S("a\0"), &a) = &two;
	assert_ptr_equal(map_get(&m, S("a")), &one);
	assert_ptr_equal(map_get(&m, S("a\0")), &two);
	assert_null(map_get(&m, S("a\0\0")));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_key_has_its_value),
		cmocka_unit_test(test_keys_are_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
