/*
 * A node as bytes: one for kind and flags, the distance from the node before it
 * and the size as numbers of seven bits a byte, a pointer if the file does not
 * say the rest; then its children.
 */
#include "yaml/items.h"

#include <string.h>

enum {
	FIRST_CHUNK = 64, /* bytes; a list may turn out short */
	LARGEST_CHUNK = 4096,
	LONGEST_NUMBER = 5,
	LONGEST_NODE = 1 + 2 * LONGEST_NUMBER + sizeof(void *),
	KIND_BITS = 3,
};

struct long_list_chunk {
	struct long_list_chunk *next;
	uint32_t used, size;
	unsigned char bytes[];
};

static uint32_t count_children(const struct node *x)
{
	if (x->kind == NODE_MAP)
		return 2 * x->n;
	return x->kind == NODE_SEQ && !(x->flags & NODE_LONG) ? x->n : 0;
}

/* Is the pointer of the node to be kept, since no place in the file and no children give it? */
static bool has_pointer(const struct node *x)
{
	return x->kind < NODE_SEQ ? !(x->flags & NODE_VERBATIM) : (x->flags & NODE_LONG) != 0;
}

static unsigned char *put_number(unsigned char *to, uint32_t n)
{
	for (; n >= 0x80; n >>= 7)
		*to++ = (unsigned char)(n | 0x80);
	*to++ = (unsigned char)n;
	return to;
}

static uint32_t take_number(const unsigned char **at)
{
	uint32_t n = 0;

	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte = *(*at)++;

		n |= (uint32_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			return n;
	}
}

static struct long_list_chunk *chunk_with_room(struct long_list *l, struct arena *a)
{
	struct long_list_chunk *chunk = l->last;
	uint32_t size = chunk ? 2 * chunk->size : FIRST_CHUNK;

	if (chunk && chunk->used + LONGEST_NODE <= chunk->size)
		return chunk;
	if (size > LARGEST_CHUNK)
		size = LARGEST_CHUNK;
	l->last = arena_alloc(a, sizeof(*chunk) + size);
	l->last->size = size;
	if (chunk)
		chunk->next = l->last;
	else
		l->first = l->last;
	return l->last;
}

static void put_node(struct long_list *l, const struct node *x, struct arena *a)
{
	struct long_list_chunk *chunk = chunk_with_room(l, a);
	unsigned char *to = chunk->bytes + chunk->used;
	uint32_t children = count_children(x);

	*to++ = (unsigned char)(x->kind | x->flags << KIND_BITS);
	to = put_number(to, x->off - l->off);
	to = put_number(to, x->n);
	l->off = x->off;
	if (has_pointer(x)) {
		memcpy(to, &x->text, sizeof(x->text));
		to += sizeof(x->text);
	}
	chunk->used = (uint32_t)(to - chunk->bytes);
	for (uint32_t i = 0; i < children; i++)
		put_node(l, &x->items[i], a);
}

void long_list_add(struct long_list *l, const struct node *item, struct arena *a)
{
	put_node(l, item, a);
	l->n++;
}

static void take_node(struct items *it, struct node *ret)
{
	unsigned char head;
	struct node *children;
	uint32_t n;

	if (it->byte == it->chunk->bytes + it->chunk->used) {
		it->chunk = it->chunk->next;
		it->byte = it->chunk->bytes;
	}
	head = *it->byte++;
	it->off += take_number(&it->byte);
	*ret = (struct node){ .n = take_number(&it->byte),
			      .file = it->list->file,
			      .off = it->off,
			      .kind = head & ((1 << KIND_BITS) - 1),
			      .flags = (uint8_t)(head >> KIND_BITS) };
	if (has_pointer(ret)) {
		memcpy(&ret->text, it->byte, sizeof(ret->text));
		it->byte += sizeof(ret->text);
	} else if (ret->kind < NODE_SEQ) {
		ret->text = it->list->text + ret->off + (ret->flags & NODE_QUOTED ? 1 : 0);
	} else {
		n = count_children(ret);
		ret->items = children = ARENA_ARRAY(&it->arena, n, struct node);
		for (uint32_t i = 0; i < n; i++)
			take_node(it, &children[i]);
	}
}

struct items items_of_long(const struct long_list *list)
{
	return (struct items){ .left = list->n,
			       .list = list,
			       .chunk = list->first,
			       .byte = list->first ? list->first->bytes : NULL };
}

struct items items_of(const struct node *list)
{
	if (list->flags & NODE_LONG)
		return items_of_long(list->list);
	return (struct items){ .left = list->n, .next = list->items };
}

const struct node *items_next(struct items *it)
{
	if (!it->left) {
		items_end(it);
		return NULL;
	}
	it->left--;
	if (!it->list)
		return it->next++;
	arena_reset(&it->arena);
	take_node(it, &it->item);
	return &it->item;
}

void items_end(struct items *it)
{
	it->left = 0;
	arena_release(&it->arena);
}
