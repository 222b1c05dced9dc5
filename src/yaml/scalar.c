#include "yaml/scalar.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Words that YAML 1.1 or 1.2 resolve, in lower case; Capital and UPPER count too. */
static const struct word {
	struct str text;
	enum node_kind kind;
} words[] = {
	{ STR(""), NODE_NULL },      { STR("~"), NODE_NULL },      { STR("null"), NODE_NULL },
	{ STR("true"), NODE_BOOL },  { STR("false"), NODE_BOOL },  { STR("yes"), NODE_BOOL },
	{ STR("no"), NODE_BOOL },    { STR("on"), NODE_BOOL },     { STR("off"), NODE_BOOL },
	{ STR("y"), NODE_BOOL },     { STR("n"), NODE_BOOL },      { STR(".nan"), NODE_FLOAT },
	{ STR(".inf"), NODE_FLOAT }, { STR("+.inf"), NODE_FLOAT }, { STR("-.inf"), NODE_FLOAT },
	{ STR("="), NODE_OTHER },    { STR("<<"), NODE_OTHER },
};

static enum node_kind word_kind(struct str s)
{
	if (s.n > 5)
		return NODE_STR;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (s.n == words[i].text.n && str_distance(s, words[i].text, 0) == 0)
			return words[i].kind;
	return NODE_STR;
}

static size_t skip_digits(struct str s, size_t i)
{
	while (i < s.n && (is_digit(s.s[i]) || s.s[i] == '_'))
		i++;
	return i;
}

/* 0x.., 0o.., 0b.. with at least one digit behind. */
static bool is_prefixed(struct str s)
{
	size_t i = 2;

	if (s.n < 3 || s.s[0] != '0')
		return false;
	switch (s.s[1]) {
	case 'x':
		while (i < s.n && (is_hex(s.s[i]) || s.s[i] == '_'))
			i++;
		break;
	case 'o':
		while (i < s.n && s.s[i] >= '0' && s.s[i] <= '7')
			i++;
		break;
	case 'b':
		while (i < s.n && (s.s[i] == '0' || s.s[i] == '1' || s.s[i] == '_'))
			i++;
		break;
	default:
		return false;
	}
	return i == s.n;
}

/* Sexagesimal numbers of YAML 1.1: 1:30, 190:20:30.15. */
static bool is_sexagesimal(struct str s)
{
	size_t i = skip_digits(s, 0);

	if (!i || i == s.n || s.s[i] != ':')
		return false;
	while (i < s.n && s.s[i] == ':') {
		size_t digits = 0;

		for (i++; i < s.n && is_digit(s.s[i]); i++)
			digits++;
		if (!digits || digits > 2)
			return false;
	}
	if (i < s.n && s.s[i] == '.')
		i = skip_digits(s, i + 1);
	return i == s.n;
}

static bool digits_at(struct str s, size_t i, size_t least, size_t most, size_t *ret_end)
{
	size_t n = 0;

	while (n < most && i + n < s.n && is_digit(s.s[i + n]))
		n++;
	*ret_end = i + n;
	return n >= least;
}

/* YYYY-M-D, alone or with a time behind it: whatever begins so is quoted. */
static bool is_date(struct str s)
{
	size_t i;

	if (!digits_at(s, 0, 4, 4, &i) || i >= s.n || s.s[i] != '-' ||
	    !digits_at(s, i + 1, 1, 2, &i) || i >= s.n || s.s[i] != '-' ||
	    !digits_at(s, i + 1, 1, 2, &i))
		return false;
	return i == s.n || s.s[i] == 'T' || s.s[i] == 't' || s.s[i] == ' ' || s.s[i] == '\t';
}

/* An exponent at i, or nothing: returns where it ends. */
static size_t skip_exponent(struct str s, size_t i)
{
	size_t digits;

	if (i >= s.n || (s.s[i] != 'e' && s.s[i] != 'E'))
		return i;
	digits = i + 1;
	if (digits < s.n && (s.s[digits] == '+' || s.s[digits] == '-'))
		digits++;
	return skip_digits(s, digits) > digits ? skip_digits(s, digits) : i;
}

static enum node_kind number_kind(struct str s)
{
	size_t start = s.n && (s.s[0] == '-' || s.s[0] == '+');
	struct str body = str_from(s, start);
	size_t i = skip_digits(body, 0), fraction = i;
	bool digit = i > 0 && is_digit(body.s[0]);

	if (is_prefixed(body) || (digit && i == body.n))
		return NODE_INT;
	if (is_sexagesimal(body))
		return NODE_OTHER;
	if (i && !digit)
		return NODE_STR;
	if (i < body.n && body.s[i] == '.')
		fraction = skip_digits(body, i + 1);
	digit |= fraction > i + 1 && is_digit(body.s[i + 1]);
	if (digit && skip_exponent(body, fraction) == body.n)
		return NODE_FLOAT;
	return is_date(s) ? NODE_OTHER : NODE_STR;
}

enum node_kind scalar_kind(struct str text)
{
	enum node_kind kind = word_kind(text);

	if (kind != NODE_STR || !text.n)
		return kind;
	if (is_digit(text.s[0]) || text.s[0] == '-' || text.s[0] == '+' || text.s[0] == '.')
		return number_kind(text);
	return NODE_STR;
}

/* YAML 1.2 section 7.3.3: bytes that no plain scalar begins with; '-', '?' and ':' are stricter here. */
static bool may_begin(char c)
{
	return !strchr("-?:,[]{}#&*!|>'\"%@` \t", c);
}

/* A byte that is printable ASCII and special nowhere inside a plain scalar. */
static bool is_simple(char c)
{
	return c > ' ' && c < 0x7f && c != ':' && c != '#';
}

bool scalar_is_plain(struct str text)
{
	bool dashes =
		text.n && text.s[0] == '-' && text.n > 1 && text.s[1] != ' ' && text.s[1] != '-';

	if (!text.n || (!may_begin(text.s[0]) && !dashes))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (is_simple(c))
			continue;
		if (c == ':' && i + 1 < text.n && is_simple(text.s[i + 1]))
			continue;
		if (c == '#' && text.s[i - 1] != ' ')
			continue;
		if (c == ' ' && i + 1 < text.n && text.s[i + 1] != ' ' && text.s[i + 1] != '#')
			continue;
		return false;
	}
	return scalar_kind(text) == NODE_STR;
}
