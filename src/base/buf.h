/*
 * The one growing byte buffer: output files, messages, file contents. Data is
 * never NULL and always followed by a NUL that does not count. Keys never go
 * here. Out of memory ends the program (base/bug.h).
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

/* Initialise with BUF_INIT; owned by whoever declares it, freed by buf_release. */
struct buf {
	char *s;
	size_t n;   /* bytes in use */
	size_t cap; /* bytes allocated, the NUL counted; 0 = s is the shared empty string */
};

#define BUF_INIT                                                                                   \
	{                                                                                          \
		(char *)"", 0, 0                                                                   \
	}

/* Make room for n more bytes behind the present ones, and return where they begin. */
static inline char *buf_room(struct buf *b, size_t n);

static inline void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t n);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "1 file", "2 files". */
void buf_add_count(struct buf *b, size_t n, const char *thing);

/* Keep the first n bytes; the memory stays for the next use. */
void buf_truncate(struct buf *b, size_t n);

void buf_release(struct buf *b);

/* The present bytes; valid until the buffer changes. */
struct str buf_str(const struct buf *b);

/* For buf_room alone, which is in the innermost loop of all printing. */
void buf_grow(struct buf *b, size_t n);

static inline char *buf_room(struct buf *b, size_t n)
{
	if (n >= b->cap - b->n)
		buf_grow(b, n);
	return b->s + b->n;
}

static inline void buf_add(struct buf *b, struct str s)
{
	if (!s.n)
		return;
	memcpy(buf_room(b, s.n), s.s, s.n);
	b->n += s.n;
	b->s[b->n] = '\0';
}

#endif
