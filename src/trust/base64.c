#include "trust/base64.h"

#include <limits.h>
#include <openssl/evp.h>

/* EVP_DecodeBlock passes over white space and takes any padding bits: encoding again shows both. */
bool base64_decode(struct str text, struct arena *a, struct str *ret)
{
	unsigned char *bytes;
	int n;

	*ret = S("");
	if (!text.n || text.n % 4 || text.n > INT_MAX)
		return !text.n;
	bytes = arena_alloc(a, text.n / 4 * 3);
	n = EVP_DecodeBlock(bytes, (const unsigned char *)text.s, (int)text.n);
	if (n < 0)
		return false;
	n -= (text.s[text.n - 1] == '=') + (text.s[text.n - 2] == '=');
	*ret = (struct str){ (const char *)bytes, (size_t)n };
	return str_eq(text, base64_encode(bytes, (size_t)n, a));
}

struct str base64_encode(const unsigned char *octets, size_t n, struct arena *a)
{
	char *text = arena_alloc(a, (n + 2) / 3 * 4 + 1);

	return (struct str){ text, (size_t)EVP_EncodeBlock((unsigned char *)text, octets, (int)n) };
}
