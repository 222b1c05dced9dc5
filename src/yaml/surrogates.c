#include "base/char.h"
#include "yaml/reader.h"

#include <stdio.h>
#include <string.h>

enum { PAIR_BYTES = 12, HALF_BYTES = 6 };

/* The value of "\uXXXX" at i, 0 when there is none. */
static unsigned unit_at(struct str s, size_t i)
{
	unsigned value = 0;

	if (s.n - i < HALF_BYTES || s.s[i] != '\\' || s.s[i + 1] != 'u')
		return 0;
	for (size_t k = i + 2; k < i + HALF_BYTES; k++) {
		int digit = hex_value(s.s[k]);

		if (digit < 0)
			return 0;
		value = value * 16 + (unsigned)digit;
	}
	return value;
}

/* The code point of a pair at i, 0 when there is none. */
static unsigned pair_at(struct str s, size_t i)
{
	unsigned high = unit_at(s, i), low;

	if (high < 0xd800 || high > 0xdbff)
		return 0;
	low = unit_at(s, i + HALF_BYTES);
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* Index of the next backslash from i on that begins a pair and is not itself escaped. */
static size_t next_pair(struct str s, size_t i)
{
	while ((i += str_find(str_from(s, i), '\\')) < s.n) {
		if (pair_at(s, i))
			return i;
		i += i + 1 < s.n && s.s[i + 1] == '\\' ? 2 : 1;
	}
	return s.n;
}

struct str surrogates_rewrite(struct str text, struct arena *a)
{
	size_t i = next_pair(text, 0);
	char *copy;

	if (i >= text.n)
		return text;
	copy = (char *)arena_dup(a, text).s;
	for (; i < text.n; i = next_pair(text, i + PAIR_BYTES)) {
		char escape[PAIR_BYTES + 1];

		snprintf(escape, sizeof(escape), "\\U%08x\\0", pair_at(text, i) & 0x1fffffu);
		memcpy(copy + i, escape, PAIR_BYTES);
	}
	return (struct str){ copy, text.n };
}

/* Bytes of an escape for NUL at i, 0 when it is another one. */
static bool is_nul_escape(struct str s, size_t i)
{
	static const struct str forms[] = { STR("\\0"), STR("\\x00"), STR("\\u0000"),
					    STR("\\U00000000") };

	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++)
		if (str_starts(str_from(s, i), forms[k]))
			return true;
	return false;
}

/* The NULs of the value and the escapes for it in the source are the same in number and order. */
static void drop_nuls(struct str text, struct str rewritten, size_t i, char *value, size_t *n)
{
	size_t kept = 0;

	for (size_t k = 0; k < *n; k++) {
		bool ours = false;

		if (!value[k]) {
			while (i < rewritten.n && !is_nul_escape(rewritten, i))
				i += rewritten.s[i] == '\\' ? 2 : 1;
			ours = i + 1 < text.n && memcmp(text.s + i, rewritten.s + i, 2) != 0;
			i += 2;
		}
		if (!ours)
			value[kept++] = value[k];
	}
	*n = kept;
}

static size_t find_escape(struct str s, size_t i)
{
	return i + str_search(str_from(s, i), S("\\U00"));
}

void surrogates_restore(struct str text, struct str rewritten, size_t off, bool double_quoted,
			char *value, size_t *n)
{
	struct str s = { value, *n };

	if (double_quoted) {
		drop_nuls(text, rewritten, off, value, n);
		return;
	}
	for (size_t k = find_escape(s, 0); k < s.n; k = find_escape(s, k + 1)) {
		off = find_escape(rewritten, off);
		if (off + PAIR_BYTES <= text.n && k + PAIR_BYTES <= s.n && pair_at(text, off))
			memcpy(value + k, text.s + off, PAIR_BYTES);
		off++;
	}
}
