#include "model/inputs.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/path.h"
#include "model/ledger_path.h"
#include "tree/root.h"

enum { GIT_FILE_BYTES = 4096 }; /* of a .git that is a file: a path */

struct walk {
	struct tree *tree;
	const struct config *config;
	struct str output; /* of -o */
	struct arena *arena;
	struct findings *found;
	struct str inner_root;
};

static bool matches(const struct names *globs, struct str path)
{
	for (size_t i = 0; i < globs->n; i++)
		if (root_glob(globs->list[i].text, path))
			return true;
	return false;
}

/* Does exclude name everything below a folder? */
static bool excludes_folder(const struct names *globs, struct str folder)
{
	for (size_t i = 0; i < globs->n; i++) {
		struct str glob = globs->list[i].text;

		if (str_ends(glob, S("/**")) && root_glob(str_first(glob, glob.n - 3), folder))
			return true;
	}
	return false;
}

/* The folder in which a glob begins to be one. */
static struct str fixed_folder(struct str glob)
{
	size_t star = str_find(glob, '*'), mark = str_find(glob, '?');

	return parent_of(str_first(glob, star < mark ? star : mark));
}

/* Can a file below the folder be named by inputs? */
static bool may_hold_inputs(const struct names *globs, struct str folder)
{
	for (size_t i = 0; i < globs->n; i++) {
		struct str fixed = fixed_folder(globs->list[i].text);

		if (fixed.n == 0 || is_within(folder, fixed) || is_within(fixed, folder))
			return true;
	}
	return globs->n == 0;
}

static void pass_over_root(struct walk *w, struct str folder)
{
	if (!w->inner_root.n || str_cmp(folder, w->inner_root) < 0)
		w->inner_root = folder;
}

static bool is_other_root(struct walk *w, struct str folder)
{
	struct str path = arena_fmt(w->arena, "%.*s/meshgen.yaml", FMT(folder)), start = S("");

	if (!tree_read_start(w->tree, path, 1, w->arena, &start) || !start.n)
		return false;
	pass_over_root(w, arena_dup(w->arena, folder));
	return true;
}

/* By the ledger certificates are judged: it must be the same in a folder, an index and a revision. */
static void refuse_ledger(struct findings *found, struct str folder)
{
	finding_help(finding_add_path(found, MG0118, folder,
				      "the trust ledger is in another repository"),
		     "commit its files here, in a folder that is no submodule and has no .git");
}

static void tell_submodule(struct findings *found, struct str path)
{
	if (is_within(path, S("trust")))
		refuse_ledger(found, path);
	else
		finding_help(
			finding_add_path(found, MG0117, path, "nothing of a submodule is read"),
			"put the files here, or name the folder in spec.exclude of "
			"meshgen.yaml");
}

/* Of a submodule it is a file, of a clone a folder. */
static void check_ledger(struct findings *found, struct str path)
{
	if (is_within(path, S("trust")) && str_eq(last_part(path), S(".git")))
		refuse_ledger(found, parent_of(path));
}

/* Is it the .git of a submodule, not of a linked work tree, whose repository may lie anywhere? */
static bool is_of_submodule(struct str git)
{
	return str_search(git, S("/modules/")) < git.n &&
	       !str_eq(last_part(parent_of(git)), S("worktrees"));
}

/*
 * A submodule, or a clone that happens to lie here: the index and a revision hold none of it.
 * The clone is not even part of this repository.
 */
static bool is_other_repository(struct walk *w, struct str folder)
{
	struct str path = arena_fmt(w->arena, "%.*s/.git", FMT(folder)), git = S("");
	bool is_file = tree_read_start(w->tree, path, GIT_FILE_BYTES, w->arena, &git);

	if (is_of_submodule(git))
		tell_submodule(w->found, folder);
	return !is_file || git.n;
}

static bool is_searched(const struct walk *w, struct str folder)
{
	const struct config *c = w->config;

	if (str_starts(last_part(folder), S(".")))
		return false;
	if (is_within(folder, S("trust")))
		return true;
	return !is_within(folder, c->output) && !is_within(folder, w->output) &&
	       !is_within(folder, c->templates.text) && !excludes_folder(&c->exclude, folder) &&
	       may_hold_inputs(&c->inputs, folder);
}

