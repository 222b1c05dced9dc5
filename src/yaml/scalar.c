#include "yaml/scalar.h"

#include "base/char.h"

#include <string.h>

struct word {
	char text[6];
	uint8_t kind;
};

/* yaml.org/type/bool, null, value, merge and float; YAML 1.2 takes a subset of them. */
static const struct word words[] = {
	{ "null", NODE_NULL },  { "Null", NODE_NULL },  { "NULL", NODE_NULL },
	{ "~", NODE_NULL },     { "true", NODE_BOOL },  { "True", NODE_BOOL },
	{ "TRUE", NODE_BOOL },  { "false", NODE_BOOL }, { "False", NODE_BOOL },
	{ "FALSE", NODE_BOOL }, { "y", NODE_BOOL },     { "Y", NODE_BOOL },
	{ "yes", NODE_BOOL },   { "Yes", NODE_BOOL },   { "YES", NODE_BOOL },
	{ "n", NODE_BOOL },     { "N", NODE_BOOL },     { "no", NODE_BOOL },
	{ "No", NODE_BOOL },    { "NO", NODE_BOOL },    { "on", NODE_BOOL },
	{ "On", NODE_BOOL },    { "ON", NODE_BOOL },    { "off", NODE_BOOL },
	{ "Off", NODE_BOOL },   { "OFF", NODE_BOOL },   { "=", NODE_OTHER },
	{ "<<", NODE_OTHER },   { ".inf", NODE_FLOAT }, { ".Inf", NODE_FLOAT },
	{ ".INF", NODE_FLOAT }, { ".nan", NODE_FLOAT }, { ".NaN", NODE_FLOAT },
	{ ".NAN", NODE_FLOAT },
};

/* Most texts are told from all words by their first byte. */
static const char word_starts[] = "nN~tTfFyYoO=<.";

static enum node_kind word_kind(struct str text)
{
	if (text.n >= sizeof(words->text) || !memchr(word_starts, text.s[0], sizeof(word_starts)))
		return NODE_STR;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].text[0] == text.s[0] && !words[i].text[text.n] &&
		    memcmp(words[i].text, text.s, text.n) == 0)
			return words[i].kind;
	return NODE_STR;
}

/* Number of bytes at index i on that are digits of the base, or '_'. */
static size_t count_digits(struct str s, size_t i, int base)
{
	size_t begin = i;

	for (; i < s.n; i++) {
		char c = s.s[i];
		int value = hex_value(c);

		if ((value < 0 || value >= base) && c != '_')
			break;
	}
	return i - begin;
}

/* Is the rest from i on (":[0-5]?[0-9]")+ and perhaps a fraction? */
static bool is_sexagesimal(struct str s, size_t i)
{
	while (i < s.n && s.s[i] == ':') {
		size_t n = 0;

		while (n < 3 && i + 1 + n < s.n && is_digit(s.s[i + 1 + n]))
			n++;
		if (n == 0 || n == 3 || (n == 2 && s.s[i + 1] > '5'))
			return false;
		i += 1 + n;
	}
	if (i < s.n && s.s[i] == '.')
		i += 1 + count_digits(s, i + 1, 10);
	return i == s.n;
}

/* YAML 1.1 wants a full date; go-yaml also reads one digit for a month or a day. */
static bool is_timestamp(struct str s)
{
	size_t i = 4;

	for (int part = 0; part < 2; part++) {
		size_t n = 0;

		if (i >= s.n || s.s[i] != '-')
			return false;
		while (n < 3 && i + 1 + n < s.n && is_digit(s.s[i + 1 + n]))
			n++;
		if (n == 0 || n == 3)
			return false;
		i += 1 + n;
	}
	if (i < s.n && !strchr("Tt \t", s.s[i]))
		return false;
	for (i++; i < s.n; i++)
		if (!s.s[i] || !strchr("0123456789:.Zz+- \t", s.s[i]))
			return false;
	return true;
}

/*
 * What follows a leading zero at index i - 1: 0x1f, 0o17, 0b1. go-yaml drops
 * every '_' first, and takes capital letters and a sign behind the prefix.
 */
static bool is_based(struct str s, size_t i)
{
	int base;

	while (i < s.n && s.s[i] == '_')
		i++;
	if (i == s.n)
		return false;
	switch (s.s[i] | 0x20) {
	case 'x':
		base = 16;
		break;
	case 'o':
		base = 8;
		break;
	case 'b':
		base = 2;
		break;
	default:
		return false;
	}
	i++;
	if (i < s.n && (s.s[i] == '+' || s.s[i] == '-'))
		i++;
	return i < s.n && count_digits(s, i, base) == s.n - i;
}

/* What follows the digits of the integer part, which end at index i. */
static enum node_kind fraction_kind(struct str s, size_t i, bool digits)
{
	if (i < s.n && s.s[i] == '.') {
		size_t n = count_digits(s, i + 1, 10);

		digits = digits || n;
		i += 1 + n;
	}
	if (!digits)
		return NODE_STR;
	if (i == s.n)
		return NODE_FLOAT;
	if (s.s[i] != 'e' && s.s[i] != 'E')
		return NODE_STR;
	i++;
	if (i < s.n && (s.s[i] == '+' || s.s[i] == '-'))
		i++;
	return i < s.n && count_digits(s, i, 10) == s.n - i ? NODE_FLOAT : NODE_STR;
}

