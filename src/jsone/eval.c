#include "base/bug.h"
#include "base/limits.h"
#include "jsone/fields.h"
#include "jsone/form.h"
#include "jsone/lex.h"
#include "jsone/value.h"

#include <string.h>

/* So many bytes of a text count as one value. */
enum { BYTES_A_STEP = 16 };

/* The text of an expression within a string; *ret_node is what it came from. */
static bool eval_piece(struct evaluation *e, const struct expr *x, const struct node **ret_node,
		       struct str *ret)
{
	const struct node *v = expr_eval(e, x);

	if (!v)
		return false;
	if (!value_text(v, ret)) {
		finding_add(e->found, MG0605, x->place,
			    v->kind == NODE_SEQ || v->kind == NODE_MAP
				    ? "%s cannot stand in a string"
				    : "%s with more than one way to write it cannot stand in a "
				      "string: quote it where it comes from",
			    node_kind_name(v));
		return false;
	}
	*ret_node = v;
	return evaluation_spend(e, 1 + ret->n / BYTES_A_STEP, x->place);
}

static bool eval_pieces(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct str *texts = ARENA_ARRAY(e->arena, f->n, struct str);
	const struct node *v;

	for (size_t i = 0; i < f->n; i++) {
		const struct piece *p = &f->pieces[i];

		texts[i] = p->text;
		if (p->expr && !eval_piece(e, p->expr, &v, &texts[i]))
			return false;
	}
	*ret = node_str(arena_concat(e->arena, texts, f->n));
	return true;
}

/* A string that is one expression. */
static bool eval_single(struct evaluation *e, const struct form *f, struct node *ret)
{
	const struct node *v;
	struct str text;

	if (!eval_piece(e, f->pieces->expr, &v, &text))
		return false;
	*ret = v->kind == NODE_STR ? *v : node_str(text);
	return true;
}

static bool eval_text(struct evaluation *e, const struct form *f, struct node *ret)
{
	return f->n == 1 ? eval_single(e, f, ret) : eval_pieces(e, f, ret);
}

static bool eval_list(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct node *items = ARENA_TAKE(e->arena, f->n, struct node);
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		enum outcome o = form_eval(e, f->items[i], &items[n]);

		if (o == OUTCOME_FAILED)
			return false;
		n += o == OUTCOME_VALUE;
	}
	*ret = node_seq(items, n);
	return true;
}

static bool eval_distinct(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct node *pairs = ARENA_TAKE(e->arena, 2 * f->n, struct node);
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		enum outcome o = form_eval(e, f->entries[i].value, &pairs[2 * n + 1]);

		if (o == OUTCOME_FAILED)
			return false;
		pairs[2 * n] = f->entries[i].key;
		n += o == OUTCOME_VALUE;
	}
	*ret = node_map(pairs, n);
	return true;
}

static bool eval_entries(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct fields all = { .arena = e->arena };

	for (size_t i = 0; i < f->n; i++) {
		const struct entry *entry = &f->entries[i];
		struct node key = entry->key, value;
		enum outcome o;

		if (entry->key_form && !eval_text(e, entry->key_form, &key))
			return false;
		o = form_eval(e, entry->value, &value);
		if (o == OUTCOME_FAILED)
			return false;
		if (o == OUTCOME_VALUE)
			fields_put(&all, &key, &value);
	}
	*ret = fields_done(&all);
	return true;
}

static enum outcome eval_if(struct evaluation *e, const struct form *f, struct node *ret)
{
	const struct node *v = expr_eval(e, f->condition);
	const struct form *branch;

	if (!v)
		return OUTCOME_FAILED;
	branch = value_truth(v) ? f->then : f->otherwise;
	return branch ? form_eval(e, branch, ret) : OUTCOME_NOTHING;
}

static bool eval_expression(struct evaluation *e, const struct form *f, struct node *ret)
{
	const struct node *v = expr_eval(e, f->expr);

	if (!v || !evaluation_spend_value(e, v, f->expr->place))
		return false;
	*ret = *v;
	return true;
}

