#include "trust/bech32.h"

enum { CHECKSUM = 6, BITS = 5 };

static const struct str alphabet = STR("qpzry9x8gf2tvdw0s3jn54khce6mua7l");

static uint32_t step(uint32_t sum, uint32_t value)
{
	static const uint32_t generator[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
					      0x2a1462b3 };
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << BITS ^ value;
	for (unsigned i = 0; i < BITS; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

static uint32_t sum_of_prefix(struct str prefix)
{
	uint32_t sum = 1;

	for (size_t i = 0; i < prefix.n; i++)
		sum = step(sum, (uint32_t)prefix.s[i] >> BITS);
	sum = step(sum, 0);
	for (size_t i = 0; i < prefix.n; i++)
		sum = step(sum, (uint32_t)prefix.s[i] & 31);
	return sum;
}

/* Characters of five bits each to octets; what is left over must be fewer than five, and zero. */
static bool regroup(struct str characters, unsigned char *ret, size_t n)
{
	uint32_t bits = 0;
	unsigned held = 0;

	for (size_t i = 0; i < characters.n; i++) {
		bits = bits << BITS | (uint32_t)str_find(alphabet, characters.s[i]);
		held += BITS;
		if (held < 8)
			continue;
		held -= 8;
		if (!n--)
			return false;
		*ret++ = (unsigned char)(bits >> held);
		bits &= (1U << held) - 1;
	}
	return !n && held < BITS && !bits;
}

bool bech32_decode(struct str text, struct str prefix, unsigned char *ret, size_t n,
		   const char **ret_why)
{
	size_t length = prefix.n + 1 + (8 * n + BITS - 1) / BITS + CHECKSUM;
	struct str rest = str_from(text, prefix.n + 1);
	uint32_t sum = sum_of_prefix(prefix);

	*ret_why = text.n < length ? "it is too short" : "it is too long";
	if (text.n != length)
		return false;
	*ret_why = "it holds a character that is none of Bech32";
	for (size_t i = 0; i < rest.n; i++) {
		uint32_t value = (uint32_t)str_find(alphabet, rest.s[i]);

		if (value == alphabet.n)
			return false;
		sum = step(sum, value);
	}
	*ret_why = "its checksum is wrong, so a character of it is";
	if (sum != 1)
		return false;
	*ret_why = "its last bits are not zero";
	return regroup(str_first(rest, rest.n - CHECKSUM), ret, n);
}
