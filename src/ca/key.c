#include "ca/key.h"

#include "base/bug.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

enum { RSA_BITS = 4096 };

static bool set_kind(EVP_PKEY_CTX *ctx, enum key_kind kind)
{
	switch (kind) {
	case KEY_P256:
		return EVP_PKEY_CTX_set_group_name(ctx, "P-256") > 0;
	case KEY_P384:
		return EVP_PKEY_CTX_set_group_name(ctx, "P-384") > 0;
	case KEY_RSA4096:
		return EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, RSA_BITS) > 0;
	}
	BUG("there is no kind of key %d", (int)kind);
}

EVP_PKEY_CTX *key_generator(enum key_kind kind)
{
	EVP_PKEY_CTX *ctx =
		EVP_PKEY_CTX_new_from_name(NULL, kind == KEY_RSA4096 ? "RSA" : "EC", NULL);

	if (ctx && EVP_PKEY_keygen_init(ctx) > 0 && set_kind(ctx, kind))
		return ctx;
	EVP_PKEY_CTX_free(ctx);
	return NULL;
}

EVP_PKEY *key_generate(EVP_PKEY_CTX *generator)
{
	EVP_PKEY *key = NULL;

	return generator && EVP_PKEY_generate(generator, &key) > 0 ? key : NULL;
}

EVP_PKEY *key_new(enum key_kind kind)
{
	EVP_PKEY_CTX *generator = key_generator(kind);
	EVP_PKEY *key = key_generate(generator);

	EVP_PKEY_CTX_free(generator);
	return key;
}

/*
 * All of the DER of a key on this curve but its numbers: PrivateKeyInfo around
 * ECPrivateKey (RFC 5915), then the head of the public point.
 */
struct curve {
	const char *name;
	size_t scalar;
	struct str before, between;
};

static const struct curve curves[] = {
	{ "prime256v1", 32,
	  STR("\x30\x81\x87\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08"
	      "\x2a\x86\x48\xce\x3d\x03\x01\x07\x04\x6d\x30\x6b\x02\x01\x01\x04\x20"),
	  STR("\xa1\x44\x03\x42\x00") },
	{ "secp384r1", 48,
	  STR("\x30\x81\xb6\x02\x01\x00\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05"
	      "\x2b\x81\x04\x00\x22\x04\x81\x9e\x30\x81\x9b\x02\x01\x01\x04\x30"),
	  STR("\xa1\x64\x03\x62\x00") },
};

static const struct curve *curve_of(EVP_PKEY *key)
{
	char name[32];

	if (!EVP_PKEY_get_group_name(key, name, sizeof(name), NULL))
		return NULL;
	for (size_t i = 0; i < sizeof(curves) / sizeof(*curves); i++)
		if (strcmp(name, curves[i].name) == 0)
			return &curves[i];
	return NULL;
}

/* Its scalar, big-endian. OpenSSL writes it little-endian on most machines: then it is turned. */
static bool put_scalar(EVP_PKEY *key, const struct curve *c, unsigned char *ret)
{
	static const union {
		uint16_t number;
		unsigned char first;
	} little = { 1 };
	OSSL_PARAM params[] = { OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, ret, c->scalar),
				OSSL_PARAM_construct_end() };

	if (!EVP_PKEY_get_params(key, params) || params[0].return_size != c->scalar)
		return false;
	for (size_t i = 0, k = c->scalar - 1; little.first && i < k; i++, k--) {
		unsigned char octet = ret[i];

		ret[i] = ret[k];
		ret[k] = octet;
	}
	return true;
}

/*
 * By hand, since OpenSSL's encoder leaves the key in ordinary memory on its way,
 * and takes twice as long as to make the key.
 */
static bool curve_der(EVP_PKEY *key, const struct curve *c, struct secret *ret)
{
	size_t point = 1 + 2 * c->scalar, n;
	unsigned char *at;

	*ret = secret_new(c->before.n + c->scalar + c->between.n + point);
	at = ret->bytes;
	memcpy(at, c->before.s, c->before.n);
	at += c->before.n;
	if (!put_scalar(key, c, at))
		return false;
	at += c->scalar;
	memcpy(at, c->between.s, c->between.n);
	at += c->between.n;
	return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, at, point,
					       &n) &&
	       n == point;
}

static bool other_der(EVP_PKEY *key, struct secret *ret)
{
	PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
	int n = info ? i2d_PKCS8_PRIV_KEY_INFO(info, NULL) : 0;

	if (n > 0) {
		*ret = secret_new((size_t)n);
		n = i2d_PKCS8_PRIV_KEY_INFO(info, &(unsigned char *){ ret->bytes });
	}
	PKCS8_PRIV_KEY_INFO_free(info);
	return n > 0;
}

/* RFC 7468: 48 octets make a line of 64 characters. */
static struct secret pem_of(const struct secret *der)
{
	static const struct str head = STR("-----BEGIN PRIVATE KEY-----\n"),
				tail = STR("-----END PRIVATE KEY-----\n");
	size_t lines = (der->n + 47) / 48, text = (der->n + 2) / 3 * 4 + lines;
	struct secret pem = secret_new(head.n + text + tail.n);
	unsigned char *at = pem.bytes;

	memcpy(at, head.s, head.n);
	at += head.n;
	for (size_t i = 0; i < der->n; i += 48) {
		at += EVP_EncodeBlock(at, der->bytes + i, der->n - i < 48 ? (int)(der->n - i) : 48);
		*at++ = '\n';
	}
	memcpy(at, tail.s, tail.n);
	return pem;
}

bool key_pem(EVP_PKEY *key, struct secret *ret)
{
	const struct curve *c = curve_of(key);
	struct secret der = { NULL, 0 };
	bool ok = c ? curve_der(key, c, &der) : other_der(key, &der);

	*ret = (struct secret){ NULL, 0 };
	if (ok)
		*ret = pem_of(&der);
	secret_release(&der);
	return ok;
}
