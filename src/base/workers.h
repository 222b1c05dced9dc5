/*
 * Threads for work that falls into independent items 0..n-1, taken in chunks
 * from one counter: chunks begin in ascending order, so whoever has the lowest
 * unfinished one is never kept waiting by a later one.
 */
#ifndef BASE_WORKERS_H
#define BASE_WORKERS_H

#include <stddef.h>

/* WORKERS_CHUNK is right for items that take less than a millisecond. */
enum { WORKERS_CHUNK = 8, WORKERS_MAX = 64 };

/*
 * Items first..end-1 are chunk number chunk. lane is the state of the thread
 * that runs it, used by no other thread meanwhile.
 */
typedef void workers_job(void *lane, size_t chunk, size_t first, size_t end);

/*
 * The number of lanes for n items in chunks of that many: as asked, or with 0 one a
 * processor that we may use; at least 1, at most WORKERS_MAX, never more than there
 * are chunks.
 */
unsigned workers_count(unsigned asked, size_t n, size_t chunk);

/*
 * Runs job over all items and returns when the last is done. lanes is an array
 * of k (workers_count) elements of lane_size bytes. The calling thread is the
 * first worker, with k = 1 the only one; threads that the system refuses are
 * done without.
 */
void workers_run(unsigned k, size_t n, size_t chunk, void *lanes, size_t lane_size,
		 workers_job *job);

#endif
