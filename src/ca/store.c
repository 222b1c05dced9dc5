#include "ca/store.h"

#include "base/bug.h"
#include "base/path.h"
#include "base/system.h"
#include "ca/ledger_context.h"
#include "model/ledger_path.h"
#include "yaml/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Stands beside errno values: something else than a regular file. */
enum { NO_FILE = -1 };

/* A file on its way to its place. There is one, as the lock is ours. */
static const char fresh[] = ".new";

struct store {
	int root; /* the folder of the config repository, with the lock on it */
	struct arena arena;
	struct renderer *templates; /* in this arena */
};

static int open_locked(struct str root, struct findings *found)
{
	struct buf path = BUF_INIT;
	int fd;

	buf_add(&path, root);
	fd = open(path.s, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	buf_release(&path);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (fd >= 0 && errno == EWOULDBLOCK)
		finding_help(finding_add_path(found, MG0561, root,
					      "another `meshgen ca` is at work here"),
			     "wait for its end, and run this again");
	else
		finding_add_path(found, MG0562, root, "the folder cannot be locked: %s",
				 system_reason(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

const struct renderer *store_templates(const struct store *s)
{
	return s->templates;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	close(s->root);
	arena_release(&s->arena);
	free(s);
}

/* A link, or a folder, at the path of the new file: rename would replace a link. */
static bool is_blocked(int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno != ENOENT;
	errno = NO_FILE;
	return !S_ISREG(st.st_mode);
}

static bool fill(int folder, const char *name, struct str bytes)
{
	int fd = open_beneath(folder, str_of(name), O_WRONLY | O_CREAT | O_EXCL);
	bool ok = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;
	int error = errno;

	if (fd >= 0 && close(fd) != 0 && ok) {
		error = errno;
		ok = false;
	}
	errno = error;
	return ok;
}

/* trust and folder are open; the second for fsync too. */
static bool replace(int trust, int folder, const char *name, struct str bytes)
{
	int error;

	if (is_blocked(folder, name) || (unlinkat(trust, fresh, 0) != 0 && errno != ENOENT))
		return false;
	if (fill(trust, fresh, bytes) && renameat(trust, fresh, folder, name) == 0)
		return fsync(folder) == 0;
	error = errno;
	unlinkat(trust, fresh, 0);
	errno = error;
	return false;
}

static int open_folder(const struct store *s, struct str path)
{
	return open_beneath(s->root, path, O_RDONLY | O_DIRECTORY);
}

static void close_folder(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* What a run that was killed left. */
static void clear(const struct store *s)
{
	int trust = open_folder(s, S("trust"));

	if (trust >= 0)
		unlinkat(trust, fresh, 0);
	close_folder(trust);
}

struct store *store_open(struct str root, struct findings *found)
{
	int fd = open_locked(root, found);
	struct store *s;

	if (fd < 0)
		return NULL;
	s = calloc(1, sizeof(*s));
	if (!s)
		out_of_memory();
	s->root = fd;
	s->templates = render_built_in(&s->arena);
	clear(s);
	return s;
}

static const char *reason(int error)
{
	if (error == NO_FILE)
		return "something that is no regular file stands there";
	if (error == ELOOP || error == ENOTDIR)
		return "a symbolic link or a file stands in the way";
	return system_reason(error);
}

static bool put(struct store *s, struct str path, struct str bytes, struct findings *found)
{
	struct str parent = parent_of(path);
	bool made = make_folder(s->root, parent);
	int trust = made ? open_folder(s, S("trust")) : -1;
	int folder = trust >= 0 ? open_folder(s, parent) : -1;
	bool ok = folder >= 0 && replace(trust, folder, path.s + parent.n + 1, bytes);

	if (!ok)
		finding_help(
			finding_add_path(found, MG0562, path, "the file cannot be written: %s",
					 reason(errno)),
			"when that is mended, run the same command again: it goes on where this "
			"one ended");
	close_folder(folder);
	close_folder(trust);
	return ok;
}

/* path is one of model/ledger_path.h. */
static bool write_document(struct store *s, struct str template, const struct node *context,
			   struct str path, struct arena *a, struct findings *found)
{
	struct rendering r = { .renderer = s->templates, .arena = a, .found = found };
	const struct shape *document = render_template(&r, template, context);
	struct buf bytes = BUF_INIT;
	bool ok;

	if (!document)
		return false;
	yaml_write(&bytes, &document->node);
	ok = put(s, path, buf_str(&bytes), found);
	buf_release(&bytes);
	return ok;
}

bool store_write_policy(struct store *s, const struct trust_policy *policy, struct findings *found)
{
	struct arena a = { 0 };
	struct node context = context_policy(policy, &a);
	struct str path = ledger_policy_path(policy->name.text, &a);
	bool ok = write_document(s, S("ledger/policy"), &context, path, &a, found);

	arena_release(&a);
	return ok;
}

bool store_write_roots(struct store *s, const struct trust_roots *roots, struct findings *found)
{
	struct arena a = { 0 };
	struct node context = context_roots(roots, &a);
	struct str path = ledger_roots_path(roots->name.text, &a);
	bool ok = write_document(s, S("ledger/roots"), &context, path, &a, found);

	arena_release(&a);
	return ok;
}

bool store_write_entry(struct store *s, const struct intermediate_ca *e, struct findings *found)
{
	struct arena a = { 0 };
	struct node context = context_entry(e, &a);
	struct str path = ledger_entry_path(e->policy.text, e->cluster.text, e->namespace.text, &a);
	bool ok = write_document(s, S("ledger/intermediate"), &context, path, &a, found);

	arena_release(&a);
	return ok;
}
