#include "base/limits.h"
#include "jsone/form.h"
#include "jsone/lex.h"

struct form *form_new(struct scope *s, enum form_kind kind, const struct node *source)
{
	struct form *f = ARENA_NEW(s->arena, struct form);

	f->kind = (uint8_t)kind;
	f->steps = 1;
	f->place = node_place(source);
	return f;
}

static struct form *constant(struct scope *s, const struct node *value, size_t n)
{
	struct form *f = form_new(s, FORM_CONSTANT, value);

	f->value = *value;
	f->steps = n;
	return f;
}

struct pieces {
	struct piece *list;
	size_t n, cap;
	bool expressions;
};

static void add_piece(struct scope *s, struct pieces *all, struct str text, const struct expr *x)
{
	if (!text.n && !x)
		return;
	all->list = arena_grow(s->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct piece){ text, x };
	all->expressions = all->expressions || x;
}

/* The expression behind a "${"; *at moves behind its '}'. */
static bool add_expression(struct scope *s, struct pieces *all, const struct node *x, size_t *at)
{
	size_t close = 0;
	const struct expr *e = expr_parse_embedded(s, x, *at + 2, &close);

	if (!e)
		return false;
	add_piece(s, all, S(""), e);
	*at = close + 1;
	return true;
}

/* `${..}` is an expression, `$${` the text "${". */
static bool split(struct scope *s, const struct node *x, struct pieces *all)
{
	struct str text = node_text(x);
	size_t from = 0, at = str_search(text, S("${"));

	while (at < text.n) {
		bool escaped = at > from && text.s[at - 1] == '$';

		add_piece(s, all, str_first(str_from(text, from), at - from - escaped), NULL);
		from = at;
		if (escaped)
			at += 2;
		else if (!add_expression(s, all, x, &at))
			return false;
		else
			from = at;
		at += str_search(str_from(text, at), S("${"));
	}
	add_piece(s, all, str_from(text, from), NULL);
	return true;
}

static const struct form *join(struct scope *s, const struct pieces *all)
{
	struct str *texts = ARENA_ARRAY(s->arena, all->n, struct str);
	struct node x;

	for (size_t i = 0; i < all->n; i++)
		texts[i] = all->list[i].text;
	x = node_str(arena_concat(s->arena, texts, all->n));
	return constant(s, &x, 1);
}

/* Most keys and values are, and are told from the others first. */
static bool stands_for_itself(const struct node *x)
{
	return x->kind != NODE_STR || str_search(node_text(x), S("${")) == x->n;
}

/* Strings: the value of a scalar or the key of a map. */
static const struct form *load_text(struct scope *s, const struct node *x)
{
	struct pieces all = { 0 };
	struct form *f;

	if (stands_for_itself(x))
		return constant(s, x, 1);
	if (!split(s, x, &all))
		return NULL;
	if (!all.expressions)
		return join(s, &all);
	f = form_new(s, FORM_TEXT, x);
	f->pieces = all.list;
	f->n = all.n;
	return f;
}

static bool is_same(const struct node *a, const struct node *b)
{
	return a->items == b->items && a->n == b->n && a->kind == b->kind;
}

/* Does the form stand for its source as it is? */
static bool is_source(const struct form *f, const struct node *x)
{
	return f->kind == FORM_CONSTANT && is_same(&f->value, x);
}

static const struct form *load_list(struct scope *s, const struct node *x)
{
	const struct form **items = ARENA_ARRAY(s->arena, x->n, const struct form *);
	bool right = true, fixed = true;
	size_t values = 1;
	struct form *f;

	for (uint32_t i = 0; i < x->n; i++) {
		items[i] = form_load(s, &x->items[i]);
		right = right && items[i];
		fixed = fixed && items[i] && is_source(items[i], &x->items[i]);
		values += fixed ? items[i]->steps : 0;
	}
	if (!right)
		return NULL;
	if (fixed)
		return constant(s, x, values);
	f = form_new(s, FORM_LIST, x);
	f->items = items;
	f->n = x->n;
	return f;
}

static bool is_reserved(struct str key)
{
	return key.n > 1 && key.s[0] == '$' && lex_is_name(str_from(key, 1));
}

