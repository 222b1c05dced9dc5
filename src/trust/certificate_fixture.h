/*
 * Certificates with keys of their own, right or wrong in one respect: for the
 * tests of this room.
 */
#ifndef TRUST_CERTIFICATE_FIXTURE_H
#define TRUST_CERTIFICATE_FIXTURE_H

#include "trust/certificate.h"
#include "trust/openssl.h"

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define IS_CA "critical,CA:TRUE"
#define SIGNS "critical,keyCertSign,cRLSign"

/* A member that is NULL or 0 is as it should be; an extension of "-" is left out. */
struct recipe {
	EVP_PKEY *key;              /* required; belongs to the caller */
	const struct party *issuer; /* NULL: itself */
	const char *name;           /* CN; required */
	const char *unit;           /* OU; none if absent */
	const char *constraints, *usage, *ski, *aki, *san, *eku;
	const char *names;                  /* name constraints */
	const char *not_before, *not_after; /* as in the DER; 13 characters are UTCTime */
	const char *serial;                 /* decimal, or 0x and hexadecimal */
	bool version_1;
	const char *hash;
};

/* Owned by the test: party_release. */
struct party {
	EVP_PKEY *key; /* not owned */
	X509 *x509;
};

static inline void extend(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;

	if (!value || !strcmp(value, "-"))
		return;
	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	extension = X509V3_EXT_nconf_nid(NULL, &ctx, nid, value);
	assert_non_null(extension);
	assert_true(X509_add_ext(x, extension, -1));
	X509_EXTENSION_free(extension);
}

static inline ASN1_TIME *date(const char *text)
{
	ASN1_TIME *t =
		ASN1_STRING_type_new(strlen(text) == 13 ? V_ASN1_UTCTIME : V_ASN1_GENERALIZEDTIME);

	assert_true(ASN1_STRING_set(t, text, -1));
	return t;
}

static inline void name_party(X509_NAME *name, const char *part, const char *text)
{
	assert_true(!text || X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8,
							(const unsigned char *)text, -1, -1, 0));
}

static inline void fill(X509 *x, const struct recipe *r)
{
	ASN1_TIME *from = date(r->not_before ? r->not_before : "250101000000Z");
	ASN1_TIME *to = date(r->not_after ? r->not_after : "20991231235959Z");
	ASN1_INTEGER *serial = s2i_ASN1_INTEGER(NULL, r->serial ? r->serial : "4660");

	assert_true(X509_set_version(x, r->version_1 ? X509_VERSION_1 : X509_VERSION_3));
	assert_true(X509_set_serialNumber(x, serial));
	assert_true(X509_set1_notBefore(x, from));
	assert_true(X509_set1_notAfter(x, to));
	name_party(X509_get_subject_name(x), "O", "ocm-mesh");
	name_party(X509_get_subject_name(x), "OU", r->unit);
	name_party(X509_get_subject_name(x), "CN", r->name);
	assert_true(
		X509_set_issuer_name(x, X509_get_subject_name(r->issuer ? r->issuer->x509 : x)));
	assert_true(X509_set_pubkey(x, r->key));
	ASN1_INTEGER_free(serial);
	ASN1_STRING_free(from);
	ASN1_STRING_free(to);
}

#define OR(member, text) (r.member ? r.member : (text))

static inline struct party make(struct recipe r)
{
	X509 *x = X509_new(), *issuer = r.issuer ? r.issuer->x509 : x;

	openssl_begin();
	assert_non_null(x);
	fill(x, &r);
	if (!r.version_1) {
		extend(x, issuer, NID_basic_constraints, OR(constraints, IS_CA));
		extend(x, issuer, NID_key_usage, OR(usage, SIGNS));
		extend(x, issuer, NID_subject_key_identifier, OR(ski, "hash"));
		extend(x, issuer, NID_authority_key_identifier,
		       OR(aki, r.issuer ? "keyid:always" : "-"));
		extend(x, issuer, NID_subject_alt_name, OR(san, "-"));
		extend(x, issuer, NID_ext_key_usage, OR(eku, "-"));
		extend(x, issuer, NID_name_constraints, OR(names, "-"));
	}
	assert_true(X509_sign(x, r.issuer ? r.issuer->key : r.key,
			      EVP_get_digestbyname(OR(hash, "SHA256"))));
	return (struct party){ r.key, x };
}

static inline void party_release(struct party *p)
{
	X509_free(p->x509);
}

/* The fingerprint of its public half, as certificate.spki has it. */
static inline struct str spki_of(EVP_PKEY *key, struct arena *a)
{
	unsigned char *der = NULL;
	int n = i2d_PUBKEY(key, &der);
	struct str spki = sha256_text((struct str){ (const char *)der, (size_t)n }, a);

	assert_true(n > 0);
	OPENSSL_free(der);
	return spki;
}

static inline EVP_PKEY *new_key(const char *curve)
{
	EVP_PKEY *key = EVP_EC_gen(curve);

	openssl_begin();
	assert_non_null(key);
	return key;
}

static inline struct str pem_of(const struct party *p, struct arena *a)
{
	BIO *out = BIO_new(BIO_s_mem());
	struct str pem;
	char *text;
	long n;

	assert_true(PEM_write_bio_X509(out, p->x509));
	n = BIO_get_mem_data(out, &text);
	pem = arena_dup(a, (struct str){ text, (size_t)n });
	BIO_free(out);
	return pem;
}

/* The PEM of any octets. */
static inline struct str pem_around(const unsigned char *der, size_t n, struct arena *a)
{
	BIO *out = BIO_new(BIO_s_mem());
	struct str pem;
	char *text;
	long length;

	assert_true(PEM_write_bio(out, "CERTIFICATE", "", der, (long)n));
	length = BIO_get_mem_data(out, &text);
	pem = arena_dup(a, (struct str){ text, (size_t)length });
	BIO_free(out);
	return pem;
}

/* Reads what must be right. */
static inline struct certificate read_pem(struct str pem, struct arena *a)
{
	struct certificate c;
	const char *why = NULL;

	if (!certificate_read(pem, a, &c, &why))
		fail_msg("the certificate %s", why);
	return c;
}

static inline void says(struct str s, const char *text)
{
	struct arena a = { 0 };

	assert_string_equal(arena_dup(&a, s).s, text);
	arena_release(&a);
}

#endif
