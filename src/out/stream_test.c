#include "out/out.h"

#include "base/workers.h"
#include "tree/scene.h"

#include <pthread.h>
#include <signal.h>

enum { ITEMS = 4000 };

struct lane {
	struct stream *stream;
	size_t failed;
};

static void put_chunk(void *arg, size_t chunk, size_t first, size_t end)
{
	struct lane *l = arg;
	struct buf text = BUF_INIT;

	for (size_t i = first; i < end; i++)
		buf_addf(&text, "%zu\n", i);
	if (!stream_put(l->stream, chunk, buf_str(&text)))
		l->failed++;
	buf_release(&text);
}

static size_t put_all(struct stream *s)
{
	struct lane lanes[4];
	size_t failed = 0;

	for (size_t i = 0; i < 4; i++)
		lanes[i] = (struct lane){ s, 0 };
	workers_run(4, ITEMS, WORKERS_CHUNK, lanes, sizeof(*lanes), put_chunk);
	for (size_t i = 0; i < 4; i++)
		failed += lanes[i].failed;
	return failed;
}

static void test_order(void **state)
{
	struct scene *s = *state;
	struct buf expected = BUF_INIT;
	int fd = open("stream", O_WRONLY | O_CREAT, 0644);
	struct stream *stream = stream_open(fd, NULL);

	for (size_t i = 0; i < ITEMS; i++)
		buf_addf(&expected, "%zu\n", i);
	assert_int_equal(put_all(stream), 0);
	assert_true(stream_close(stream, &s->found));
	close(fd);
	assert_true(scene_holds("stream", buf_str(&expected)));
	buf_release(&expected);
}

/* Reads little by little what comes out of a pipe; returns its length. */
static void *drain(void *arg)
{
	char piece[100];
	size_t n, all = 0;

	while (read_up_to(*(int *)arg, piece, sizeof(piece), &n) && n)
		all += n;
	*(int *)arg = (int)all;
	return NULL;
}

/* Whoever started us may have made the pipe non-blocking. */
static void test_full_pipe(void **state)
{
	struct scene *s = *state;
	struct str large = { arena_alloc(&s->arena, 1000000), 1000000 };
	struct stream *stream;
	int ends[2], reader;
	pthread_t thread;

	assert_int_equal(pipe2(ends, 0), 0);
	assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
	reader = ends[0];
	assert_int_equal(pthread_create(&thread, NULL, drain, &reader), 0);
	stream = stream_open(ends[1], NULL);
	assert_true(stream_put(stream, 0, large));
	assert_true(stream_put(stream, 1, S("")));
	assert_true(stream_close(stream, &s->found));
	close(ends[1]);
	pthread_join(thread, NULL);
	assert_int_equal(reader, 1000000);
	close(ends[0]);
}

static void test_reader_is_gone(void **state)
{
	struct scene *s = *state;
	struct stream *stream;
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe2(ends, 0), 0);
	close(ends[0]);
	stream = stream_open(ends[1], NULL);
	assert_true(stream_put(stream, 0, S("")));
	assert_false(stream_put(stream, 1, S("x")));
	assert_false(stream_put(stream, 2, S("")));
	assert_false(stream_close(stream, &s->found));
	scene_expect(s, MG0703, "-");
	stream = stream_open(ends[1], NULL);
	assert_int_equal(put_all(stream), ITEMS / WORKERS_CHUNK);
	assert_false(stream_close(stream, &s->found));
	scene_expect(s, MG0703, "-");
	close(ends[1]);
}

static void test_into_a_buffer(void **state)
{
	struct scene *s = *state;
	struct buf expected = BUF_INIT, found = BUF_INIT;
	struct stream *stream = stream_open(-1, &found);

	for (size_t i = 0; i < ITEMS; i++)
		buf_addf(&expected, "%zu\n", i);
	assert_int_equal(put_all(stream), 0);
	assert_true(stream_close(stream, &s->found));
	assert_string_equal(found.s, expected.s);
	buf_release(&expected);
	buf_release(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_into_a_buffer, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_full_pipe, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_reader_is_gone, scene_open, scene_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