static void refuse_reserved(struct scope *s, const struct node *key)
{
	struct str text = node_text(key), nearest = operator_nearest(text);
	struct finding *f = finding_add(s->found, MG0604, node_place(key),
					"'%.*s' is no operator, and keys that begin with '$' are "
					"reserved",
					FMT(text));

	if (nearest.n)
		finding_help(f, "did you mean '%.*s'? As a key of the output it is '$%.*s'",
			     FMT(nearest), FMT(text));
	else
		finding_help(f, "as a key of the output it is '$%.*s'", FMT(text));
}

/* `$$` at the start of a key is a '$' of the output, and such a key is not interpolated. */
static bool load_key(struct scope *s, const struct node *key, struct entry *ret)
{
	struct str text = node_text(key);
	const struct form *f;

	if (str_starts(text, S("$$"))) {
		ret->key = node_str(str_from(text, 1));
		return true;
	}
	if (is_reserved(text)) {
		refuse_reserved(s, key);
		return false;
	}
	ret->key = *key;
	if (stands_for_itself(key))
		return true;
	f = load_text(s, key);
	if (!f)
		return false;
	if (f->kind == FORM_CONSTANT)
		ret->key = f->value;
	else
		ret->key_form = f;
	return true;
}

static bool same_key(const struct entry *e, const struct node *source)
{
	return !e->key_form && is_same(&e->key, source);
}

static const struct form *load_entries(struct scope *s, const struct node *x)
{
	struct entry *entries = ARENA_ARRAY(s->arena, x->n, struct entry);
	bool right = true, same = true, fixed = true;
	size_t values = 1;
	struct form *f;

	for (uint32_t i = 0; i < x->n; i++) {
		struct entry *e = &entries[i];

		right = load_key(s, &x->items[2 * i], e) && right;
		e->value = form_load(s, &x->items[2 * i + 1]);
		right = right && e->value;
		same = same && right && same_key(e, &x->items[2 * i]);
		fixed = fixed && same && is_source(e->value, &x->items[2 * i + 1]);
		values += fixed ? 1 + e->value->steps : 0;
	}
	if (!right)
		return NULL;
	if (fixed)
		return constant(s, x, values);
	f = form_new(s, FORM_MAP, x);
	f->entries = entries;
	f->n = x->n;
	f->distinct = same;
	return f;
}

static const struct form *load_map(struct scope *s, const struct node *x)
{
	uint32_t hit = x->n;

	for (uint32_t i = 0; i < x->n; i++) {
		const struct node *key = &x->items[2 * i];

		if (!operator_is(node_text(key)))
			continue;
		if (hit < x->n) {
			finding_note(finding_add(s->found, MG0604, node_place(key),
						 "two operators in one map: '%.*s' and '%.*s'",
						 FMT(node_text(&x->items[2 * hit])),
						 FMT(node_text(key))),
				     node_place(&x->items[2 * hit]), "the other one");
			return NULL;
		}
		hit = i;
	}
	return hit < x->n ? operator_load(s, x, hit) : load_entries(s, x);
}

const struct form *form_load(struct scope *s, const struct node *x)
{
	const struct form *f;

	if (s->depth == LIMIT_DEPTH) {
		finding_add(s->found, MG0608, node_place(x),
			    "the template is nested more than %d deep", LIMIT_DEPTH);
		return NULL;
	}
	s->depth++;
	if (x->kind == NODE_MAP)
		f = load_map(s, x);
	else
		f = x->kind == NODE_SEQ ? load_list(s, x) : load_text(s, x);
	s->depth--;
	return f;
}

const struct template *template_load(const struct node *root, const struct context_names *names,
				     struct arena *a, struct findings *found)
{
	struct scope s = { .names = names, .arena = a, .found = found };
	const struct form *f = form_load(&s, root);
	struct template *t;

	if (!f)
		return NULL;
	t = ARENA_NEW(a, struct template);
	t->root = f;
	t->n_slots = s.n_slots;
	t->reads = reads_of(f, a);
	t->any_context = !names;
	t->steps = names && names->steps ? names->steps : LIMIT_NODES;
	return t;
}
