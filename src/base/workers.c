#include "base/workers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

struct work {
	atomic_size_t next; /* chunk */
	size_t n, chunk;    /* items of all, of a chunk */
	workers_job *job;
};

struct worker {
	struct work *work;
	void *lane;
	pthread_t thread;
};

static size_t chunks_of(size_t n, size_t chunk)
{
	return n / chunk + (n % chunk != 0);
}

static size_t processors(void)
{
	cpu_set_t set;
	long online;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (size_t)CPU_COUNT(&set);
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? (size_t)online : 1;
}

unsigned workers_count(unsigned asked, size_t n, size_t chunk)
{
	size_t k = asked ? asked : processors();
	size_t chunks = chunks_of(n, chunk), most = chunks < WORKERS_MAX ? chunks : WORKERS_MAX;

	if (k > most)
		k = most;
	return k ? (unsigned)k : 1;
}

static void *work_on(void *arg)
{
	struct worker *w = arg;
	struct work *work = w->work;
	size_t chunk;

	while ((chunk = atomic_fetch_add(&work->next, 1)) < chunks_of(work->n, work->chunk)) {
		size_t first = chunk * work->chunk;
		size_t left = work->n - first;

		work->job(w->lane, chunk, first, first + (left < work->chunk ? left : work->chunk));
	}
	return NULL;
}

void workers_run(unsigned k, size_t n, size_t chunk, void *lanes, size_t lane_size,
		 workers_job *job)
{
	struct work work = { .n = n, .chunk = chunk, .job = job };
	struct worker workers[WORKERS_MAX];
	unsigned started = 1;

	for (unsigned i = 0; i < k && i < WORKERS_MAX; i++)
		workers[i] = (struct worker){ &work, (char *)lanes + i * lane_size, 0 };
	while (started < k && started < WORKERS_MAX &&
	       pthread_create(&workers[started].thread, NULL, work_on, &workers[started]) == 0)
		started++;
	work_on(&workers[0]);
	for (unsigned i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
}
