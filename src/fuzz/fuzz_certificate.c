/*
 * Any bytes, as PEM or as the DER in it, are read or refused with a reason; what is
 * read says the same of itself as OpenSSL's X509 does.
 */
#include "fuzz/fuzz.h"

#include "base/bug.h"
#include "trust/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

static struct str pem_around(struct str der, struct arena *a)
{
	BIO *out = BIO_new(BIO_s_mem());
	struct str pem;
	char *text;
	long n;

	if (!out ||
	    !PEM_write_bio(out, "CERTIFICATE", "", (const unsigned char *)der.s, (long)der.n))
		BUG("OpenSSL fails");
	n = BIO_get_mem_data(out, &text);
	pem = arena_dup(a, (struct str){ text, (size_t)n });
	BIO_free(out);
	return pem;
}

static int64_t seconds_of(const ASN1_TIME *t)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days, seconds;

	if (!ASN1_TIME_diff(&days, &seconds, epoch, t))
		BUG("a date that OpenSSL cannot read");
	ASN1_TIME_free(epoch);
	return (int64_t)days * 86400 + seconds;
}

static void same_key(const struct certificate *c)
{
	EVP_PKEY *key = X509_get0_pubkey(c->x509);

	if (c->known_key && c->key_bits && EVP_PKEY_get_bits(key) != c->key_bits)
		BUG("another length of an RSA key");
	if (c->known_key && !EVP_PKEY_is_a(key, c->key_bits ? "RSA" : "EC"))
		BUG("another kind of key");
}

static void same_facts(const struct certificate *c)
{
	X509 *x = c->x509;
	uint32_t flags = X509_get_extension_flags(x), usage = X509_get_key_usage(x);
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(x);
	bool signs = flags & EXFLAG_KUSAGE && usage & KU_KEY_CERT_SIGN;

	if (X509_get_version(x) != X509_VERSION_3)
		BUG("another version");
	if (seconds_of(X509_get0_notBefore(x)) != c->not_before ||
	    seconds_of(X509_get0_notAfter(x)) != c->not_after)
		BUG("another date");
	if (!(c->traits & TRAIT_CA) != !(flags & EXFLAG_CA && flags & EXFLAG_BCONS))
		BUG("CA or not");
	if (!(c->traits & TRAIT_SIGNS) != !signs)
		BUG("keyCertSign or not");
	if (!(c->traits & TRAIT_EXTENDED_USAGE) != !(flags & EXFLAG_XKUSAGE))
		BUG("an EKU or not");
	if (c->traits & TRAIT_CA && (c->pathlen == 0) != (X509_get_pathlen(x) == 0))
		BUG("another pathlen");
	if (!c->subject_id.n != !(id && ASN1_STRING_length(id)))
		BUG("another subject key identifier");
}

/* A root without a fault is one that OpenSSL takes under -x509_strict. */
static void same_verdict(const struct certificate *c)
{
	STACK_OF(X509) *trusted = sk_X509_new_null();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	if (!sk_X509_push(trusted, c->x509) || !X509_STORE_CTX_init(ctx, NULL, c->x509, NULL))
		BUG("OpenSSL fails");
	X509_STORE_CTX_set0_trusted_stack(ctx, trusted);
	X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_X509_STRICT | X509_V_FLAG_NO_CHECK_TIME |
					      X509_V_FLAG_CHECK_SS_SIGNATURE);
	if (!certificate_root_fault(c) && X509_verify_cert(ctx) != 1)
		BUG("a root that OpenSSL refuses");
	X509_STORE_CTX_free(ctx);
	sk_X509_free(trusted);
}

static void check(struct str pem, struct arena *a)
{
	struct certificate c, again;
	const char *why = NULL;

	if (!certificate_parse(pem, a, &c, &why)) {
		if (!why)
			BUG("no reason");
		return;
	}
	certificate_intermediate_fault(&c);
	certificate_voucher_fault(&c);
	if (!certificate_parse(c.pem, a, &again, &why) || !str_eq(c.pem, again.pem) ||
	    !str_eq(c.spki, again.spki))
		BUG("a second reading differs");
	if (!certificate_read(pem, a, &c, &why))
		return;
	same_key(&c);
	same_facts(&c);
	same_verdict(&c);
	certificate_release(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str input = { (const char *)bytes, n };
	struct arena a = { 0 };

	check(input, &a);
	if (n)
		check(pem_around(input, &a), &a);
	arena_release(&a);
	return 0;
}
