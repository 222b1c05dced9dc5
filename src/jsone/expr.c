#include "jsone/expr.h"

#include "base/limits.h"
#include "jsone/parse.h"

struct infix {
	enum token_kind token;
	enum expr_kind kind;
	unsigned level; /* a higher one binds closer */
};

static const struct infix infixes[] = {
	{ TOKEN_OR, EXPR_OR, 0 },
	{ TOKEN_AND, EXPR_AND, 1 },
	{ TOKEN_EQUAL, EXPR_EQUAL, 2 },
	{ TOKEN_DIFFERENT, EXPR_DIFFERENT, 2 },
};

static const struct expr *parse_infix(struct parser *p, unsigned level);
static const struct expr *parse_unit(struct parser *p);

static const struct expr *parse_negative(struct parser *p)
{
	struct token minus = p->token;

	parser_take(p);
	if (p->token.kind == TOKEN_NUMBER)
		return parse_number(p, true);
	parser_outside(p, minus, "operator", "only a number may have a sign");
	return NULL;
}

/* All that the grammar nests goes through here; p->depth-- ends it. False after a finding. */
static bool enter(struct parser *p)
{
	if (p->depth == LIMIT_DEPTH) {
		parser_too_deep(p, p->token);
		return false;
	}
	p->depth++;
	return true;
}

static bool is_suffix(enum token_kind kind)
{
	return kind == TOKEN_DOT || kind == TOKEN_BRACKET_OPEN || kind == TOKEN_PAREN_OPEN;
}

static const struct expr *parse_not(struct parser *p)
{
	struct token t = p->token;
	const struct expr *x;

	parser_take(p);
	if (!enter(p))
		return NULL;
	x = parse_unit(p);
	p->depth--;
	if (!x)
		return NULL;
	if (is_suffix(p->token.kind)) {
		finding_help(finding_add(p->scope->found, MG0602, parser_place(p, t),
					 "'!' binds closer than '%.*s' in JSON-e",
					 FMT(p->token.text)),
			     "put what is negated in parentheses, as in !(a.b)");
		return NULL;
	}
	return parser_join(p, EXPR_NOT, t, x, NULL);
}

static const struct expr *parse_group(struct parser *p)
{
	const struct expr *x;

	parser_take(p);
	x = parse_infix(p, 0);
	return x && parser_expect(p, TOKEN_PAREN_CLOSE, "')'") ? x : NULL;
}

/* A name that is called stays as it is: parse_call knows functions. */
static const struct expr *parse_name(struct parser *p)
{
	struct token t = p->token;
	struct expr *x;

	parser_take(p);
	if (p->token.kind != TOKEN_PAREN_OPEN)
		return expr_resolve(p->scope, t.text, parser_place(p, t));
	p->name = t;
	x = parser_grow(p, EXPR_CONTEXT, t, 0);
	x->name = t.text;
	return x;
}

struct members {
	const struct expr **items;
	struct node *keys;
	size_t n, cap, key_cap;
	unsigned depth;
};

static bool parse_member(struct parser *p, struct members *m)
{
	const struct expr *x = parse_infix(p, 0);
	struct arena *a = p->scope->arena;

	if (!x)
		return false;
	m->items = arena_grow(a, m->items, m->n, &m->cap, sizeof(*m->items));
	m->items[m->n++] = x;
	if (x->depth > m->depth)
		m->depth = x->depth;
	return true;
}

static bool parse_pair(struct parser *p, struct members *m)
{
	struct token t = p->token;
	struct str key = t.text;

	if (t.kind != TOKEN_NAME && t.kind != TOKEN_STRING) {
		parser_unexpected(p, "a key");
		return false;
	}
	if (t.kind == TOKEN_STRING)
		key = str_first(str_from(key, 1), key.n - 2);
	m->keys = arena_grow(p->scope->arena, m->keys, m->n, &m->key_cap, sizeof(*m->keys));
	m->keys[m->n] = node_str(key);
	parser_take(p);
	return parser_expect(p, TOKEN_COLON, "':'") && parse_member(p, m);
}

/* A list or a map; a comma behind the last member is refused. */
static const struct expr *parse_members(struct parser *p, enum expr_kind kind)
{
	bool map = kind == EXPR_MAP;
	enum token_kind close = map ? TOKEN_BRACE_CLOSE : TOKEN_BRACKET_CLOSE;
	struct token t = p->token;
	struct members m = { 0 };
	struct expr *x;

	parser_take(p);
	while (p->token.kind != close || m.n) {
		if (!(map ? parse_pair(p, &m) : parse_member(p, &m)))
			return NULL;
		if (p->token.kind != TOKEN_COMMA)
			break;
		parser_take(p);
	}
	if (!parser_expect(p, close, map ? "',' or '}'" : "',' or ']'"))
		return NULL;
	x = parser_grow(p, kind, t, m.depth);
	if (!x)
		return NULL;
	x->items = m.items;
	x->keys = m.keys;
	x->n = (uint32_t)m.n;
	return x;
}

