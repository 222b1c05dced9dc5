#include "tree/backend.h"

#include "base/limits.h"
#include "base/bug.h"
#include "base/system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LISTING_BYTES = 32 * 1024, PIECE_BYTES = 32 * 1024 };

/* Stands beside errno values: something else than a regular file. */
enum { NO_FILE = -1 };

struct folder_tree {
	struct tree tree;
	int fd;
};

static const struct backend folder_backend;

static struct folder_tree *folder_of(struct tree *t)
{
	return (struct folder_tree *)t;
}

static void folder_close(struct tree *t)
{
	close(folder_of(t)->fd);
	free(t);
}

bool tree_folder_exists(struct str folder)
{
	struct arena scratch = { 0 };
	struct stat st;
	bool exists = stat(arena_dup(&scratch, folder).s, &st) == 0 || errno != ENOENT;

	arena_release(&scratch);
	return exists;
}

struct tree *tree_open_folder(struct str folder, struct findings *found)
{
	struct arena scratch = { 0 };
	struct str path = arena_dup(&scratch, folder.n ? folder : S("."));
	struct folder_tree *f = calloc(1, sizeof(*f));
	int fd = open(path.s, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);

	if (!f)
		out_of_memory();
	*f = (struct folder_tree){ { &folder_backend }, fd };
	if (fd < 0)
		finding_add_path(found, MG0901, path, "the folder cannot be opened: %s",
				 system_reason(errno));
	arena_release(&scratch);
	if (fd >= 0)
		return &f->tree;
	free(f);
	return NULL;
}

/* A finding with the system's reason. */
static void report(struct findings *found, enum code code, struct str path, const char *what,
		   int error)
{
	finding_add_path(found, code, path.n ? path : S("."), "%s: %s", what,
			 error == NO_FILE ? "it is no regular file" : system_reason(error));
}

static void report_size(struct findings *found, struct str path)
{
	struct finding *x = finding_add_path(found, MG0102, path,
					     "the file holds more than %d bytes", LIMIT_FILE_BYTES);

	finding_help(x, "split it, or exclude it with spec.exclude in meshgen.yaml");
}

static enum entry_kind kind_of_mode(mode_t mode)
{
	if (S_ISREG(mode))
		return ENTRY_FILE;
	if (S_ISLNK(mode))
		return ENTRY_LINK;
	return S_ISDIR(mode) ? ENTRY_FOLDER : ENTRY_OTHER;
}

/* Not every file system says in a listing what an entry is. */
static enum entry_kind kind_of(int folder, const struct dirent64 *d)
{
	struct stat st;

