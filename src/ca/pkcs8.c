#include "ca/pkcs8.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <string.h>

enum { SALT_BYTES = 16, COST = 1 << 14, BLOCK = 8, LANES = 5 };
enum { ROUNDS_LEAST = 600 * 1000 };

static bool write_pem(X509_SIG *encrypted, struct arena *a, struct str *ret)
{
	BIO *out = BIO_new(BIO_s_mem());
	bool ok = out && PEM_write_bio_PKCS8(out, encrypted);
	char *bytes;

	if (ok) {
		long n = BIO_get_mem_data(out, &bytes);

		*ret = arena_dup(a, (struct str){ bytes, (size_t)n });
	}
	BIO_free(out);
	return ok;
}

bool pkcs8_encrypt(EVP_PKEY *key, const struct secret *passphrase, struct arena *a,
		   struct str *ret_pem)
{
	PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
	X509_ALGOR *scheme = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, SALT_BYTES, NULL, COST,
						   BLOCK, LANES);
	X509_SIG *encrypted = NULL;
	bool ok;

	if (info && scheme)
		encrypted = PKCS8_set0_pbe((const char *)passphrase->bytes, (int)passphrase->n,
					   info, scheme);
	if (!encrypted)
		X509_ALGOR_free(scheme);
	ok = encrypted && write_pem(encrypted, a, ret_pem);
	X509_SIG_free(encrypted);
	PKCS8_PRIV_KEY_INFO_free(info);
	return ok;
}

/* Each fault in words that follow "the key file "; NULL when there is none. */
static const char *pbkdf2_fault(const ASN1_TYPE *parameters)
{
	PBKDF2PARAM *p = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), parameters);
	const char *fault = NULL;
	int prf, hash = NID_undef;
	uint64_t rounds;

	if (!p)
		return "is encrypted in a way that cannot be read";
	prf = p->prf ? OBJ_obj2nid(p->prf->algorithm) : NID_hmacWithSHA1;
	EVP_PBE_find(EVP_PBE_TYPE_PRF, prf, NULL, &hash, NULL);
	if (hash != NID_sha256 && hash != NID_sha384 && hash != NID_sha512)
		fault = "is encrypted by PBKDF2 without SHA-2";
	else if (!ASN1_INTEGER_get_uint64(&rounds, p->iter) || rounds < ROUNDS_LEAST)
		fault = "is encrypted by PBKDF2 of less than 600000 rounds";
	PBKDF2PARAM_free(p);
	return fault;
}

static const char *scrypt_fault(const ASN1_TYPE *parameters)
{
	SCRYPT_PARAMS *p = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameters);
	uint64_t n, r, lanes;
	const char *fault = NULL;

	if (!p)
		return "is encrypted in a way that cannot be read";
	if (!ASN1_INTEGER_get_uint64(&n, p->costParameter) ||
	    !ASN1_INTEGER_get_uint64(&r, p->blockSize) ||
	    !ASN1_INTEGER_get_uint64(&lanes, p->parallelizationParameter) ||
	    EVP_PBE_scrypt(NULL, 0, NULL, 0, n, r, lanes, 0, NULL, 0) != 1)
		fault = "is encrypted by scrypt with settings that OpenSSL refuses, mostly for "
			"more than 32 MiB of memory";
	else if (n < COST || r < BLOCK)
		fault = "is encrypted by scrypt with N below 16384 or r below 8";
	SCRYPT_PARAMS_free(p);
	return fault;
}

static const char *pbes2_fault(const ASN1_TYPE *parameters)
{
	PBE2PARAM *p = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), parameters);
	const char *fault = "is encrypted in a way that cannot be read";

	if (!p)
		return fault;
	if (OBJ_obj2nid(p->encryption->algorithm) != NID_aes_256_cbc)
		fault = "is not encrypted with AES-256";
	else if (OBJ_obj2nid(p->keyfunc->algorithm) == NID_id_scrypt)
		fault = scrypt_fault(p->keyfunc->parameter);
	else if (OBJ_obj2nid(p->keyfunc->algorithm) == NID_id_pbkdf2)
		fault = pbkdf2_fault(p->keyfunc->parameter);
	PBE2PARAM_free(p);
	return fault;
}

static const char *scheme_fault(const X509_SIG *encrypted)
{
	const X509_ALGOR *scheme;
	const ASN1_OBJECT *name;
	const void *parameters;
	int type;

	X509_SIG_get0(encrypted, &scheme, NULL);
	X509_ALGOR_get0(&name, &type, &parameters, scheme);
	if (OBJ_obj2nid(name) != NID_pbes2)
		return "is encrypted in an old and weak way";
	return pbes2_fault(scheme->parameter);
}

/* What begins like a key and is none that can be taken. */
static const char *text_fault(struct str text)
{
	if (str_search(text, S("-----BEGIN ENCRYPTED PRIVATE KEY-----")) < text.n)
		return NULL;
	if (str_search(text, S("PRIVATE KEY-----")) == text.n)
		return "holds no encrypted PKCS#8 key in PEM";
	if (str_search(text, S("Proc-Type: 4,ENCRYPTED")) < text.n)
		return "is encrypted in an old and weak way";
	return "holds a key in the clear";
}

static X509_SIG *read_pem(const struct secret *text)
{
	BIO *in = BIO_new_mem_buf(text->bytes, (int)text->n);
	X509_SIG *encrypted = in ? PEM_read_bio_PKCS8(in, NULL, NULL, NULL) : NULL;

	BIO_free(in);
	return encrypted;
}

static EVP_PKEY *open_key(const X509_SIG *encrypted, const struct secret *passphrase,
			  const char **ret_why)
{
	PKCS8_PRIV_KEY_INFO *info =
		PKCS8_decrypt(encrypted, (const char *)passphrase->bytes, (int)passphrase->n);
	EVP_PKEY *key = info ? EVP_PKCS82PKEY(info) : NULL;

	*ret_why = info && !key ? "holds a key that OpenSSL cannot read" : NULL;
	PKCS8_PRIV_KEY_INFO_free(info);
	return key;
}

EVP_PKEY *pkcs8_decrypt(const struct secret *text, const struct secret *passphrase,
			const char **ret_why)
{
	EVP_PKEY *key = NULL;
	X509_SIG *encrypted;

	*ret_why = text_fault((struct str){ (const char *)text->bytes, text->n });
	if (*ret_why)
		return NULL;
	encrypted = read_pem(text);
	*ret_why = encrypted ? scheme_fault(encrypted) : "holds broken PEM";
	if (!*ret_why)
		key = open_key(encrypted, passphrase, ret_why);
	X509_SIG_free(encrypted);
	return key;
}
