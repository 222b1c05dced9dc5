#include "jsone/parse.h"

#include "base/limits.h"
#include "jsone/value.h"

void parser_take(struct parser *p)
{
	p->token = lex_token(p->text, p->token.at + p->token.text.n);
}

struct place parser_place(const struct parser *p, struct token t)
{
	return place_in(p->scalar, t.at, t.text.n ? t.text.n : 1);
}

void parser_outside(struct parser *p, struct token t, const char *what, const char *help)
{
	finding_help(finding_add(p->scope->found, MG0601, parser_place(p, t),
				 "%s '%.*s' is outside of the template language", what,
				 FMT(t.text)),
		     "%s", help);
}

const struct expr *parser_unexpected(struct parser *p, const char *expected)
{
	struct findings *found = p->scope->found;
	struct token t = p->token;

	if (t.kind == TOKEN_FOREIGN || t.kind == TOKEN_MINUS)
		parser_outside(
			p, t, "operator",
			"the operators are ! == != && ||; what must be computed belongs into the "
			"context");
	else if (t.kind == TOKEN_END)
		finding_add(found, MG0602, parser_place(p, t),
			    "the expression ends where %s is expected", expected);
	else if (t.kind == TOKEN_UNCLOSED)
		finding_add(found, MG0602, parser_place(p, t), "a string has no closing %c",
			    t.text.s[0]);
	else
		finding_add(found, MG0602, parser_place(p, t), "'%.*s' stands where %s is expected",
			    FMT(t.text), expected);
	return NULL;
}

bool parser_expect(struct parser *p, enum token_kind kind, const char *expected)
{
	if (p->token.kind != kind) {
		parser_unexpected(p, expected);
		return false;
	}
	parser_take(p);
	return true;
}

struct expr *parser_too_deep(struct parser *p, struct token t)
{
	finding_add(p->scope->found, MG0608, parser_place(p, t),
		    "the expression is nested more than %d deep", LIMIT_DEPTH);
	return NULL;
}

struct expr *parser_grow(struct parser *p, enum expr_kind kind, struct token t, unsigned depth)
{
	struct expr *x;

	if (depth >= LIMIT_DEPTH)
		return parser_too_deep(p, t);
	x = ARENA_NEW(p->scope->arena, struct expr);
	x->kind = (uint8_t)kind;
	x->depth = (uint8_t)(depth + 1);
	x->place = parser_place(p, t);
	return x;
}

const struct expr *parser_join(struct parser *p, enum expr_kind kind, struct token t,
			       const struct expr *left, const struct expr *right)
{
	unsigned depth = right && right->depth > left->depth ? right->depth : left->depth;
	struct expr *x = parser_grow(p, kind, t, depth);

	if (!x)
		return NULL;
	x->left = left;
	x->right = right;
	return x;
}

static const struct expr *literal(struct parser *p, struct token t, struct node value)
{
	struct expr *x = parser_grow(p, EXPR_LITERAL, t, 0);

	x->literal = value;
	return x;
}

const struct expr *parse_word(struct parser *p)
{
	struct token t = p->token;

	parser_take(p);
	if (t.kind == TOKEN_STRING)
		return literal(p, t, node_str(str_first(str_from(t.text, 1), t.text.n - 2)));
	return literal(p, t, t.kind == TOKEN_NULL ? node_null() : node_bool(t.kind == TOKEN_TRUE));
}

/* Leading zeros mean nothing to JSON-e. */
static struct str without_zeros(struct str digits)
{
	while (digits.n > 1 && digits.s[0] == '0' && digits.s[1] != '.')
		digits = str_from(digits, 1);
	return digits;
}

const struct expr *parse_number(struct parser *p, bool negative)
{
	struct token t = p->token;
	struct str text = without_zeros(t.text);
	struct node value = { .kind = NODE_INT };

	if (!number_is_canonical(text)) {
		parser_outside(
			p, t, "number",
			"implementations of JSON-e write it in different ways; write at most 15 "
			"digits without zeros at the end, or a string");
		return NULL;
	}
	parser_take(p);
	if (negative && !str_eq(text, S("0")))
		text = arena_fmt(p->scope->arena, "-%.*s", FMT(text));
	if (str_find(text, '.') < text.n)
		value.kind = NODE_FLOAT;
	value.text = text.s;
	value.n = (uint32_t)text.n;
	return literal(p, t, value);
}
