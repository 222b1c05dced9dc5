/*
 * Region memory: everything allocated from an arena lives until the arena is
 * reset or released; nothing in it is freed alone. One arena holds a
 * compilation, one holds the cluster that a worker is at. Keys never go here.
 *
 * Out of memory ends the program (base/bug.h), so no function here fails.
 * Built with ASan every allocation is a malloc of its own, which lets ASan see
 * overruns and uses after a reset.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

struct arena_block;

/* Zero-initialised it is an empty arena. Owned by whoever declares it. */
struct arena {
	struct arena_block *block; /* newest first */
	size_t used;               /* bytes given out since it was empty */
};

/* n bytes, zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);

/* An array of n zeroed elements; overflow of n * size ends the program. */
void *arena_array(struct arena *a, size_t n, size_t size);

/* The same, whose bytes are what they are: for what is filled at once. */
void *arena_take_array(struct arena *a, size_t n, size_t size);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))
#define ARENA_TAKE(a, n, type) ((type *)arena_take_array((a), (n), sizeof(type)))

/* A copy of s; a NUL stands behind its last byte. */
struct str arena_dup(struct arena *a, struct str s);

/* n texts one behind the other. A NUL stands behind the last byte. */
struct str arena_concat(struct arena *a, const struct str *texts, size_t n);

/* The text of a printf. A NUL stands behind its last byte. */
struct str arena_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str arena_vfmt(struct arena *a, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/*
 * Room for one more element in an array of n elements of the given size whose
 * capacity is *cap; returns the array, moved if it had to grow.
 */
void *arena_grow(struct arena *a, void *array, size_t n, size_t *cap, size_t size);

/* Forget all that was allocated, but keep some memory for the next use. */
void arena_reset(struct arena *a);

/* Give all memory back; the arena is empty and usable again. */
void arena_release(struct arena *a);

/*
 * Once, at the start of the program: what arenas give back goes to the system at
 * once, and does not lie idle below what is allocated later.
 */
void arena_return_blocks(void);

#endif
