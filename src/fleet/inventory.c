#include "fleet/build.h"

#include <stdlib.h>

enum { NEAR_EDITS = 2 };

static int by_name(const void *a, const void *b)
{
	const struct managed_cluster *const *x = a, *const *y = b;

	return str_cmp((*x)->name.text, (*y)->name.text);
}

struct inventory inventory_sort(const struct model *m, struct arena *a)
{
	struct inventory i = { .n = m->n_managed_clusters };

	i.list = ARENA_ARRAY(a, i.n, const struct managed_cluster *);
	for (size_t k = 0; k < i.n; k++)
		i.list[k] = &m->managed_clusters[k];
	if (i.n)
		qsort(i.list, i.n, sizeof(*i.list), by_name);
	return i;
}

const struct managed_cluster *inventory_find(const struct inventory *i, struct str name)
{
	struct managed_cluster sought = { .name = { .text = name } };
	const struct managed_cluster *key = &sought, *const *hit = NULL;

	if (i->n)
		hit = bsearch(&key, i->list, i->n, sizeof(*i->list), by_name);
	return hit ? *hit : NULL;
}

struct str inventory_nearest(const struct inventory *i, struct str name)
{
	struct str best = { "", 0 };
	unsigned least = NEAR_EDITS + 1;

	for (size_t k = 0; k < i->n; k++) {
		unsigned distance = str_distance(name, i->list[k]->name.text, NEAR_EDITS);

		if (distance < least) {
			least = distance;
			best = i->list[k]->name.text;
		}
	}
	return best;
}
