/*
 * For tests: the other side of age. An identity, its recipient's name, and opening a
 * file with it, by other functions of OpenSSL than the program uses.
 */
#ifndef CA_AGE_FIXTURE_H
#define CA_AGE_FIXTURE_H

#include "ca/fixture.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

struct identity {
	EVP_PKEY *key;
	unsigned char point[32];
	struct str name; /* age1... */
};

static inline uint32_t bech32_step(uint32_t check, unsigned value)
{
	static const uint32_t generator[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
					      0x2a1462b3 };
	uint32_t top = check >> 25;

	check = (check & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		check ^= top >> i & 1 ? generator[i] : 0;
	return check;
}

/* BIP 173. */
static inline struct str bech32_of(const unsigned char point[32], struct arena *a)
{
	static const char letters[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	static const unsigned char expanded[] = { 3, 3, 3, 0, 'a' & 31, 'g' & 31, 'e' & 31 };
	unsigned values[58] = { 0 };
	uint32_t check = 1;
	char *text = arena_alloc(a, 63);

	for (size_t bit = 0; bit < 256; bit++)
		values[bit / 5] |= ((unsigned)point[bit / 8] >> (7 - bit % 8) & 1) << (4 - bit % 5);
	for (size_t i = 0; i < sizeof(expanded); i++)
		check = bech32_step(check, expanded[i]);
	for (size_t i = 0; i < 58; i++)
		check = bech32_step(check, values[i]);
	check ^= 1;
	for (size_t i = 0; i < 6; i++)
		values[52 + i] = check >> 5 * (5 - i) & 31;
	memcpy(text, "age1", 4);
	for (size_t i = 0; i < 58; i++)
		text[4 + i] = letters[values[i]];
	return (struct str){ text, 62 };
}

static inline struct identity identity_new(struct arena *a)
{
	struct identity id = { .key = EVP_PKEY_Q_keygen(NULL, NULL, "X25519") };
	size_t n = sizeof(id.point);

	assert_true(EVP_PKEY_get_raw_public_key(id.key, id.point, &n));
	id.name = bech32_of(id.point, a);
	return id;
}

static inline void hkdf(const unsigned char *key, size_t n, const unsigned char *salt,
			size_t salt_n, struct str info, unsigned char ret[32])
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, NULL);
	size_t room = 32;

	assert_true(EVP_PKEY_derive_init(ctx) > 0);
	assert_true(EVP_PKEY_CTX_set_hkdf_md(ctx, EVP_sha256()) > 0);
	assert_true(EVP_PKEY_CTX_set1_hkdf_key(ctx, key, (int)n) > 0);
	assert_true(!salt_n || EVP_PKEY_CTX_set1_hkdf_salt(ctx, salt, (int)salt_n) > 0);
	assert_true(EVP_PKEY_CTX_add1_hkdf_info(ctx, (const unsigned char *)info.s, (int)info.n) >
		    0);
	assert_true(EVP_PKEY_derive(ctx, ret, &room) > 0);
	EVP_PKEY_CTX_free(ctx);
}

/* n octets and a tag behind them; false when they do not open. */
static inline bool aead_open(const EVP_CIPHER *cipher, const unsigned char *key, struct str nonce,
			     struct str additional, const unsigned char *in, size_t n,
			     unsigned char *ret)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int done;
	bool ok = EVP_DecryptInit_ex(ctx, cipher, NULL, NULL, NULL) &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)nonce.n, NULL) &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, 16, (void *)(in + n)) &&
		  EVP_DecryptInit_ex(ctx, NULL, NULL, key, (const unsigned char *)nonce.s) &&
		  EVP_DecryptUpdate(ctx, NULL, &done, (const unsigned char *)additional.s,
				    (int)additional.n) &&
		  EVP_DecryptUpdate(ctx, ret, &done, in, (int)n) &&
		  EVP_DecryptFinal_ex(ctx, ret + done, &done);

	EVP_CIPHER_CTX_free(ctx);
	return ok;
}

/* With or without padding; the number of octets. */
static inline size_t unbase64(struct str text, unsigned char *ret)
{
	unsigned char block[5];
	size_t n = 0, length = str_find(text, '=');

	for (size_t i = 0; i < length; i += 4) {
		struct str part = str_first(str_from(str_first(text, length), i), 4);
		char padded[5] = "====";

		memcpy(padded, part.s, part.n);
		assert_int_equal(EVP_DecodeBlock(block, (unsigned char *)padded, 4), 3);
		memcpy(ret + n, block, part.n - 1);
		n += part.n - 1;
	}
	return n;
}

