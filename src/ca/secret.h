/*
 * Bytes that nobody may see: keys and passphrases. They lie in memory that is not
 * swapped where the system allows it and is left out of core dumps, and are wiped
 * when they go. They never reach an arena, a struct buf, a finding or a log.
 */
#ifndef CA_SECRET_H
#define CA_SECRET_H

#include "base/str.h"

/* Owns its bytes: secret_release wipes and frees them. Zero-initialised it is empty. */
struct secret {
	unsigned char *bytes;
	size_t n;
};

/*
 * To be called once, before anything else of `meshgen ca` and before OpenSSL is
 * used: no core dumps, no tracing and no /proc/PID/mem for other processes of the
 * user (PR_SET_DUMPABLE); a locked heap for secrets, which OpenSSL uses for the
 * private numbers of keys too; and for whatever OpenSSL keeps elsewhere, memory that
 * is wiped when it is freed. No openssl.cnf is read: one may take away X25519, or
 * hand the keys to a provider of somebody else. Returns false when any of it cannot
 * be had: the command must end (MG0560).
 */
bool secrets_begin(void);

/* n > 0 bytes, zeroed. The program ends when there is no memory (base/bug.h). */
struct secret secret_new(size_t n);

/*
 * n > 0 random octets of the private generator. Returns false when it fails
 * (MG0560); ret is empty.
 */
bool secret_random(size_t n, struct secret *ret);

/* What it holds is gone; the secret is empty. */
void secret_release(struct secret *s);

#endif
