/*
 * One X.509 certificate of a CA, read strictly: RFC 5280, the PEM of RFC 7468.
 * What comes here is public; whoever has a key is in ca/. Works with OpenSSL 3.0
 * and later through its public API alone.
 */
#ifndef TRUST_CERTIFICATE_H
#define TRUST_CERTIFICATE_H

#include "model/model.h"
#include "base/rfc3339.h"

#include <openssl/x509.h>

/* What the extensions say. */
enum trait {
	TRAIT_CA = 1 << 0, /* basicConstraints */
	TRAIT_CA_CRITICAL = 1 << 1,
	TRAIT_SIGNS = 1 << 2, /* keyUsage has keyCertSign */
	TRAIT_SIGNS_CRITICAL = 1 << 3,
	TRAIT_NAMED = 1 << 4,               /* has a subjectAltName */
	TRAIT_AUTHORITY_BY_SERIAL = 1 << 5, /* authorityKeyIdentifier names more than the key */
	TRAIT_EXTENDED_USAGE = 1 << 6,
	TRAIT_NAME_CONSTRAINTS = 1 << 7,
	TRAIT_UNKNOWN_CRITICAL = 1 << 8,
};

/*
 * A certificate and what can be said of it. The texts lie in the arena. Read-only
 * once it is read: safe for several threads.
 */
struct certificate {
	X509 *x509;     /* of certificate_read; owned, certificate_release frees it */
	struct str pem; /* exactly one block with one new line at its end */
	struct str
		spki; /* "sha256:" and the hash of SubjectPublicKeyInfo (RFC 7469) in lower-case hex */
	struct str serial;             /* lower-case hex, no leading zeros, no sign */
	struct str subject;            /* RFC 2253 */
	struct str unit;               /* the one OU of the subject; empty: none, or several */
	struct str uri;                /* the one URI of the SAN; empty when there is no SAN */
	int64_t not_before, not_after; /* seconds since 1970, UTC */
	struct str key_name;           /* for messages: "P-256", "RSA-2048", "ED25519" */
	bool known_key;                /* P-256, P-384, or RSA of 2048 bits and more */
	enum key_kind key;             /* when known_key; any RSA is KEY_RSA4096 */
	int key_bits;                  /* of RSA; else 0 */
	unsigned traits;               /* enum trait */
	int pathlen;                   /* -1: none; 0; 1: more than 0 */
	struct str subject_id, authority_id;  /* key identifiers, octets; empty: none */
	struct str issuer_name, subject_name; /* Name, DER */
	struct str tbs, signature;            /* what is signed, octets */
	int hash, signer; /* NID of SHA-2 and of the issuer's kind of key; 0: others */
};

/*
 * Reads exactly one PEM block of a certificate in DER: no text around it, no
 * second one, canonical base64 in lines of 64, DER (trust/der.h), version 3, a
 * positive serial of at most 20 octets, dates that exist, no extension twice. Returns
 * false and says why in words that follow "the certificate "; gives no finding.
 */
bool certificate_read(struct str pem, struct arena *a, struct certificate *ret,
		      const char **ret_why);
void certificate_release(struct certificate *c);

/*
 * The same without x509, which is NULL then: of the public key only the kind is
 * read, so it cannot be an issuer. Takes a tenth of the time; nothing is to be released.
 */
bool certificate_parse(struct str pem, struct arena *a, struct certificate *ret,
		       const char **ret_why);

/*
 * What keeps it from being a root, or an intermediate, of a mesh (profile: facts of
 * Istio's plugged-in CA that istiod does not check itself): basicConstraints
 * critical and CA; keyUsage critical with keyCertSign; no EKU; a signature that is
 * not SHA-1 or older; a key that is known; no name constraints; a root that is
 * self-signed, with SKI, and whose pathlen is not 0; an intermediate with SKI, AKI
 * and one URI. NULL when nothing does; else words that follow "the certificate ".
 * A root needs its x509. A voucher is like a root, but signed by another one; what could be
 * an intermediate is none, since a cluster has the key of that.
 */
const char *certificate_root_fault(const struct certificate *c);
const char *certificate_intermediate_fault(const struct certificate *c);
const char *certificate_voucher_fault(const struct certificate *c);

/*
 * What keeps it from being signed by the issuer, which needs its x509: names or key
 * identifiers that do not fit, or the signature; in words of their own. NULL when it is.
 * Dates are left out of account. Of a certificate without a fault as an intermediate it
 * says what `openssl verify -x509_strict -no_check_time` does.
 */
const char *certificate_issuer_fault(const struct certificate *c, const struct certificate *issuer);

#endif
