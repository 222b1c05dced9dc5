#include "yaml/read.h"

#include <string.h>

enum { HIGH_FIRST = 0xd800, LOW_FIRST = 0xdc00, LOW_LAST = 0xdfff };

/* Bytes of the UTF-8 sequence at p, 0 when there is none (RFC 3629: shortest form, no surrogates). */
static size_t sequence_length(const unsigned char *p, size_t n)
{
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	unsigned char least = 0x80, most = 0xbf;

	if (len == 1)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4 || n < len)
		return 0;
	if (p[0] == 0xe0)
		least = 0xa0;
	if (p[0] == 0xed)
		most = 0x9f;
	if (p[0] == 0xf0)
		least = 0x90;
	if (p[0] == 0xf4)
		most = 0x8f;
	if (p[1] < least || p[1] > most)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* Bytes at the start of s that are UTF-8. */
static size_t valid_length(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.s;
	size_t i = 0, len = 1;

	while (i < s.n && len) {
		uint64_t word;

		if (s.n - i >= sizeof(word)) {
			memcpy(&word, p + i, sizeof(word));
			if (!(word & 0x8080808080808080)) {
				i += sizeof(word);
				continue;
			}
		}
		len = sequence_length(p + i, s.n - i);
		i += len;
	}
	return i;
}

static void report(struct findings *found, enum code code, struct str path, struct str before,
		   const char *what)
{
	size_t line = 1, column = 1;
	struct finding *f;

	for (size_t i = 0; i < before.n; i++) {
		column += ((unsigned char)before.s[i] & 0xc0) != 0x80;
		if (before.s[i] != '\n')
			continue;
		line++;
		column = 1;
	}
	f = finding_add_path(found, code, path, "%s at line %zu, column %zu", what, line, column);
	finding_help(f, "save the file as UTF-8");
}

static bool decode_utf8(struct str text, struct str path, struct findings *found,
			struct str *ret_text)
{
	size_t nul = str_find(text, '\0'), valid = valid_length(str_first(text, nul));

	*ret_text = str_first(text, valid);
	if (valid < nul)
		report(found, MG0103, path, *ret_text, "no UTF-8");
	else if (nul < text.n)
		report(found, MG0104, path, *ret_text, "a NUL byte");
	return valid == text.n;
}

static unsigned unit_at(struct str s, size_t i, bool big)
{
	unsigned char first = (unsigned char)s.s[i], second = (unsigned char)s.s[i + 1];

	return big ? first * 256u + second : second * 256u + first;
}

static size_t put_utf8(char *p, unsigned point)
{
	size_t len = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	static const unsigned leads[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = len - 1; i > 0; i--, point >>= 6)
		p[i] = (char)(0x80 | (point & 0x3f));
	p[0] = (char)(leads[len] | point);
	return len;
}

/* The code point at i and the bytes it takes, 0 when the surrogates there are no pair. */
static size_t point_at(struct str s, size_t i, bool big, unsigned *ret_point)
{
	unsigned high, low;

	if (s.n - i < 2)
		return 0;
	*ret_point = high = unit_at(s, i, big);
	if (high < HIGH_FIRST || high > LOW_LAST)
		return 2;
	if (high >= LOW_FIRST || s.n - i < 4)
		return 0;
	low = unit_at(s, i + 2, big);
	if (low < LOW_FIRST || low > LOW_LAST)
		return 0;
	*ret_point = 0x10000 + ((high - HIGH_FIRST) << 10) + (low - LOW_FIRST);
	return 4;
}

static bool decode_utf16(struct str s, bool big, struct str path, struct arena *a,
			 struct findings *found, struct str *ret_text)
{
	char *text = arena_alloc(a, s.n / 2 * 3 + 1); /* two bytes become three at most */
	size_t n = 0, taken = 0;
	unsigned point = 1;

	for (size_t i = 0; i < s.n; i += taken) {
		taken = point_at(s, i, big, &point);
		if (!taken || !point)
			break;
		n += put_utf8(text + n, point);
	}
	*ret_text = (struct str){ text, n };
	if (s.n && !taken)
		report(found, MG0103, path, *ret_text, "no UTF-16");
	else if (!point)
		report(found, MG0104, path, *ret_text, "a NUL character");
	return (!s.n || taken) && point;
}

/* Files that were joined have a mark where each began; YAML takes one before a document. */
static struct str drop_inner_marks(struct str text, struct arena *a)
{
	const struct str mark = S("\n\xef\xbb\xbf");
	char *copy;
	size_t n = 0, at = str_find(text, '\xef') < text.n ? str_search(text, mark) : text.n;

	if (at == text.n)
		return text;
	copy = arena_alloc(a, text.n);
	for (; at < text.n; at = str_search(text, mark)) {
		memcpy(copy + n, text.s, at + 1);
		n += at + 1;
		text = str_from(text, at + mark.n);
	}
	memcpy(copy + n, text.s, text.n);
	return (struct str){ copy, n + text.n };
}

bool yaml_decode(struct str bytes, struct str path, struct arena *a, struct findings *found,
		 struct str *ret_text)
{
	if (str_starts(bytes, S("\xff\xfe")))
		return decode_utf16(str_from(bytes, 2), false, path, a, found, ret_text);
	if (str_starts(bytes, S("\xfe\xff")))
		return decode_utf16(str_from(bytes, 2), true, path, a, found, ret_text);
	if (str_starts(bytes, S("\xef\xbb\xbf")))
		bytes = str_from(bytes, 3);
	if (!decode_utf8(bytes, path, found, ret_text))
		return false;
	*ret_text = drop_inner_marks(*ret_text, a);
	return true;
}
