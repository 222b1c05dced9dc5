#include "cli/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What is written of a pass that began so many milliseconds earlier. */
static const char *shown(struct progress *p, long long ago, size_t done, size_t all)
{
	static char text[200];
	int pipe_fds[2], kept = dup(STDERR_FILENO);
	ssize_t n = 0;

	assert_int_equal(pipe(pipe_fds), 0);
	dup2(pipe_fds[1], STDERR_FILENO);
	close(pipe_fds[1]);
	p->start -= ago;
	p->due -= ago;
	progress_show(p, done, all);
	progress_end(p);
	dup2(kept, STDERR_FILENO);
	close(kept);
	n = read(pipe_fds[0], text, sizeof(text) - 1);
	close(pipe_fds[0]);
	assert_true(n >= 0);
	text[n] = '\0';
	return text;
}

/* Does the text begin with what is due, whatever rate and time follow? */
static bool begins(const char *text, const char *due)
{
	return strncmp(text, due, strlen(due)) == 0;
}

static void test_the_first_second_is_silent(void **state)
{
	struct progress p;

	(void)state;
	progress_start(&p);
	assert_string_equal(shown(&p, -1000 * 1000, 1, 10), "");
	assert_true(begins(shown(&p, 1001 * 1000, 2, 10), "\rmeshgen: 2 of 10, "));
}

static void test_time_left(void **state)
{
	struct progress p;

	(void)state;
	progress_start(&p);
	assert_non_null(strstr(shown(&p, 10 * 1000, 5, 10), " s left\033[K\r\033[K"));
	progress_start(&p);
	assert_null(strstr(shown(&p, 10 * 1000, 10, 10), "left"));
	progress_start(&p);
	assert_null(strstr(shown(&p, 10 * 1000, 0, 10), "left"));
}

/* Of the dry pass and of the one that writes each has its own rate. */
static void test_another_pass(void **state)
{
	struct progress p;

	(void)state;
	progress_start(&p);
	shown(&p, 1000 * 1000, 10, 10);
	assert_true(begins(shown(&p, 1000 * 1000, 1, 10), "\rmeshgen: 1 of 10, 1000/s"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_second_is_silent),
		cmocka_unit_test(test_time_left),
		cmocka_unit_test(test_another_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
