/*
 * The extensions of a certificate (RFC 5280, 4.2), as far as a CA of a mesh has them.
 */
#ifndef TRUST_EXTENSIONS_H
#define TRUST_EXTENSIONS_H

#include "trust/asn1.h"
#include "trust/certificate.h"

/*
 * Fills what extensions say: traits, pathlen, key identifiers, URI. Returns NULL,
 * or why they cannot be read in words that follow "the certificate ".
 */
const char *extensions_read(const STACK_OF(X509_EXTENSION) * all, struct arena *a,
			    struct certificate *ret);

#endif
