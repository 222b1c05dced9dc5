/*
 * Classes of ASCII, whatever the locale: for the grammars of names, numbers and texts.
 */
#ifndef BASE_CHAR_H
#define BASE_CHAR_H

#include <stdbool.h>

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool is_letter(char c)
{
	return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static inline bool is_alnum(char c)
{
	return is_digit(c) || is_letter(c);
}

static inline char to_lower(char c)
{
	return is_letter(c) ? (char)(c | 0x20) : c;
}

/* The value of a hexadecimal digit, -1 when it is none. */
static inline int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

#endif
