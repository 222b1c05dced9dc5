#include "ca/certify.h"

#include "trust/binding.h"
#include "trust/openssl.h"
#include "trust/pem.h"

#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

enum { SERIAL_BYTES = 20, KEY_ID_BYTES = 20, BACKDATED = 3600 };

/* What the kinds of certificate differ in. */
struct profile {
	const X509_NAME *subject, *issuer;
	EVP_PKEY *public;
	const ASN1_OCTET_STRING *authority; /* key identifier of the issuer; NULL: self-signed */
	int64_t not_before, not_after;
	struct str binding; /* of the serial; empty: random */
	bool ends_path;     /* pathlen 0 */
	struct str uri;     /* of the SAN; empty: none */
	bool uri_critical;
};

/* NULL when OpenSSL fails. */
static X509_NAME *name_of(struct str organization, int second, struct str text)
{
	X509_NAME *name = X509_NAME_new();
	bool ok = name &&
		  X509_NAME_add_entry_by_NID(name, NID_organizationName, V_ASN1_UTF8STRING,
					     (const unsigned char *)organization.s,
					     (int)organization.n, -1, 0) &&
		  X509_NAME_add_entry_by_NID(name, second, V_ASN1_UTF8STRING,
					     (const unsigned char *)text.s, (int)text.n, -1, 0);

	if (ok)
		return name;
	X509_NAME_free(name);
	return NULL;
}

/* NULL when the generator fails. */
static BIGNUM *random_serial(void)
{
	unsigned char octets[SERIAL_BYTES];

	if (RAND_bytes(octets, sizeof(octets)) != 1)
		return NULL;
	octets[0] &= 0x7f;
	return BN_bin2bn(octets, sizeof(octets), NULL);
}

/* Of the public key that x has already. */
static BIGNUM *bound_serial(X509 *x, struct str binding)
{
	unsigned char *der = NULL;
	int n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &der);
	struct arena a = { 0 };
	BIGNUM *number = NULL;
	struct str spki;

	if (n > 0) {
		spki = sha256_text((struct str){ (const char *)der, (size_t)n }, &a);
		BN_hex2bn(&number, binding_serial(binding, spki, &a).s);
	}
	OPENSSL_free(der);
	arena_release(&a);
	return number;
}

/* Zero, which RFC 5280 forbids, counts as a failure of the generator. */
static bool set_serial(X509 *x, struct str binding)
{
	BIGNUM *number = binding.n ? bound_serial(x, binding) : random_serial();
	bool ok;

	ok = number && !BN_is_zero(number) && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x));
	BN_free(number);
	return ok;
}

/* What X509_set_pubkey does, but for encoding a point and decoding it again, ten signatures long. */
static bool set_point(X509 *x, EVP_PKEY *key, int curve)
{
	unsigned char *point = NULL;
	size_t n = EVP_PKEY_get1_encoded_public_key(key, &point);

	if (n &&
	    X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(x), OBJ_nid2obj(NID_X9_62_id_ecPublicKey),
				   V_ASN1_OBJECT, OBJ_nid2obj(curve), point, (int)n))
		return true;
	OPENSSL_free(point);
	return false;
}

static bool set_public(X509 *x, EVP_PKEY *key)
{
	char curve[32];

	if (EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, curve, sizeof(curve), NULL))
		return set_point(x, key, OBJ_sn2nid(curve));
	return X509_set_pubkey(x, key);
}

static bool set_key_id(X509 *x)
{
	const ASN1_BIT_STRING *bits = X509_get0_pubkey_bitstr(x);
	ASN1_OCTET_STRING *id = ASN1_OCTET_STRING_new();
	unsigned char hash[32];
	bool ok = id &&
		  EVP_Digest(bits->data, (size_t)bits->length, hash, NULL, EVP_sha256(), NULL) &&
		  ASN1_OCTET_STRING_set(id, hash, KEY_ID_BYTES) &&
		  X509_add1_ext_i2d(x, NID_subject_key_identifier, id, 0, 0) == 1;

	ASN1_OCTET_STRING_free(id);
	return ok;
}

static bool set_authority(X509 *x, const ASN1_OCTET_STRING *id)
{
	AUTHORITY_KEYID *authority = AUTHORITY_KEYID_new();
	bool ok = authority && (authority->keyid = ASN1_OCTET_STRING_dup(id)) &&
		  X509_add1_ext_i2d(x, NID_authority_key_identifier, authority, 0, 0) == 1;

	AUTHORITY_KEYID_free(authority);
	return ok;
}

static bool set_constraints(X509 *x, bool ends_path)
{
	BASIC_CONSTRAINTS *constraints = BASIC_CONSTRAINTS_new();
	bool ok = constraints != NULL;

	if (ok) {
		constraints->ca = 0xff; /* DER has one TRUE, and this is written as it is */
		constraints->pathlen = ends_path ? ASN1_INTEGER_new() : NULL;
		ok = (!ends_path || constraints->pathlen) &&
		     X509_add1_ext_i2d(x, NID_basic_constraints, constraints, 1, 0) == 1;
	}
	BASIC_CONSTRAINTS_free(constraints);
	return ok;
}

