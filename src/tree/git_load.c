#include "tree/git.h"

#include "base/buf.h"

#include <string.h>
#include <sys/stat.h>

enum { FOLDER_DEPTH = 256, LIMIT_BLOBS = 4 * 1000 * 1000, LIMIT_FOLDERS = 1000 * 1000 };

static enum entry_kind kind_of(unsigned mode)
{
	if (S_ISREG(mode))
		return ENTRY_FILE;
	return S_ISLNK(mode) ? ENTRY_LINK : ENTRY_SUBMODULE;
}

static bool add_blob(struct opening *o, struct str path, unsigned mode, const git_oid *id)
{
	struct blobs *all = &o->store->blobs;

	if (all->n == LIMIT_BLOBS) {
		finding_add_path(o->found, MG0905, o->folder,
				 "the repository holds more than %d files here", LIMIT_BLOBS);
		return false;
	}
	blobs_add(all, &o->store->arena, path, kind_of(mode), id->id);
	return true;
}

/*
 * GIT_INDEX_FILE is what a hook gets for `git commit -a` and for a partial
 * commit; git takes it as relative to the top of the work tree.
 */
static int open_index(const struct opening *o, git_index **ret)
{
	const char *named = git_setting("GIT_INDEX_FILE"), *top = git_work_tree(o);
	struct arena *a = &o->store->arena;
	git_buf path = GIT_BUF_INIT;
	int failed;

	if (named && *named == '/')
		return git_index_open(ret, named);
	if (named)
		return git_index_open(ret, arena_fmt(a, "%s/%s", top ? top : ".", named).s);
	failed = git_repository_item_path(&path, o->store->repository, GIT_REPOSITORY_ITEM_INDEX);
	if (!failed)
		failed = git_index_open(ret, path.ptr);
	git_buf_dispose(&path);
	return failed;
}

/* What the next commit would hold: `git add -N` has announced a path, not its content. */
static bool is_staged(const git_index_entry *e)
{
	return !(e->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD);
}

/* Files that a merge has left open, below the root; each has two or three entries in a row. */
struct unmerged {
	struct str first, last;
	size_t n;
};

static void add_unmerged(struct unmerged *all, struct str path)
{
	if (all->n && str_eq(all->last, path))
		return;
	all->first = all->n++ ? all->first : path;
	all->last = path;
}

/* One finding for all: most of them are outputs, which nobody merges by hand. */
static void refuse_unmerged(const struct opening *o, const struct unmerged *all)
{
	if (all->n == 1)
		finding_help(finding_add_path(o->found, MG0904, all->first,
					      "the file is unmerged in the index"),
			     "resolve the conflict, then `git add %.*s`", FMT(all->first));
	else
		finding_help(finding_add_path(o->found, MG0904, all->first,
					      "this file and %zu more are unmerged in the index",
					      all->n - 1),
			     "resolve the conflicts of the input, `meshgen render`, then "
			     "`git add --all`");
}

static bool add_staged(struct opening *o, git_index *index)
{
	struct str inside =
		o->prefix.n ? arena_fmt(&o->store->arena, "%.*s/", FMT(o->prefix)) : S("");
	struct unmerged unmerged = { .n = 0 };

	for (size_t i = 0; i < git_index_entrycount(index); i++) {
		const git_index_entry *e = git_index_get_byindex(index, i);
		struct str path = str_of(e->path);

		if (!str_starts(path, inside) || !is_staged(e))
			continue;
		path = str_from(path, inside.n);
		if (GIT_INDEX_ENTRY_STAGE(e))
			add_unmerged(&unmerged, path);
		else if (!add_blob(o, path, e->mode, &e->id))
			return false;
	}
	if (unmerged.n)
		refuse_unmerged(o, &unmerged);
	return !unmerged.n;
}

/* By what libgit2 says of an index that it cannot read. */
static const char *help_index(void)
{
	const git_error *e = git_error_last();
	const char *said = e && e->message ? e->message : "";

	if (strstr(said, "'link'"))
		return "it is a split index: `git update-index --no-split-index` makes it whole";
	if (strstr(said, "'sdir'"))
		return "it is a sparse index: `git sparse-checkout reapply --no-sparse-index` "
		       "makes it whole";
	return "`rm .git/index && git reset` makes it anew from HEAD; what was staged must be "
	       "added again";
}