/* What is inside of the armor; its lines must be full but for the last. */
static inline struct str dearmored(struct str file, struct arena *a)
{
	static const struct str head = STR("-----BEGIN AGE ENCRYPTED FILE-----\n"),
				tail = STR("-----END AGE ENCRYPTED FILE-----\n");
	char *text = arena_alloc(a, file.n), *octets = arena_alloc(a, file.n);
	struct str rest = str_from(file, head.n);
	size_t n = 0;

	assert_true(str_starts(file, head) && str_ends(file, tail));
	rest = str_first(rest, rest.n - tail.n);
	for (size_t line = str_find(rest, '\n'); rest.n; line = str_find(rest, '\n')) {
		assert_true(line == 64 || (line && line < 64 && line + 1 == rest.n));
		memcpy(text + n, rest.s, line);
		n += line;
		rest = str_from(rest, line + 1);
	}
	assert_int_equal(n % 4, 0);
	n = unbase64((struct str){ text, n }, (unsigned char *)octets);
	return (struct str){ octets, n };
}

/* The file key of the one stanza; false when it is for somebody else. */
static inline bool unwrap_file_key(const struct identity *id, struct str share_text,
				   struct str body_text, unsigned char ret[16])
{
	unsigned char salt[64], body[64], shared[32], key[32];
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(id->key, NULL);
	EVP_PKEY *share;
	size_t n = 32;
	bool ok;

	assert_int_equal(unbase64(share_text, salt), 32);
	assert_int_equal(unbase64(body_text, body), 32);
	memcpy(salt + 32, id->point, 32);
	share = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, salt, 32);
	ok = EVP_PKEY_derive_init(ctx) > 0 && EVP_PKEY_derive_set_peer(ctx, share) > 0 &&
	     EVP_PKEY_derive(ctx, shared, &n) > 0;
	EVP_PKEY_free(share);
	EVP_PKEY_CTX_free(ctx);
	if (!ok)
		return false;
	hkdf(shared, 32, salt, 64, S("age-encryption.org/v1/X25519"), key);
	return aead_open(EVP_chacha20_poly1305(), key, S("\0\0\0\0\0\0\0\0\0\0\0\0"), S(""), body,
			 16, ret);
}

/* The part of *rest before the next end, which is skipped. */
static inline struct str taken(struct str *rest, struct str end)
{
	size_t n = str_search(*rest, end);
	struct str part = str_first(*rest, n);

	*rest = str_from(*rest, n + end.n);
	return part;
}

/* The plaintext; empty when the file does not open. */
static inline struct str age_open_bare(const struct identity *id, struct str octets,
				       struct arena *a)
{
	static const struct str last = STR("\0\0\0\0\0\0\0\0\0\0\0\1");
	struct str rest = octets, share, body, mac_text;
	unsigned char file_key[16], key[32], mac[64], said[64], *plain;

	assert_true(str_eq(taken(&rest, S("\n")), S("age-encryption.org/v1")));
	assert_true(str_eq(taken(&rest, S(" X25519 ")), S("->")));
	share = taken(&rest, S("\n"));
	body = taken(&rest, S("\n---"));
	if (!unwrap_file_key(id, share, body, file_key))
		return S("");
	hkdf(file_key, 16, NULL, 0, S("header"), key);
	HMAC(EVP_sha256(), key, 32, (const unsigned char *)octets.s, (size_t)(rest.s - octets.s),
	     mac, NULL);
	assert_true(str_starts(rest, S(" ")));
	rest = str_from(rest, 1);
	mac_text = taken(&rest, S("\n"));
	if (unbase64(mac_text, said) != 32 || memcmp(mac, said, 32) != 0)
		return S("");
	hkdf(file_key, 16, (const unsigned char *)rest.s, 16, S("payload"), key);
	rest = str_from(rest, 16);
	plain = arena_alloc(a, rest.n);
	if (!aead_open(EVP_chacha20_poly1305(), key, last, S(""), (const unsigned char *)rest.s,
		       rest.n - 16, plain))
		return S("");
	return (struct str){ (char *)plain, rest.n - 16 };
}

static inline struct str age_open(const struct identity *id, struct str file, struct arena *a)
{
	return age_open_bare(id, dearmored(file, a), a);
}

#endif
