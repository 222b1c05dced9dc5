/*
 * Strings that carry their length. The bytes belong to somebody else (an arena,
 * the text of an input file, a literal) and need no NUL at the end.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *s;
	size_t n;
};

/* A string literal as a struct str; usable in constant expressions. */
#define STR(literal)                                                                               \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}
#define S(literal) ((struct str)STR(literal))

/* The two arguments of a printf "%.*s". */
#define FMT(x) (int)(x).n, (x).s

/* A NUL-terminated string as a struct str; NULL gives the empty string. */
struct str str_of(const char *s);

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

/* Order by bytes, a shorter string before a longer one with the same start. */
int str_cmp(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Index of the first byte c in s, or s.n when there is none. */
size_t str_find(struct str s, char c);

/* Index of the first occurrence of needle in s, or s.n when there is none. */
size_t str_search(struct str s, struct str needle);

/* The bytes of s from index i on; both clamp to the end of s. */
static inline struct str str_from(struct str s, size_t i)
{
	i = i < s.n ? i : s.n;
	return (struct str){ s.s + i, s.n - i };
}

static inline struct str str_first(struct str s, size_t n)
{
	return (struct str){ s.s, n < s.n ? n : s.n };
}

/* s without spaces, tabs and line ends at both ends. */
struct str str_trim(struct str s);

/*
 * Number of insertions, deletions, substitutions and swaps of neighbours that
 * turn a into b without regard to case (restricted Damerau-Levenshtein), or
 * max + 1 when it is more than max. Strings over 64 bytes are never near.
 */
unsigned str_distance(struct str a, struct str b, unsigned max);

/*
 * The text of a list that a misspelt one was meant to be: at most two edits away, one from a
 * text of up to three bytes; empty when there is none.
 */
struct str str_nearest(struct str text, const struct str *list, size_t n);

/* Does s match a glob in which only '*' and '?' are special? '*' takes any bytes. */
bool str_glob(struct str pattern, struct str s);

#endif
