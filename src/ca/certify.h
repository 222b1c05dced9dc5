/*
 * Making certificates: roots, intermediates, and the voucher by which a root
 * certifies the key of the next one. Profile: RFC 5280, and what Istio's plugged-in
 * CA takes. All are of version 3 with a positive serial of 159 bits, names in
 * UTF8String, critical basicConstraints (CA) and keyUsage (keyCertSign, cRLSign), no
 * EKU, and key identifiers by RFC 7093 method 1. Signatures are SHA-384 by a key on
 * P-384, else SHA-256 (RSA: PKCS#1 v1.5).
 */
#ifndef CA_CERTIFY_H
#define CA_CERTIFY_H

#include "ca/key.h"
#include "trust/entry.h"

/*
 * From an hour before now, for clocks that are late, until seconds after now; but
 * never before the issuer begins nor after it ends.
 */
struct validity {
	int64_t now, seconds;
};

/*
 * Each gives the PEM in the arena, one block with one new line at its end, or false
 * when OpenSSL or its random generator failed (the command must end with MG0560).
 *
 * certify_root: O=ocm-mesh, CN=<policy> root <generation> (the policy as name_part leaves it);
 * self-signed, no pathlen.
 */
bool certify_root(EVP_PKEY *key, struct str policy, uint32_t generation, struct validity v,
		  struct arena *a, struct str *ret_pem);

/*
 * The key and name of the next root, signed by this one with key; CA without
 * pathlen. It is valid while both are.
 */
bool certify_voucher(EVP_PKEY *key, const struct certificate *issuer,
		     const struct certificate *next, struct arena *a, struct str *ret_pem);

/*
 * O=Istio, OU=holder_unit; pathlen 0; URI SAN
 * holder_uri, critical under san: addon. public is the key of the intermediate, of
 * which the private half is not needed; key is the issuer's, which is valid now. The serial
 * is that of binding (trust/binding.h), or random when it is empty.
 */
bool certify_intermediate(EVP_PKEY *key, const struct certificate *issuer, EVP_PKEY *public,
			  const struct holder *h, struct str binding, struct validity v,
			  struct arena *a, struct str *ret_pem);

#endif
