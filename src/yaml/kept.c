#include "yaml/kept.h"

#include "yaml/write.h"

#include <stddef.h>
#include <string.h>

struct node node_keep(const struct node *x, struct arena *a)
{
	size_t items = x->kind == NODE_MAP ? 2 * (size_t)x->n : x->n;
	struct node ret = *x;
	struct kept *k;

	if (x->kind < NODE_SEQ || !x->n || x->flags & NODE_KEPT)
		return ret;
	k = arena_alloc(a, sizeof(*k) + items * sizeof(*x));
	memcpy(k->items, x->items, items * sizeof(*x));
	k->arena = a;
	k->json_at_most = json_size_at_most(x);
	k->values = node_count(x, SIZE_MAX);
	ret.items = k->items;
	ret.flags |= NODE_KEPT;
	return ret;
}

struct kept *node_kept(const struct node *x)
{
	if (!(x->flags & NODE_KEPT))
		return NULL;
	return (struct kept *)((char *)(uintptr_t)x->items - offsetof(struct kept, items));
}
