#include "diff/quantity.h"

#include "base/char.h"

enum { MOST_DIGITS = 18 }; /* with the point; their number stays below 2^64 */

/* In thousandths. */
static const struct suffix {
	struct str text;
	uint64_t factor;
} suffixes[] = {
	{ STR("m"), 1 },
	{ STR(""), 1000 },
	{ STR("k"), 1000000 },
	{ STR("M"), 1000000000 },
	{ STR("G"), 1000000000000 },
	{ STR("T"), 1000000000000000 },
	{ STR("P"), 1000000000000000000 },
	{ STR("Ki"), UINT64_C(1000) << 10 },
	{ STR("Mi"), UINT64_C(1000) << 20 },
	{ STR("Gi"), UINT64_C(1000) << 30 },
	{ STR("Ti"), UINT64_C(1000) << 40 },
	{ STR("Pi"), UINT64_C(1000) << 50 },
};

/* 0 when there is none. */
static uint64_t factor_of(struct str suffix)
{
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (str_eq(suffixes[i].text, suffix))
			return suffixes[i].factor;
	return 0;
}

/* Takes the digits off the text and puts them behind those of value; returns 10 to their number. */
static uint64_t take_digits(struct str *text, uint64_t *value)
{
	uint64_t scale = 1;

	for (; text->n && is_digit(text->s[0]); *text = str_from(*text, 1)) {
		*value = *value * 10 + (uint64_t)(text->s[0] - '0');
		scale *= 10;
	}
	return scale;
}

static bool read_thousandths(struct str text, uint64_t *ret)
{
	struct str rest = text;
	uint64_t value = 0, parts = 1, factor;

	take_digits(&rest, &value);
	if (str_starts(rest, S("."))) {
		rest = str_from(rest, 1);
		parts = take_digits(&rest, &value);
	}
	factor = factor_of(rest);
	if (rest.n == text.n || text.n - rest.n > MOST_DIGITS || !factor ||
	    value > UINT64_MAX / factor || value * factor % parts)
		return false;
	*ret = value * factor / parts;
	return true;
}

bool quantity_eq(struct str a, struct str b)
{
	uint64_t x, y;

	return read_thousandths(a, &x) && read_thousandths(b, &y) && x == y;
}
