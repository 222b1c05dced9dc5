#include "out/out.h"

#include "base/bug.h"
#include "base/path.h"
#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NEW_FOLDER_MODE = 0755, ATTEMPTS = 100 };

/* Stands beside errno values: something else than a regular file with one name. */
enum { NO_FILE = -1 };

struct out_folder {
	int fd;
	struct str shown; /* what stands before paths in findings; owned, NUL behind it */
};

static const char *reason(int error)
{
	if (error == NO_FILE)
		return "something that is no regular file, or has a second name, stands there";
	if (error == ELOOP || error == ENOTDIR)
		return "a symbolic link or a file stands in the way";
	return system_reason(error);
}

/* What has to be said when a write fails in the middle. */
static const char part_old[] =
	"render again when that is mended: the output may now be part old, part new";

static struct finding *report(const struct out_folder *o, struct findings *found, struct str path,
			      const char *what, int error)
{
	struct arena scratch = { 0 };
	const char *slash = path.n && o->shown.n ? "/" : "";
	struct str shown = arena_fmt(&scratch, "%.*s%s%.*s", FMT(o->shown), slash, FMT(path));
	struct finding *f =
		finding_add_path(found, MG0703, shown, "the %s: %s", what, reason(error));

	arena_release(&scratch);
	return f;
}

/* mkdirat and unlinkat want a NUL behind the last component of a path. */
static int open_parent_of(int root, struct str path, struct buf *ret_name)
{
	struct str name;
	int fd = open_parent(root, path, &name);

	buf_truncate(ret_name, 0);
	buf_add(ret_name, name);
	return fd;
}

/* Links on the way to what the user named are his own: they are followed. */
static int open_base(const char *path)
{
	struct buf part = BUF_INIT;
	int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);

	for (size_t n = 1; fd < 0 && errno == ENOENT && n <= strlen(path); n++) {
		if (path[n] && path[n] != '/')
			continue;
		buf_truncate(&part, 0);
		buf_add(&part, (struct str){ path, n });
		if (mkdir(part.s, NEW_FOLDER_MODE) != 0 && errno != EEXIST)
			break;
		fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	}
	buf_release(&part);
	return fd;
}

/* Owns shown. */
static struct out_folder *folder_new(struct str base, struct str folder)
{
	struct out_folder *o = malloc(sizeof(*o));
	struct str shown = folder.n ? folder : str_eq(base, S(".")) ? S("") : base;
	char *copy = malloc(shown.n + 1);

	if (!o || !copy)
		out_of_memory();
	memcpy(copy, shown.s, shown.n);
	copy[shown.n] = '\0';
	*o = (struct out_folder){ -1, { copy, shown.n } };
	return o;
}

struct out_folder *out_open(struct str base, struct str folder, struct findings *found)
{
	struct out_folder *o = folder_new(base.n ? base : S("."), folder);
	struct buf path = BUF_INIT;
	int fd;

	buf_add(&path, base.n ? base : S("."));
	fd = open_base(path.s);
	if (fd >= 0 && make_folder(fd, folder))
		o->fd = open_beneath(fd, folder, O_PATH | O_DIRECTORY);
	if (o->fd < 0)
		finding_help(report(o, found, S(""), "output folder cannot be opened", errno),
			     "nothing was written; -o names another folder");
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	if (o->fd >= 0)
		return o;
	out_close(o);
	return NULL;
}

void out_close(struct out_folder *o)
{
	if (!o)
		return;
	if (o->fd >= 0)
		close(o->fd);
	free((char *)o->shown.s);
	free(o);
}

/*
 * Another worker may remove an empty folder while we make it, hence several
 * attempts.
 */
static int open_output(const struct out_folder *o, struct str path)
{
	int fd = open_beneath(o->fd, path, O_WRONLY | O_CREAT);

	for (int i = 0; fd < 0 && errno == ENOENT && i < ATTEMPTS; i++) {
		if (!make_folder(o->fd, parent_of(path)) && errno != ENOENT)
			break;
		fd = open_beneath(o->fd, path, O_WRONLY | O_CREAT);
	}
	if (fd < 0 && (errno == ENXIO || errno == EISDIR))
		errno = NO_FILE;
	return fd;
}

static bool fill(int fd, struct str bytes)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return false;
	if (!S_ISREG(st.st_mode) || st.st_nlink != 1) {
		errno = NO_FILE;
		return false;
	}
	if (!write_all(fd, bytes))
		return false;
	return (size_t)st.st_size <= bytes.n || ftruncate(fd, (off_t)bytes.n) == 0;
}

bool out_write(struct out_folder *o, struct str path, struct str bytes, struct findings *found)
{
	int fd = open_output(o, path);
	bool ok = fd >= 0 && fill(fd, bytes);
	int error = ok ? 0 : errno;

	if (fd >= 0 && close(fd) != 0 && ok) {
		error = errno;
		ok = false;
	}
	if (!ok)
		finding_help(report(o, found, path, "file cannot be written", error), "%s",
			     part_old);
	return ok;
}

/* rmdir fails, as it shall, at the first folder that holds something. */
static void remove_empty_folders(int root, struct str folder)
{
	struct buf name = BUF_INIT;
	bool removed = true;

	while (folder.n && removed) {
		int parent = open_parent_of(root, folder, &name);

		removed = parent >= 0 && unlinkat(parent, name.s, AT_REMOVEDIR) == 0;
		if (parent >= 0)
			close(parent);
		folder = parent_of(folder);
	}
	buf_release(&name);
}

bool out_remove(struct out_folder *o, struct str path, struct findings *found)
{
	struct buf name = BUF_INIT;
	int parent = open_parent_of(o->fd, path, &name);
	bool ok = parent >= 0 && unlinkat(parent, name.s, 0) == 0;
	int error = ok ? 0 : errno;

	if (parent >= 0)
		close(parent);
	buf_release(&name);
	if (!ok && error != ENOENT) {
		finding_help(report(o, found, path, "file cannot be removed", error), "%s",
			     part_old);
		return false;
	}
	remove_empty_folders(o->fd, parent_of(path));
	return true;
}
