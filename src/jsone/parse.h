/*
 * The parser of expressions, below its grammar (expr.c): the next token, what is
 * said of an unexpected one, and the parts of the tree.
 */
#ifndef JSONE_PARSE_H
#define JSONE_PARSE_H

#include "jsone/expr.h"
#include "jsone/lex.h"

struct parser {
	struct scope *scope;
	const struct node *scalar;
	struct str text;
	struct token token; /* the next one */
	struct token name;  /* the newest one that is called */
	unsigned depth;
};

void parser_take(struct parser *p);

struct place parser_place(const struct parser *p, struct token t);

/* MG0601: what (such as "operator") is followed by the token's text. */
void parser_outside(struct parser *p, struct token t, const char *what, const char *help);

/* The next token is not what the grammar wants; NULL, always. */
const struct expr *parser_unexpected(struct parser *p, const char *expected);

/* Takes a token of that kind; false after a finding. */
bool parser_expect(struct parser *p, enum token_kind kind, const char *expected);

/* MG0608; NULL, always. */
struct expr *parser_too_deep(struct parser *p, struct token t);

/* A new part of the tree above others that are depth deep; NULL after a finding. */
struct expr *parser_grow(struct parser *p, enum expr_kind kind, struct token t, unsigned depth);

/* The same above left and, where it is not NULL, right. */
const struct expr *parser_join(struct parser *p, enum expr_kind kind, struct token t,
			       const struct expr *left, const struct expr *right);

/* The next token, which is a string, true, false or null. */
const struct expr *parse_word(struct parser *p);

/* The next token, which is a number. */
const struct expr *parse_number(struct parser *p, bool negative);

#endif
