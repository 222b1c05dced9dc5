#include "base/system.h"

#include "base/buf.h"
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NEW_FILE_MODE = 0644, NEW_FOLDER_MODE = 0755 };

const char *system_reason(int error)
{
	const char *text = strerrordesc_np(error);

	return text ? text : "unknown error";
}

static bool is_clean_component(struct str c)
{
	return c.n && !str_eq(c, S(".")) && !str_eq(c, S(".."));
}

static bool is_clean(struct str path)
{
	if (str_find(path, '\0') < path.n)
		return false;
	while (path.n) {
		size_t end = str_find(path, '/');

		if (!is_clean_component(str_first(path, end)) || end + 1 == path.n)
			return false;
		path = str_from(path, end + 1);
	}
	return true;
}

/* For kernels, and sandboxes, without openat2: one component after the other. */
static int open_stepwise(int root, char *path, int flags)
{
	int folder = root;

	for (char *slash; (slash = strchr(path, '/')); path = slash + 1) {
		int next;

		*slash = '\0';
		next = openat(folder, path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (folder != root)
			close(folder);
		if (next < 0)
			return -1;
		folder = next;
	}
	int fd = openat(folder, path, flags | O_NOFOLLOW, NEW_FILE_MODE);
	int error = errno;

	if (folder != root)
		close(folder);
	errno = error;
	return fd;
}

static int open_at_once(int root, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned)flags,
		.mode = flags & O_CREAT ? NEW_FILE_MODE : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};

	return (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
}

int open_beneath(int root, struct str path, int flags)
{
	struct buf name = BUF_INIT;
	int fd, error;

	if (!is_clean(path)) {
		errno = EINVAL;
		return -1;
	}
	buf_add(&name, path.n ? path : S("."));
	flags |= O_CLOEXEC | (flags & O_PATH ? 0 : O_NONBLOCK | O_NOCTTY);
	fd = open_at_once(root, name.s, flags);
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_stepwise(root, name.s, flags);
	error = errno;
	buf_release(&name);
	errno = error;
	return fd;
}

int open_parent(int root, struct str path, struct str *ret_name)
{
	*ret_name = last_part(path);
	if (!is_clean_component(*ret_name)) {
		errno = EINVAL;
		return -1;
	}
	return open_beneath(root, parent_of(path), O_PATH | O_DIRECTORY);
}

bool make_folder(int root, struct str path)
{
	struct buf name = BUF_INIT;
	struct str last;
	int parent, error = 0;

	if (!path.n)
		return true;
	parent = open_parent(root, path, &last);
	if (parent < 0 && errno == ENOENT && make_folder(root, parent_of(path)))
		parent = open_parent(root, path, &last);
	buf_add(&name, last);
	if (parent < 0 || (mkdirat(parent, name.s, NEW_FOLDER_MODE) != 0 && errno != EEXIST))
		error = errno;
	if (parent >= 0)
		close(parent);
	buf_release(&name);
	errno = error;
	return !error;
}

struct str real_path(struct str path, struct arena *a)
{
	char *real = realpath(path.n ? arena_dup(a, path).s : ".", NULL);
	struct str copy = arena_dup(a, str_of(real));

	free(real);
	return copy;
}

/* With its slash, so that the folder above "/x" is one. */
static struct str folder_above(struct str path)
{
	while (path.n && path.s[path.n - 1] == '/')
		path.n--;
	while (path.n && path.s[path.n - 1] != '/')
		path.n--;
	return path;
}

struct str existing_part(struct str path, struct arena *a)
{
	while (path.n && access(arena_dup(a, path).s, F_OK) != 0)
		path = folder_above(path);
	return path;
}

struct str real_path_to(struct str path, struct arena *a)
{
	struct str there = existing_part(path, a), rest = str_from(path, there.n);
	struct str real = real_path(there, a);

	while (rest.n && rest.s[0] == '/')
		rest = str_from(rest, 1);
	while (rest.n && rest.s[rest.n - 1] == '/')
		rest.n--;
	if (!rest.n || !real.n)
		return real;
	return arena_fmt(a, "%.*s%s%.*s", FMT(real), str_ends(real, S("/")) ? "" : "/", FMT(rest));
}

bool read_up_to(int fd, char *bytes, size_t n, size_t *ret_n)
{
	*ret_n = 0;
	while (*ret_n < n) {
		ssize_t got = read(fd, bytes + *ret_n, n - *ret_n);

		if (got == 0)
			return true;
		if (got < 0 && errno != EINTR)
			return false;
		*ret_n += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* Whoever started us may have left the descriptor of a pipe in non-blocking mode. */
static bool wait_for_room(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

bool write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t put = write(fd, bytes.s, bytes.n);

		if (put >= 0)
			bytes = str_from(bytes, (size_t)put);
		else if (errno == EAGAIN ? !wait_for_room(fd) : errno != EINTR)
			return false;
	}
	return true;
}
