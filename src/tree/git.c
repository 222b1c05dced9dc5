#include "tree/git.h"

#include "base/bug.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(GIT_OID_RAWSZ == BLOB_ID_BYTES, "an object id is a SHA-1");

static const struct backend git_backend;

struct finding *git_report(const struct opening *o, enum code code, const char *what)
{
	const git_error *e = git_error_last();

	return finding_add_path(o->found, code, o->folder, "%s: %s", what,
				e && e->message ? e->message : "no reason given");
}

/* Is there a remote that has promised what is not here? */
static bool is_partial_clone(git_repository *r)
{
	git_config *config = NULL;
	git_config_iterator *it = NULL;
	git_config_entry *entry;
	bool found = false;

	if (git_repository_config_snapshot(&config, r) != 0)
		return false;
	if (git_config_iterator_new(&it, config) == 0)
		while (!found && git_config_next(&entry, it) == 0)
			found = str_starts(str_of(entry->name), S("remote.")) &&
				str_ends(str_of(entry->name), S(".promisor"));
	git_config_iterator_free(it);
	git_config_free(config);
	return found;
}

/*
 * What to type about a broken object. A partial clone leaves objects at its remote until they
 * are asked for, which we never do: that would need the network.
 */
static const char *help_object(git_repository *r)
{
	if (is_partial_clone(r))
		return "this clone is partial, and meshgen fetches nothing: make it whole with "
		       "`git fetch --refetch --no-filter`, or clone without --filter";
	return "`git fsck` says what is broken; `git fetch --refetch` brings it from the remote";
}

void git_report_object(const struct opening *o, const char *what)
{
	struct finding *f = git_report(o, MG0905, what);

	finding_help(f, "%s", help_object(o->store->repository));
}

const char *git_setting(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/*
 * Configuration of the machine must not decide what is read. safe.directory,
 * which would have to come from there, guards against hooks and configured
 * programs of somebody else's repository; we run neither. The extensions named
 * change nothing about reading blobs.
 */
static void set_options(void)
{
	const char *extensions[] = { "worktreeconfig", "partialclone", "preciousobjects",
				     "relativeworktrees" };
	const int levels[] = { GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
			       GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL };

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
			 sizeof(extensions) / sizeof(*extensions));
}

static struct store *store_of(struct tree *t)
{
	return (struct store *)t;
}

static void git_close(struct tree *t)
{
	struct store *s = store_of(t);

	git_odb_free(s->odb);
	git_repository_free(s->repository);
	git_libgit2_shutdown();
	pthread_mutex_destroy(&s->reading);
	arena_release(&s->arena);
	free(s);
}

static struct store *store_new(void)
{
	struct store *s = calloc(1, sizeof(*s));

	if (!s || pthread_mutex_init(&s->reading, NULL) != 0)
		out_of_memory();
	s->tree.backend = &git_backend;
	git_libgit2_init();
	set_options();
	return s;
}

struct tree *tree_open_git(struct str folder, struct str rev, struct findings *found)
{
	struct opening o = { .store = store_new(),
			     .folder = folder.n ? folder : S("."),
			     .rev = rev,
			     .prefix = S(""),
			     .found = found };
	bool is_index = str_eq(rev, S("index"));

	if (git_find(&o) && (is_index ? git_load_index(&o) : git_load_revision(&o))) {
		blobs_sort(&o.store->blobs);
		return &o.store->tree;
	}
	git_close(&o.store->tree);
	return NULL;
}

static bool git_list(struct tree *t, struct str folder, tree_enter *enter, void *arg,
		     struct arena *a, struct findings *found, struct entries *ret)
{
	(void)found;
	blobs_list(&store_of(t)->blobs, folder, enter, arg, a, ret);
	return true;
}

static bool git_list_flat(struct tree *t, struct str folder, struct arena *a,
			  struct findings *found, struct entries *ret)
{
	(void)found;
	blobs_list_flat(&store_of(t)->blobs, folder, a, ret);
	return true;
}

enum loaded { LOADED, TOO_LARGE, BROKEN };

/* At most n bytes of a blob; larger ones are cut, or TOO_LARGE without being read. */
static enum loaded load(struct store *s, const struct blob *b, size_t n, struct arena *a,
			struct str *ret)
{
	git_oid id;
	git_object_t type;
	size_t size;
	git_odb_object *object;
	struct str whole;

