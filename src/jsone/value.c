#include "jsone/value.h"

#include "base/char.h"

enum { MOST_DIGITS = 15, MOST_ZEROS = 3 };

bool value_is_string(const struct node *x)
{
	return x->kind == NODE_STR || x->kind == NODE_OTHER;
}

static bool is_number(const struct node *x)
{
	return x->kind == NODE_INT || x->kind == NODE_FLOAT;
}

/* YAML 1.1 has yes and on; the first letters tell them from no and off. */
static bool bool_of(struct str text)
{
	if (!text.n)
		return false;
	return text.s[0] == 't' || text.s[0] == 'T' || text.s[0] == 'y' || text.s[0] == 'Y' ||
	       (text.n == 2 && (text.s[1] == 'n' || text.s[1] == 'N'));
}

static bool is_zero(struct str text)
{
	bool hex = str_search(text, S("0x")) < text.n;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (!hex && (c == 'e' || c == 'E') && i)
			break;
		if ((c >= '1' && c <= '9') || (hex && c != 'x' && c >= 'A') || c == 'n' || c == 'N')
			return false;
	}
	return true;
}

bool value_truth(const struct node *x)
{
	switch ((enum node_kind)x->kind) {
	case NODE_NULL:
		return false;
	case NODE_BOOL:
		return bool_of(node_text(x));
	case NODE_INT:
	case NODE_FLOAT:
		return !is_zero(node_text(x));
	default:
		return x->n > 0;
	}
}

static size_t count_digits(struct str s, size_t from)
{
	size_t i = from;

	while (i < s.n && is_digit(s.s[i]))
		i++;
	return i - from;
}

static size_t count_zeros(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.s[i] == '0')
		i++;
	return i;
}

bool number_is_canonical(struct str text)
{
	struct str s = str_from(text, text.n && text.s[0] == '-');
	size_t whole = count_digits(s, 0);
	struct str fraction;

	if (!whole || (whole > 1 && s.s[0] == '0'))
		return false;
	if (whole == s.n)
		return whole <= MOST_DIGITS && !(s.s[0] == '0' && text.n > s.n);
	fraction = str_from(s, whole + 1);
	if (s.s[whole] != '.' || !fraction.n || count_digits(fraction, 0) != fraction.n)
		return false;
	if (whole + fraction.n > MOST_DIGITS || fraction.s[fraction.n - 1] == '0')
		return false;
	return s.s[0] != '0' || count_zeros(fraction) <= MOST_ZEROS;
}

bool value_text(const struct node *x, struct str *ret)
{
	*ret = node_text(x);
	switch ((enum node_kind)x->kind) {
	case NODE_NULL:
		*ret = S("");
		return true;
	case NODE_BOOL:
		*ret = bool_of(*ret) ? S("true") : S("false");
		return true;
	case NODE_INT:
	case NODE_FLOAT:
		return number_is_canonical(*ret);
	case NODE_SEQ:
	case NODE_MAP:
		return false;
	default:
		return true;
	}
}

static enum equality same_if(bool same)
{
	return same ? VALUE_SAME : VALUE_DIFFERENT;
}

static enum equality numbers_equal(const struct node *a, const struct node *b)
{
	struct str x = node_text(a), y = node_text(b);

	if (!number_is_canonical(x) || !number_is_canonical(y))
		return VALUE_UNDECIDED;
	return same_if(str_eq(x, y));
}

/* 1 equals true and 0 equals false to some; no other number equals a bool to anyone. */
static enum equality bool_equals(const struct node *b, const struct node *number)
{
	struct str text = node_text(number);

	if (!number_is_canonical(text) || str_eq(text, value_truth(b) ? S("1") : S("0")))
		return VALUE_UNDECIDED;
	return VALUE_DIFFERENT;
}

static enum equality scalars_equal(const struct node *a, const struct node *b)
{
	if (is_number(a) && is_number(b))
		return numbers_equal(a, b);
	if (a->kind == NODE_BOOL && is_number(b))
		return bool_equals(a, b);
	if (is_number(a) && b->kind == NODE_BOOL)
		return bool_equals(b, a);
	if (value_is_string(a) && value_is_string(b))
		return same_if(str_eq(node_text(a), node_text(b)));
	if (a->kind == NODE_BOOL && b->kind == NODE_BOOL)
		return same_if(value_truth(a) == value_truth(b));
	return same_if(a->kind == NODE_NULL && b->kind == NODE_NULL);
}

static enum equality lists_equal(const struct node *a, const struct node *b, size_t *budget)
{
	if (a->n != b->n)
		return VALUE_DIFFERENT;
	for (uint32_t i = 0; i < a->n; i++) {
		enum equality e = value_equal(&a->items[i], &b->items[i], budget);

		if (e != VALUE_SAME)
			return e;
	}
	return VALUE_SAME;
}

/* The value that b has for the i-th key of a: most often at the same index. */
static const struct node *counterpart(const struct node *a, const struct node *b, uint32_t i,
				      size_t *budget)
{
	struct str key = node_text(&a->items[2 * i]);
	const struct node *hit;

	if (str_eq(key, node_text(&b->items[2 * i])))
		return &b->items[2 * i + 1];
	*budget -= *budget < b->n ? *budget : b->n;
	hit = node_key(b, key);
	return hit ? hit + 1 : NULL;
}

static enum equality maps_equal(const struct node *a, const struct node *b, size_t *budget)
{
	if (a->n != b->n)
		return VALUE_DIFFERENT;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct node *other = counterpart(a, b, i, budget);
		enum equality e =
			other ? value_equal(&a->items[2 * i + 1], other, budget) : VALUE_DIFFERENT;

		if (e != VALUE_SAME)
			return e;
	}
	return VALUE_SAME;
}

enum equality value_equal(const struct node *a, const struct node *b, size_t *budget)
{
	if (!*budget)
		return VALUE_TOO_LARGE;
	--*budget;
	if (a->kind == NODE_SEQ && b->kind == NODE_SEQ)
		return lists_equal(a, b, budget);
	if (a->kind == NODE_MAP && b->kind == NODE_MAP)
		return maps_equal(a, b, budget);
	return scalars_equal(a, b);
}

static bool begins_code_point(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

bool value_length(const struct node *x, size_t *ret)
{
	struct str text = node_text(x);

	*ret = x->n;
	if (x->kind == NODE_SEQ)
		return true;
	if (!value_is_string(x))
		return false;
	*ret = 0;
	for (size_t i = 0; i < text.n; i++)
		*ret += begins_code_point(text.s[i]);
	return true;
}

struct str value_code_point(struct str text, size_t i)
{
	size_t from = 0, to;

	for (size_t seen = 0; from < text.n; from++)
		if (begins_code_point(text.s[from]) && seen++ == i)
			break;
	for (to = from + 1; to < text.n && !begins_code_point(text.s[to]);)
		to++;
	return str_first(str_from(text, from), to - from);
}