/* The value that an operator works on, which must be of the kind (or the other kind). */
static bool eval_operand(struct evaluation *e, const struct form *f, enum node_kind kind,
			 enum node_kind other, const char *what, struct node *ret)
{
	enum outcome o = form_eval(e, f, ret);

	if (o == OUTCOME_FAILED)
		return false;
	if (o == OUTCOME_VALUE && (ret->kind == kind || ret->kind == other))
		return true;
	finding_add(e->found, MG0605, f->place, "%s, this is %s", what,
		    o == OUTCOME_NOTHING ? "nothing" : node_kind_name(ret));
	return false;
}

/* What each(x) sees of a map: {key, val}; each(v,k) sees them apart. */
static const struct node *pair_of(struct evaluation *e, const struct node *pair)
{
	struct node *ret = ARENA_NEW(e->arena, struct node);
	struct node *pairs = ARENA_ARRAY(e->arena, 4, struct node);

	pairs[0] = node_str(S("key"));
	pairs[1] = pair[0];
	pairs[2] = node_str(S("val"));
	pairs[3] = pair[1];
	*ret = node_map(pairs, 2);
	return ret;
}

static const struct node *index_node(struct evaluation *e, size_t i)
{
	struct node *ret = ARENA_NEW(e->arena, struct node);

	*ret = node_int(e->arena, (long long)i);
	return ret;
}

static bool eval_each_item(struct evaluation *e, const struct form *f, const struct node *over,
			   struct node *ret)
{
	struct node *items = ARENA_ARRAY(e->arena, over->n, struct node);
	size_t n = 0;

	for (uint32_t i = 0; i < over->n; i++) {
		enum outcome o;

		e->slots[f->slot] = &over->items[i];
		if (f->has_index)
			e->slots[f->index_slot] = index_node(e, i);
		o = form_eval(e, f->body, &items[n]);
		if (o == OUTCOME_FAILED)
			return false;
		n += o == OUTCOME_VALUE;
	}
	*ret = node_seq(items, n);
	return true;
}

static bool eval_each_pair(struct evaluation *e, const struct form *f, const struct node *over,
			   struct node *ret)
{
	struct fields all = { .arena = e->arena };

	for (uint32_t i = 0; i < over->n; i++) {
		const struct node *pair = &over->items[2 * i];
		struct node value;
		enum outcome o;

		e->slots[f->slot] = f->has_index ? &pair[1] : pair_of(e, pair);
		if (f->has_index)
			e->slots[f->index_slot] = &pair[0];
		o = form_eval(e, f->body, &value);
		if (o == OUTCOME_VALUE && value.kind != NODE_MAP)
			finding_add(e->found, MG0605, f->body->place,
				    "'$map' over a map must give maps, this is %s",
				    node_kind_name(&value));
		if (o == OUTCOME_FAILED || (o == OUTCOME_VALUE && value.kind != NODE_MAP))
			return false;
		if (o == OUTCOME_VALUE)
			fields_put_all(&all, &value);
	}
	*ret = fields_done(&all);
	return true;
}

static bool eval_each(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct node over;

	if (!eval_operand(e, f->over, NODE_SEQ, NODE_MAP, "'$map' takes a list or a map", &over))
		return false;
	return over.kind == NODE_SEQ ? eval_each_item(e, f, &over, ret)
				     : eval_each_pair(e, f, &over, ret);
}

static bool eval_merge(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct fields all = { .arena = e->arena };
	struct node list;

	if (!eval_operand(e, f->inner, NODE_SEQ, NODE_SEQ, "'$merge' takes a list of maps", &list))
		return false;
	for (uint32_t i = 0; i < list.n; i++) {
		if (list.items[i].kind != NODE_MAP) {
			finding_add(e->found, MG0605, f->inner->place,
				    "'$merge' takes a list of maps, item %u is %s", i,
				    node_kind_name(&list.items[i]));
			return false;
		}
		fields_put_all(&all, &list.items[i]);
	}
	*ret = fields_done(&all);
	return true;
}

static void append(struct node *to, size_t *n, const struct node *x)
{
	if (x->kind != NODE_SEQ)
		to[(*n)++] = *x;
	for (uint32_t i = 0; x->kind == NODE_SEQ && i < x->n; i++)
		to[(*n)++] = x->items[i];
}

