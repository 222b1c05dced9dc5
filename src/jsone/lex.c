#include "jsone/lex.h"

#include "base/char.h"
#include "jsone/value.h"

struct spelling {
	struct str text;
	enum token_kind kind;
};

/* A longer one before the shorter one that it begins with. */
static const struct spelling signs[] = {
	{ STR("**"), TOKEN_FOREIGN },      { STR("+"), TOKEN_FOREIGN },
	{ STR("-"), TOKEN_MINUS },         { STR("*"), TOKEN_FOREIGN },
	{ STR("/"), TOKEN_FOREIGN },       { STR("["), TOKEN_BRACKET_OPEN },
	{ STR("]"), TOKEN_BRACKET_CLOSE }, { STR("."), TOKEN_DOT },
	{ STR("("), TOKEN_PAREN_OPEN },    { STR(")"), TOKEN_PAREN_CLOSE },
	{ STR("{"), TOKEN_BRACE_OPEN },    { STR("}"), TOKEN_BRACE_CLOSE },
	{ STR(":"), TOKEN_COLON },         { STR(","), TOKEN_COMMA },
	{ STR(">="), TOKEN_FOREIGN },      { STR("<="), TOKEN_FOREIGN },
	{ STR("<"), TOKEN_FOREIGN },       { STR(">"), TOKEN_FOREIGN },
	{ STR("=="), TOKEN_EQUAL },        { STR("!="), TOKEN_DIFFERENT },
	{ STR("!"), TOKEN_NOT },           { STR("&&"), TOKEN_AND },
	{ STR("||"), TOKEN_OR },
};

static const struct spelling words[] = {
	{ STR("true"), TOKEN_TRUE },
	{ STR("false"), TOKEN_FALSE },
	{ STR("null"), TOKEN_NULL },
	{ STR("in"), TOKEN_FOREIGN },
};

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool begins_name(char c)
{
	return is_letter(c) || c == '_';
}

static size_t name_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && (begins_name(s.s[n]) || (n && is_digit(s.s[n]))))
		n++;
	return n;
}

static size_t digits_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.s[n]))
		n++;
	return n;
}

static size_t number_length(struct str s)
{
	size_t n = digits_length(s);
	size_t fraction = n < s.n && s.s[n] == '.' ? digits_length(str_from(s, n + 1)) : 0;

	return fraction ? n + 1 + fraction : n;
}

static struct token lex_word(struct str s, size_t at)
{
	struct str word = str_first(s, name_length(s));

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eq(word, words[i].text))
			return (struct token){ words[i].kind, at, word };
	return (struct token){ TOKEN_NAME, at, word };
}

static struct token lex_string(struct str s, size_t at)
{
	size_t n = str_find(str_from(s, 1), s.s[0]);

	if (1 + n == s.n)
		return (struct token){ TOKEN_UNCLOSED, at, s };
	return (struct token){ TOKEN_STRING, at, str_first(s, n + 2) };
}

static struct token lex_sign(struct str s, size_t at)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (s.s[0] == signs[i].text.s[0] && str_starts(s, signs[i].text))
			return (struct token){ signs[i].kind, at, str_first(s, signs[i].text.n) };
	return (struct token){ TOKEN_UNKNOWN, at, value_code_point(s, 0) };
}

struct token lex_token(struct str text, size_t at)
{
	struct str s;

	while (at < text.n && is_blank(text.s[at]))
		at++;
	s = str_from(text, at);
	if (!s.n)
		return (struct token){ TOKEN_END, at, s };
	if (begins_name(s.s[0]))
		return lex_word(s, at);
	if (is_digit(s.s[0]))
		return (struct token){ TOKEN_NUMBER, at, str_first(s, number_length(s)) };
	if (s.s[0] == '\'' || s.s[0] == '"')
		return lex_string(s, at);
	return lex_sign(s, at);
}

bool lex_is_name(struct str s)
{
	return s.n && name_length(s) == s.n;
}
