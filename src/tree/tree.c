#include "tree/backend.h"

#include <stdlib.h>

void tree_close(struct tree *t)
{
	if (t)
		t->backend->close(t);
}

static int entry_cmp(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	return str_cmp(a->path, b->path);
}

static void entries_sort(struct entries *all)
{
	if (all->n > 1)
		qsort(all->list, all->n, sizeof(*all->list), entry_cmp);
}

void entries_add(struct entries *all, struct arena *a, struct str path, enum entry_kind kind)
{
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct entry){ path, kind };
}

bool tree_list(struct tree *t, struct str folder, tree_enter *enter, void *arg, struct arena *a,
	       struct findings *found, struct entries *ret)
{
	bool ok;

	*ret = (struct entries){ 0 };
	ok = t->backend->list(t, folder, enter, arg, a, found, ret);
	entries_sort(ret);
	return ok;
}

bool tree_list_flat(struct tree *t, struct str folder, struct arena *a, struct findings *found,
		    struct entries *ret)
{
	bool ok;

	*ret = (struct entries){ 0 };
	ok = t->backend->list_flat(t, folder, a, found, ret);
	entries_sort(ret);
	return ok;
}

const struct wanted *wanted_find(const struct wanted *list, size_t n, struct str path)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(path, list[middle].path);

		if (!order)
			return &list[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

bool tree_match(struct tree *t, struct str folder, const struct wanted *wanted, size_t n,
		bool *same, struct arena *a, struct findings *found, struct entries *ret)
{
	struct match m = { wanted, n, same };
	bool ok;

	*ret = (struct entries){ 0 };
	ok = t->backend->match(t, folder, &m, a, found, ret);
	entries_sort(ret);
	return ok;
}

bool tree_is_lfs_pointer(struct str start)
{
	return str_starts(start, S("version https://git-lfs.github.com/spec/"));
}

bool tree_read(struct tree *t, struct str path, struct arena *a, struct findings *found,
	       struct str *ret_bytes)
{
	*ret_bytes = S("");
	if (!t->backend->read(t, path, a, found, ret_bytes))
		return false;
	if (!tree_is_lfs_pointer(*ret_bytes))
		return true;
	finding_help(
		finding_add_path(found, MG0116, path,
				 "the file is a pointer of git-lfs, what it holds is elsewhere"),
		"keep it in git itself: `git lfs untrack`, then add it again; or name it in "
		"spec.exclude of meshgen.yaml");
	return false;
}

bool tree_read_start(struct tree *t, struct str path, size_t n, struct arena *a,
		     struct str *ret_bytes)
{
	*ret_bytes = S("");
	return t->backend->read_start(t, path, n, a, ret_bytes);
}

bool tree_kind(struct tree *t, struct str path, enum entry_kind *ret)
{
	return t->backend->kind(t, path, ret);
}

enum tree_same tree_same(struct tree *t, struct str path, struct str bytes)
{
	return t->backend->same(t, path, bytes);
}
