#include "diag/report.h"

struct str report_path(const struct report *r, struct place place, struct str path)
{
	return place.file ? source_at(r->sources, place.file).path : path;
}

bool report_is_inside(const struct report *r, struct str path)
{
	if (!path.n || path.s[0] == '/' || str_eq(path, r->root) || str_eq(path, S(".")))
		return false;
	return !str_eq(path, S("..")) && !str_starts(path, S("../")) &&
	       !str_starts(path, S("./")) && !source_is_built_in(path);
}

size_t report_choose(const struct report *r, size_t most, const struct finding **ret)
{
	size_t room[] = { [SEVERITY_WARNING] = 0, [SEVERITY_ERROR] = most };
	size_t errors = 0, n = 0;

	for (size_t i = 0; i < r->all->n; i++)
		errors += r->all->list[i]->severity == SEVERITY_ERROR;
	room[SEVERITY_WARNING] = errors < most ? most - errors : 0;
	for (size_t i = 0; i < r->all->n; i++) {
		size_t *left = &room[r->all->list[i]->severity];

		if (!*left)
			continue;
		(*left)--;
		ret[n++] = r->all->list[i];
	}
	return n;
}

size_t report_left_out(const struct report *r, size_t n)
{
	return r->all->n + r->all->left_out - n;
}

struct str report_identity(const struct report *r, const struct finding *f,
			   struct report_seen *seen, size_t *ret_number)
{
	struct str path = report_path(r, f->place, f->path);
	struct str parts[] = { str_of(code_name(f->code)),
			       S("\n"),
			       report_is_inside(r, path) ? r->prefix : S(""),
			       path,
			       S("\n"),
			       f->message };
	struct str identity = arena_concat(&seen->arena, parts, sizeof(parts) / sizeof(*parts));
	void **number = map_at(&seen->map, identity, &seen->arena);

	*ret_number = (size_t)(uintptr_t)*number + 1;
	*number = (void *)(uintptr_t)*ret_number;
	return identity;
}
