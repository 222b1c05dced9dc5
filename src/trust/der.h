/*
 * The distinguished encoding (X.690, sections 10 and 11). OpenSSL reads more than
 * that, Go does not: istiod would refuse what openssl accepts.
 */
#ifndef TRUST_DER_H
#define TRUST_DER_H

#include "base/str.h"

/*
 * Are these octets one value in it? Walks through all that the value holds: definite
 * lengths and integers of the fewest octets, booleans of 00 or FF, unused bits that
 * are zero, no string in pieces. Does not look into octet strings.
 */
bool is_der(struct str octets);

#endif
