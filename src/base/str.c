#include "base/str.h"

#include "base/char.h"

enum { NEAR_BYTES = 64 };

struct str str_of(const char *s)
{
	return (struct str){ s ? s : "", s ? strlen(s) : 0 };
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.s, b.s, n) : 0;

	if (order)
		return order < 0 ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_first(s, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

size_t str_find(struct str s, char c)
{
	const char *hit = s.n ? memchr(s.s, c, s.n) : NULL;

	return hit ? (size_t)(hit - s.s) : s.n;
}

size_t str_search(struct str s, struct str needle)
{
	for (size_t i = 0; needle.n && i + needle.n <= s.n; i++) {
		i += str_find(str_from(s, i), needle.s[0]);
		if (i + needle.n <= s.n && memcmp(s.s + i, needle.s, needle.n) == 0)
			return i;
	}
	return s.n;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(s.s[0]))
		s = str_from(s, 1);
	while (s.n && is_blank(s.s[s.n - 1]))
		s.n--;
	return s;
}

static unsigned min_of(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * One row of the table of distances, as far as it may come to max or less; before
 * and last are the rows above it. Returns the least of the row.
 */
static unsigned distance_row(struct str a, struct str b, size_t i, unsigned max,
			     const unsigned *before, const unsigned *last, unsigned *row)
{
	unsigned least;
	size_t first = i > max ? i - max : 1, end = i + max < b.n ? i + max : b.n;

	least = row[first - 1] = first == 1 ? (unsigned)i : max + 1;
	for (size_t j = first; j <= end; j++) {
		char x = to_lower(a.s[i - 1]), y = to_lower(b.s[j - 1]);

		row[j] = min_of(min_of(last[j] + 1, row[j - 1] + 1), last[j - 1] + (x != y));
		if (i > 1 && j > 1 && x == to_lower(b.s[j - 2]) && y == to_lower(a.s[i - 2]))
			row[j] = min_of(row[j], before[j - 2] + 1);
		least = min_of(least, row[j]);
	}
	if (end < b.n)
		row[end + 1] = max + 1;
	return least;
}

unsigned str_distance(struct str a, struct str b, unsigned max)
{
	unsigned rows[3][NEAR_BYTES + 1], least = 0;

	if (a.n > NEAR_BYTES || b.n > NEAR_BYTES || a.n > b.n + max || b.n > a.n + max)
		return max + 1;
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned above = least;

		least = distance_row(a, b, i, max, rows[(i + 1) % 3], rows[(i - 1) % 3],
				     rows[i % 3]);
		if (least > max && above > max)
			return max + 1;
	}
	return min_of(rows[a.n % 3][b.n], max + 1);
}

struct str str_nearest(struct str text, const struct str *list, size_t n)
{
	struct str best = S("");
	unsigned distance = text.n > 3 ? 3 : 2;

	for (size_t i = 0; i < n; i++) {
		unsigned d = str_distance(text, list[i], 2);

		if (d < distance) {
			distance = d;
			best = list[i];
		}
	}
	return best;
}

bool str_glob(struct str pattern, struct str s)
{
	size_t p = 0, i = 0, star = SIZE_MAX, resume = 0;

	while (i < s.n) {
		if (p < pattern.n && pattern.s[p] == '*') {
			star = p++;
			resume = i;
		} else if (p < pattern.n && (pattern.s[p] == '?' || pattern.s[p] == s.s[i])) {
			p++;
			i++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			i = ++resume;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.s[p] == '*')
		p++;
	return p == pattern.n;
}