	git_oid_fromraw(&id, b->id);
	if (git_odb_read_header(&size, &type, s->odb, &id) == 0 && size > LIMIT_FILE_BYTES)
		return TOO_LARGE;
	if (git_odb_read(&object, s->odb, &id) != 0)
		return BROKEN;
	type = git_odb_object_type(object);
	whole = (struct str){ git_odb_object_data(object), git_odb_object_size(object) };
	if (type == GIT_OBJECT_BLOB)
		*ret = arena_dup(a, str_first(whole, n));
	git_odb_object_free(object);
	return type == GIT_OBJECT_BLOB ? LOADED : BROKEN;
}

/* libgit2's text is the thread's own, so it is taken in the thread that failed. */
static void report_broken(struct store *s, const struct blob *b, struct findings *found)
{
	const git_error *e = git_error_last();
	struct finding *f =
		finding_add_path(found, MG0905, b->path, "its object cannot be read: %s",
				 e && e->message ? e->message : "it is no blob");

	finding_help(f, "%s", help_object(s->repository));
}

static bool load_or_report(struct store *s, const struct blob *b, struct arena *a,
			   struct findings *found, struct str *ret)
{
	enum loaded loaded;

	pthread_mutex_lock(&s->reading);
	loaded = load(s, b, SIZE_MAX, a, ret);
	if (loaded == BROKEN)
		report_broken(s, b, found);
	pthread_mutex_unlock(&s->reading);
	if (loaded == TOO_LARGE)
		finding_help(finding_add_path(found, MG0102, b->path,
					      "the file holds more than %d bytes",
					      LIMIT_FILE_BYTES),
			     "split it, or exclude it with spec.exclude in meshgen.yaml");
	return loaded == LOADED;
}

static bool git_read(struct tree *t, struct str path, struct arena *a, struct findings *found,
		     struct str *ret_bytes)
{
	struct store *s = store_of(t);
	const struct blob *b = blobs_find(&s->blobs, path);

	if (b && b->kind == ENTRY_FILE)
		return load_or_report(s, b, a, found, ret_bytes);
	finding_add_path(found, MG0101, path, "the file cannot be read: %s",
			 b ? "it is no regular file" : "git has no such file");
	return false;
}

static bool git_read_start(struct tree *t, struct str path, size_t n, struct arena *a,
			   struct str *ret_bytes)
{
	struct store *s = store_of(t);
	const struct blob *b = blobs_find(&s->blobs, path);
	bool ok = !b;

	if (b && b->kind == ENTRY_FILE) {
		pthread_mutex_lock(&s->reading);
		ok = load(s, b, n, a, ret_bytes) == LOADED;
		pthread_mutex_unlock(&s->reading);
	}
	return ok;
}

static bool git_kind(struct tree *t, struct str path, enum entry_kind *ret)
{
	const struct blobs *all = &store_of(t)->blobs;
	const struct blob *b = blobs_find(all, path);
	struct span inside = blobs_below(all, path);

	*ret = b ? b->kind : ENTRY_FOLDER;
	return b || inside.first < inside.end;
}

static enum tree_same compare_blob(const struct blob *b, struct str bytes)
{
	unsigned char id[BLOB_ID_BYTES];

	if (b->kind != ENTRY_FILE)
		return TREE_BLOCKED;
	blob_id(bytes, id);
	return memcmp(id, b->id, BLOB_ID_BYTES) == 0 ? TREE_SAME : TREE_DIFFERENT;
}

static enum tree_same git_same(struct tree *t, struct str path, struct str bytes)
{
	const struct blobs *all = &store_of(t)->blobs;
	const struct blob *b = blobs_find(all, path);
	struct span inside;

	if (b)
		return compare_blob(b, bytes);
	inside = blobs_below(all, path);
	return inside.first < inside.end || blobs_bar(all, path) ? TREE_BLOCKED : TREE_MISSING;
}

static bool git_match(struct tree *t, struct str folder, const struct match *m, struct arena *a,
		      struct findings *found, struct entries *ret)
{
	const struct blobs *all = &store_of(t)->blobs;
	struct span inside = blobs_below(all, folder);

	(void)found;
	for (size_t i = inside.first; i < inside.end; i++) {
		const struct blob *b = &all->list[i];
		const struct wanted *want = wanted_find(m->list, m->n, b->path);

		if (want && compare_blob(b, want->bytes) == TREE_SAME)
			m->same[want - m->list] = true;
		else
			entries_add(ret, a, b->path, b->kind);
	}
	return true;
}

static const struct backend git_backend = {
	.close = git_close,
	.list = git_list,
	.list_flat = git_list_flat,
	.match = git_match,
	.read = git_read,
	.read_start = git_read_start,
	.kind = git_kind,
	.same = git_same,
};
