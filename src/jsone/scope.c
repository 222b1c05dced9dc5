#include "jsone/scope.h"

enum { NEAR = 2 };

uint32_t scope_push(struct scope *s, struct str name)
{
	struct variable *v = ARENA_NEW(s->arena, struct variable);

	v->name = name;
	v->slot = s->variables ? s->variables->slot + 1 : 0;
	v->outer = s->variables;
	s->variables = v;
	if (s->n_slots <= v->slot)
		s->n_slots = v->slot + 1;
	return v->slot;
}

void scope_pop(struct scope *s, const struct variable *outer)
{
	s->variables = outer;
}

const struct variable *scope_variable(const struct scope *s, struct str name)
{
	const struct variable *v = s->variables;

	while (v && !str_eq(v->name, name))
		v = v->outer;
	return v;
}

uint32_t scope_place(const struct scope *s, struct str name)
{
	for (size_t i = 0; s->names && i < s->names->n; i++)
		if (str_eq(s->names->list[i], name))
			return (uint32_t)i;
	return UINT32_MAX;
}

bool scope_has_context(const struct scope *s, struct str name)
{
	return !s->names || scope_place(s, name) != UINT32_MAX;
}

static void keep_nearer(struct str candidate, struct str name, unsigned *best, struct str *ret)
{
	unsigned d = str_distance(candidate, name, NEAR);

	if (d < *best) {
		*best = d;
		*ret = candidate;
	}
}

struct str scope_nearest(const struct scope *s, struct str name)
{
	unsigned best = NEAR + 1;
	struct str nearest = S("");

	for (const struct variable *v = s->variables; v; v = v->outer)
		keep_nearer(v->name, name, &best, &nearest);
	for (size_t i = 0; s->names && i < s->names->n; i++)
		keep_nearer(s->names->list[i], name, &best, &nearest);
	return nearest;
}

struct place place_in(const struct node *scalar, size_t at, size_t n)
{
	struct place p = node_place(scalar);

	if (!p.file || !(scalar->flags & NODE_VERBATIM))
		return p;
	return place_at(scalar->file, scalar->off + at + (scalar->flags & NODE_QUOTED ? 1 : 0), n);
}