	if (d->d_type != DT_UNKNOWN)
		return kind_of_mode((mode_t)DTTOIF(d->d_type));
	if (fstatat(folder, d->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return ENTRY_OTHER;
	return kind_of_mode(st.st_mode);
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static struct str join(struct arena *a, struct str folder, const char *name)
{
	struct str parts[] = { folder, STR("/"), str_of(name) };

	return folder.n ? arena_concat(a, parts, 3) : arena_dup(a, parts[2]);
}

/*
 * Does the file, which a listing calls a regular one, hold exactly these bytes? Only at
 * its end does such a file give less than was asked.
 */
static bool holds(int folder, const char *name, struct str bytes)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	char piece[PIECE_BYTES];
	bool same = fd >= 0, ended = false;

	while (same && !ended) {
		size_t most = bytes.n < sizeof(piece) ? bytes.n + 1 : sizeof(piece);
		ssize_t n = read(fd, piece, most);

		same = n >= 0 && (size_t)n <= bytes.n && memcmp(piece, bytes.s, (size_t)n) == 0;
		ended = same && (size_t)n < most;
		bytes = str_from(bytes, same ? (size_t)n : 0);
	}
	if (fd >= 0)
		close(fd);
	return same && !bytes.n;
}

/* A walk over a folder and what is below. */
struct walk {
	struct folder_tree *tree;
	tree_enter *enter; /* or NULL */
	void *arg;
	const struct match *match; /* or NULL */
	struct arena *arena;
	struct findings *found;
	struct entries *ret;
};

static bool is_same(const struct walk *w, int folder, const char *name, struct str path)
{
	const struct match *m = w->match;
	const struct wanted *want = m ? wanted_find(m->list, m->n, path) : NULL;

	if (!want || !holds(folder, name, want->bytes))
		return false;
	m->same[want - m->list] = true;
	return true;
}

/* Adds what is directly in an open folder, in the order of the file system. */
static bool add_entries(const struct walk *w, int fd, struct str folder)
{
	_Alignas(struct dirent64) char listing[LISTING_BYTES];
	ssize_t n;

	while ((n = getdents64(fd, listing, sizeof(listing))) > 0) {
		const struct dirent64 *d;

		for (ssize_t at = 0; at < n; at += d->d_reclen) {
			struct str path;
			enum entry_kind kind;

			d = (const void *)(listing + at);
			if (is_dots(d->d_name))
				continue;
			path = join(w->arena, folder, d->d_name);
			kind = kind_of(fd, d);
			if (kind != ENTRY_FILE || !is_same(w, fd, d->d_name, path))
				entries_add(w->ret, w->arena, path, kind);
		}
	}
	return n == 0;
}

static bool is_no_folder(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ELOOP;
}

/* What is directly in a folder that was opened, or could not be. */
static bool list_one(const struct walk *w, int fd, struct str folder)
{
	bool ok;

	if (fd < 0 && is_no_folder(errno))
		return true;
	ok = fd >= 0 && add_entries(w, fd, folder);
	if (!ok)
		report(w->found, MG0901, folder, "the folder cannot be read", errno);
	return ok;
}

/* The folder that was read last of those that have folders in them, still open. */
struct base {
	struct str folder;
	int fd; /* -1: none */
};

/* What a folder is called in the base; NULL when it is not directly in there. */
static const char *name_in(const struct base *base, struct str folder)
{
	struct str rest = str_from(folder, base->folder.n);

	if (base->fd < 0 || !str_starts(folder, base->folder))
		return NULL;
	if (base->folder.n && !str_starts(rest, S("/")))
		return NULL;
	rest = str_from(rest, base->folder.n > 0);
	return rest.n && str_find(rest, '/') == rest.n ? rest.s : NULL;
}

/* Relative to the base where it is the parent: each step from the root costs time. */
static int open_folder(const struct walk *w, const struct base *base, struct str folder)
{
	const char *name = name_in(base, folder);
	int flags = O_RDONLY | O_DIRECTORY;

	if (!name)
		return open_beneath(w->tree->fd, folder, flags);
	return openat(base->fd, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

static void close_folder(int fd)
{
	if (fd >= 0)
		close(fd);
}

/*
 * Moves the folders among the entries from first on, which are not to be kept,
 * to the list of those still to be read.
 */
static void take_folders(const struct walk *w, size_t first, struct arena *a,
			 struct entries *pending)
{
	struct entries *all = w->ret;
	size_t kept = first;

	for (size_t i = first; i < all->n; i++) {
		struct entry e = all->list[i];

		if (e.kind != ENTRY_FOLDER)
			all->list[kept++] = e;
		else if (!w->enter || w->enter(w->arg, e.path))
			entries_add(pending, a, e.path, ENTRY_FOLDER);
	}
	all->n = kept;
}

static bool list_all(const struct walk *w, struct str folder)
{
	struct arena scratch = { 0 };
	struct entries pending = { 0 };
	struct base base = { .fd = -1 };
	bool ok = true;

	entries_add(&pending, &scratch, folder, ENTRY_FOLDER);
	while (pending.n) {
		struct str next = pending.list[--pending.n].path;
		size_t first = w->ret->n, others = pending.n;
		int fd = open_folder(w, &base, next);

		ok &= list_one(w, fd, next);
		take_folders(w, first, &scratch, &pending);
		close_folder(pending.n > others ? base.fd : fd);
		if (pending.n > others)
			base = (struct base){ next, fd };
	}
	close_folder(base.fd);
	arena_release(&scratch);
	return ok;
}

static bool folder_list_flat(struct tree *t, struct str folder, struct arena *a,
			     struct findings *found, struct entries *ret)
{
	struct walk w = { .tree = folder_of(t), .arena = a, .found = found, .ret = ret };
	int fd = open_beneath(w.tree->fd, folder, O_RDONLY | O_DIRECTORY);
	bool ok = list_one(&w, fd, folder);

	close_folder(fd);
	return ok;
}

static bool folder_list(struct tree *t, struct str folder, tree_enter *enter, void *arg,
			struct arena *a, struct findings *found, struct entries *ret)
{
	struct walk w = { folder_of(t), enter, arg, NULL, a, found, ret };

	return list_all(&w, folder);
}

static bool folder_match(struct tree *t, struct str folder, const struct match *m, struct arena *a,
			 struct findings *found, struct entries *ret)
{
	struct walk w = { folder_of(t), NULL, NULL, m, a, found, ret };

	return list_all(&w, folder);
}

/*
 * Opens a regular file. Returns -1 with errno, NO_FILE when something else
 * stands there or on the way.
 */
static int open_regular(const struct folder_tree *f, struct str path, struct stat *ret)
{
	int fd = open_beneath(f->fd, path, O_RDONLY);

	if (fd < 0) {
		if (errno == ELOOP || errno == ENOTDIR || errno == ENXIO)
			errno = NO_FILE;
		return -1;
	}
	if (fstat(fd, ret) == 0 && S_ISREG(ret->st_mode))
		return fd;
	close(fd);
	errno = NO_FILE;
	return -1;
}

/*
 * Reads to the end, also of a file that grows meanwhile, but not far beyond the
 * limit. n is what the file held when it was opened.
 */
static bool read_whole(int fd, size_t n, struct arena *a, struct str *ret)
{
	size_t size = n + 1, at = 0, got;
	char *bytes = arena_alloc(a, size);

	while (at <= LIMIT_FILE_BYTES && read_up_to(fd, bytes + at, size - at, &got)) {
		at += got;
		*ret = (struct str){ bytes, at };
		if (at < size)
			return true;
		bytes = memcpy(arena_alloc(a, size * 2), bytes, at);
		size *= 2;
	}
	return at > LIMIT_FILE_BYTES;
}

static bool folder_read(struct tree *t, struct str path, struct arena *a, struct findings *found,
			struct str *ret_bytes)
{
	struct folder_tree *f = folder_of(t);
	struct stat st = { 0 };
	int fd = open_regular(f, path, &st);
	bool large = fd >= 0 && st.st_size > LIMIT_FILE_BYTES;
	bool ok = fd >= 0 && (large || read_whole(fd, (size_t)st.st_size, a, ret_bytes));

	if (!ok)
		report(found, MG0101, path, "the file cannot be read", errno);
	else if (large || ret_bytes->n > LIMIT_FILE_BYTES)
		report_size(found, path);
	if (fd >= 0)
		close(fd);
	return ok && !large && ret_bytes->n <= LIMIT_FILE_BYTES;
}

static bool folder_read_start(struct tree *t, struct str path, size_t n, struct arena *a,
			      struct str *ret_bytes)
{
	struct stat st = { 0 };
	int fd = open_regular(folder_of(t), path, &st);
	char *bytes;
	bool ok;

	if (fd < 0)
		return errno == ENOENT;
	if (st.st_size < (off_t)n)
		n = (size_t)st.st_size;
	bytes = arena_alloc(a, n + 1);
	ret_bytes->s = bytes;
	ok = read_up_to(fd, bytes, n, &ret_bytes->n);
	close(fd);
	return ok;
}

static bool folder_kind(struct tree *t, struct str path, enum entry_kind *ret)
{
	struct arena scratch = { 0 };
	struct stat st;
	struct str name;
	int parent = open_parent(folder_of(t)->fd, path, &name);
	bool there = parent >= 0 &&
		     fstatat(parent, arena_dup(&scratch, name).s, &st, AT_SYMLINK_NOFOLLOW) == 0;

	if (there)
		*ret = kind_of_mode(st.st_mode);
	if (parent >= 0)
		close(parent);
	arena_release(&scratch);
	return there;
}

static enum tree_same compare_open(int fd, const struct stat *st, struct str bytes)
{
	enum tree_same other = st->st_nlink > 1 ? TREE_BLOCKED : TREE_DIFFERENT;
	char piece[PIECE_BYTES];
	size_t n;

	if ((size_t)st->st_size != bytes.n)
		return other;
	while (bytes.n) {
		if (!read_up_to(fd, piece, bytes.n < sizeof(piece) ? bytes.n : sizeof(piece), &n))
			return TREE_TROUBLE;
		if (n == 0 || memcmp(piece, bytes.s, n) != 0)
			return other;
		bytes = str_from(bytes, n);
	}
	return TREE_SAME;
}

static enum tree_same folder_same(struct tree *t, struct str path, struct str bytes)
{
	struct stat st = { 0 };
	int fd = open_regular(folder_of(t), path, &st);
	enum tree_same same;

	if (fd < 0 && errno == NO_FILE)
		return TREE_BLOCKED;
	if (fd < 0)
		return errno == ENOENT ? TREE_MISSING : TREE_TROUBLE;
	same = compare_open(fd, &st, bytes);
	close(fd);
	return same;
}

static const struct backend folder_backend = {
	.close = folder_close,
	.list = folder_list,
	.list_flat = folder_list_flat,
	.match = folder_match,
	.read = folder_read,
	.read_start = folder_read_start,
	.kind = folder_kind,
	.same = folder_same,
};
