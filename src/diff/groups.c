#include "diff/groups.h"

#include <stdlib.h>
#include <string.h>

struct counted {
	struct difference difference;
	uint32_t *clusters;
	size_t n, cap;
};

static struct counted *counted_at(struct tally *t, const struct difference *d)
{
	struct counted *x;

	buf_truncate(&t->key, 0);
	difference_key(d, &t->key);
	x = map_get(&t->seen, buf_str(&t->key));
	if (x)
		return x;
	x = ARENA_NEW(&t->arena, struct counted);
	x->difference = difference_dup(d, &t->arena);
	*map_at(&t->seen, arena_dup(&t->arena, buf_str(&t->key)), &t->arena) = x;
	t->list = arena_grow(&t->arena, t->list, t->n, &t->cap, sizeof(struct counted *));
	t->list[t->n++] = x;
	return x;
}

static void count(struct tally *t, struct counted *x, uint32_t cluster)
{
	if (x->n && x->clusters[x->n - 1] == cluster)
		return;
	x->clusters = arena_grow(&t->arena, x->clusters, x->n, &x->cap, sizeof(*x->clusters));
	x->clusters[x->n++] = cluster;
}

void tally_add(struct tally *t, const struct difference *d, uint32_t cluster)
{
	count(t, counted_at(t, d), cluster);
}

void tally_join(struct tally *t, const struct tally *other)
{
	for (size_t i = 0; i < other->n; i++) {
		struct counted *x = counted_at(t, &other->list[i]->difference);

		for (size_t k = 0; k < other->list[i]->n; k++)
			count(t, x, other->list[i]->clusters[k]);
	}
}

void tally_release(struct tally *t)
{
	buf_release(&t->key);
	arena_release(&t->arena);
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int by_difference(const void *a, const void *b)
{
	const struct counted *const *x = a, *const *y = b;

	return difference_cmp(&(*x)->difference, &(*y)->difference);
}

/* The group of the risk and the clusters of a difference, made if it is new. */
static struct diff_group *group_of(struct map *seen, const struct counted *x, struct arena *a)
{
	struct str bytes[] = {
		{ x->difference.refused ? "!" : "", x->difference.refused },
		risk_name(x->difference.risk),
		{ (const char *)x->clusters, x->n * sizeof(*x->clusters) },
	};
	void **at = map_at(seen, arena_concat(a, bytes, 3), a);
	struct diff_group *g = *at;

	if (!g) {
		*at = g = ARENA_NEW(a, struct diff_group);
		*g = (struct diff_group){ .risk = x->difference.risk,
					  .refused = x->difference.refused,
					  .clusters = x->clusters,
					  .n_clusters = x->n };
	}
	return g;
}

static int by_weight(const void *a, const void *b)
{
	const struct diff_group *x = a, *y = b;

	if (x->refused != y->refused)
		return x->refused ? -1 : 1;
	if (x->risk != y->risk)
		return x->risk > y->risk ? -1 : 1;
	if (x->n_clusters != y->n_clusters)
		return x->n_clusters > y->n_clusters ? -1 : 1;
	for (size_t i = 0; i < x->n_clusters; i++)
		if (x->clusters[i] != y->clusters[i])
			return x->clusters[i] < y->clusters[i] ? -1 : 1;
	return 0;
}

static void group_add(struct diff_group *g, const struct difference *d, struct arena *a)
{
	g->list = arena_grow(a, g->list, g->n, &g->cap, sizeof(*g->list));
	g->list[g->n++] = d;
}

void groups_make(struct tally *t, struct arena *a, struct groups *ret)
{
	struct diff_group **all = ARENA_ARRAY(a, t->n, struct diff_group *);
	struct map seen = { 0 };

	*ret = (struct groups){ 0 };
	for (size_t i = 0; i < t->n; i++)
		qsort(t->list[i]->clusters, t->list[i]->n, sizeof(uint32_t), by_number);
	if (t->n)
		qsort(t->list, t->n, sizeof(*t->list), by_difference);
	for (size_t i = 0; i < t->n; i++) {
		struct diff_group *g = group_of(&seen, t->list[i], a);

		if (g->n == 0)
			all[ret->n++] = g;
		group_add(g, &t->list[i]->difference, a);
	}
	ret->list = ARENA_ARRAY(a, ret->n, struct diff_group);
	for (size_t i = 0; i < ret->n; i++)
		ret->list[i] = *all[i];
	if (ret->n)
		qsort(ret->list, ret->n, sizeof(*ret->list), by_weight);
}
