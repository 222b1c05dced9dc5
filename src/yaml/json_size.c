#include "yaml/kept.h"
#include "yaml/write.h"

enum { BYTE_AT_MOST = 6 };

/*
 * What a byte takes beside itself: a backslash, or the other five of \u00XX, as
 * which HTML's special bytes are written too.
 */
static const uint8_t extra[256] = {
	5,          5,          5, 5, 5, 5, 5, 5, ['\b'] = 1, ['\t'] = 1, ['\n'] = 1, 5,
	['\f'] = 1, ['\r'] = 1, 5, 5, 5, 5, 5, 5, 5,          5,          5,          5,
	5,          5,          5, 5, 5, 5, 5, 5, ['"'] = 1,  ['\\'] = 1, ['&'] = 5,  ['<'] = 5,
	['>'] = 5,
};

/* Line and paragraph separators: three bytes, written as \u2028 and \u2029. */
static size_t count_separators(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += str_starts(str_from(s, i), S("\xe2\x80\xa8")) ||
		     str_starts(str_from(s, i), S("\xe2\x80\xa9"));
	return n;
}

/* Bytes of a string as Go writes it, with its quotes. */
static size_t string_size(struct str s)
{
	size_t n = s.n + 2;
	unsigned char all = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		n += extra[c];
		all |= c;
	}
	return all < 0x80 ? n : n + 3 * count_separators(s);
}

static size_t list_size(const struct node *x)
{
	size_t n = x->n ? x->n + 1 : 2; /* brackets, and commas between the items */

	for (uint32_t i = 0; i < x->n; i++)
		n += json_size(&x->items[i]);
	return n;
}

static size_t map_size(const struct node *x)
{
	size_t n = x->n ? 2 * (size_t)x->n + 1 : 2; /* the same, and a colon a pair */

	for (uint32_t i = 0; i < x->n; i++)
		n += string_size(node_text(&x->items[2 * i])) + json_size(&x->items[2 * i + 1]);
	return n;
}

size_t json_size(const struct node *x)
{
	switch ((enum node_kind)x->kind) {
	case NODE_NULL:
		return 4;
	case NODE_BOOL:
		return node_is_true(x) ? 4 : 5;
	case NODE_STR:
		return string_size(node_text(x));
	case NODE_SEQ:
		return list_size(x);
	case NODE_MAP:
		return map_size(x);
	default:
		return x->n;
	}
}

size_t json_size_at_most(const struct node *x)
{
	size_t items = x->kind == NODE_SEQ ? x->n : x->kind == NODE_MAP ? 2 * (size_t)x->n : 0;
	size_t n = items + 2;
	const struct kept *kept = node_kept(x);

	if (kept)
		return kept->json_at_most;
	if (x->kind < NODE_SEQ)
		return BYTE_AT_MOST * (size_t)x->n + 4;
	for (size_t i = 0; i < items; i++)
		n += json_size_at_most(&x->items[i]);
	return n;
}
