#include "trust/openssl.h"

#include "base/bug.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

void openssl_begin(void)
{
	if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL))
		out_of_memory();
}

struct str sha256_hex(struct str bytes, struct arena *a)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned n;
	char *text, *at;

	openssl_begin();
	if (!EVP_Digest(bytes.s, bytes.n, hash, &n, EVP_sha256(), NULL))
		out_of_memory();
	text = at = arena_alloc(a, 2 * n);
	for (unsigned i = 0; i < n; i++) {
		*at++ = hex[hash[i] >> 4];
		*at++ = hex[hash[i] & 15];
	}
	return (struct str){ text, 2 * n };
}

struct str sha256_text(struct str bytes, struct arena *a)
{
	return arena_fmt(a, "sha256:%.*s", FMT(sha256_hex(bytes, a)));
}
