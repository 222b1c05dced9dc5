#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_empty(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	assert_string_equal(buf_str(&b).s, "");
	buf_add(&b, S(""));
	buf_truncate(&b, 3);
	assert_int_equal(buf_str(&b).n, 0);
	buf_release(&b);
	buf_release(&b);
}

static void test_parts(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_add(&b, S("ab"));
	buf_addc(&b, 'c');
	buf_fill(&b, '-', 3);
	buf_addf(&b, "%d%s", 1, "x");
	assert_string_equal(b.s, "abc---1x");
	assert_int_equal(b.n, 8);
	buf_truncate(&b, 8);
	assert_int_equal(b.n, 8);
	buf_truncate(&b, 2);
	assert_string_equal(b.s, "ab");
	buf_add_count(&b, 0, "file");
	buf_add_count(&b, 1, "file");
	buf_add_count(&b, 2, "file");
	assert_string_equal(b.s, "ab0 files1 file2 files");
	buf_release(&b);
	assert_string_equal(b.s, "");
}

/* At each length the NUL behind the bytes has room. */
static void test_growth(void **state)
{
	(void)state;
	for (size_t n = 0; n < 300; n++) {
		struct buf by_one = BUF_INIT, at_once = BUF_INIT;

		for (size_t i = 0; i < n; i++)
			buf_addc(&by_one, 'x');
		buf_fill(&at_once, 'x', n);
		assert_int_equal(by_one.n, n);
		assert_true(n == 0 || by_one.cap > n);
		assert_true(at_once.cap > n);
		assert_string_equal(by_one.s, at_once.s);
		buf_release(&by_one);
		buf_release(&at_once);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