bool git_load_index(struct opening *o)
{
	git_index *index = NULL;
	bool ok;

	if (!git_work_tree(o) && !git_setting("GIT_INDEX_FILE")) {
		finding_help(finding_add_path(o->found, MG0902, o->folder,
					      "a bare repository has no index"),
			     "name a revision, such as --from=HEAD");
		return false;
	}
	if (open_index(o, &index) != 0) {
		const char *help = help_index();

		finding_help(git_report(o, MG0905, "the index cannot be read"), "%s", help);
		return false;
	}
	ok = add_staged(o, index);
	git_index_free(index);
	return ok;
}

static bool add_tree(struct opening *o, const git_oid *id, struct buf *path, unsigned depth);

static bool add_tree_entry(struct opening *o, const git_tree_entry *e, struct buf *path,
			   unsigned depth)
{
	struct str name = str_of(git_tree_entry_name(e));
	bool ok;

	if (str_find(name, '/') < name.n || str_eq(name, S(".")) || str_eq(name, S("..")))
		return true;
	buf_add(path, name);
	if (git_tree_entry_type(e) == GIT_OBJECT_TREE) {
		buf_addc(path, '/');
		ok = add_tree(o, git_tree_entry_id(e), path, depth + 1);
	} else {
		ok = add_blob(o, buf_str(path), git_tree_entry_filemode(e), git_tree_entry_id(e));
	}
	return ok;
}

/* path, which ends in a slash or is empty, is left as it was. */
static bool add_tree(struct opening *o, const git_oid *id, struct buf *path, unsigned depth)
{
	git_tree *t = NULL;
	size_t length = path->n;
	bool ok = true;

	if (o->folders++ == LIMIT_FOLDERS) {
		finding_add_path(o->found, MG0905, o->folder,
				 "the revision holds more than %d folders here", LIMIT_FOLDERS);
		return false;
	}
	if (depth > FOLDER_DEPTH) {
		finding_add_path(o->found, MG0905, buf_str(path), "more than %d nested folders",
				 FOLDER_DEPTH);
		return false;
	}
	if (git_tree_lookup(&t, o->store->repository, id) != 0) {
		git_report_object(o, "a folder of the revision cannot be read");
		return false;
	}
	for (size_t i = 0; ok && i < git_tree_entrycount(t); i++) {
		ok = add_tree_entry(o, git_tree_entry_byindex(t, i), path, depth);
		buf_truncate(path, length);
	}
	git_tree_free(t);
	return ok;
}

/* Are the parents of some commits not here? */
static bool is_shallow(const struct opening *o)
{
	const char *common = git_repository_commondir(o->store->repository);
	struct stat st;

	return stat(arena_fmt(&o->store->arena, "%sshallow", common).s, &st) == 0 && st.st_size > 0;
}

static bool no_revision(const struct opening *o)
{
	struct finding *f = finding_add_path(o->found, MG0903, o->folder,
					     "'%.*s' is no commit of this repository", FMT(o->rev));

	if (is_shallow(o))
		finding_help(f,
			     "this clone is shallow: fetch the rest with `git fetch --unshallow`, "
			     "in GitHub Actions with `fetch-depth: 0`, in GitLab with "
			     "`GIT_DEPTH: 0`");
	else
		finding_help(f,
			     "`git log --all` shows what there is; a branch of a remote is named "
			     "origin/NAME");
	return false;
}

/*
 * A name that leads nowhere, or one that leads to an object that is broken or absent,
 * which a shallow clone's parents are by design.
 */
static bool refuse_revision(const struct opening *o, int failure)
{
	const git_error *e = git_error_last();
	bool lacks_object = failure == GIT_ENOTFOUND && e && e->klass == GIT_ERROR_ODB;
	bool is_broken = failure == GIT_ERROR || failure == GIT_EMISMATCH;

	if (failure == GIT_EAMBIGUOUS)
		finding_help(finding_add_path(o->found, MG0903, o->folder,
					      "'%.*s' is the beginning of several ids",
					      FMT(o->rev)),
			     "write more of its digits");
	else if (is_broken || (lacks_object && !is_shallow(o)))
		git_report_object(
			o, arena_fmt(&o->store->arena, "'%.*s' cannot be read", FMT(o->rev)).s);
	else
		no_revision(o);
	return false;
}

