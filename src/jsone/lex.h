/*
 * The words of JSON-e's expressions, as its reference tokenizer cuts them. What
 * the subset leaves out is a word too, so that it can be named when it is refused.
 */
#ifndef JSONE_LEX_H
#define JSONE_LEX_H

#include "base/str.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_NUMBER, /* digits, perhaps with a fraction; never a sign */
	TOKEN_STRING, /* with its quotes; there are no escapes */
	TOKEN_TRUE,
	TOKEN_FALSE,
	TOKEN_NULL,
	TOKEN_PAREN_OPEN,
	TOKEN_PAREN_CLOSE,
	TOKEN_BRACKET_OPEN,
	TOKEN_BRACKET_CLOSE,
	TOKEN_BRACE_OPEN,
	TOKEN_BRACE_CLOSE,
	TOKEN_COMMA,
	TOKEN_COLON,
	TOKEN_DOT,
	TOKEN_NOT,
	TOKEN_EQUAL,
	TOKEN_DIFFERENT,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_MINUS,
	TOKEN_FOREIGN,  /* an operator that the subset leaves out: + * / ** < > <= >= in */
	TOKEN_UNCLOSED, /* a string without its closing quote */
	TOKEN_UNKNOWN,  /* a code point that begins no word */
};

struct token {
	enum token_kind kind;
	size_t at; /* byte in the text */
	struct str text;
};

/* The first token at or behind a byte of the text; blanks before it are skipped. */
struct token lex_token(struct str text, size_t at);

/* Is s a name: [a-zA-Z_][a-zA-Z0-9_]*? */
bool lex_is_name(struct str s);

#endif
