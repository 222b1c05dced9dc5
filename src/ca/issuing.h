/*
 * One run of `ca issue`: what issue.c has chosen, and make.c makes. Private to the
 * two of them.
 */
#ifndef CA_ISSUING_H
#define CA_ISSUING_H

#include "ca/keys_out.h"
#include "ca/store.h"
#include "ca/survey.h"

#include <openssl/evp.h>

/* Belongs to ca_issue, which releases what is not in the arena of the compilation. */
struct issuing {
	struct ca *ca;
	struct survey all;
	const struct standing **list; /* those that get a new key */
	struct names *of;             /* whom each is sealed to */
	size_t n;
	struct store *store;
	struct keys_out keys_out;
	EVP_PKEY *key; /* of the root */
};

/* Does a key under this method go to --keys-out, since it is not sealed? */
bool issuing_in_the_clear(enum seal_method method);

/*
 * Makes a key, its certificate and its entry for each of the list, one after the
 * other; where keys take long, several workers look for them. The first finding ends
 * it: MG0560, those of the store and of keys_out. Returns false after one.
 */
bool issuing_make(struct issuing *x);

#endif
