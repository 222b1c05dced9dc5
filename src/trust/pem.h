/*
 * One PEM block, written and read strictly (RFC 7468, section 3, "stricttextualmsg"):
 * nothing around it, canonical base64 in lines of 64 characters, LF as line end.
 */
#ifndef TRUST_PEM_H
#define TRUST_PEM_H

#include "base/arena.h"

/*
 * The octets of the block of a label lie in the arena. The line end behind the last
 * line may be absent. Returns false and says why in words that follow "the
 * certificate ", or whatever the block holds; gives no finding.
 */
bool pem_decode(struct str pem, struct str label, struct arena *a, struct str *ret_octets,
		const char **ret_why);

/* The block of n public octets, in the arena; a new line at its end. */
struct str pem_encode(const unsigned char *octets, size_t n, struct str label, struct arena *a);

#endif
