/*
 * Expressions: parsed once into a small tree, evaluated to nodes of the context
 * or of the template where they can be shared.
 */
#ifndef JSONE_EXPR_H
#define JSONE_EXPR_H

#include "jsone/scope.h"

enum expr_kind {
	EXPR_LITERAL,
	EXPR_VARIABLE,
	EXPR_CONTEXT,
	EXPR_PROPERTY, /* left.name: absent is a finding */
	EXPR_INDEX,    /* left[right]: absent in a map is null */
	EXPR_NOT,
	EXPR_AND,
	EXPR_OR,
	EXPR_EQUAL,
	EXPR_DIFFERENT,
	EXPR_LEN,
	EXPR_LIST,
	EXPR_MAP,
};

/* Lies in the arena of the template, immutable; at most LIMIT_DEPTH deep. */
struct expr {
	uint8_t kind;       /* enum expr_kind */
	uint8_t depth;      /* of the tree below it */
	struct place place; /* of the word that says what it is */
	union {
		struct node literal;
		struct {
			struct str name;
			/* EXPR_VARIABLE; of EXPR_CONTEXT where the context most likely has it */
			uint32_t slot;
		};
		struct {
			const struct expr *left, *right; /* NOT, LEN: left alone */
			struct str property;
		};
		struct {
			const struct expr *const *items;
			const struct node *keys; /* EXPR_MAP */
			uint32_t n;
		};
	};
};

/*
 * Parses the text of a scalar from byte `at` on, up to its end, or, in an
 * interpolation, up to the '}' that closes it, whose place is returned. NULL
 * after a finding: MG0601 outside of the subset, MG0602 malformed, MG0603
 * unknown name.
 */
const struct expr *expr_parse(struct scope *s, const struct node *scalar);
const struct expr *expr_parse_embedded(struct scope *s, const struct node *scalar, size_t at,
				       size_t *ret_close);

/* What a name stands for now; NULL without a finding when nothing has it. */
const struct expr *expr_of_name(const struct scope *s, struct str name, struct place place);

/* The same, with a finding: MG0601 for a name of JSON-e's own, else MG0603. */
const struct expr *expr_resolve(const struct scope *s, struct str name, struct place place);

/* One evaluation of a template. */
struct evaluation {
	const struct node *context;
	const struct node **slots; /* values of the variables; NULL: $let left it out */
	struct arena *arena;
	struct findings *found;
	size_t limit, budget; /* values that it may still come to */
};

/* MG0608. */
void evaluation_exhausted(struct evaluation *e, struct place place);

/* Takes n from the budget; false after a finding (MG0608). */
static inline bool evaluation_spend(struct evaluation *e, size_t n, struct place place)
{
	bool ok = n <= e->budget;

	if (ok)
		e->budget -= n;
	else
		evaluation_exhausted(e, place);
	return ok;
}

/* The same for a value and all that is in it. */
bool evaluation_spend_value(struct evaluation *e, const struct node *x, struct place place);

/* The value; NULL after a finding (MG0605). */
const struct node *expr_eval(struct evaluation *e, const struct expr *x);

#endif
