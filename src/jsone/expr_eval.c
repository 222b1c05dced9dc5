#include "jsone/expr.h"

#include "base/bug.h"
#include "base/limits.h"
#include "jsone/fields.h"
#include "jsone/value.h"

#include <stdlib.h>

/* A look at this many keys of a map counts as one value. */
enum { KEYS_A_STEP = 64, NEAR = 2 };

static const struct node truths[] = {
	{ .kind = NODE_BOOL, .text = "false", .n = 5 },
	{ .kind = NODE_BOOL, .text = "true", .n = 4 },
};
static const struct node null_value = { .kind = NODE_NULL, .text = "" };

void evaluation_exhausted(struct evaluation *e, struct place place)
{
	finding_add(e->found, MG0608, place, "the template comes to more than %zu values",
		    e->limit);
}

bool evaluation_spend_value(struct evaluation *e, const struct node *x, struct place place)
{
	return evaluation_spend(e, node_count(x, e->budget), place);
}

/*
 * The value of a key, NULL when the map has none; a null value is a value. False
 * after a finding.
 */
static bool look_up(struct evaluation *e, const struct node *map, struct str key,
		    struct place place, const struct node **ret)
{
	const struct node *hit;

	if (!evaluation_spend(e, map->n / KEYS_A_STEP, place))
		return false;
	hit = node_key(map, key);
	*ret = hit ? hit + 1 : NULL;
	return true;
}

static const struct node *eval_context(struct evaluation *e, const struct expr *x)
{
	const struct node *items = e->context->items, *v;
	size_t at = 2 * (size_t)x->slot;

	if (x->slot < e->context->n && str_eq(node_text(&items[at]), x->name))
		return &items[at + 1];
	if (!look_up(e, e->context, x->name, x->place, &v))
		return NULL;
	if (!v)
		finding_add(e->found, MG0605, x->place, "the context has no '%.*s'", FMT(x->name));
	return v;
}

static const struct node *eval_variable(struct evaluation *e, const struct expr *x)
{
	const struct node *v = e->slots[x->slot];

	if (!v)
		finding_help(finding_add(e->found, MG0605, x->place,
					 "the variable '%.*s' has no value here", FMT(x->name)),
			     "the $if that gives it has no branch for this case");
	return v;
}

static struct str nearest_key(const struct node *map, struct str name)
{
	unsigned best = NEAR + 1;
	struct str nearest = S("");

	for (uint32_t i = 0; i < map->n; i++) {
		unsigned d = str_distance(node_text(&map->items[2 * i]), name, NEAR);

		if (d < best) {
			best = d;
			nearest = node_text(&map->items[2 * i]);
		}
	}
	return nearest;
}

static void missing_property(struct evaluation *e, const struct expr *x, const struct node *map)
{
	struct str nearest = nearest_key(map, x->property);
	struct finding *f = finding_add(e->found, MG0605, x->place,
					"the map has no property '%.*s'", FMT(x->property));

	if (nearest.n)
		finding_help(f, "did you mean '%.*s'?", FMT(nearest));
	else
		finding_help(f, "write ['%.*s'] if it may be absent: that gives null",
			     FMT(x->property));
}

static const struct node *eval_property(struct evaluation *e, const struct expr *x)
{
	const struct node *left = expr_eval(e, x->left);
	const struct node *v;

	if (!left)
		return NULL;
	if (left->kind != NODE_MAP) {
		finding_add(e->found, MG0605, x->place,
			    "property '%.*s' is asked of %s, which has none", FMT(x->property),
			    node_kind_name(left));
		return NULL;
	}
	if (!look_up(e, left, x->property, x->place, &v))
		return NULL;
	if (!v)
		missing_property(e, x, left);
	return v;
}

static const struct node *eval_key(struct evaluation *e, const struct expr *x,
				   const struct node *map, const struct node *key)
{
	const struct node *v;

	if (!value_is_string(key)) {
		finding_add(e->found, MG0605, x->right->place,
			    "a key of a map must be a string, this is %s", node_kind_name(key));
		return NULL;
	}
	if (!look_up(e, map, node_text(key), x->place, &v))
		return NULL;
	return v ? v : &null_value;
}

/* A negative index counts from the end. */
static bool index_of(struct evaluation *e, const struct expr *x, const struct node *i, size_t n,
		     size_t *ret)
{
	struct str text = node_text(i);
	long long at;

	if (i->kind != NODE_INT || !number_is_canonical(text)) {
		finding_add(e->found, MG0605, x->right->place,
			    "an index must be an integer, not %s", node_kind_name(i));
		return false;
	}
	at = strtoll(arena_dup(e->arena, text).s, NULL, 10);
	if (at < 0)
		at += (long long)n;
	if (at < 0 || at >= (long long)n) {
		finding_add(e->found, MG0605, x->right->place,
			    "index %.*s is out of range: there are %zu", FMT(text), n);
		return false;
	}
	*ret = (size_t)at;
	return true;
}

