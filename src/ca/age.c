#include "ca/age.h"

#include "base/bug.h"
#include "ca/aead.h"
#include "trust/base64.h"
#include "trust/pem.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <string.h>

enum { POINT = 32, FILE_KEY = 16, MAC = 32, PAYLOAD_NONCE = 16 };

static OSSL_PARAM octets_param(const char *name, const void *octets, size_t n)
{
	return OSSL_PARAM_construct_octet_string(name, (void *)octets, n);
}

/* HKDF-SHA-256 (RFC 5869) of 32 octets. */
static bool derive(const struct secret *from, struct str salt, struct str info, struct secret *ret)
{
	EVP_KDF *hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *ctx = hkdf ? EVP_KDF_CTX_new(hkdf) : NULL;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
		octets_param(OSSL_KDF_PARAM_KEY, from->bytes, from->n),
		octets_param(OSSL_KDF_PARAM_SALT, salt.s, salt.n),
		octets_param(OSSL_KDF_PARAM_INFO, info.s, info.n),
		OSSL_PARAM_construct_end(),
	};
	bool ok;

	*ret = secret_new(AEAD_KEY);
	ok = ctx && EVP_KDF_derive(ctx, ret->bytes, ret->n, params) > 0;
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(hkdf);
	return ok;
}

/* The shared secret of a fresh key and the recipient (RFC 7748); share is the fresh public half. */
static bool agree(const unsigned char recipient[POINT], unsigned char share[POINT],
		  struct secret *ret)
{
	EVP_PKEY *fresh = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
	EVP_PKEY *peer = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, recipient, POINT);
	EVP_PKEY_CTX *ctx = fresh && peer ? EVP_PKEY_CTX_new(fresh, NULL) : NULL;
	size_t n = POINT;
	bool ok;

	*ret = secret_new(POINT);
	ok = ctx && EVP_PKEY_get_raw_public_key(fresh, share, &n) > 0 &&
	     EVP_PKEY_derive_init(ctx) > 0 && EVP_PKEY_derive_set_peer(ctx, peer) > 0 &&
	     EVP_PKEY_derive(ctx, ret->bytes, &ret->n) > 0;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(peer);
	EVP_PKEY_free(fresh);
	return ok;
}

/* The two parts of the recipient's stanza: share, and body, the wrapped file key. */
static bool wrap(const struct secret *file_key, const unsigned char recipient[POINT],
		 unsigned char share[POINT], unsigned char body[FILE_KEY + AEAD_TAG])
{
	static const char zeros[AEAD_NONCE];
	struct secret shared = { 0 }, key = { 0 };
	char salt[2 * POINT];
	bool ok = agree(recipient, share, &shared);

	memcpy(salt, share, POINT);
	memcpy(salt + POINT, recipient, POINT);
	ok = ok &&
	     derive(&shared, (struct str){ salt, sizeof(salt) }, S("age-encryption.org/v1/X25519"),
		    &key) &&
	     aead_encrypt(EVP_chacha20_poly1305(), &key, (struct str){ zeros, sizeof(zeros) },
			  S(""), file_key, body);
	secret_release(&key);
	secret_release(&shared);
	return ok;
}

static struct str base64_unpadded(const unsigned char *octets, size_t n, struct arena *a)
{
	struct str text = base64_encode(octets, n, a);

	return str_first(text, str_find(text, '='));
}

/* All up to the payload. */
static bool write_header(const struct secret *file_key, const unsigned char recipient[POINT],
			 struct arena *a, struct str *ret)
{
	unsigned char share[POINT] = { 0 }, body[FILE_KEY + AEAD_TAG], mac[MAC];
	struct secret key = { 0 };
	struct str header;
	bool ok = wrap(file_key, recipient, share, body) &&
		  derive(file_key, S(""), S("header"), &key);

	if (ok) {
		header = arena_fmt(a, "age-encryption.org/v1\n-> X25519 %.*s\n%.*s\n---",
				   FMT(base64_unpadded(share, sizeof(share), a)),
				   FMT(base64_unpadded(body, sizeof(body), a)));
		ok = EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key.bytes, key.n,
			       (const unsigned char *)header.s, header.n, mac, sizeof(mac), NULL);
	}
	if (ok)
		*ret = arena_fmt(a, "%.*s %.*s\n", FMT(header),
				 FMT(base64_unpadded(mac, sizeof(mac), a)));
	secret_release(&key);
	return ok;
}

/* PAYLOAD_NONCE octets of nonce and one chunk of STREAM, which is both the first and the last. */
static bool write_payload(const struct secret *file_key, const struct secret *plain,
			  unsigned char *ret)
{
	static const char first_and_last[AEAD_NONCE] = { [AEAD_NONCE - 1] = 1 };
	struct secret key = { 0 };
	bool ok =
		RAND_bytes(ret, PAYLOAD_NONCE) == 1 &&
		derive(file_key, (struct str){ (char *)ret, PAYLOAD_NONCE }, S("payload"), &key) &&
		aead_encrypt(EVP_chacha20_poly1305(), &key,
			     (struct str){ first_and_last, sizeof(first_and_last) }, S(""), plain,
			     ret + PAYLOAD_NONCE);

	secret_release(&key);
	return ok;
}

bool age_encrypt(const struct secret *plain, const unsigned char recipient[32], struct arena *a,
		 struct str *ret_armored)
{
	size_t n = PAYLOAD_NONCE + plain->n + AEAD_TAG;
	struct secret file_key = { 0 };
	struct str header, parts[2], file;
	unsigned char *payload;
	bool ok;

	if (plain->n > AGE_PLAIN_MOST)
		BUG("%zu octets are more than a chunk", plain->n);
	payload = arena_alloc(a, n);
	ok = secret_random(FILE_KEY, &file_key) && write_header(&file_key, recipient, a, &header) &&
	     write_payload(&file_key, plain, payload);
	secret_release(&file_key);
	if (!ok)
		return false;
	parts[0] = header;
	parts[1] = (struct str){ (char *)payload, n };
	file = arena_concat(a, parts, 2);
	*ret_armored =
		pem_encode((const unsigned char *)file.s, file.n, S("AGE ENCRYPTED FILE"), a);
	return true;
}