static bool enter(void *arg, struct str folder)
{
	struct walk *w = arg;

	check_ledger(w->found, folder);
	if (!is_searched(w, folder))
		return false;
	return is_within(folder, S("trust")) ||
	       (!is_other_repository(w, folder) && !is_other_root(w, folder));
}

bool inputs_names(const struct config *c, struct str path)
{
	return matches(&c->inputs, path);
}

static bool is_wanted(const struct config *c, struct str path)
{
	if (is_within(path, S("trust")))
		return true;
	if (str_eq(path, S("meshgen.yaml")) || matches(&c->exclude, path))
		return false;
	return c->inputs.n == 0 || matches(&c->inputs, path);
}

static bool has_ending(struct str path)
{
	return str_ends(path, S(".yaml")) || str_ends(path, S(".yml")) ||
	       str_ends(path, S(".json"));
}

static void add_entry(struct entries *list, const struct entry *e, struct arena *a)
{
	list->list = arena_grow(a, list->list, list->n, &list->cap, sizeof(*list->list));
	list->list[list->n++] = *e;
}

/* A link without an ending may be one to a folder of inputs. */
static bool may_hide_inputs(struct str path)
{
	struct str name = last_part(path);

	return has_ending(path) || str_find(name, '.') == name.n;
}

static void warn_link(struct findings *found, struct str path)
{
	finding_help(finding_add_path(found, MG0112, path, "a symbolic link is not followed"),
		     "put the file here, or name it in spec.exclude of meshgen.yaml");
}

/* A glob that is meant for a folder would else leave a fleet empty without a word. */
static void warn_unused(const struct names *globs, const struct entries *all,
			struct findings *found)
{
	for (size_t i = 0; i < globs->n; i++) {
		const struct name *glob = &globs->list[i];
		size_t j = 0;

		while (j < all->n && !root_glob(glob->text, all->list[j].path))
			j++;
		if (j == all->n)
			finding_help(finding_add(found, MG0115, glob->place, "'%.*s' names no file",
						 FMT(glob->text)),
				     "write FOLDER/** for all files below a folder");
	}
}

/* Folders below the root that are roots of their own, though their meshgen.yaml is empty. */
static void find_empty_roots(struct walk *w, struct entries *all, struct map *ret)
{
	for (size_t i = 0; i < all->n; i++) {
		struct str path = all->list[i].path;

		if (!str_ends(path, S("/meshgen.yaml")) || is_within(path, S("trust")))
			continue;
		*map_at(ret, parent_of(path), w->arena) = all;
		pass_over_root(w, parent_of(path));
	}
}

static bool is_in_empty_root(const struct map *roots, struct str path)
{
	while (roots->root && path.n) {
		path = parent_of(path);
		if (path.n && map_get(roots, path))
			return true;
	}
	return false;
}

bool inputs_list(struct tree *t, const struct config *c, struct str output, struct arena *a,
		 struct findings *found, struct inputs *ret)
{
	struct walk w = { t, c, output, a, found, S("") };
	struct entries all = { 0 };
	struct map roots = { 0 };
	bool ok = tree_list(t, S(""), enter, &w, a, found, &all);

	warn_unused(&c->inputs, &all, found);
	find_empty_roots(&w, &all, &roots);
	*ret = (struct inputs){ .inner_root = w.inner_root };
	for (size_t i = 0; i < all.n && ret->files.n <= LIMIT_INPUT_FILES; i++) {
		const struct entry *e = &all.list[i];

		if (is_in_empty_root(&roots, e->path))
			continue;
		if (e->kind == ENTRY_SUBMODULE && is_searched(&w, e->path))
			tell_submodule(found, e->path);
		check_ledger(found, e->path);
		if (!is_wanted(c, e->path))
			continue;
		if (e->kind == ENTRY_LINK && may_hide_inputs(e->path) &&
		    !str_eq(e->path, c->output))
			warn_link(found, e->path);
		if (e->kind != ENTRY_FILE || !has_ending(e->path))
			continue;
		add_entry(is_issued_path(e->path) ? &ret->issued : &ret->files, e, a);
	}
	if (ret->files.n <= LIMIT_INPUT_FILES)
		return ok;
	finding_help(finding_add_path(found, MG0114, S(""), "more than %d input files",
				      LIMIT_INPUT_FILES),
		     "name the folders with meshes in spec.inputs of meshgen.yaml");
	ret->files.n = 0;
	return false;
}
