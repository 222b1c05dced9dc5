#include "base/bug.h"
#include "base/rfc3339.h"
#include "ca/aead.h"
#include "ca/age.h"
#include "ca/seal.h"
#include "trust/base64.h"

#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

enum { DATA_KEY = 32, IV = 32, HASH = 64 };

/* A value in the file of SOPS: aes/cipher.go. The IV is longer than AES-GCM mostly has it. */
static bool encrypt_value(const struct secret *data_key, const struct secret *value,
			  struct str additional, struct arena *a, struct str *ret)
{
	unsigned char *octets = arena_alloc(a, value->n + AEAD_TAG), iv[IV];

	if (RAND_bytes(iv, sizeof(iv)) != 1 ||
	    !aead_encrypt(EVP_aes_256_gcm(), data_key, (struct str){ (char *)iv, sizeof(iv) },
			  additional, value, octets))
		return false;
	*ret = arena_fmt(a, "ENC[AES256_GCM,data:%.*s,iv:%.*s,tag:%.*s,type:str]",
			 FMT(base64_encode(octets, value->n, a)),
			 FMT(base64_encode(iv, sizeof(iv), a)),
			 FMT(base64_encode(octets + value->n, AEAD_TAG, a)));
	return true;
}

/*
 * The hash of all encrypted values, here of one, in upper-case hex; secret, since it
 * would tell whether two keys are the same. With mac_only_encrypted it begins with
 * SHA-256("sops"): MACOnlyEncryptedInitialization of sops.go.
 */
static bool hash_values(const struct secret *value, struct secret *ret)
{
	static const unsigned char begin[] = {
		0x8a, 0x3f, 0xd2, 0xad, 0x54, 0xce, 0x66, 0x52, 0x7b, 0x10, 0x34,
		0xf3, 0xd1, 0x47, 0xbe, 0x0b, 0x0b, 0x97, 0x5b, 0x3b, 0xf4, 0x4f,
		0x72, 0xc6, 0xfd, 0xad, 0xec, 0x81, 0x76, 0xf2, 0x7d, 0x69,
	};
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct secret hash = secret_new(HASH);
	bool ok = ctx && EVP_DigestInit_ex(ctx, EVP_sha512(), NULL) &&
		  EVP_DigestUpdate(ctx, begin, sizeof(begin)) &&
		  EVP_DigestUpdate(ctx, value->bytes, value->n) &&
		  EVP_DigestFinal_ex(ctx, hash.bytes, NULL);

	*ret = secret_new(2 * HASH);
	for (size_t i = 0; i < 2 * HASH; i++)
		ret->bytes[i] =
			(unsigned char)"0123456789ABCDEF"[hash.bytes[i / 2] >> (i % 2 ? 0 : 4) &
							  15];
	secret_release(&hash);
	EVP_MD_CTX_free(ctx);
	return ok;
}

static int by_recipient(const void *a, const void *b)
{
	return str_cmp(((const struct sealed_stanza *)a)->recipient,
		       ((const struct sealed_stanza *)b)->recipient);
}

static bool seal_data_key(const struct secret *data_key, const struct names *recipients,
			  struct arena *a, struct sealed *ret)
{
	ret->age = ARENA_ARRAY(a, recipients->n, struct sealed_stanza);
	ret->n_age = recipients->n;
	for (size_t i = 0; i < recipients->n; i++) {
		struct str text = recipients->list[i].text;
		unsigned char point[32];
		const char *why;

		if (!age_recipient_parse(text, point, &why))
			BUG("'%.*s' is no age recipient: %s", FMT(text), why);
		ret->age[i].recipient = text;
		if (!age_encrypt(data_key, point, a, &ret->age[i].enc))
			return false;
	}
	qsort(ret->age, ret->n_age, sizeof(*ret->age), by_recipient);
	return true;
}

bool seal_sops(const struct secret *pem, const struct names *recipients, int64_t now,
	       struct arena *a, struct sealed *ret)
{
	struct secret data_key = { 0 }, hash = { 0 };
	bool ok;

	*ret = (struct sealed){ .last_modified = time_text(now, a) };
	ok = secret_random(DATA_KEY, &data_key) && seal_data_key(&data_key, recipients, a, ret) &&
	     encrypt_value(&data_key, pem, S("stringData:ca-key.pem:"), a, &ret->value) &&
	     hash_values(pem, &hash) &&
	     encrypt_value(&data_key, &hash, ret->last_modified, a, &ret->mac);
	secret_release(&hash);
	secret_release(&data_key);
	return ok;
}
