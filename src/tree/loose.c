#include "tree/loose.h"

#include "base/bug.h"

#include <unistd.h>

enum { HEADER_BYTES = 32, DIGITS = 18 };

static bool read_piece(struct loose *l)
{
	ssize_t n = read(l->fd, l->in, sizeof(l->in));

	l->n_in = n > 0 ? (size_t)n : 0;
	l->z.next_in = l->in;
	l->z.avail_in = (uInt)l->n_in;
	return l->n_in > 0;
}

/*
 * Until the room is full or the stream ends; false when the file ends first, or is
 * damaged. Z_FINISH spares a stream that ends in the first call its window.
 */
static bool inflate_into(struct loose *l, unsigned char *room, size_t n, size_t *ret_n)
{
	z_stream *z = &l->z;

	z->next_out = room;
	z->avail_out = (uInt)n;
	while (z->avail_out && l->status != Z_STREAM_END) {
		if (!z->avail_in && !read_piece(l))
			return false;
		l->status = inflate(z, Z_FINISH);
		if (l->status != Z_STREAM_END && l->status != Z_OK && l->status != Z_BUF_ERROR)
			return false;
	}
	*ret_n = n - z->avail_out;
	return true;
}

static bool read_number(struct str digits, size_t *ret)
{
	*ret = 0;
	for (size_t i = 0; i < digits.n && i < DIGITS; i++) {
		if (digits.s[i] < '0' || digits.s[i] > '9')
			return false;
		*ret = 10 * *ret + (size_t)(digits.s[i] - '0');
	}
	return digits.n == 1 || (digits.n > 1 && digits.n <= DIGITS && digits.s[0] != '0');
}

static bool read_header(struct loose *l)
{
	struct str start =
		str_first((struct str){ (const char *)l->start, l->n_start }, HEADER_BYTES);
	struct str header = str_first(start, str_find(start, '\0'));

	l->kind = str_first(header, str_find(header, ' '));
	l->header = header.n + 1;
	return header.n < start.n && read_number(str_from(header, l->kind.n + 1), &l->n);
}

static const char damaged[] = "the loose object is cut off or damaged";

const char *loose_open(struct loose *l, int fd)
{
	l->z = (z_stream){ 0 };
	l->fd = fd;
	l->kind = S("");
	l->n = l->n_in = 0;
	l->status = inflateInit(&l->z);
	if (l->status != Z_OK)
		out_of_memory();
	if (!inflate_into(l, l->start, sizeof(l->start), &l->n_start))
		return damaged;
	return read_header(l) ? NULL : "the loose object has no header of git";
}

/* A piece that is not full was the last. */
static bool is_at_end(struct loose *l)
{
	return !l->z.avail_in && (l->n_in < sizeof(l->in) || !read_piece(l));
}

/* There is room for one byte more, in which a stream that is too long is seen. */
const char *loose_read(struct loose *l, unsigned char *bytes)
{
	size_t n = l->n_start - l->header, rest = 0;

	if (n <= l->n) {
		memcpy(bytes, l->start + l->header, n);
		if (!inflate_into(l, bytes + n, l->n + 1 - n, &rest))
			return damaged;
	}
	if (n + rest != l->n)
		return "the loose object is not as long as it says";
	bytes[l->n] = '\0';
	return is_at_end(l) ? NULL : "something follows the loose object in its file";
}

void loose_close(struct loose *l)
{
	inflateEnd(&l->z);
}
