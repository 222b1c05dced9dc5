/*
 * What each worker had when a chunk of clusters ended. A run that meets too many
 * errors ends before its last chunk, and how far it came by then is chance: from
 * these logs follows the chunk at which one worker alone would have ended.
 */
#ifndef OUT_CHUNKS_H
#define OUT_CHUNKS_H

#include "base/arena.h"

struct chunk_end {
	size_t chunk;
	size_t errors;            /* of this chunk alone */
	size_t findings, changes; /* of the worker, so far */
};

/* Zero-initialised it is empty; of one worker the chunks ascend. */
struct chunk_log {
	struct arena arena;
	struct chunk_end *list;
	size_t n, cap;
};

/* A chunk in which nothing was found and nothing changed takes no room. */
void chunk_log_add(struct chunk_log *log, struct chunk_end end);

/* Adds all of another log. */
void chunk_log_join(struct chunk_log *log, const struct chunk_log *other);

/*
 * The first chunk with which there are so many errors, SIZE_MAX when there are
 * less. Sorts the log.
 */
size_t chunk_log_last(struct chunk_log *log, size_t errors);

/* What the worker had when it ended the last of its chunks up to this one. */
struct chunk_end chunk_log_at(const struct chunk_log *log, size_t last);

void chunk_log_release(struct chunk_log *log);

#endif
