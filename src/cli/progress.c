#include "cli/progress.h"

#include "cli/print.h"

#include <time.h>

enum { FIRST_MS = 1000, EVERY_MS = 200 };

static long long now(void)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_start(struct progress *p)
{
	p->start = now();
	p->due = p->start + FIRST_MS;
	p->done = 0;
	p->drawn = false;
}

static void draw(long long spent, size_t done, size_t all)
{
	struct buf line = BUF_INIT;
	size_t rate = done * 1000 / (size_t)(spent + 1);

	buf_addf(&line, "\rmeshgen: %zu of %zu, %zu/s", done, all, rate);
	if (done && done < all)
		buf_addf(&line, ", %zu s left", (size_t)spent * (all - done) / done / 1000 + 1);
	buf_add(&line, S("\033[K"));
	print_talk(buf_str(&line));
	buf_release(&line);
}

void progress_show(void *arg, size_t done, size_t all)
{
	struct progress *p = arg;
	long long at = now();

	if (done < p->done)
		p->start = at;
	p->done = done;
	if (at < p->due)
		return;
	p->due = at + EVERY_MS;
	p->drawn = true;
	draw(at - p->start, done, all);
}

void progress_end(struct progress *p)
{
	if (p->drawn)
		print_talk(S("\r\033[K"));
}
