#include "jsone/reads.h"

#include "jsone/form.h"

#include <string.h>

/* What is read is collected, or only looked for. */
struct reading {
	struct arena *arena;
	struct read *list;
	size_t n, cap;
	const struct reads *sought; /* or NULL */
	bool found;
};

/* Stand where a value's kind would: the way to it ends before. */
enum { ABSENT = 0xff };

static bool begins(const struct read *x, const struct read *with)
{
	if (x->n < with->n)
		return false;
	for (size_t i = 0; i < with->n; i++)
		if (!str_eq(x->names[i], with->names[i]))
			return false;
	return true;
}

/* Does one of a begin with one of b, or the other way round? */
static bool reads_meet(const struct reads *a, const struct reads *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (begins(&a->list[i], &b->list[k]) || begins(&b->list[k], &a->list[i]))
				return true;
	return false;
}

static void add(struct reading *r, const struct read *read)
{
	size_t kept = 0;

	if (r->sought) {
		r->found = r->found || reads_meet(&(struct reads){ read, 1 }, r->sought);
		return;
	}
	for (size_t i = 0; i < r->n; i++)
		if (begins(read, &r->list[i]))
			return;
	for (size_t i = 0; i < r->n; i++)
		if (!begins(&r->list[i], read))
			r->list[kept++] = r->list[i];
	r->n = kept;
	r->list = arena_grow(r->arena, r->list, r->n, &r->cap, sizeof(*r->list));
	r->list[r->n++] = *read;
}

/* Is the expression a path of the context? */
static bool path_of(const struct expr *x, struct read *ret)
{
	if (x->kind == EXPR_CONTEXT) {
		*ret = (struct read){ .names = { x->name }, .n = 1 };
		return true;
	}
	if (x->kind != EXPR_PROPERTY || !path_of(x->left, ret))
		return false;
	if (ret->n < READ_NAMES)
		ret->names[ret->n++] = x->property;
	return true;
}

static void read_expr(struct reading *r, const struct expr *x)
{
	struct read path;

	if (path_of(x, &path)) {
		add(r, &path);
		return;
	}
	switch ((enum expr_kind)x->kind) {
	case EXPR_LITERAL:
	case EXPR_VARIABLE: /* it was read where it got its value */
	case EXPR_CONTEXT:
		return;
	case EXPR_PROPERTY:
	case EXPR_NOT:
	case EXPR_LEN:
		read_expr(r, x->left);
		return;
	case EXPR_INDEX:
	case EXPR_AND:
	case EXPR_OR:
	case EXPR_EQUAL:
	case EXPR_DIFFERENT:
		read_expr(r, x->left);
		read_expr(r, x->right);
		return;
	case EXPR_LIST:
	case EXPR_MAP:
		for (uint32_t i = 0; i < x->n; i++)
			read_expr(r, x->items[i]);
	}
}

static void read_form(struct reading *r, const struct form *f);

static void read_let(struct reading *r, const struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		read_form(r, f->bindings[i].value);
		if (f->bindings[i].outer)
			read_expr(r, f->bindings[i].outer);
	}
	read_form(r, f->in);
}

static void read_text(struct reading *r, const struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->pieces[i].expr)
			read_expr(r, f->pieces[i].expr);
}

static void read_entries(struct reading *r, const struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		read_form(r, f->entries[i].key_form);
		read_form(r, f->entries[i].value);
	}
}

/* NULL has nothing to read. */
static void read_form(struct reading *r, const struct form *f)
{
	switch (f ? (enum form_kind)f->kind : FORM_CONSTANT) {
	case FORM_CONSTANT:
		return;
	case FORM_TEXT:
		read_text(r, f);
		return;
	case FORM_LIST:
		for (size_t i = 0; i < f->n; i++)
			read_form(r, f->items[i]);
		return;
	case FORM_MAP:
		read_entries(r, f);
		return;
	case FORM_EVAL:
		read_expr(r, f->expr);
		return;
	case FORM_IF:
		read_expr(r, f->condition);
		read_form(r, f->then);
		read_form(r, f->otherwise);
		return;
	case FORM_EACH:
		read_form(r, f->over);
		read_form(r, f->body);
		return;
	case FORM_MERGE:
	case FORM_FLATTEN:
		read_form(r, f->inner);
		return;
	case FORM_LET:
		read_let(r, f);
	}
}

struct reads reads_of(const struct form *f, struct arena *a)
{
	struct reading r = { .arena = a };

	read_form(&r, f);
	return (struct reads){ r.list, r.n };
}

bool form_reads(const struct form *f, const struct reads *paths)
{
	struct reading r = { .sought = paths };

	read_form(&r, f);
	return r.found;
}

bool template_reads(const struct template *t, const struct reads *paths)
{
	return reads_meet(&t->reads, paths);
}

/* No value's bytes begin with those of another: each says first what it is and how long. */
static void key_add(struct buf *key, const struct node *x)
{
	size_t items = x->kind == NODE_MAP ? 2 * (size_t)x->n : x->kind == NODE_SEQ ? x->n : 0;
	struct str text = node_text(x);
	char *p = buf_room(key, 2 + sizeof(x->n) + text.n);

	p[0] = (char)x->kind;
	p[1] = (char)(x->flags & ~NODE_KEPT);
	memcpy(p + 2, &x->n, sizeof(x->n));
	if (text.n)
		memcpy(p + 2 + sizeof(x->n), text.s, text.n);
	key->n += 2 + sizeof(x->n) + text.n;
	for (size_t i = 0; i < items; i++)
		key_add(key, &x->items[i]);
}

static const struct node *value_at(const struct node *context, const struct read *read)
{
	const struct node *x = context;

	for (size_t i = 0; x && i < read->n; i++) {
		x = node_key(x, read->names[i]);
		x = x ? x + 1 : NULL;
	}
	return x;
}

void template_key(const struct template *t, const struct node *context, struct buf *key)
{
	for (size_t i = 0; i < t->reads.n; i++) {
		const struct node *x = value_at(context, &t->reads.list[i]);

		if (x)
			key_add(key, x);
		else
			buf_addc(key, (char)ABSENT);
	}
}
