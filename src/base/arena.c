#include "base/arena.h"

#include "base/bug.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024 };

struct arena_block {
	struct arena_block *older;
	size_t used, size; /* bytes of data */
	_Alignas(ALIGN) char data[];
};

#if defined(__SANITIZE_ADDRESS__)
#define SEPARATE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SEPARATE 1
#endif
#endif
#ifndef SEPARATE
#define SEPARATE 0
#endif

static size_t block_size(const struct arena *a, size_t n)
{
	size_t size = a->block ? a->block->size * 2 : FIRST_BLOCK;

	if (SEPARATE)
		return n;
	if (size > LARGEST_STEP)
		size = LARGEST_STEP;
	return size < n ? n : size;
}

static void add_block(struct arena *a, size_t n)
{
	size_t size = block_size(a, n);
	struct arena_block *b = malloc(sizeof(*b) + size);

	if (!b)
		out_of_memory();
	*b = (struct arena_block){ .older = a->block, .size = size };
	a->block = b;
}

/* The bytes are not zero. */
static void *take(struct arena *a, size_t n)
{
	void *p;

	if (n > SIZE_MAX / 2)
		out_of_memory();
	n = SEPARATE ? n : (n + ALIGN - 1) / ALIGN * ALIGN;
	if (SEPARATE || !a->block || a->block->size - a->block->used < n)
		add_block(a, n);
	p = a->block->data + a->block->used;
	a->block->used += n;
	a->used += n;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	void *p = take(a, n);

	return n ? memset(p, 0, n) : p;
}

void *arena_take_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		out_of_memory();
	return take(a, n * size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	void *p = arena_take_array(a, n, size);

	return n ? memset(p, 0, n * size) : p;
}

struct str arena_concat(struct arena *a, const struct str *texts, size_t n)
{
	size_t length = 0;
	char *copy, *at;

	for (size_t i = 0; i < n; i++)
		length += texts[i].n;
	copy = at = take(a, length + 1);
	for (size_t i = 0; i < n; i++) {
		if (texts[i].n)
			memcpy(at, texts[i].s, texts[i].n);
		at += texts[i].n;
	}
	*at = '\0';
	return (struct str){ copy, length };
}

struct str arena_dup(struct arena *a, struct str s)
{
	char *copy = take(a, s.n + 1);

	if (s.n)
		memcpy(copy, s.s, s.n);
	copy[s.n] = '\0';
	return (struct str){ copy, s.n };
}

struct str arena_vfmt(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	int n;
	char *text;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		BUG("format '%s'", fmt);
	text = arena_alloc(a, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, fmt, args);
	return (struct str){ text, (size_t)n };
}

struct str arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list args;
	struct str text;

	va_start(args, fmt);
	text = arena_vfmt(a, fmt, args);
	va_end(args);
	return text;
}

void *arena_grow(struct arena *a, void *array, size_t n, size_t *cap, size_t size)
{
	void *larger;

	if (n < *cap)
		return array;
	*cap = *cap ? *cap * 2 : 8;
	larger = arena_array(a, *cap, size);
	if (n)
		memcpy(larger, array, n * size);
	return larger;
}

/* Free all blocks but, if it is of ordinary size, the newest. */
static void free_blocks(struct arena *a, bool keep_one)
{
	struct arena_block *b = a->block;

	*a = (struct arena){ 0 };
	if (keep_one && b && !SEPARATE && b->size <= LARGEST_STEP) {
		struct arena_block *kept = b;

		b = b->older;
		kept->older = NULL;
		kept->used = 0;
		a->block = kept;
	}
	while (b) {
		struct arena_block *older = b->older;

		free(b);
		b = older;
	}
}

void arena_reset(struct arena *a)
{
	free_blocks(a, true);
}

void arena_release(struct arena *a)
{
	free_blocks(a, false);
}

void arena_return_blocks(void)
{
	mallopt(M_MMAP_THRESHOLD, LARGEST_STEP / 4);
}
