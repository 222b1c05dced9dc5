#include "jsone/form.h"
#include "jsone/lex.h"

enum { NEAR = 2 };

/* An operator while its map is loaded. */
struct operation {
	struct scope *scope;
	const struct node *map;
	const struct node *key; /* the operator's; its value follows */
};

typedef const struct form *operator_loader(struct operation *o);

static operator_loader load_eval, load_flatten, load_if, load_let, load_each, load_merge;

struct keyword {
	struct str name;
	operator_loader *load; /* NULL: left out of the subset */
	struct str more[2];    /* the other keys it takes; $map's each(..) is a case of its own */
};

static const struct keyword keywords[] = {
	{ STR("$eval"), load_eval, { STR(""), STR("") } },
	{ STR("$find"), NULL, { STR(""), STR("") } },
	{ STR("$flatten"), load_flatten, { STR(""), STR("") } },
	{ STR("$flattenDeep"), NULL, { STR(""), STR("") } },
	{ STR("$fromNow"), NULL, { STR(""), STR("") } },
	{ STR("$if"), load_if, { STR("then"), STR("else") } },
	{ STR("$json"), NULL, { STR(""), STR("") } },
	{ STR("$let"), load_let, { STR("in"), STR("") } },
	{ STR("$map"), load_each, { STR("each(x)"), STR("") } },
	{ STR("$match"), NULL, { STR(""), STR("") } },
	{ STR("$merge"), load_merge, { STR(""), STR("") } },
	{ STR("$mergeDeep"), NULL, { STR(""), STR("") } },
	{ STR("$reduce"), NULL, { STR(""), STR("") } },
	{ STR("$reverse"), NULL, { STR(""), STR("") } },
	{ STR("$sort"), NULL, { STR(""), STR("") } },
	{ STR("$switch"), NULL, { STR(""), STR("") } },
};
enum { N_KEYWORDS = sizeof(keywords) / sizeof(*keywords) };

static const struct keyword *find(struct str key)
{
	if (!str_starts(key, S("$")))
		return NULL;
	for (size_t i = 0; i < N_KEYWORDS; i++)
		if (str_eq(keywords[i].name, key))
			return &keywords[i];
	return NULL;
}

bool operator_is(struct str key)
{
	return find(key);
}

struct str operator_nearest(struct str key)
{
	unsigned best = NEAR + 1;
	struct str nearest = S("");

	for (size_t i = 0; i < N_KEYWORDS; i++) {
		unsigned d = str_distance(keywords[i].name, key, NEAR);

		if (keywords[i].load && d < best) {
			best = d;
			nearest = keywords[i].name;
		}
	}
	return nearest;
}

/* The value of another key of the operator's map; a null value is a value. */
static const struct node *operand(const struct operation *o, struct str key)
{
	const struct node *hit = node_key(o->map, key);

	return hit ? hit + 1 : NULL;
}

static struct finding *malformed(struct operation *o, const struct node *at, const char *what)
{
	return finding_add(o->scope->found, MG0604, node_place(at), "'%.*s' %s",
			   FMT(node_text(o->key)), what);
}

static const struct expr *load_expression(struct operation *o)
{
	const struct node *x = o->key + 1;

	if (x->kind == NODE_STR)
		return expr_parse(o->scope, x);
	finding_help(finding_add(o->scope->found, MG0604, node_place(x),
				 "'%.*s' takes an expression in a string, this is %s",
				 FMT(node_text(o->key)), node_kind_name(x)),
		     x->kind == NODE_SEQ || x->kind == NODE_MAP ? "write a list or a map without it"
								: "quote it");
	return NULL;
}

static const struct form *load_eval(struct operation *o)
{
	const struct expr *x = load_expression(o);
	struct form *f;

	if (!x)
		return NULL;
	f = form_new(o->scope, FORM_EVAL, o->map);
	f->expr = x;
	return f;
}

/* A branch that is absent comes to nothing. False after findings. */
static bool load_branch(struct operation *o, struct str key, const struct form **ret)
{
	const struct node *x = operand(o, key);

	*ret = x ? form_load(o->scope, x) : NULL;
	return !x || *ret;
}

static const struct form *load_if(struct operation *o)
{
	struct form *f = form_new(o->scope, FORM_IF, o->map);
	bool right;

	f->condition = load_expression(o);
	right = load_branch(o, S("then"), &f->then);
	right = load_branch(o, S("else"), &f->otherwise) && right;
	return f->condition && right ? f : NULL;
}

static const struct form *load_inner(struct operation *o, enum form_kind kind)
{
	struct form *f = form_new(o->scope, kind, o->map);

	f->inner = form_load(o->scope, o->key + 1);
	return f->inner ? f : NULL;
}

static const struct form *load_merge(struct operation *o)
{
	return load_inner(o, FORM_MERGE);
}

static const struct form *load_flatten(struct operation *o)
{
	return load_inner(o, FORM_FLATTEN);
}

