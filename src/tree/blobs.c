#include "tree/blobs.h"

#include "tree/backend.h"

#include <stdlib.h>
#include <string.h>

void blobs_add(struct blobs *all, struct arena *a, struct str path, enum entry_kind kind,
	       const unsigned char *id)
{
	struct blob *b;

	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	b = &all->list[all->n++];
	b->path = arena_dup(a, path);
	b->kind = kind;
	memcpy(b->id, id, BLOB_ID_BYTES);
}

static int blob_cmp(const void *x, const void *y)
{
	const struct blob *a = x, *b = y;
	int order = str_cmp(a->path, b->path);

	return order ? order : memcmp(a->id, b->id, BLOB_ID_BYTES);
}

/* Git sorts as we do, but nothing makes a repository from elsewhere obey. */
void blobs_sort(struct blobs *all)
{
	for (size_t i = 1; i < all->n; i++) {
		if (blob_cmp(&all->list[i - 1], &all->list[i]) > 0) {
			qsort(all->list, all->n, sizeof(*all->list), blob_cmp);
			return;
		}
	}
}

/* Index of the first path in the span that is not below key; its end when all are. */
static size_t lower_bound(const struct blobs *all, struct span in, struct str key)
{
	while (in.first < in.end) {
		size_t middle = in.first + (in.end - in.first) / 2;

		if (str_cmp(all->list[middle].path, key) < 0)
			in.first = middle + 1;
		else
			in.end = middle;
	}
	return in.first;
}

const struct blob *blobs_find(const struct blobs *all, struct str path)
{
	size_t i = lower_bound(all, (struct span){ 0, all->n }, path);

	return i < all->n && str_eq(all->list[i].path, path) ? &all->list[i] : NULL;
}

/* What begins with "folder/" stands between "folder/" and "folder0", since '0' follows '/'. */
struct span blobs_below(const struct blobs *all, struct str folder)
{
	struct arena scratch = { 0 };
	struct span span = { 0, all->n };
	struct str key;

	if (!folder.n)
		return span;
	key = arena_fmt(&scratch, "%.*s/", FMT(folder));
	span.first = lower_bound(all, span, key);
	key = arena_fmt(&scratch, "%.*s0", FMT(folder));
	span.end = lower_bound(all, span, key);
	arena_release(&scratch);
	return span;
}

bool blobs_bar(const struct blobs *all, struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		if (path.s[i] == '/' && blobs_find(all, str_first(path, i)))
			return true;
	}
	return false;
}

/* The first folder on the way to path, deeper than from, that must not be entered; else empty. */
static struct str refused(struct str path, size_t from, tree_enter *enter, void *arg)
{
	for (size_t i = from; enter && i < path.n; i++) {
		struct str folder = str_first(path, i);

		if (path.s[i] == '/' && !enter(arg, folder))
			return folder;
	}
	return S("");
}

/* Length of the folders, slash included, that two paths share. */
static size_t shared_folders(struct str x, struct str y)
{
	size_t shared = 0;

	for (size_t i = 0; i < x.n && i < y.n && x.s[i] == y.s[i]; i++) {
		if (x.s[i] == '/')
			shared = i + 1;
	}
	return shared;
}

void blobs_list(const struct blobs *all, struct str folder, tree_enter *enter, void *arg,
		struct arena *a, struct entries *ret)
{
	struct span in = blobs_below(all, folder);
	size_t inside = folder.n ? folder.n + 1 : 0;
	struct str last = S("");

	for (size_t i = in.first; i < in.end;) {
		const struct blob *b = &all->list[i];
		size_t known = shared_folders(b->path, last);
		struct str no = refused(b->path, known > inside ? known : inside, enter, arg);

		last = no.n ? last : b->path;
		i = no.n ? blobs_below(all, no).end : i + 1;
		if (!no.n)
			entries_add(ret, a, arena_dup(a, b->path), b->kind);
	}
}

void blobs_list_flat(const struct blobs *all, struct str folder, struct arena *a,
		     struct entries *ret)
{
	struct span in = blobs_below(all, folder);
	size_t inside = folder.n ? folder.n + 1 : 0;

	for (size_t i = in.first; i < in.end;) {
		const struct blob *b = &all->list[i];
		size_t n = inside + str_find(str_from(b->path, inside), '/');
		struct str path = str_first(b->path, n);

		entries_add(ret, a, arena_dup(a, path), n < b->path.n ? ENTRY_FOLDER : b->kind);
		i = n < b->path.n ? blobs_below(all, path).end : i + 1;
	}
}
