#include "out/out.h"

#include "base/path.h"
#include "out/marker.h"

#include <stdlib.h>

struct comparison {
	struct tree *tree;
	const struct outputs *wanted;
	struct arena *arena;
	struct findings *found;
	struct changes *changes;
};

/* What is in one folder of the cluster, but the wanted files that are as they shall be. */
struct listing {
	struct str folder;
	struct entries entries;
	bool is_empty, asked; /* asked: of an empty or absent folder, for its first wanted file */
	enum tree_same answer;
};

static void change_add(struct comparison *c, enum change_kind kind, struct str path)
{
	struct changes *all = c->changes;

	all->list = arena_grow(c->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct change){ .kind = kind, .path = path };
}

/* Are bytes those of wanted with CR LF for some of its line ends? */
static bool differs_in_line_ends(struct str bytes, struct str wanted)
{
	while (bytes.n && wanted.n) {
		if (wanted.s[0] == '\n' && str_starts(bytes, S("\r\n")))
			bytes = str_from(bytes, 1);
		if (bytes.s[0] != wanted.s[0])
			return false;
		bytes = str_from(bytes, 1);
		wanted = str_from(wanted, 1);
	}
	return !bytes.n && !wanted.n;
}

/* Does the file at the path, which begins so, or the one that answers for it say that it is ours? */
static bool is_marked(struct tree *t, struct str path, struct str start, struct arena *a)
{
	struct str marker = marker_path(path, a);
	enum entry_kind kind;

	if (str_eq(marker, path))
		return marker_is_ours(start);
	return tree_kind(t, marker, &kind) && kind == ENTRY_FILE &&
	       tree_read_start(t, marker, MARKER_BYTES, a, &start) &&
	       (marker_is_ours(start) || marker_is_torn(start));
}

/* What an existing file with other bytes than the wanted ones is. */
static enum change_kind classify(struct comparison *c, const struct wanted *want, struct str bytes)
{
	if (marker_is_torn(bytes))
		return CHANGE_TORN;
	if (!is_marked(c->tree, want->path, bytes, c->arena))
		return CHANGE_FOREIGN;
	return differs_in_line_ends(bytes, want->bytes) ? CHANGE_CRLF : CHANGE_EDITED;
}

static bool add_different(struct comparison *c, const struct wanted *want)
{
	struct str bytes;
	size_t enough = 2 * want->bytes.n + MARKER_BYTES;

	if (!tree_read_start(c->tree, want->path, enough, c->arena, &bytes))
		return tree_read(c->tree, want->path, c->arena, c->found, &bytes);
	change_add(c, classify(c, want, bytes), want->path);
	return true;
}

/* The first part of a path at which stands no folder; the path itself when all are. */
static struct str blocker(struct tree *t, struct str path)
{
	enum entry_kind kind;

	for (size_t i = 0; i < path.n; i++) {
		struct str part = str_first(path, i);

		if (path.s[i] == '/' && (!tree_kind(t, part, &kind) || kind != ENTRY_FOLDER))
			return part;
	}
	return path;
}

static struct listing *listing_of(struct listing *all, size_t n, struct str path)
{
	for (size_t i = 0; i < n; i++)
		if (is_within(path, all[i].folder))
			return &all[i];
	return NULL;
}

/* One question is enough for all files of a folder that holds nothing. */
static enum tree_same look_up(struct comparison *c, struct listing *in, const struct wanted *want)
{
	if (!in || !in->is_empty)
		return tree_same(c->tree, want->path, want->bytes);
	if (!in->asked)
		in->answer = tree_same(c->tree, want->path, want->bytes);
	in->asked = true;
	return in->answer;
}

static bool compare_file(struct comparison *c, struct listing *in, const struct wanted *want)
{
	struct str bytes;

	switch (look_up(c, in, want)) {
	case TREE_SAME:
		return true;
	case TREE_MISSING:
		change_add(c, CHANGE_MISSING, want->path);
		return true;
	case TREE_BLOCKED:
		change_add(c, CHANGE_FOREIGN, blocker(c->tree, want->path));
		return true;
	case TREE_DIFFERENT:
		return add_different(c, want);
	case TREE_TROUBLE:
		break;
	}
	if (!tree_read(c->tree, want->path, c->arena, c->found, &bytes))
		return false;
	change_add(c, CHANGE_EDITED, want->path);
	return true;
}

static bool is_ours(struct tree *t, const struct entry *e, struct arena *a)
{
	struct str start;

	return e->kind == ENTRY_FILE &&
	       tree_read_start(t, marker_path(e->path, a), MARKER_BYTES, a, &start) &&
	       marker_is_ours(start);
}