/* each(x) or each(x,i), with blanks only behind the comma. */
static bool each_names(struct str key, struct str *ret_item, struct str *ret_index)
{
	struct str inner = str_from(key, S("each(").n);
	size_t comma;

	if (!str_starts(key, S("each(")) || !str_ends(inner, S(")")))
		return false;
	inner = str_first(inner, inner.n - 1);
	comma = str_find(inner, ',');
	*ret_item = str_first(inner, comma);
	*ret_index = str_trim(str_from(inner, comma + 1));
	if (!lex_is_name(*ret_item) || !str_ends(inner, *ret_index))
		return false;
	return comma == inner.n || lex_is_name(*ret_index);
}

static const struct form *load_body(struct operation *o, const struct node *each)
{
	const struct variable *outer = o->scope->variables;
	struct form *f = form_new(o->scope, FORM_EACH, o->map);
	struct str item = S(""), index = S("");

	each_names(node_text(each), &item, &index);
	f->over = form_load(o->scope, o->key + 1);
	f->slot = scope_push(o->scope, item);
	f->has_index = index.n;
	f->index_slot = index.n ? scope_push(o->scope, index) : 0;
	f->body = form_load(o->scope, each + 1);
	scope_pop(o->scope, outer);
	return f->over && f->body ? f : NULL;
}

static const struct form *load_each(struct operation *o)
{
	struct str item, index;

	for (uint32_t i = 0; i < o->map->n && o->map->n == 2; i++) {
		const struct node *key = &o->map->items[2 * i];

		if (each_names(node_text(key), &item, &index))
			return load_body(o, key);
	}
	finding_help(malformed(o, o->key, "takes one other key, each(..)"),
		     "write each(x) or each(x,i) with what each item becomes");
	return NULL;
}

/* The names must be written out, so that the names in scope are known. */
static bool check_variable(struct operation *o, const struct node *key)
{
	struct str name = node_text(key);

	if (lex_is_name(name))
		return true;
	if (operator_is(name) || str_search(name, S("${")) < name.n)
		finding_help(finding_add(o->scope->found, MG0601, node_place(key),
					 "the variables of '$let' cannot be computed"),
			     "write their names in the template");
	else
		finding_add(o->scope->found, MG0604, node_place(key),
			    "'%.*s' cannot name a variable", FMT(name));
	return false;
}

static struct binding *load_bindings(struct operation *o, const struct node *map)
{
	struct binding *list = ARENA_ARRAY(o->scope->arena, map->n, struct binding);
	bool right = true;

	for (uint32_t i = 0; i < map->n; i++) {
		const struct node *key = &map->items[2 * i];

		if (!check_variable(o, key)) {
			right = false;
			continue;
		}
		list[i].value = form_load(o->scope, key + 1);
		list[i].outer = expr_of_name(o->scope, node_text(key), node_place(key));
		right = right && list[i].value;
	}
	return right ? list : NULL;
}

static const struct form *load_let(struct operation *o)
{
	const struct variable *outer = o->scope->variables;
	const struct node *map = o->key + 1, *in = operand(o, S("in"));
	struct form *f = form_new(o->scope, FORM_LET, o->map);
	struct binding *list;

	if (map->kind != NODE_MAP || !in) {
		malformed(o, in ? map : o->key,
			  in ? "takes a map of variables" : "needs the key 'in'");
		return NULL;
	}
	list = load_bindings(o, map);
	if (!list)
		return NULL;
	for (uint32_t i = 0; i < map->n; i++)
		list[i].slot = scope_push(o->scope, node_text(&map->items[2 * i]));
	f->bindings = list;
	f->n = map->n;
	f->in = form_load(o->scope, in);
	scope_pop(o->scope, outer);
	return f->in ? f : NULL;
}

static bool takes(const struct keyword *op, struct str key)
{
	struct str item, index;

	if (str_eq(key, op->name))
		return true;
	if (key.n && (str_eq(key, op->more[0]) || str_eq(key, op->more[1])))
		return true;
	return op->load == load_each && each_names(key, &item, &index);
}

static bool check_keys(struct operation *o, const struct keyword *op)
{
	size_t before = o->scope->found->n;

	for (uint32_t i = 0; i < o->map->n; i++) {
		const struct node *key = &o->map->items[2 * i];
		struct finding *f;

		if (takes(op, node_text(key)))
			continue;
		f = finding_add(o->scope->found, MG0604, node_place(key),
				"'%.*s' stands beside '%.*s', which takes no such key",
				FMT(node_text(key)), FMT(op->name));
		if (op->more[1].n)
			finding_help(f, "it takes '%.*s' and '%.*s'", FMT(op->more[0]),
				     FMT(op->more[1]));
		else if (op->more[0].n)
			finding_help(f, "it takes '%.*s'", FMT(op->more[0]));
	}
	return o->scope->found->n == before;
}

const struct form *operator_load(struct scope *s, const struct node *x, uint32_t i)
{
	struct operation o = { s, x, &x->items[2 * i] };
	const struct keyword *op = find(node_text(o.key));

	if (!op->load) {
		finding_help(finding_add(s->found, MG0601, node_place(o.key),
					 "operator '%.*s' is outside of the template language",
					 FMT(op->name)),
			     "the operators are $eval, $flatten, $if, $let, $map and $merge");
		return NULL;
	}
	return check_keys(&o, op) ? op->load(&o) : NULL;
}
