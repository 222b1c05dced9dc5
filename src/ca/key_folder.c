#include "ca/key_folder.h"

#include "base/path.h"
#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* What holds path, or path itself if it is a folder and may be one. */
static struct str folder_of(struct str path, bool may_be_folder, struct arena *a)
{
	struct stat st;

	if (may_be_folder && stat(arena_dup(a, path).s, &st) == 0 && S_ISDIR(st.st_mode))
		return path;
	return str_first(path, path.n - last_part(path).n);
}

static bool refuse(struct findings *found, enum code code, struct str path, const char *what,
		   const char *folder)
{
	struct finding *f = finding_add_path(found, code, path, "%s '%s'", what, folder);

	if (code == MG0554)
		finding_help(f, "chmod go-w '%s'", folder);
	else
		finding_help(f, "keep the key where no commit takes it along, as in "
				"~/.config/meshgen");
	return false;
}

/* The folder of a key, or one above it; in_root: it is the config repository. */
static bool check_folder(const char *folder, bool in_root, struct str path, struct findings *found,
			 struct arena *a)
{
	struct stat st, git;

	if (lstat(arena_fmt(a, "%s/.git", folder).s, &git) == 0)
		return refuse(found, MG0555, path, "a key in the git work tree", folder);
	if (in_root)
		return refuse(found, MG0555, path, "a key in the config repository", folder);
	if (lstat(folder, &st) == 0 && (!(st.st_mode & 022) || st.st_mode & S_ISVTX))
		return true;
	return refuse(found, MG0554, path, "a key in a folder that others can write:", folder);
}

/* All folders from a real one up to '/'. */
static bool check_folders(struct str folder, struct str path, struct str root,
			  struct findings *found, struct arena *a)
{
	struct str real_root = real_path(root, a);

	while (folder.n > 1) {
		if (!check_folder(arena_dup(a, folder).s, str_eq(folder, real_root), path, found,
				  a))
			return false;
		folder = parent_of(folder);
	}
	return check_folder("/", false, path, found, a);
}

/* The real folder; with a finding empty. */
static struct str checked_folder(struct str path, bool may_be_folder, struct str root,
				 struct findings *found, struct arena *a)
{
	struct str folder = real_path(folder_of(path, may_be_folder, a), a);

	if (!folder.n)
		finding_add_path(found, MG0554, path, "the folder of the key cannot be found: %s",
				 system_reason(errno));
	else if (check_folders(folder, path, root, found, a))
		return folder;
	return S("");
}

bool key_path_check(struct str path, struct str root, struct findings *found)
{
	struct arena a = { 0 };
	bool ok = checked_folder(path, true, root, found, &a).n > 0;

	arena_release(&a);
	return ok;
}

int key_folder_open(struct str path, struct str root, struct findings *found, struct arena *a,
		    const char **ret_name)
{
	struct str folder = checked_folder(path, false, root, found, a);
	int fd;

	*ret_name = arena_dup(a, last_part(path)).s;
	if (!folder.n)
		return -1;
	fd = open(folder.s, O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		finding_add_path(found, MG0554, path, "the folder of the key cannot be opened: %s",
				 system_reason(errno));
	return fd;
}
