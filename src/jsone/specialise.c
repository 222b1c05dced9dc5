/*
 * What of a template does not depend on the open values is evaluated once. $map,
 * $let, $merge and $flatten are taken whole: their insides have variables, or must
 * come to something.
 */
#include "jsone/form.h"
#include "jsone/value.h"
#include "yaml/kept.h"

struct specialising {
	struct evaluation e; /* all of it; its findings are read by nobody */
	const struct reads *open;
};

/* What stands in the place of a form, and the steps that the form above has to take for it. */
struct residue {
	const struct form *form; /* NULL: it comes to nothing */
	size_t steps;
};

static struct residue specialise(struct specialising *s, const struct form *f);

/* The form with some more steps. */
static const struct form *charged(const struct specialising *s, const struct form *f, size_t steps)
{
	struct form *ret;

	if (!steps)
		return f;
	ret = ARENA_NEW(s->e.arena, struct form);
	*ret = *f;
	ret->steps += steps;
	return ret;
}

static const struct form *constant(const struct specialising *s, struct node x, size_t steps)
{
	struct form *ret = ARENA_NEW(s->e.arena, struct form);
	struct place place = node_place(&x);

	*ret = (struct form){ .kind = FORM_CONSTANT, .place = place, .steps = steps };
	ret->value = node_keep(&x, s->e.arena);
	return ret;
}

/* What fails now fails again when it is evaluated, and is reported then. */
static struct residue evaluate(struct specialising *s, const struct form *f)
{
	size_t budget = s->e.budget, steps;
	struct node x;
	enum outcome o = form_eval(&s->e, f, &x);

	steps = budget - s->e.budget;
	if (o == OUTCOME_FAILED)
		return (struct residue){ f, 0 };
	if (o == OUTCOME_NOTHING)
		return (struct residue){ NULL, steps };
	return (struct residue){ constant(s, x, steps), 0 };
}

static struct residue specialise_list(struct specialising *s, const struct form *f)
{
	const struct form **items = ARENA_ARRAY(s->e.arena, f->n, const struct form *);
	struct form *ret = ARENA_NEW(s->e.arena, struct form);

	*ret = *f;
	ret->items = items;
	ret->n = 0;
	for (size_t i = 0; i < f->n; i++) {
		struct residue r = specialise(s, f->items[i]);

		ret->steps += r.steps;
		if (r.form)
			items[ret->n++] = r.form;
	}
	return (struct residue){ ret, 0 };
}

/* An entry whose key is computed stays: the key is evaluated even where the value is nothing. */
static struct residue specialise_map(struct specialising *s, const struct form *f)
{
	struct entry *entries = ARENA_ARRAY(s->e.arena, f->n, struct entry);
	struct form *ret = ARENA_NEW(s->e.arena, struct form);

	*ret = *f;
	ret->entries = entries;
	ret->n = 0;
	for (size_t i = 0; i < f->n; i++) {
		struct entry entry = f->entries[i];
		struct residue r = { entry.value, 0 };

		if (!entry.key_form)
			r = specialise(s, entry.value);
		ret->steps += r.steps;
		entry.value = r.form;
		if (r.form)
			entries[ret->n++] = entry;
	}
	return (struct residue){ ret, 0 };
}

/* Of an $if that stays. A branch that comes to nothing has nowhere to put its steps. */
static const struct form *branch(struct specialising *s, const struct form *f)
{
	struct residue r = { f, 0 };

	if (f)
		r = specialise(s, f);
	return r.form ? charged(s, r.form, r.steps) : f;
}

static struct residue specialise_if(struct specialising *s, const struct form *f)
{
	const struct form condition = { .kind = FORM_EVAL, .expr = f->condition };
	size_t budget = s->e.budget, steps;
	const struct node *v =
		form_reads(&condition, s->open) ? NULL : expr_eval(&s->e, f->condition);
	struct residue r = { NULL, 0 };
	struct form *ret;

	steps = budget - s->e.budget;
	if (v) {
		const struct form *taken = value_truth(v) ? f->then : f->otherwise;

		if (taken)
			r = specialise(s, taken);
		r.steps += f->steps + steps;
		return r;
	}
	ret = ARENA_NEW(s->e.arena, struct form);
	*ret = *f;
	ret->then = branch(s, f->then);
	ret->otherwise = branch(s, f->otherwise);
	return (struct residue){ ret, 0 };
}

static struct residue specialise(struct specialising *s, const struct form *f)
{
	if (f->kind == FORM_CONSTANT)
		return (struct residue){ f->value.kind < NODE_SEQ ? f
								  : constant(s, f->value, f->steps),
					 0 };
	if (!form_reads(f, s->open))
		return evaluate(s, f);
	if (f->kind == FORM_LIST)
		return specialise_list(s, f);
	if (f->kind == FORM_MAP)
		return specialise_map(s, f);
	return f->kind == FORM_IF ? specialise_if(s, f) : (struct residue){ f, 0 };
}

const struct template *template_specialise(const struct template *t, const struct node *context,
					   const struct reads *open, struct arena *a)
{
	struct findings unread = { 0 };
	struct specialising s = { { .context = context, .arena = a, .found = &unread }, open };
	struct template *ret = ARENA_NEW(a, struct template);
	struct residue r;

	s.e.slots = ARENA_ARRAY(a, t->n_slots, const struct node *);
	s.e.limit = s.e.budget = t->steps;
	r = specialise(&s, t->root);
	*ret = *t;
	ret->root = r.form ? charged(&s, r.form, r.steps) : constant(&s, node_null(), r.steps);
	findings_release(&unread);
	return ret;
}
