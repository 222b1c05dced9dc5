#include "out/chunks.h"

#include <stdlib.h>

void chunk_log_add(struct chunk_log *log, struct chunk_end end)
{
	struct chunk_end last = { 0 };

	if (log->n)
		last = log->list[log->n - 1];
	if (!end.errors && end.findings == last.findings && end.changes == last.changes)
		return;
	log->list = arena_grow(&log->arena, log->list, log->n, &log->cap, sizeof(*log->list));
	log->list[log->n++] = end;
}

void chunk_log_join(struct chunk_log *log, const struct chunk_log *other)
{
	for (size_t i = 0; i < other->n; i++)
		chunk_log_add(log, other->list[i]);
}

static int by_chunk(const void *a, const void *b)
{
	const struct chunk_end *x = a, *y = b;

	return (x->chunk > y->chunk) - (x->chunk < y->chunk);
}

size_t chunk_log_last(struct chunk_log *log, size_t errors)
{
	size_t sum = 0;

	if (log->n)
		qsort(log->list, log->n, sizeof(*log->list), by_chunk);
	for (size_t i = 0; i < log->n; i++) {
		sum += log->list[i].errors;
		if (sum >= errors)
			return log->list[i].chunk;
	}
	return SIZE_MAX;
}

struct chunk_end chunk_log_at(const struct chunk_log *log, size_t last)
{
	struct chunk_end end = { 0 };

	for (size_t i = 0; i < log->n && log->list[i].chunk <= last; i++)
		end = log->list[i];
	return end;
}

void chunk_log_release(struct chunk_log *log)
{
	arena_release(&log->arena);
	*log = (struct chunk_log){ 0 };
}
