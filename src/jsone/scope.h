/*
 * What a name stands for while a template is loaded: a variable of $let or
 * each(..), else a value at the top of the context. Variables get a slot, so
 * that evaluation compares no names.
 */
#ifndef JSONE_SCOPE_H
#define JSONE_SCOPE_H

#include "jsone/template.h"

struct variable {
	struct str name;
	uint32_t slot;
	const struct variable *outer;
};

/* The state of one template_load. */
struct scope {
	const struct context_names *names;
	const struct variable *variables; /* innermost first */
	uint32_t n_slots;                 /* for the most variables that were in scope at once */
	unsigned depth;                   /* of the form that is being loaded */
	struct arena *arena;
	struct findings *found;
};

/* Brings a variable into scope; scope_pop(s, the variables from before) ends it. */
uint32_t scope_push(struct scope *s, struct str name);
void scope_pop(struct scope *s, const struct variable *outer);

/* NULL when no variable has that name. */
const struct variable *scope_variable(const struct scope *s, struct str name);

/* Does the context have that name, as far as the loader knows? */
bool scope_has_context(const struct scope *s, struct str name);

/* Where the name stands among those that the context is declared to have, else UINT32_MAX. */
uint32_t scope_place(const struct scope *s, struct str name);

/* The name in scope that is nearest to one that nothing has; empty when none is near. */
struct str scope_nearest(const struct scope *s, struct str name);

/* n bytes of the text of a scalar, byte-exact where the file has them verbatim, else the scalar. */
struct place place_in(const struct node *scalar, size_t at, size_t n);

#endif
