#include "jsone/expr.h"

/* The context that JSON-e adds to every other. */
static const struct str own_names[] = {
	STR("abs"),       STR("ceil"), STR("defined"),   STR("floor"),  STR("fromNow"),
	STR("join"),      STR("len"),  STR("lowercase"), STR("lstrip"), STR("max"),
	STR("min"),       STR("now"),  STR("number"),    STR("range"),  STR("rstrip"),
	STR("split"),     STR("sqrt"), STR("str"),       STR("strip"),  STR("typeof"),
	STR("uppercase"),
};

static bool is_own(struct str name)
{
	for (size_t i = 0; i < sizeof(own_names) / sizeof(*own_names); i++)
		if (str_eq(own_names[i], name))
			return true;
	return false;
}

/* Without a list of names JSON-e's own ones must count as its own. */
static bool in_context(const struct scope *s, struct str name)
{
	return s->names ? scope_has_context(s, name) : !is_own(name);
}

const struct expr *expr_of_name(const struct scope *s, struct str name, struct place place)
{
	const struct variable *v = scope_variable(s, name);
	struct expr *x;

	if (!v && !in_context(s, name))
		return NULL;
	x = ARENA_NEW(s->arena, struct expr);
	x->kind = v ? EXPR_VARIABLE : EXPR_CONTEXT;
	x->depth = 1;
	x->place = place;
	x->name = name;
	x->slot = v ? v->slot : scope_place(s, name);
	return x;
}

static void refuse_own(const struct scope *s, struct str name, struct place place)
{
	struct finding *f = finding_add(s->found, MG0601, place,
					"'%.*s' is outside of the template language", FMT(name));

	if (str_eq(name, S("len")))
		finding_help(f, "len is called, as in len(x)");
	else if (str_eq(name, S("now")))
		finding_help(f, "a template knows no clock");
	else
		finding_help(f, "the only function is len(x)");
}

const struct expr *expr_resolve(const struct scope *s, struct str name, struct place place)
{
	const struct expr *x = expr_of_name(s, name, place);
	struct str nearest;
	struct finding *f;

	if (x)
		return x;
	if (is_own(name)) {
		refuse_own(s, name, place);
		return NULL;
	}
	nearest = scope_nearest(s, name);
	f = finding_add(s->found, MG0603, place, "nothing here is named '%.*s'", FMT(name));
	if (nearest.n)
		finding_help(f, "did you mean '%.*s'?", FMT(nearest));
	return NULL;
}
