#include "out/chunks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Two workers, the second faster, come to the same end as one. */
static void test_last(void **state)
{
	struct chunk_log one = { 0 }, two = { 0 }, all = { 0 };

	(void)state;
	chunk_log_add(&two, (struct chunk_end){ 0, 0, 0, 0 });
	chunk_log_add(&one, (struct chunk_end){ 0, 2, 2, 1 });
	chunk_log_add(&one, (struct chunk_end){ 4, 9, 11, 5 });
	chunk_log_add(&two, (struct chunk_end){ 1, 3, 3, 3 });
	chunk_log_add(&two, (struct chunk_end){ 2, 0, 3, 3 });
	chunk_log_add(&two, (struct chunk_end){ 3, 5, 8, 4 });
	assert_int_equal(two.n, 2);
	chunk_log_join(&all, &one);
	chunk_log_join(&all, &two);
	assert_int_equal(chunk_log_last(&all, 2), 0);
	assert_int_equal(chunk_log_last(&all, 5), 1);
	assert_int_equal(chunk_log_last(&all, 6), 3);
	assert_int_equal(chunk_log_last(&all, 19), 4);
	assert_true(chunk_log_last(&all, 20) == SIZE_MAX);
	assert_int_equal(chunk_log_at(&one, 3).findings, 2);
	assert_int_equal(chunk_log_at(&one, 4).findings, 11);
	assert_int_equal(chunk_log_at(&two, 0).findings, 0);
	assert_int_equal(chunk_log_at(&two, 3).changes, 4);
	chunk_log_release(&one);
	chunk_log_release(&two);
	chunk_log_release(&all);
	assert_true(chunk_log_last(&all, 0) == SIZE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_last) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
