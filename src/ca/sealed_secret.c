#include "ca/aead.h"
#include "ca/seal.h"
#include "trust/asn1.h"
#include "trust/base64.h"
#include "trust/certificate.h"

#include <openssl/rsa.h>
#include <string.h>

/* By way of trust/asn1.h, as X509 takes longer to decode a key than it takes to seal to it. */
EVP_PKEY *sealing_key(struct str certificate, struct arena *a)
{
	TBS_CERTIFICATE *tbs = NULL;
	PUBLIC_KEY_INFO *info = NULL;
	EVP_PKEY *key = NULL;
	struct certificate c;
	const char *why;
	struct str octets;

	if (certificate_parse(certificate, a, &c, &why))
		tbs = asn1_read(&c.tbs, ASN1_ITEM_rptr(TBS_CERTIFICATE));
	if (tbs) {
		octets = asn1_octets(tbs->key);
		info = asn1_read(&octets, ASN1_ITEM_rptr(PUBLIC_KEY_INFO));
	}
	if (info) {
		octets = asn1_octets(info->bits);
		key = d2i_PublicKey(EVP_PKEY_RSA, NULL,
				    &(const unsigned char *){ (const unsigned char *)octets.s },
				    (long)octets.n);
	}
	ASN1_item_free((ASN1_VALUE *)info, ASN1_ITEM_rptr(PUBLIC_KEY_INFO));
	ASN1_item_free((ASN1_VALUE *)tbs, ASN1_ITEM_rptr(TBS_CERTIFICATE));
	return key;
}

static bool set_label(EVP_PKEY_CTX *ctx, struct str label)
{
	char *copy = OPENSSL_memdup(label.s, label.n);

	if (copy && EVP_PKEY_CTX_set0_rsa_oaep_label(ctx, copy, (int)label.n) > 0)
		return true;
	OPENSSL_free(copy);
	return false;
}

/* RSA-OAEP (RFC 8017) with SHA-256 in both places; *n is the room at ret, then what is used of it. */
static bool wrap(EVP_PKEY *to, struct str label, const struct secret *session, unsigned char *ret,
		 size_t *n)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(to, NULL);
	bool ok = ctx && EVP_PKEY_encrypt_init(ctx) > 0 &&
		  EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) > 0 &&
		  EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()) > 0 &&
		  EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) > 0 && set_label(ctx, label) &&
		  EVP_PKEY_encrypt(ctx, ret, n, session->bytes, session->n) > 0;

	EVP_PKEY_CTX_free(ctx);
	return ok;
}

/* The session key is used once, so that a nonce of zeros does no harm. */
static bool seal(EVP_PKEY *to, struct str label, const struct secret *session,
		 const struct secret *pem, struct arena *a, struct sealed *ret)
{
	static const char zeros[AEAD_NONCE];
	size_t n = (size_t)EVP_PKEY_get_size(to);
	unsigned char *octets = arena_alloc(a, 2 + n + pem->n + AEAD_TAG);

	if (!wrap(to, label, session, octets + 2, &n) ||
	    !aead_encrypt(EVP_aes_256_gcm(), session, (struct str){ zeros, sizeof(zeros) }, S(""),
			  pem, octets + 2 + n))
		return false;
	octets[0] = (unsigned char)(n >> 8);
	octets[1] = (unsigned char)n;
	*ret = (struct sealed){ .value = base64_encode(octets, 2 + n + pem->n + AEAD_TAG, a) };
	return true;
}

bool seal_sealed_secret(const struct secret *pem, EVP_PKEY *to, struct str namespace,
			struct str name, struct arena *a, struct sealed *ret)
{
	struct str label = arena_fmt(a, "%.*s/%.*s", FMT(namespace), FMT(name));
	struct secret session = { NULL, 0 };
	bool ok = secret_random(AEAD_KEY, &session) && seal(to, label, &session, pem, a, ret);

	secret_release(&session);
	return ok;
}
