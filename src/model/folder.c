#include "model/folder.h"

struct str folder_normal(struct str folder)
{
	while (str_starts(folder, S("./")))
		folder = str_from(folder, 2);
	while (folder.n > 1 && folder.s[folder.n - 1] == '/')
		folder.n--;
	return folder;
}

static const char *why_no_segment(struct str s)
{
	if (s.n == 0)
		return "a part of it is empty";
	if (str_eq(s, S("..")))
		return "it must stay below the root";
	if (str_eq(s, S(".")))
		return "a part of it is '.'";
	if (s.n == 4 && str_distance(s, S(".git"), 0) == 0)
		return "git keeps its own files there";
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.s[i] < ' ' || s.s[i] == '\\')
			return "it holds a control character or a backslash";
	return NULL;
}

const char *why_not_below(struct str path)
{
	if (str_starts(path, S("/")))
		return "it must be relative";
	for (;;) {
		size_t end = str_find(path, '/');
		const char *why = why_no_segment(str_first(path, end));

		if (why || end == path.n)
			return why;
		path = str_from(path, end + 1);
	}
}
