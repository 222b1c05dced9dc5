#include "base/buf.h"

#include "base/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;
	char *s;

	if (n > SIZE_MAX / 4 || b->n > SIZE_MAX / 4)
		out_of_memory();
	while (cap < b->n + n + 1)
		cap *= 2;
	s = realloc(b->cap ? b->s : NULL, cap);
	if (!s)
		out_of_memory();
	b->s = s;
	b->cap = cap;
	b->s[b->n] = '\0';
}

void buf_addc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->s[++b->n] = '\0';
}

void buf_fill(struct buf *b, char c, size_t n)
{
	memset(buf_room(b, n), c, n);
	b->n += n;
	b->s[b->n] = '\0';
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0)
		BUG("format '%s'", fmt);
	buf_room(b, (size_t)n);
	va_start(args, fmt);
	vsnprintf(b->s + b->n, (size_t)n + 1, fmt, args);
	va_end(args);
	b->n += (size_t)n;
}

void buf_add_count(struct buf *b, size_t n, const char *thing)
{
	buf_addf(b, "%zu %s%s", n, thing, n == 1 ? "" : "s");
}

void buf_truncate(struct buf *b, size_t n)
{
	if (n >= b->n)
		return;
	b->n = n;
	b->s[n] = '\0';
}

void buf_release(struct buf *b)
{
	if (b->cap)
		free(b->s);
	*b = (struct buf)BUF_INIT;
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->s, b->n };
}
