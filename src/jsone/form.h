/*
 * A template as it was loaded: each node of the source that must be evaluated is
 * a form; the others are shared as they are. Nothing points to the source but its
 * texts and constants, so that the build can print a template (tools/built_in_template.c).
 */
#ifndef JSONE_FORM_H
#define JSONE_FORM_H

#include "jsone/expr.h"
#include "jsone/reads.h"

enum form_kind {
	FORM_CONSTANT,
	FORM_TEXT,
	FORM_LIST,
	FORM_MAP,
	FORM_EVAL,    /* $eval */
	FORM_IF,      /* $if, then, else */
	FORM_EACH,    /* $map, each(..) */
	FORM_MERGE,   /* $merge */
	FORM_FLATTEN, /* $flatten */
	FORM_LET,     /* $let, in */
};

/* Of a string with interpolations: an expression or, where that is NULL, a text. */
struct piece {
	struct str text;
	const struct expr *expr;
};

struct entry {
	struct node key;
	const struct form *key_form; /* NULL: the key is constant */
	const struct form *value;
};

struct binding {
	uint32_t slot;
	const struct form *value;
	const struct expr
		*outer; /* what the name is when the value comes to nothing; may be NULL */
};

/* Lies in the arena of the template or in the program, immutable. */
struct form {
	uint8_t kind;       /* enum form_kind */
	struct place place; /* of the source */
	size_t steps;       /* what it takes itself: 1, of FORM_CONSTANT all its values */
	size_t n;           /* pieces, items, entries, bindings */
	union {
		struct node value; /* FORM_CONSTANT */
		const struct piece *pieces;
		const struct form *const *items;
		struct {
			const struct entry *entries;
			bool distinct; /* no two keys can come out alike */
		};
		const struct expr *expr; /* FORM_EVAL */
		struct {
			const struct expr *condition;
			const struct form *then, *otherwise; /* NULL: nothing */
		};
		struct {
			const struct form *over, *body;
			uint32_t slot, index_slot;
			bool has_index;
		};
		const struct form *inner; /* FORM_MERGE, FORM_FLATTEN */
		struct {
			const struct binding *bindings;
			const struct form *in;
		};
	};
};

struct template
{
	const struct form *root;
	uint32_t n_slots;
	size_t steps; /* values that it may come to */
	struct reads reads;
	bool any_context; /* no names were declared: those of a context are checked when it comes */
};

enum outcome { OUTCOME_VALUE, OUTCOME_NOTHING, OUTCOME_FAILED };

/* OUTCOME_FAILED after a finding. */
enum outcome form_eval(struct evaluation *e, const struct form *f, struct node *ret);

/* NULL after findings. */
const struct form *form_load(struct scope *s, const struct node *x);

/* A new form of the arena. */
struct form *form_new(struct scope *s, enum form_kind kind, const struct node *source);

/* Is the key an operator of JSON-e, perhaps one that the subset leaves out? */
bool operator_is(struct str key);

/* The nearest operator to a name that is none; empty when none is near. */
struct str operator_nearest(struct str key);

/* A map whose one operator is the key at pair i. NULL after findings. */
const struct form *operator_load(struct scope *s, const struct node *x, uint32_t i);

#endif
