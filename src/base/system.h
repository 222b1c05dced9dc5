/*
 * System calls that need care wherever they are made. Every descriptor is
 * closed on exec.
 */
#ifndef BASE_SYSTEM_H
#define BASE_SYSTEM_H

#include "base/arena.h"

/* The text of an errno, in English whatever the locale, static. */
const char *system_reason(int error);

/*
 * Opens a path below the folder root without following a symbolic link in any
 * of its components, and without waiting for the other end of a fifo. flags are
 * those of open(2); a file that O_CREAT makes has mode 0644 less the umask. The
 * empty path is root itself. Returns -1 with errno: ELOOP or ENOTDIR when
 * something that is no folder stands in the way, EINVAL when the path is
 * absolute, holds a NUL or an empty, "." or ".." component.
 */
int open_beneath(int root, struct str path, int flags);

/*
 * The same for the folder that holds path: where path's last component, which
 * ret_name then is, can be given to mkdirat or unlinkat.
 */
int open_parent(int root, struct str path, struct str *ret_name);

/*
 * Makes a folder below root, and those above it that are absent; no link is
 * followed. Returns false with errno, which is as for open_beneath.
 */
bool make_folder(int root, struct str path);

/* A path that is there without links, '.' and '..'; "" is ".". Empty with errno otherwise. */
struct str real_path(struct str path, struct arena *a);

/* As much of a path as is there: itself, a folder above it with its slash, or "". */
struct str existing_part(struct str path, struct arena *a);

/* The real path of a path's existing part, and the rest behind it as it is written. */
struct str real_path_to(struct str path, struct arena *a);

/*
 * Reads until n bytes are there or the file ends, or writes all n bytes, however
 * often the system stops half-way. Returns false with errno.
 */
bool read_up_to(int fd, char *bytes, size_t n, size_t *ret_n);
bool write_all(int fd, struct str bytes);

#endif