/* Of the prefix in the tree, which may lack it. Returns an error of libgit2. */
static int find_folder(const struct opening *o, const git_tree *top, git_oid *ret, bool *ret_absent)
{
	git_tree_entry *e = NULL;
	int failed = git_tree_entry_bypath(&e, top, arena_dup(&o->store->arena, o->prefix).s);

	*ret_absent = failed ? failed == GIT_ENOTFOUND && git_error_last()->klass == GIT_ERROR_TREE
			     : git_tree_entry_type(e) != GIT_OBJECT_TREE;
	if (*ret_absent)
		failed = 0;
	else if (!failed)
		git_oid_cpy(ret, git_tree_entry_id(e));
	git_tree_entry_free(e);
	return failed;
}

/* The id of the folder that is the root; ret_absent when the revision has no such folder. */
static bool find_root(struct opening *o, git_commit *commit, git_oid *ret, bool *ret_absent)
{
	git_tree *top = NULL;
	int failed = git_commit_tree(&top, commit);

	if (!failed)
		git_oid_cpy(ret, git_tree_id(top));
	if (!failed && o->prefix.n)
		failed = find_folder(o, top, ret, ret_absent);
	git_tree_free(top);
	return failed ? refuse_revision(o, failed) : true;
}

static bool is_whole_id(const char *rev)
{
	git_oid id;

	return strlen(rev) == GIT_OID_HEXSZ && git_oid_fromstr(&id, rev) == 0;
}

/*
 * The reference that a revision begins with, NULL when it begins with none. Returns an
 * error of libgit2: GIT_EUNBORNBRANCH for HEAD, and nothing behind, before the first
 * commit.
 */
static int find_reference(git_repository *r, const char *name, const char *rest,
			  git_reference **ret)
{
	if (!*rest && strcmp(name, "HEAD") == 0)
		return git_repository_head(ret, r);
	if (*name && !is_whole_id(name))
		git_reference_dwim(ret, r, name);
	return 0;
}

/*
 * The object that a revision names. A reference is followed here, and only what is
 * behind its name is left to git_revparse_single, which forgets a reference whose
 * object cannot be read.
 */
static int find_named(const struct opening *o, git_object **ret)
{
	struct arena *a = &o->store->arena;
	git_repository *r = o->store->repository;
	const char *rev = arena_dup(a, o->rev).s, *rest = rev + strcspn(rev, "^~:");
	struct str name = { rev, (size_t)(rest - rev) };
	git_reference *start = NULL;
	int failed;

	name = str_eq(name, S("@")) ? S("HEAD") : name;
	failed = find_reference(r, arena_dup(a, name).s, rest, &start);
	if (!failed && !start)
		return git_revparse_single(ret, r, rev);
	if (!failed)
		failed = git_object_lookup(ret, r, git_reference_target(start), GIT_OBJECT_ANY);
	if (!failed && *rest) {
		rev = arena_fmt(a, "%s%s", git_oid_tostr_s(git_object_id(*ret)), rest).s;
		git_object_free(*ret);
		failed = git_revparse_single(ret, r, rev);
	}
	git_reference_free(start);
	return failed;
}

static int find_commit(const struct opening *o, git_object **ret)
{
	git_object *named = NULL;
	int failed = find_named(o, &named);

	if (!failed)
		failed = git_object_peel(ret, named, GIT_OBJECT_COMMIT);
	git_object_free(named);
	return failed;
}

/* The id by which CI systems name the state before the first push of a branch. */
static bool is_nothing(struct str rev)
{
	return str_eq(rev, S("0000000000000000000000000000000000000000"));
}

bool git_load_revision(struct opening *o)
{
	git_object *commit = NULL;
	struct buf path = BUF_INIT;
	bool absent = false, ok;
	git_oid id;
	int failed;

	if (is_nothing(o->rev))
		return true;
	failed = find_commit(o, &commit);
	if (failed == GIT_EUNBORNBRANCH)
		return true;
	ok = failed ? refuse_revision(o, failed) : find_root(o, (git_commit *)commit, &id, &absent);
	ok = ok && (absent || add_tree(o, &id, &path, 0));
	git_object_free(commit);
	buf_release(&path);
	return ok;
}
