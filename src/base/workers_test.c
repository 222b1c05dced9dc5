#include "base/workers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ITEMS = 1000 };

struct lane {
	atomic_uint *seen; /* by item */
	size_t chunk;      /* items of one */
	size_t chunks, items;
};

static void job(void *arg, size_t chunk, size_t first, size_t end)
{
	struct lane *l = arg;

	assert_int_equal(first, chunk * l->chunk);
	assert_true(end > first && end - first <= l->chunk);
	l->chunks++;
	for (size_t i = first; i < end; i++) {
		atomic_fetch_add(&l->seen[i], 1);
		l->items++;
	}
}

static void expect_each_once(unsigned k, size_t n, size_t chunk)
{
	atomic_uint seen[ITEMS] = { 0 };
	struct lane lanes[WORKERS_MAX];
	size_t chunks = 0, items = 0;

	for (unsigned i = 0; i < WORKERS_MAX; i++)
		lanes[i] = (struct lane){ .seen = seen, .chunk = chunk };
	workers_run(k, n, chunk, lanes, sizeof(*lanes), job);
	for (unsigned i = 0; i < WORKERS_MAX; i++) {
		chunks += lanes[i].chunks;
		items += lanes[i].items;
		assert_true(i < k || !lanes[i].chunks);
	}
	for (size_t i = 0; i < ITEMS; i++)
		assert_int_equal(atomic_load(&seen[i]), i < n);
	assert_int_equal(items, n);
	assert_int_equal(chunks, (n + chunk - 1) / chunk);
}

static void test_each_item_once(void **state)
{
	static const size_t counts[] = {
		0,   1,    WORKERS_CHUNK - 1, WORKERS_CHUNK, WORKERS_CHUNK + 1, 2 * WORKERS_CHUNK,
		999, ITEMS
	};

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		expect_each_once(1, counts[i], WORKERS_CHUNK);
		expect_each_once(2, counts[i], WORKERS_CHUNK);
		expect_each_once(2, counts[i], 1);
		expect_each_once(WORKERS_MAX, counts[i], WORKERS_CHUNK);
	}
}

static void test_count(void **state)
{
	(void)state;
	assert_int_equal(workers_count(3, 1000, WORKERS_CHUNK), 3);
	assert_int_equal(workers_count(3, 2 * WORKERS_CHUNK, WORKERS_CHUNK), 2);
	assert_int_equal(workers_count(3, 2 * WORKERS_CHUNK + 1, WORKERS_CHUNK), 3);
	assert_int_equal(workers_count(3, 0, WORKERS_CHUNK), 1);
	assert_int_equal(workers_count(3, 2, 1), 2);
	assert_int_equal(workers_count(1000, 1000 * 1000, WORKERS_CHUNK), WORKERS_MAX);
	assert_in_range(workers_count(0, 1000 * 1000, WORKERS_CHUNK), 1, WORKERS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_item_once),
		cmocka_unit_test(test_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
