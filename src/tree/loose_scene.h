/*
 * For tests only: files of loose objects, whole or not.
 */
#ifndef TREE_LOOSE_SCENE_H
#define TREE_LOOSE_SCENE_H

#include "tree/scene.h"

#include <zlib.h>

/* As zlib has it at its fastest, by which git writes. */
static inline struct str deflated(struct scene *s, struct str bytes)
{
	uLongf n = compressBound(bytes.n);
	unsigned char *room = ARENA_TAKE(&s->arena, n, unsigned char);

	assert_int_equal(compress2(room, &n, (const unsigned char *)bytes.s, bytes.n, 1), Z_OK);
	return (struct str){ (const char *)room, n };
}

/* The file of an object; header without its NUL. */
static inline struct str loose_file(struct scene *s, const char *header, struct str bytes)
{
	struct str parts[] = { str_of(header), { "", 1 }, bytes };

	return deflated(s, arena_concat(&s->arena, parts, 3));
}

/* Bytes that hardly become less. */
static inline struct str noise(struct scene *s, size_t n)
{
	char *bytes = ARENA_TAKE(&s->arena, n, char);
	uint32_t state = 1;

	for (size_t i = 0; i < n; i++) {
		state = state * 1664525 + 1013904223;
		bytes[i] = (char)(state >> 24);
	}
	return (struct str){ bytes, n };
}

#endif
