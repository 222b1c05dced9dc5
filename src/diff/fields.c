#include "diff/fields.h"

#include "base/buf.h"
#include "base/char.h"
#include "base/map.h"

/* So many items of a list, and fields of an item, are compared each with each. */
enum { MOST_PAIRED = 100 };

struct walk {
	struct arena *arena;
	struct buf path;
	struct fields *fields;
};

/* What Kubernetes and Istio merge lists of maps by, in the order in which they are tried. */
static const struct str merge_keys[] = { STR("name"),      STR("containerPort"), STR("port"),
					 STR("mountPath"), STR("address"),       STR("ip") };

static void compare(struct walk *w, const struct node *old, const struct node *new);

static void add(struct walk *w, enum op op, const struct node *old, const struct node *new)
{
	struct fields *all = w->fields;

	all->list = arena_grow(w->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] =
		(struct field){ op, arena_dup(w->arena, buf_str(&w->path)), old, new };
}

static bool is_bare(struct str key)
{
	for (size_t i = 0; i < key.n; i++)
		if (!is_alnum(key.s[i]) && key.s[i] != '-' && key.s[i] != '_')
			return false;
	return key.n > 0;
}

static void add_brackets(struct buf *path, struct str text)
{
	buf_addc(path, '[');
	buf_add(path, text);
	buf_addc(path, ']');
}

void field_add_key(struct buf *path, struct str key)
{
	if (!is_bare(key)) {
		add_brackets(path, key);
		return;
	}
	if (path->n)
		buf_addc(path, '.');
	buf_add(path, key);
}

static bool is_filled(const struct node *x, enum node_kind kind)
{
	return x && x->kind == kind && x->n > 0;
}

static void compare_maps(struct walk *w, const struct node *old, const struct node *new)
{
	size_t n_old = is_filled(old, NODE_MAP) ? old->n : 0;
	size_t n_new = is_filled(new, NODE_MAP) ? new->n : 0, length = w->path.n;
	struct map values = { 0 };

	for (size_t i = 0; i < n_new; i++)
		*map_at(&values, node_text(&new->items[2 * i]), w->arena) =
			(void *)&new->items[2 * i + 1];
	for (size_t i = 0; i < n_old; i++) {
		struct str key = node_text(&old->items[2 * i]);
		const struct node *other = map_get(&values, key);

		field_add_key(&w->path, key);
		compare(w, &old->items[2 * i + 1], other);
		buf_truncate(&w->path, length);
		if (other)
			*map_at(&values, key, w->arena) = NULL;
	}
	for (size_t i = 0; i < n_new; i++) {
		struct str key = node_text(&new->items[2 * i]);
		const struct node *value = map_get(&values, key);

		field_add_key(&w->path, key);
		compare(w, NULL, value);
		buf_truncate(&w->path, length);
	}
}

/* The items of one list by what they are merged by. */
struct merge_list {
	const struct node *list;
	size_t n;
	struct str *names; /* NULL when they have none */
	struct map by_name;
};

static bool is_scalar(const struct node *x)
{
	return x && x->kind < NODE_SEQ && x->kind != NODE_NULL;
}

/* Empty when the item has no such name. key is empty for items that are their own name. */
static struct str name_of(const struct node *item, struct str key)
{
	const struct node *name = key.n ? node_get(item, key) : item;

	return is_scalar(name) ? node_text(name) : S("");
}

/* Names the items by a key; false when one has no name, or two have the same. */
static bool name_items(struct merge_list *x, struct str key, struct arena *a)
{
	x->by_name = (struct map){ 0 };
	x->names = ARENA_ARRAY(a, x->n, struct str);
	for (size_t i = 0; i < x->n; i++) {
		struct str name = name_of(&x->list[i], key);
		void **at = map_at(&x->by_name, name, a);

		if (!name.n || *at)
			return false;
		*at = (void *)&x->list[i];
		x->names[i] = name;
	}
	return true;
}

static struct merge_list merge_list_of(const struct node *seq)
{
	return is_filled(seq, NODE_SEQ) ? (struct merge_list){ .list = seq->items, .n = seq->n }
					: (struct merge_list){ 0 };
}

/* Do the items that both lists have stand in the same order? */
static bool same_order(const struct merge_list *old, const struct merge_list *new)
{
	size_t k = 0;

	for (size_t i = 0; i < old->n; i++) {
		if (!map_get(&new->by_name, old->names[i]))
			continue;
		while (!map_get(&old->by_name, new->names[k]))
			k++;
		if (!str_eq(old->names[i], new->names[k++]))
			return false;
	}
	return true;
}

static void compare_item(struct walk *w, struct str name, const struct node *old,
			 const struct node *new)
{
	size_t length = w->path.n;

	add_brackets(&w->path, name);
	compare(w, old, new);
	buf_truncate(&w->path, length);
}

/* sets: items are their own names, which need not stand in the path. */
static void compare_named(struct walk *w, const struct merge_list *old,
			  const struct merge_list *new, bool sets)
{
	for (size_t i = 0; i < old->n; i++)
		compare_item(w, sets ? S("") : old->names[i], &old->list[i],
			     map_get(&new->by_name, old->names[i]));
	for (size_t i = 0; i < new->n; i++)
		if (!map_get(&old->by_name, new->names[i]))
			compare_item(w, sets ? S("") : new->names[i], NULL, &new->list[i]);
	if (!same_order(old, new))
		add(w, OP_REORDERED, NULL, NULL);
}