/* Bits of RFC 5280 4.2.1.3. */
static bool set_usage(X509 *x)
{
	enum { KEY_CERT_SIGN = 5, CRL_SIGN = 6 };
	ASN1_BIT_STRING *usage = ASN1_BIT_STRING_new();
	bool ok = usage && ASN1_BIT_STRING_set_bit(usage, KEY_CERT_SIGN, 1) &&
		  ASN1_BIT_STRING_set_bit(usage, CRL_SIGN, 1) &&
		  X509_add1_ext_i2d(x, NID_key_usage, usage, 1, 0) == 1;

	ASN1_BIT_STRING_free(usage);
	return ok;
}

static bool set_uri(X509 *x, struct str uri, bool critical)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	GENERAL_NAME *name = GENERAL_NAME_new();
	ASN1_IA5STRING *text = ASN1_IA5STRING_new();
	bool ok = names && name && text && ASN1_STRING_set(text, uri.s, (int)uri.n) &&
		  sk_GENERAL_NAME_push(names, name);

	if (ok) {
		GENERAL_NAME_set0_value(name, GEN_URI, text);
		ok = X509_add1_ext_i2d(x, NID_subject_alt_name, names, critical, 0) == 1;
	} else {
		ASN1_IA5STRING_free(text);
		GENERAL_NAME_free(name);
	}
	GENERAL_NAMES_free(names);
	return ok;
}

static bool fill(X509 *x, const struct profile *p)
{
	return X509_set_version(x, X509_VERSION_3) && X509_set_issuer_name(x, p->issuer) &&
	       X509_set_subject_name(x, p->subject) &&
	       ASN1_TIME_set(X509_getm_notBefore(x), p->not_before) &&
	       ASN1_TIME_set(X509_getm_notAfter(x), p->not_after) && set_public(x, p->public) &&
	       set_serial(x, p->binding) && set_constraints(x, p->ends_path) && set_usage(x) &&
	       set_key_id(x) && (!p->authority || set_authority(x, p->authority)) &&
	       (!p->uri.n || set_uri(x, p->uri, p->uri_critical));
}

static bool pem_of(X509 *x, struct arena *a, struct str *ret)
{
	unsigned char *der = NULL;
	int n = i2d_X509(x, &der);

	if (n > 0)
		*ret = pem_encode(der, (size_t)n, S("CERTIFICATE"), a);
	OPENSSL_free(der);
	return n > 0;
}

static bool certify(EVP_PKEY *key, const struct profile *p, struct arena *a, struct str *ret_pem)
{
	bool on_p384 = EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_bits(key) == 384;
	X509 *x = X509_new();
	bool ok = x && fill(x, p) && X509_sign(x, key, on_p384 ? EVP_sha384() : EVP_sha256()) &&
		  pem_of(x, a, ret_pem);

	X509_free(x);
	return ok;
}

bool certify_root(EVP_PKEY *key, struct str policy, uint32_t generation, struct validity v,
		  struct arena *a, struct str *ret_pem)
{
	struct str rest = arena_fmt(a, " root %u", (unsigned)generation);
	struct str parts[] = { name_part(policy, NAME_PART_MOST - rest.n, a), rest };
	X509_NAME *name = name_of(S("ocm-mesh"), NID_commonName, arena_concat(a, parts, 2));
	struct profile p = { .subject = name,
			     .issuer = name,
			     .public = key,
			     .not_before = v.now - BACKDATED,
			     .not_after = v.now + v.seconds };
	bool ok = name && certify(key, &p, a, ret_pem);

	X509_NAME_free(name);
	return ok;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

bool certify_voucher(EVP_PKEY *key, const struct certificate *issuer,
		     const struct certificate *next, struct arena *a, struct str *ret_pem)
{
	struct profile p = { .subject = X509_get_subject_name(next->x509),
			     .issuer = X509_get_subject_name(issuer->x509),
			     .public = X509_get0_pubkey(next->x509),
			     .authority = X509_get0_subject_key_id(issuer->x509),
			     .not_before = later(issuer->not_before, next->not_before),
			     .not_after = sooner(issuer->not_after, next->not_after) };

	return p.public && p.authority && certify(key, &p, a, ret_pem);
}

bool certify_intermediate(EVP_PKEY *key, const struct certificate *issuer, EVP_PKEY *public,
			  const struct holder *h, struct str binding, struct validity v,
			  struct arena *a, struct str *ret_pem)
{
	X509_NAME *name = name_of(S("Istio"), NID_organizationalUnitName, holder_unit(h, a));
	struct profile p = { .subject = name,
			     .issuer = X509_get_subject_name(issuer->x509),
			     .public = public,
			     .authority = X509_get0_subject_key_id(issuer->x509),
			     .not_before = later(v.now - BACKDATED, issuer->not_before),
			     .not_after = sooner(v.now + v.seconds, issuer->not_after),
			     .binding = binding,
			     .ends_path = true,
			     .uri = holder_uri(h, a),
			     .uri_critical = h->policy->addon_san };
	bool ok = name && p.authority && certify(key, &p, a, ret_pem);

	X509_NAME_free(name);
	return ok;
}
