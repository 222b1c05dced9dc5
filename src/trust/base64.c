#include "trust/base64.h"

#include <limits.h>
#include <openssl/evp.h>

/* EVP_DecodeBlock passes over white space and takes any padding bits: encoding again shows both. */
bool base64_decode(struct str text, struct arena *a, struct str *ret)
{
	unsigned char *bytes, *again;
	int n;

	*ret = S("");
	if (!text.n || text.n % 4 || text.n > INT_MAX)
		return !text.n;
	bytes = arena_alloc(a, text.n / 4 * 3);
	n = EVP_DecodeBlock(bytes, (const unsigned char *)text.s, (int)text.n);
	if (n < 0)
		return false;
	n -= (text.s[text.n - 1] == '=') + (text.s[text.n - 2] == '=');
	again = arena_alloc(a, text.n + 1);
	EVP_EncodeBlock(again, bytes, n);
	*ret = (struct str){ (const char *)bytes, (size_t)n };
	return str_eq(text, (struct str){ (const char *)again, text.n });
}
