#include "jsone/fields.h"

enum { FEW = 16 };

static void remember(struct fields *f, size_t i)
{
	*map_at(&f->index, node_text(&f->pairs[2 * i]), f->arena) = (void *)(uintptr_t)(i + 1);
}

/* The number of the pair with that key, or n. */
static size_t find(struct fields *f, struct str key)
{
	size_t i = 0;

	if (f->n > FEW) {
		i = (size_t)(uintptr_t)map_get(&f->index, key);
		return i ? i - 1 : f->n;
	}
	while (i < f->n && !str_eq(node_text(&f->pairs[2 * i]), key))
		i++;
	return i;
}

void fields_put(struct fields *f, const struct node *key, const struct node *value)
{
	size_t i = find(f, node_text(key));

	if (i == f->n) {
		f->pairs = arena_grow(f->arena, f->pairs, i, &f->cap, 2 * sizeof(*f->pairs));
		f->pairs[2 * i] = *key;
		f->n++;
		if (f->n > FEW + 1)
			remember(f, i);
		for (size_t k = 0; f->n == FEW + 1 && k < f->n; k++)
			remember(f, k);
	}
	f->pairs[2 * i + 1] = *value;
}

void fields_put_all(struct fields *f, const struct node *map)
{
	for (uint32_t i = 0; i < map->n; i++)
		fields_put(f, &map->items[2 * i], &map->items[2 * i + 1]);
}

struct node fields_done(const struct fields *f)
{
	return node_map(f->pairs, f->n);
}
