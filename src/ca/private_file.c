#include "ca/private_file.h"

#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Why others may see or change it, in words that follow "the file "; NULL when they may not. */
static const char *fault_of(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "is no regular file";
	if (st->st_uid != geteuid())
		return "belongs to another user";
	if (st->st_mode & 077)
		return "can be read or written by group or others";
	return NULL;
}

int private_file_open(int folder, const char *name, struct str path, enum code absent,
		      enum code exposed, struct findings *found)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	const char *fault = NULL;
	struct finding *f;
	struct stat st;

	if (fd < 0 && errno == ELOOP)
		finding_add_path(found, exposed, path, "the file is a symbolic link");
	else if (fd < 0 || fstat(fd, &st) != 0)
		finding_add_path(found, absent, path, "the file cannot be opened: %s",
				 system_reason(errno));
	else if (!(fault = fault_of(&st)))
		return fd;
	if (fault) {
		f = finding_add_path(found, exposed, path, "the file %s", fault);
		if (S_ISREG(st.st_mode) && st.st_uid == geteuid())
			finding_help(f, "chmod 600 '%.*s'", FMT(path));
	}
	if (fd >= 0)
		close(fd);
	return -1;
}