static const struct node *eval_item(struct evaluation *e, const struct expr *x,
				    const struct node *left, const struct node *i)
{
	size_t n, at;
	struct node *c;

	if (!value_length(left, &n)) {
		finding_add(e->found, MG0605, x->place, "%s has no items", node_kind_name(left));
		return NULL;
	}
	if (!index_of(e, x, i, n, &at))
		return NULL;
	if (left->kind == NODE_SEQ)
		return &left->items[at];
	c = ARENA_NEW(e->arena, struct node);
	*c = node_str(value_code_point(node_text(left), at));
	return c;
}

static const struct node *eval_index(struct evaluation *e, const struct expr *x)
{
	const struct node *left = expr_eval(e, x->left);
	const struct node *right = left ? expr_eval(e, x->right) : NULL;

	if (!right)
		return NULL;
	return left->kind == NODE_MAP ? eval_key(e, x, left, right) : eval_item(e, x, left, right);
}

/* The right side is evaluated only where it decides. */
static const struct node *eval_logic(struct evaluation *e, const struct expr *x)
{
	const struct node *v = expr_eval(e, x->left);

	if (v && value_truth(v) == (x->kind == EXPR_AND))
		v = expr_eval(e, x->right);
	return v ? &truths[value_truth(v)] : NULL;
}

static const struct node *eval_not(struct evaluation *e, const struct expr *x)
{
	const struct node *v = expr_eval(e, x->left);

	return v ? &truths[!value_truth(v)] : NULL;
}

static const struct node *eval_equal(struct evaluation *e, const struct expr *x)
{
	const struct node *a = expr_eval(e, x->left);
	const struct node *b = a ? expr_eval(e, x->right) : NULL;
	enum equality same;

	if (!b)
		return NULL;
	same = value_equal(a, b, &e->budget);
	if (same == VALUE_SAME || same == VALUE_DIFFERENT)
		return &truths[(same == VALUE_SAME) == (x->kind == EXPR_EQUAL)];
	if (same == VALUE_UNDECIDED)
		finding_add(e->found, MG0605, x->place,
			    "implementations of JSON-e disagree whether %s equals %s",
			    node_kind_name(a), node_kind_name(b));
	else
		finding_add(e->found, MG0608, x->place, "the values are too large to be compared");
	return NULL;
}

static const struct node *eval_len(struct evaluation *e, const struct expr *x)
{
	const struct node *v = expr_eval(e, x->left);
	struct node *ret;
	size_t n;

	if (!v)
		return NULL;
	if (!value_length(v, &n)) {
		finding_add(e->found, MG0605, x->place, "len takes a string or a list, this is %s",
			    node_kind_name(v));
		return NULL;
	}
	ret = ARENA_NEW(e->arena, struct node);
	*ret = node_int(e->arena, (long long)n);
	return ret;
}

static const struct node *eval_list(struct evaluation *e, const struct expr *x)
{
	struct node *items = ARENA_ARRAY(e->arena, x->n, struct node);
	struct node *ret = ARENA_NEW(e->arena, struct node);

	for (uint32_t i = 0; i < x->n; i++) {
		const struct node *v = expr_eval(e, x->items[i]);

		if (!v)
			return NULL;
		items[i] = *v;
	}
	*ret = node_seq(items, x->n);
	return ret;
}

static const struct node *eval_map(struct evaluation *e, const struct expr *x)
{
	struct fields f = { .arena = e->arena };
	struct node *ret = ARENA_NEW(e->arena, struct node);

	for (uint32_t i = 0; i < x->n; i++) {
		const struct node *v = expr_eval(e, x->items[i]);

		if (!v)
			return NULL;
		fields_put(&f, &x->keys[i], v);
	}
	*ret = fields_done(&f);
	return ret;
}

const struct node *expr_eval(struct evaluation *e, const struct expr *x)
{
	switch ((enum expr_kind)x->kind) {
	case EXPR_LITERAL:
		return &x->literal;
	case EXPR_VARIABLE:
		return eval_variable(e, x);
	case EXPR_CONTEXT:
		return eval_context(e, x);
	case EXPR_PROPERTY:
		return eval_property(e, x);
	case EXPR_INDEX:
		return eval_index(e, x);
	case EXPR_NOT:
		return eval_not(e, x);
	case EXPR_AND:
	case EXPR_OR:
		return eval_logic(e, x);
	case EXPR_EQUAL:
	case EXPR_DIFFERENT:
		return eval_equal(e, x);
	case EXPR_LEN:
		return eval_len(e, x);
	case EXPR_LIST:
		return eval_list(e, x);
	case EXPR_MAP:
		return eval_map(e, x);
	}
	BUG("expression of kind %d", x->kind);
}