static bool eval_flatten(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct node list, *items;
	size_t n = 0;

	if (!eval_operand(e, f->inner, NODE_SEQ, NODE_SEQ, "'$flatten' takes a list", &list))
		return false;
	for (uint32_t i = 0; i < list.n; i++)
		n += list.items[i].kind == NODE_SEQ ? list.items[i].n : 1;
	items = ARENA_ARRAY(e->arena, n, struct node);
	n = 0;
	for (uint32_t i = 0; i < list.n; i++)
		append(items, &n, &list.items[i]);
	*ret = node_seq(items, n);
	return true;
}

/* A variable whose value comes to nothing leaves the name what it was outside. */
static const struct node *outer_value(struct evaluation *e, const struct binding *b)
{
	const struct expr *x = b->outer;
	const struct node *hit;

	if (!x || x->kind == EXPR_VARIABLE)
		return x ? e->slots[x->slot] : NULL;
	hit = node_key(e->context, x->name);
	return hit ? hit + 1 : NULL;
}

static enum outcome eval_let(struct evaluation *e, const struct form *f, struct node *ret)
{
	struct node *values = ARENA_ARRAY(e->arena, f->n, struct node);

	for (size_t i = 0; i < f->n; i++) {
		const struct binding *b = &f->bindings[i];
		enum outcome o = form_eval(e, b->value, &values[i]);

		if (o == OUTCOME_FAILED)
			return o;
		e->slots[b->slot] = o == OUTCOME_VALUE ? &values[i] : outer_value(e, b);
	}
	return form_eval(e, f->in, ret);
}

static bool eval_kind(struct evaluation *e, const struct form *f, struct node *ret)
{
	switch ((enum form_kind)f->kind) {
	case FORM_CONSTANT:
		*ret = f->value;
		return true;
	case FORM_TEXT:
		return eval_text(e, f, ret);
	case FORM_LIST:
		return eval_list(e, f, ret);
	case FORM_MAP:
		return f->distinct ? eval_distinct(e, f, ret) : eval_entries(e, f, ret);
	case FORM_EVAL:
		return eval_expression(e, f, ret);
	case FORM_EACH:
		return eval_each(e, f, ret);
	case FORM_MERGE:
		return eval_merge(e, f, ret);
	case FORM_FLATTEN:
		return eval_flatten(e, f, ret);
	case FORM_IF:
	case FORM_LET:
		break;
	}
	BUG("form of kind %d", f->kind);
}

enum outcome form_eval(struct evaluation *e, const struct form *f, struct node *ret)
{
	if (f->steps > e->budget)
		return evaluation_exhausted(e, f->place), OUTCOME_FAILED;
	e->budget -= f->steps;
	if (f->kind == FORM_IF)
		return eval_if(e, f, ret);
	if (f->kind == FORM_LET)
		return eval_let(e, f, ret);
	return eval_kind(e, f, ret) ? OUTCOME_VALUE : OUTCOME_FAILED;
}

static bool check_context(const struct node *context, struct findings *found)
{
	for (uint32_t i = 0; i < context->n; i++) {
		const struct node *key = &context->items[2 * i];

		if (lex_is_name(node_text(key)))
			continue;
		finding_add(found, MG0605, node_place(key),
			    "'%.*s' cannot name a value of a context", FMT(node_text(key)));
		return false;
	}
	return true;
}

bool template_eval(const struct template *t, const struct node *context, struct arena *a,
		   struct findings *found, struct node *ret)
{
	struct evaluation e = { .context = context, .arena = a, .found = found };
	enum outcome o;

	if (context->kind != NODE_MAP)
		BUG("a context is a map");
	if (t->any_context && !check_context(context, found))
		return false;
	e.slots = ARENA_ARRAY(a, t->n_slots, const struct node *);
	e.limit = e.budget = t->steps;
	o = form_eval(&e, t->root, ret);
	if (o == OUTCOME_NOTHING)
		*ret = node_null();
	return o != OUTCOME_FAILED;
}
