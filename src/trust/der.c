#include "trust/der.h"

/* No certificate is nested deeper. */
enum { DEPTH = 32 };

enum { BOOLEAN = 0x01, INTEGER = 0x02, BIT_STRING = 0x03, CONSTRUCTED = 0x20, SEQUENCE = 0x30 };
enum { SET = 0x31, CLASS = 0xc0, NUMBER = 0x1f };

struct value {
	unsigned tag; /* its one octet: X.509 has no tag of more */
	struct str content;
};

static unsigned octet(struct str s, size_t i)
{
	return (unsigned char)s.s[i];
}

/* Takes the first value off the octets. */
static bool next_value(struct str *octets, struct value *ret)
{
	size_t n, head = 2;

	if (octets->n < 2)
		return false;
	ret->tag = octet(*octets, 0);
	n = octet(*octets, 1);
	if ((ret->tag & NUMBER) == NUMBER || n == 0x80)
		return false;
	if (n > 0x80) {
		size_t more = n - 0x80;

		if (more > 3 || octets->n < 2 + more || !octet(*octets, 2))
			return false;
		n = 0;
		for (; head < 2 + more; head++)
			n = n << 8 | octet(*octets, head);
		if (n < 0x80)
			return false;
	}
	if (n > octets->n - head)
		return false;
	ret->content = (struct str){ octets->s + head, n };
	*octets = str_from(*octets, head + n);
	return true;
}

static bool is_integer(struct str content)
{
	unsigned sign;

	if (content.n < 2)
		return content.n == 1;
	sign = octet(content, 1) & 0x80;
	return octet(content, 0) != (sign ? 0xff : 0);
}

static bool is_bit_string(struct str content)
{
	unsigned unused;

	if (!content.n)
		return false;
	unused = octet(content, 0);
	if (unused > 7 || content.n == 1)
		return !unused;
	return !(octet(content, content.n - 1) & ((1U << unused) - 1));
}

static bool is_primitive(const struct value *v)
{
	switch (v->tag) {
	case BOOLEAN:
		return v->content.n == 1 &&
		       (octet(v->content, 0) == 0 || octet(v->content, 0) == 0xff);
	case INTEGER:
		return is_integer(v->content);
	case BIT_STRING:
		return is_bit_string(v->content);
	default:
		return v->tag != (SEQUENCE & ~CONSTRUCTED) && v->tag != (SET & ~CONSTRUCTED);
	}
}

static bool is_values(struct str octets, unsigned depth)
{
	struct value v;

	if (depth > DEPTH)
		return false;
	while (octets.n) {
		if (!next_value(&octets, &v))
			return false;
		if (!(v.tag & CONSTRUCTED)) {
			if (!is_primitive(&v))
				return false;
			continue;
		}
		if (!(v.tag & CLASS) && v.tag != SEQUENCE && v.tag != SET)
			return false;
		if (!is_values(v.content, depth + 1))
			return false;
	}
	return true;
}

bool is_der(struct str octets)
{
	struct str rest = octets;
	struct value v;

	return next_value(&rest, &v) && !rest.n && is_values(octets, 0);
}
