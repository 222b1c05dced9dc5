#include "tree/root.h"

#include "base/path.h"
#include "base/system.h"

#include <sys/stat.h>

/* Is there an entry of that name in folder, whatever it is? */
static bool holds(struct str folder, const char *name, struct arena *a)
{
	struct stat st;

	return lstat(arena_fmt(a, "%.*s/%s", FMT(folder), name).s, &st) == 0;
}

static bool is_there(struct str path, bool *ret_is_folder, struct arena *a)
{
	struct stat st;

	*ret_is_folder = false;
	if (stat(arena_dup(a, path).s, &st) != 0)
		return false;
	*ret_is_folder = S_ISDIR(st.st_mode);
	return true;
}

/* Is x another folder than y? Above the top of the file system is the top again. */
static bool is_above(struct str x, struct str y, struct arena *a)
{
	struct stat s, t;

	return stat(arena_dup(a, x).s, &s) == 0 && stat(arena_dup(a, y).s, &t) == 0 &&
	       (s.st_dev != t.st_dev || s.st_ino != t.st_ino);
}

static struct str without_slashes(struct str path)
{
	while (path.n > 1 && path.s[path.n - 1] == '/')
		path.n--;
	return path;
}

/* The folder that holds path, as text; above a relative path are "..", "../..". */
static struct str above(struct str path, struct arena *a)
{
	struct str name = last_part(path);

	if (str_eq(path, S(".")))
		return S("..");
	if (str_eq(name, S("..")) || str_eq(name, S(".")))
		return arena_fmt(a, "%.*s/..", FMT(path));
	if (name.n == path.n)
		return S(".");
	return without_slashes(str_first(path, path.n - name.n));
}

/* The nearest folder from start upwards that holds meshgen.yaml, else start itself. */
static struct str search(struct str start, struct arena *a)
{
	struct str at = start, next;

	for (;; at = next) {
		if (holds(at, "meshgen.yaml", a))
			return at;
		next = above(at, a);
		if (holds(at, ".git", a) || !is_above(next, at, a))
			return start;
	}
}

struct str root_find(struct str path, struct arena *a)
{
	struct arena scratch = { 0 };
	struct str start = without_slashes(path.n ? path : S(".")), root;
	bool is_folder;

	if (!is_there(start, &is_folder, &scratch))
		root = start;
	else
		root = search(is_folder ? start : above(start, &scratch), &scratch);
	root = arena_dup(a, root);
	arena_release(&scratch);
	return root;
}

struct str root_prefix(struct str root, struct arena *a)
{
	struct arena scratch = { 0 };
	struct str path = real_path(root, &scratch), top = path, prefix = S("");

	while (top.n > 1 && !holds(top, ".git", &scratch))
		top = without_slashes(str_first(top, top.n - last_part(top).n));
	if (top.n > 1 && top.n < path.n)
		prefix = arena_fmt(a, "%.*s/", FMT(str_from(path, top.n + 1)));
	arena_release(&scratch);
	return prefix;
}

/* Where a star may try again: it takes one byte, or one folder, more each time. */
struct retry {
	bool set, folders;    /* folders: a "**" that stands for whole folders */
	size_t pattern, path; /* what comes behind the star, and where that was tried last */
};

/* Length of "**", or of "**" and a slash, at p; 0 when there is none. */
static size_t deep_star(struct str pattern, size_t p, bool *ret_folders)
{
	bool at_start = p == 0 || pattern.s[p - 1] == '/';
	struct str rest = str_from(pattern, p);

	*ret_folders = at_start && str_starts(rest, S("**/"));
	return *ret_folders ? 3 : str_starts(rest, S("**")) ? 2 : 0;
}

/* Moves a star on; false when it can take no more. */
static bool try_again(struct retry *r, struct str path, bool crosses)
{
	if (!r->set || r->path >= path.n || (!crosses && path.s[r->path] == '/'))
		return false;
	if (r->folders)
		r->path += str_find(str_from(path, r->path), '/');
	if (r->path >= path.n)
		return false;
	r->path++;
	return true;
}

static bool matches_byte(struct str pattern, size_t p, struct str path, size_t i)
{
	if (p >= pattern.n || i >= path.n)
		return false;
	return pattern.s[p] == '?' ? path.s[i] != '/' : pattern.s[p] == path.s[i];
}

/*
 * Only the last star of each sort must ever try again: had an earlier one taken
 * more, the later would begin further right and could reach nothing new.
 */
bool root_glob(struct str pattern, struct str path)
{
	struct retry shallow = { 0 }, deep = { 0 };
	size_t p = 0, i = 0, length;
	bool folders;

	while (p < pattern.n || i < path.n) {
		if ((length = deep_star(pattern, p, &folders))) {
			p += length;
			deep = (struct retry){ true, folders, p, i };
			shallow.set = false;
		} else if (p < pattern.n && pattern.s[p] == '*') {
			shallow = (struct retry){ true, false, ++p, i };
		} else if (matches_byte(pattern, p, path, i)) {
			p++;
			i++;
		} else if (try_again(&shallow, path, false)) {
			p = shallow.pattern;
			i = shallow.path;
		} else if (try_again(&deep, path, true)) {
			p = deep.pattern;
			i = deep.path;
			shallow.set = false;
		} else {
			return false;
		}
	}
	return true;
}
