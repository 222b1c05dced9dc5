#include "trust/certificate.h"

#include "base/bug.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

/* istiod itself looks at CA and at an EKU alone; the rest fails at the workloads. */
static const char *ca_fault(const struct certificate *c)
{
	static const struct rule {
		unsigned trait;
		bool wanted;
		const char *fault;
	} rules[] = {
		{ TRAIT_CA, true, "is none of a CA: its basicConstraints do not say so" },
		{ TRAIT_CA_CRITICAL, true, "has basicConstraints that are not critical" },
		{ TRAIT_SIGNS, true, "may not sign certificates: its keyUsage lacks keyCertSign" },
		{ TRAIT_SIGNS_CRITICAL, true, "has a keyUsage that is not critical" },
		{ TRAIT_EXTENDED_USAGE, false,
		  "has an extended key usage, which would bind the certificates of workloads too" },
		{ TRAIT_NAME_CONSTRAINTS, false,
		  "has name constraints, which meshgen does not read" },
		{ TRAIT_UNKNOWN_CRITICAL, false, "has a critical extension that is not known" },
		{ TRAIT_AUTHORITY_BY_SERIAL, false,
		  "has an authority key identifier that names more than a key" },
	};

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (!(c->traits & rules[i].trait) == rules[i].wanted)
			return rules[i].fault;
	if (!c->hash || (c->signer != EVP_PKEY_EC && c->signer != EVP_PKEY_RSA))
		return "is not signed by ECDSA or RSA with SHA-256, SHA-384 or SHA-512";
	if (!c->known_key)
		return "holds a key that is neither P-256 nor P-384 nor RSA of 2048 bits or more";
	return c->subject_id.n ? NULL : "lacks a subject key identifier";
}

const char *certificate_root_fault(const struct certificate *c)
{
	const char *why = ca_fault(c);

	if (!why && !str_eq(c->issuer_name, c->subject_name))
		why = "is none of a root: subject and issuer differ";
	if (!why && c->pathlen == 0)
		why = "allows no intermediate: its pathlen is 0";
	if (!why && certificate_issuer_fault(c, c))
		why = "is not signed by its own key";
	return why;
}

const char *certificate_intermediate_fault(const struct certificate *c)
{
	const char *why = ca_fault(c);

	if (why)
		return why;
	if (str_eq(c->issuer_name, c->subject_name))
		return "is a root: subject and issuer are the same";
	if (!c->authority_id.n)
		return "lacks an authority key identifier";
	return c->uri.n ? NULL : "does not have one URI as its subject alternative name";
}

const char *certificate_voucher_fault(const struct certificate *c)
{
	const char *why = ca_fault(c);

	if (!why && (c->traits & TRAIT_NAMED || c->pathlen == 0))
		why = "is that of an intermediate, whose key a cluster has";
	return why;
}

/* With the issuer's key, whose kind the algorithm of the signature names. */
static bool has_signature(const struct certificate *c, EVP_PKEY *key)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int right = EVP_PKEY_get_base_id(key) == c->signer;

	if (!ctx)
		out_of_memory();
	right = right && c->hash &&
		EVP_DigestVerifyInit(ctx, NULL, EVP_get_digestbynid(c->hash), NULL, key) == 1 &&
		EVP_DigestVerify(ctx, (const unsigned char *)c->signature.s, c->signature.n,
				 (const unsigned char *)c->tbs.s, c->tbs.n) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return right;
}

const char *certificate_issuer_fault(const struct certificate *c, const struct certificate *issuer)
{
	/* As Go does: octet by octet. */
	if (!str_eq(c->issuer_name, issuer->subject_name))
		return "it names another issuer";
	if (c->authority_id.n && !str_eq(c->authority_id, issuer->subject_id))
		return "its authority key identifier is that of another key";
	if (~issuer->traits & (TRAIT_CA | TRAIT_SIGNS))
		return "that one may not sign certificates";
	return has_signature(c, X509_get0_pubkey(issuer->x509))
		       ? NULL
		       : "its signature is not by that key";
}