static const struct expr *parse_unit(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NOT:
		return parse_not(p);
	case TOKEN_MINUS:
		return parse_negative(p);
	case TOKEN_NUMBER:
		return parse_number(p, false);
	case TOKEN_STRING:
	case TOKEN_TRUE:
	case TOKEN_FALSE:
	case TOKEN_NULL:
		return parse_word(p);
	case TOKEN_NAME:
		return parse_name(p);
	case TOKEN_PAREN_OPEN:
		return parse_group(p);
	case TOKEN_BRACKET_OPEN:
		return parse_members(p, EXPR_LIST);
	case TOKEN_BRACE_OPEN:
		return parse_members(p, EXPR_MAP);
	default:
		return parser_unexpected(p, "a value");
	}
}

static const struct expr *parse_property(struct parser *p, const struct expr *left)
{
	struct expr *x;
	struct token t;

	parser_take(p);
	t = p->token;
	if (t.kind != TOKEN_NAME && lex_is_name(t.text)) {
		finding_help(finding_add(p->scope->found, MG0602, parser_place(p, t),
					 "'%.*s' is a word of the language, not a property",
					 FMT(t.text)),
			     "write ['%.*s'] instead of .%.*s", FMT(t.text), FMT(t.text));
		return NULL;
	}
	if (!parser_expect(p, TOKEN_NAME, "the name of a property"))
		return NULL;
	x = parser_grow(p, EXPR_PROPERTY, t, left->depth);
	if (!x)
		return NULL;
	x->left = left;
	x->property = t.text;
	return x;
}

static const struct expr *parse_index(struct parser *p, const struct expr *left)
{
	struct token t = p->token;
	const struct expr *index = NULL;

	parser_take(p);
	if (p->token.kind != TOKEN_COLON && !(index = parse_infix(p, 0)))
		return NULL;
	if (p->token.kind == TOKEN_COLON) {
		parser_outside(p, p->token, "a slice with", "take single items, as in a[0]");
		return NULL;
	}
	return parser_expect(p, TOKEN_BRACKET_CLOSE, "']'")
		       ? parser_join(p, EXPR_INDEX, t, left, index)
		       : NULL;
}

/* Is len the function here, and no variable of that name? */
static bool calls_len(const struct scope *s, const struct expr *f)
{
	return f->kind == EXPR_CONTEXT && str_eq(f->name, S("len")) &&
	       !scope_variable(s, f->name) && (!s->names || !scope_has_context(s, f->name));
}

static const struct expr *parse_call(struct parser *p, const struct expr *f)
{
	struct token t = p->token;
	const struct expr *x;

	if (f->kind == EXPR_CONTEXT)
		t = p->name;
	if (!calls_len(p->scope, f)) {
		parser_outside(p, t, "a call of", "the only function is len(x)");
		return NULL;
	}
	parser_take(p);
	x = parse_infix(p, 0);
	return x && parser_expect(p, TOKEN_PAREN_CLOSE, "')'")
		       ? parser_join(p, EXPR_LEN, t, x, NULL)
		       : NULL;
}

static const struct expr *parse_path(struct parser *p)
{
	const struct expr *x;

	if (!enter(p))
		return NULL;
	x = parse_unit(p);
	while (x && is_suffix(p->token.kind)) {
		if (p->token.kind == TOKEN_DOT)
			x = parse_property(p, x);
		else if (p->token.kind == TOKEN_BRACKET_OPEN)
			x = parse_index(p, x);
		else
			x = parse_call(p, x);
	}
	p->depth--;
	return x;
}

static const struct infix *infix_of(enum token_kind kind)
{
	for (size_t i = 0; i < sizeof(infixes) / sizeof(*infixes); i++)
		if (infixes[i].token == kind)
			return &infixes[i];
	return NULL;
}

static const struct expr *parse_infix(struct parser *p, unsigned level)
{
	const struct expr *left = parse_path(p);
	const struct infix *op;

	while (left && (op = infix_of(p->token.kind)) && op->level >= level) {
		struct token t = p->token;
		const struct expr *right;

		parser_take(p);
		right = parse_infix(p, op->level + 1);
		left = right ? parser_join(p, op->kind, t, left, right) : NULL;
	}
	return left;
}

static struct parser parser_at(struct scope *s, const struct node *scalar, size_t at)
{
	struct parser p = { .scope = s, .scalar = scalar, .text = node_text(scalar) };

	p.token = lex_token(p.text, at);
	return p;
}

const struct expr *expr_parse(struct scope *s, const struct node *scalar)
{
	struct parser p = parser_at(s, scalar, 0);
	const struct expr *x = parse_infix(&p, 0);

	if (x && p.token.kind != TOKEN_END)
		return parser_unexpected(&p, "an operator or the end");
	return x;
}

const struct expr *expr_parse_embedded(struct scope *s, const struct node *scalar, size_t at,
				       size_t *ret_close)
{
	struct parser p = parser_at(s, scalar, at);
	const struct expr *x = parse_infix(&p, 0);

	if (x && p.token.kind != TOKEN_BRACE_CLOSE)
		return parser_unexpected(&p, "'}'");
	*ret_close = p.token.at;
	return x;
}
