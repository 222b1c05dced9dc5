#include "trust/openssl.h"

#include "base/bug.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

void openssl_begin(void)
{
	if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL))
		out_of_memory();
}

struct str sha256_text(struct str bytes, struct arena *a)
{
	static const char prefix[] = "sha256:", hex[] = "0123456789abcdef";
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned n;
	char *text, *at;

	openssl_begin();
	if (!EVP_Digest(bytes.s, bytes.n, hash, &n, EVP_sha256(), NULL))
		out_of_memory();
	text = arena_alloc(a, sizeof(prefix) + 2 * n);
	memcpy(text, prefix, sizeof(prefix));
	at = text + sizeof(prefix) - 1;
	for (unsigned i = 0; i < n; i++) {
		*at++ = hex[hash[i] >> 4];
		*at++ = hex[hash[i] & 15];
	}
	return (struct str){ text, (size_t)(at - text) };
}
