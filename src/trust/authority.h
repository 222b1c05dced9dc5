/*
 * A TrustPolicy together with its roots: the bundle that its meshes trust, and who
 * may sign for them.
 */
#ifndef TRUST_AUTHORITY_H
#define TRUST_AUTHORITY_H

#include "trust/certificate.h"

/* Owns the handles of its certificates; read-only once open, safe for several threads. */
struct authority {
	const struct trust_policy *policy;
	const struct trust_roots *roots;  /* NULL: there is no roots.yaml */
	struct certificate *certificates; /* one for each root, NULL without roots */
	struct str bundle;                /* root-cert.pem: their PEM in order, bytes kept */
	bool ok; /* it has roots and no error: entries can be checked against it */
};

struct authorities {
	struct authority *list; /* one a TrustPolicy, in the order of the model */
	size_t n;
};

/*
 * Reads and checks the roots of every policy. Findings: roots of no policy
 * (MG0503); a broken or unfit root certificate (MG0510), a private key instead
 * (MG0537); not exactly one Active, or another one that is not Staged behind it or
 * Retiring before it (MG0511); generations out of order or twice (MG0512); a root
 * that the one before it does not vouch for (MG0513; unchecked once that one has
 * gone); the newest with a key of another kind than the policy's (MG0514, warning).
 * Starts OpenSSL only when there are roots.
 */
void authorities_open(const struct model *m, struct arena *a, struct findings *found,
		      struct authorities *ret);
void authorities_release(struct authorities *all);

/*
 * Does its method need roots: all but Certificate, whose issuer has its own, and OutOfBand,
 * which may have some?
 */
bool policy_needs_roots(const struct trust_policy *p);

/* Findings MG0515: a policy has no roots, and needs some. */
void authorities_check_rooted(const struct model *m, const struct authorities *all,
			      struct findings *found);

/* The authority of a policy; never NULL for a policy of the model. */
const struct authority *authority_of(const struct authorities *all,
				     const struct trust_policy *policy);

/* The roots of a policy, the one of a generation and the Active one; NULL: there is none. */
const struct trust_roots *trust_roots_of(const struct model *m, struct str policy);
const struct root *roots_find(const struct trust_roots *roots, uint32_t generation);
const struct root *roots_active(const struct trust_roots *roots);

/* The root of a generation; NULL when the bundle has none. */
const struct root *authority_root(const struct authority *y, uint32_t generation);
const struct certificate *authority_certificate(const struct authority *y, uint32_t generation);

/* The Active root; NULL without roots. */
const struct root *authority_active(const struct authority *y);

/* Is a root of it valid at that time (seconds since 1970)? Else false and finding MG0516. */
bool authority_check_root_at(const struct authority *y, const struct root *root, int64_t at,
			     struct findings *found);

/* The same of every root. */
void authorities_check_at(const struct authorities *all, int64_t at, struct findings *found);

#endif