/* Which items of two lists belong together: the index of the other one plus 1, 0 without one. */
struct pairs {
	size_t *old, *new;
};

static void pair(struct pairs *p, size_t i, size_t k)
{
	p->old[i] = k + 1;
	p->new[k] = i + 1;
}

/* How alike are they: do they have equal fields, and how many? */
static size_t count_shared(const struct node *a, const struct node *b)
{
	bool compares = a->kind == NODE_MAP && b->kind == NODE_MAP && a->n <= MOST_PAIRED &&
			b->n <= MOST_PAIRED;
	size_t n = 0;

	for (size_t i = 0; compares && i < a->n; i++) {
		const struct node *value = node_get(b, node_text(&a->items[2 * i]));

		n += value && node_eq(&a->items[2 * i + 1], value);
	}
	return n;
}

static void pair_equal(const struct merge_list *old, const struct merge_list *new, struct pairs *p)
{
	for (size_t i = 0; i < old->n; i++)
		for (size_t k = 0; k < new->n && !p->old[i]; k++)
			if (!p->new[k] && node_eq(&old->list[i], &new->list[k]))
				pair(p, i, k);
}

static void pair_alike(const struct merge_list *old, const struct merge_list *new, struct pairs *p)
{
	for (size_t i = 0; i < old->n; i++) {
		size_t most = 0, best = 0;

		for (size_t k = 0; !p->old[i] && k < new->n; k++) {
			size_t n = p->new[k] ? 0 : count_shared(&old->list[i], &new->list[k]);

			if (n > most) {
				most = n;
				best = k;
			}
		}
		if (most)
			pair(p, i, best);
	}
}

static void pair_rest(const struct merge_list *old, const struct merge_list *new, struct pairs *p)
{
	size_t k = 0;

	for (size_t i = 0; i < old->n; i++) {
		while (k < new->n && p->new[k])
			k++;
		if (!p->old[i] && k < new->n)
			pair(p, i, k);
	}
}

static bool ascends(const size_t *pairs, size_t n)
{
	size_t last = 0;

	for (size_t i = 0; i < n; i++) {
		if (pairs[i] && pairs[i] < last)
			return false;
		last = pairs[i] ? pairs[i] : last;
	}
	return true;
}

/* An item that was put in before others is one difference, not one of each behind it. */
static void compare_by_index(struct walk *w, const struct merge_list *old,
			     const struct merge_list *new)
{
	struct pairs p = { ARENA_ARRAY(w->arena, old->n, size_t),
			   ARENA_ARRAY(w->arena, new->n, size_t) };
	bool few = old->n <= MOST_PAIRED && new->n <= MOST_PAIRED;

	if (few)
		pair_equal(old, new, &p);
	if (!ascends(p.old, old->n))
		add(w, OP_REORDERED, NULL, NULL);
	if (few)
		pair_alike(old, new, &p);
	pair_rest(old, new, &p);
	for (size_t i = 0; i < old->n; i++)
		if (!p.old[i])
			compare_item(w, arena_fmt(w->arena, "%zu", i), &old->list[i], NULL);
	for (size_t k = 0; k < new->n; k++)
		compare_item(w, arena_fmt(w->arena, "%zu", k),
			     p.new[k] ? &old->list[p.new[k] - 1] : NULL, &new->list[k]);
}

static void compare_lists(struct walk *w, const struct node *old_list, const struct node *new_list)
{
	struct merge_list old = merge_list_of(old_list), new = merge_list_of(new_list);

	if (name_items(&old, S(""), w->arena) && name_items(&new, S(""), w->arena)) {
		compare_named(w, &old, &new, true);
		return;
	}
	for (size_t i = 0; i < sizeof(merge_keys) / sizeof(*merge_keys); i++)
		if (name_items(&old, merge_keys[i], w->arena) &&
		    name_items(&new, merge_keys[i], w->arena)) {
			compare_named(w, &old, &new, false);
			return;
		}
	compare_by_index(w, &old, &new);
}

static bool is_leaf(const struct node *x)
{
	return x && !is_filled(x, NODE_MAP) && !is_filled(x, NODE_SEQ);
}

/* A collection that was empty, or will be: its items say so. */
static bool is_empty_of(const struct node *leaf, const struct node *other)
{
	return other && leaf->kind >= NODE_SEQ && leaf->kind == other->kind;
}

static const struct node *unless_null(const struct node *x)
{
	return x && x->kind != NODE_NULL ? x : NULL;
}

static void compare(struct walk *w, const struct node *old, const struct node *new)
{
	old = unless_null(old);
	new = unless_null(new);
	if (old && new ? node_eq(old, new) : old == new)
		return;
	if (is_leaf(old) && is_leaf(new)) {
		add(w, OP_CHANGED, old, new);
		return;
	}
	if (is_leaf(old) && !is_empty_of(old, new))
		add(w, OP_REMOVED, old, NULL);
	if (is_leaf(new) && !is_empty_of(new, old))
		add(w, OP_ADDED, NULL, new);
	if (is_filled(old, NODE_MAP) || is_filled(new, NODE_MAP))
		compare_maps(w, old, new);
	if (is_filled(old, NODE_SEQ) || is_filled(new, NODE_SEQ))
		compare_lists(w, old, new);
}

void fields_compare(const struct node *old, const struct node *new, struct arena *a,
		    struct fields *ret)
{
	struct walk w = { a, BUF_INIT, ret };

	compare(&w, old, new);
	buf_release(&w.path);
}