static void add_extra(struct comparison *c, const struct entries *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct entry *e = &all->list[i];

		if (!wanted_find(c->wanted->list, c->wanted->n, e->path) &&
		    is_ours(c->tree, e, c->arena))
			change_add(c, CHANGE_EXTRA, e->path);
	}
}

static int change_cmp(const void *x, const void *y)
{
	const struct change *a = x, *b = y;
	int order = str_cmp(a->path, b->path);

	return order ? order : (a->kind > b->kind) - (a->kind < b->kind);
}

/* One link in the way of many files is one change. */
static void sort_changes(struct changes *all)
{
	size_t kept = 0;

	if (all->n > 1)
		qsort(all->list, all->n, sizeof(*all->list), change_cmp);
	for (size_t i = 0; i < all->n; i++) {
		if (!kept || change_cmp(&all->list[kept - 1], &all->list[i]) != 0)
			all->list[kept++] = all->list[i];
	}
	all->n = kept;
}

static bool list(struct comparison *c, struct str folder, bool *same, struct listing *ret)
{
	bool ok = tree_match(c->tree, folder, c->wanted->list, c->wanted->n, same, c->arena,
			     c->found, &ret->entries);

	ret->folder = folder;
	ret->is_empty = !ret->entries.n;
	for (size_t i = 0; ret->is_empty && i < c->wanted->n; i++)
		ret->is_empty = !same[i] || !is_within(c->wanted->list[i].path, folder);
	return ok;
}

bool out_compare(struct tree *t, const struct outputs *wanted, const struct str *folders,
		 size_t n_folders, struct arena *a, struct findings *found, struct changes *ret)
{
	struct comparison c = { t, wanted, a, found, ret };
	struct listing *listings = ARENA_ARRAY(a, n_folders, struct listing);
	bool *same = ARENA_ARRAY(a, wanted->n, bool);
	bool ok = true;

	*ret = (struct changes){ 0 };
	for (size_t i = 0; i < n_folders; i++)
		ok &= list(&c, folders[i], same, &listings[i]);
	for (size_t i = 0; i < wanted->n; i++) {
		const struct wanted *want = &wanted->list[i];

		if (!same[i])
			ok &= compare_file(&c, listing_of(listings, n_folders, want->path), want);
	}
	for (size_t i = 0; i < n_folders; i++)
		add_extra(&c, &listings[i].entries);
	sort_changes(ret);
	return ok;
}

void out_report_foreign(struct tree *t, struct str path, struct arena *a, struct findings *found)
{
	enum entry_kind kind;
	struct str start = S("");
	const char *what = "the file is not meshgen's, but a generated one belongs here";
	const char *help = "move it away, or choose another output folder; meshgen knows its files "
			   "by their first line";

	if (tree_kind(t, path, &kind) && kind == ENTRY_LINK) {
		what = "a symbolic link stands where generated files belong";
		help = "remove it: meshgen writes through no link, lest it leave the repository";
	} else if (tree_read_start(t, path, MARKER_BYTES, a, &start) &&
		   is_marked(t, path, start, a)) {
		what = "the file has a second hard link, so that writing it would change another "
		       "file";
		help = "remove it, and render writes it anew; `cp -al` and some backups link files";
	} else if (tree_is_lfs_pointer(start)) {
		what = "the file is a pointer of git-lfs, but a generated one belongs here";
		help = "the output is text for git itself: `git lfs untrack` its pattern, then add "
		       "it again";
	}
	finding_help(finding_add_path(found, MG0709, path, "%s", what), "%s", help);
}

/* Returns false after a finding. */
static bool holds_ours(struct tree *t, struct str folder, struct arena *a, struct findings *found,
		       bool *ret)
{
	struct entries all;
	bool ok = tree_list(t, folder, NULL, NULL, a, found, &all);

	*ret = false;
	for (size_t i = 0; i < all.n && !*ret; i++)
		*ret = is_ours(t, &all.list[i], a);
	return ok;
}

static struct str name_below(struct str path, struct str folder)
{
	return folder.n ? str_from(path, folder.n + 1) : path;
}

bool out_vanished(struct tree *t, struct str below, bool (*wanted)(void *arg, struct str name),
		  void *arg, struct arena *a, struct findings *found, struct entries *ret)
{
	struct arena scratch = { 0 };
	struct entries all;
	bool ok = tree_list_flat(t, below, a, found, &all);

	*ret = (struct entries){ all.list, 0, all.cap };
	for (size_t i = 0; i < all.n; i++) {
		struct entry e = all.list[i];
		bool ours = false;

		if (e.kind == ENTRY_FOLDER && !wanted(arg, name_below(e.path, below)))
			ok &= holds_ours(t, e.path, &scratch, found, &ours);
		if (ours)
			ret->list[ret->n++] = e;
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	return ok;
}
