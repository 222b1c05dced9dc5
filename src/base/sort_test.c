#include "base/sort.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct element {
	int key;
	size_t at;
	char rest[SORT_MOST_SIZE - sizeof(int) - 2 * sizeof(size_t)];
};

static int by_key(const void *a, const void *b)
{
	const struct element *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

/* Keys that come again and again, each with its place in the rest too. */
static void fill(struct element *list, size_t n, unsigned step)
{
	unsigned key = step;

	for (size_t i = 0; i < n; i++) {
		key = (key * step + 7) % 23;
		list[i] = (struct element){ .key = (int)key, .at = i };
		memset(list[i].rest, (int)i, sizeof(list[i].rest));
	}
}

static void expect_sorted(const struct element *list, size_t n)
{
	bool seen[40] = { false };

	for (size_t i = 0; i < n; i++) {
		assert_false(seen[list[i].at]);
		seen[list[i].at] = true;
		assert_int_equal(list[i].rest[sizeof(list[i].rest) - 1], list[i].at);
		if (!i)
			continue;
		assert_true(list[i - 1].key <= list[i].key);
		if (n <= 32 && list[i - 1].key == list[i].key)
			assert_true(list[i - 1].at < list[i].at);
	}
}

static void test_all_lengths(void **state)
{
	struct element list[40];

	(void)state;
	for (size_t n = 0; n <= 40; n++)
		for (unsigned step = 1; step < 23; step++) {
			fill(list, n, step);
			sort(list, n, sizeof(*list), by_key);
			expect_sorted(list, n);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_all_lengths) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
