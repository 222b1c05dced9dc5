/*
 * Bech32 (BIP 173) as age writes recipients: lower case, and as long as need be.
 */
#ifndef TRUST_BECH32_H
#define TRUST_BECH32_H

#include "base/str.h"

/*
 * Decodes n octets behind the human-readable part prefix. Returns false and says
 * why, in words that follow "is no age recipient: "; gives no finding.
 */
bool bech32_decode(struct str text, struct str prefix, unsigned char *ret, size_t n,
		   const char **ret_why);

#endif
