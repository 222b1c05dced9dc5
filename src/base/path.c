#include "base/path.h"

struct str last_part(struct str path)
{
	size_t i = path.n;

	while (i && path.s[i - 1] != '/')
		i--;
	return str_from(path, i);
}

struct str parent_of(struct str path)
{
	size_t n = path.n - last_part(path).n;

	return str_first(path, n ? n - 1 : 0);
}

bool is_within(struct str path, struct str folder)
{
	return folder.n && str_starts(path, folder) &&
	       (path.n == folder.n || path.s[folder.n] == '/');
}
