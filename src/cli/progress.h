/*
 * The line that a terminal shows while a run takes more than a second: clusters or
 * certificates done, rate, time left. It reads the monotonic clock and nothing else.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	long long start; /* of the pass, in milliseconds of the monotonic clock */
	long long due;   /* when to draw next */
	size_t done;     /* what was told last; a smaller number begins another pass */
	bool drawn;
};

void progress_start(struct progress *p);

/* For compile_options.progress, arg being a struct progress. */
void progress_show(void *arg, size_t done, size_t all);

/* Wipes the line, if there is one. */
void progress_end(struct progress *p);

#endif
