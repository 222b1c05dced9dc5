#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static bool is_zero(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i])
			return false;
	return true;
}

/* Also where a reset left other bytes, and behind the end of a block. */
static void test_alloc_is_zeroed_and_aligned(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (size_t n = 1; n < 100 * 1000; n = n * 3 + 1) {
			char *p = arena_alloc(&a, n);

			assert_int_equal((uintptr_t)p % 16, 0);
			assert_true(is_zero(p, n));
			memset(p, 'x', n);
		}
		arena_reset(&a);
		assert_int_equal(a.used, 0);
	}
	arena_release(&a);
	assert_null(a.block);
}

static void test_nothing_overlaps(void **state)
{
	struct arena a = { 0 };
	char *list[1000];

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		memset(list[i] = arena_alloc(&a, i), (int)i, i);
	for (size_t i = 0; i < 1000; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_equal(list[i][k], (char)i);
	arena_release(&a);
}

static void test_texts(void **state)
{
	struct str parts[] = { STR("ab"), STR(""), STR("c"), { NULL, 0 } };
	struct arena a = { 0 };
	struct str text = arena_concat(&a, parts, 4);

	(void)state;
	assert_int_equal(text.n, 3);
	assert_string_equal(text.s, "abc");
	assert_string_equal(arena_concat(&a, NULL, 0).s, "");
	text = arena_dup(&a, str_first(S("xyz"), 2));
	assert_int_equal(text.n, 2);
	assert_string_equal(text.s, "xy");
	text = arena_fmt(&a, "%d-%s", 7, "z");
	assert_int_equal(text.n, 3);
	assert_string_equal(text.s, "7-z");
	arena_release(&a);
}

static void test_grow_keeps_what_is_there(void **state)
{
	struct arena a = { 0 };
	int *list = NULL;
	size_t cap = 0;

	(void)state;
	for (int i = 0; i < 100; i++) {
		int *before = list;
		bool full = (size_t)i == cap;

		list = arena_grow(&a, list, (size_t)i, &cap, sizeof(*list));
		assert_true(full || list == before);
		assert_true((size_t)i < cap);
		list[i] = i;
	}
	for (int i = 0; i < 100; i++)
		assert_int_equal(list[i], i);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc_is_zeroed_and_aligned),
		cmocka_unit_test(test_nothing_overlaps),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_grow_keeps_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