/* s begins with a digit, a sign or a dot. */
static enum node_kind number_kind(struct str s)
{
	size_t sign = s.s[0] == '+' || s.s[0] == '-', n;

	if (sign == s.n)
		return NODE_STR;
	if (s.s[sign] == '.' && word_kind(str_from(s, sign)) == NODE_FLOAT)
		return NODE_FLOAT;
	if (s.s[sign] == '0' && is_based(s, sign + 1))
		return NODE_INT;
	n = count_digits(s, sign, 10);
	if (sign + n == s.n)
		return s.s[s.n - 1] == '_' && n == 1 ? NODE_STR : NODE_INT;
	if (n && s.s[sign + n] == ':')
		return is_sexagesimal(s, sign + n) ? NODE_OTHER : NODE_STR;
	if (n == 4 && !sign && s.s[n] == '-')
		return is_timestamp(s) ? NODE_OTHER : NODE_STR;
	return fraction_kind(s, sign + n, n > 0);
}

enum node_kind scalar_kind(struct str text)
{
	if (!text.n)
		return NODE_NULL;
	if (is_digit(text.s[0]) || text.s[0] == '+' || text.s[0] == '-' || text.s[0] == '.')
		return number_kind(text);
	return word_kind(text);
}

enum byte_class {
	FINE = 0,
	INDICATOR = 1, /* not as the first byte */
	REFUSED = 2,   /* control bytes and line ends */
	COLON = 4,     /* not as the first byte and not before a blank */
	HASH = 8,      /* not as the first byte and not after a blank */
	LEAD = 16,     /* may lead a code point that is a line end or not printable */
};

static const uint8_t classes[256] = {
	[0x00] = REFUSED,  [0x01] = REFUSED,  [0x02] = REFUSED,  [0x03] = REFUSED,
	[0x04] = REFUSED,  [0x05] = REFUSED,  [0x06] = REFUSED,  [0x07] = REFUSED,
	[0x08] = REFUSED,  [0x09] = REFUSED,  [0x0a] = REFUSED,  [0x0b] = REFUSED,
	[0x0c] = REFUSED,  [0x0d] = REFUSED,  [0x0e] = REFUSED,  [0x0f] = REFUSED,
	[0x10] = REFUSED,  [0x11] = REFUSED,  [0x12] = REFUSED,  [0x13] = REFUSED,
	[0x14] = REFUSED,  [0x15] = REFUSED,  [0x16] = REFUSED,  [0x17] = REFUSED,
	[0x18] = REFUSED,  [0x19] = REFUSED,  [0x1a] = REFUSED,  [0x1b] = REFUSED,
	[0x1c] = REFUSED,  [0x1d] = REFUSED,  [0x1e] = REFUSED,  [0x1f] = REFUSED,
	[0x7f] = REFUSED,  [' '] = INDICATOR, ['!'] = INDICATOR, ['"'] = INDICATOR,
	['#'] = HASH,      ['%'] = INDICATOR, ['&'] = INDICATOR, ['\''] = INDICATOR,
	['*'] = INDICATOR, [','] = INDICATOR, [':'] = COLON,     ['>'] = INDICATOR,
	['?'] = INDICATOR, ['@'] = INDICATOR, ['['] = INDICATOR, [']'] = INDICATOR,
	['`'] = INDICATOR, ['{'] = INDICATOR, ['|'] = INDICATOR, ['}'] = INDICATOR,
	[0xc2] = LEAD,     [0xe2] = LEAD,     [0xef] = LEAD,
};

/* Is the code point that begins at p a line end of YAML 1.1, a mark, or not printable? */
static bool is_refused_point(const unsigned char *p, size_t n)
{
	if (p[0] == 0xc2)
		return n < 2 || p[1] < 0xa0;
	if (n < 3)
		return true;
	if (p[0] == 0xe2)
		return p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9);
	return (p[1] == 0xbb && p[2] == 0xbf) || (p[1] == 0xbf && p[2] >= 0xbe);
}

static bool may_begin(struct str text)
{
	char first = text.s[0];

	if (classes[(unsigned char)first] != FINE && classes[(unsigned char)first] != LEAD)
		return false;
	if (first == '-' && (text.n == 1 || text.s[1] == ' '))
		return false;
	if (first != '-' && first != '.')
		return true;
	return !str_starts(text, S("---")) && !str_starts(text, S("..."));
}

/* May byte i, which is of none of the classes that stand anywhere, stand where it does? */
static bool may_stand(struct str text, size_t i)
{
	const unsigned char *s = (const unsigned char *)text.s;

	switch (classes[s[i]]) {
	case REFUSED:
		return false;
	case COLON:
		return i + 1 < text.n && s[i + 1] != ' ';
	case HASH:
		return s[i - 1] != ' ';
	default:
		return !is_refused_point(s + i, text.n - i);
	}
}

bool scalar_string_is_plain(struct str text)
{
	const unsigned char *s = (const unsigned char *)text.s;
	unsigned all = 0;

	if (!text.n || !may_begin(text) || text.s[text.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < text.n; i++)
		all |= classes[s[i]];
	for (size_t i = 0; all > INDICATOR && i < text.n; i++)
		if (classes[s[i]] > INDICATOR && !may_stand(text, i))
			return false;
	return true;
}

bool scalar_is_plain(struct str text)
{
	return scalar_string_is_plain(text) && scalar_kind(text) == NODE_STR;
}
