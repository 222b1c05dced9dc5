/*
 * How OpenSSL is used: in its default library context, with nothing read from the
 * host's openssl.cnf, so that the same certificate has the same verdict on every
 * machine. Nothing is started before it is needed.
 */
#ifndef TRUST_OPENSSL_H
#define TRUST_OPENSSL_H

#include "base/arena.h"

/* To be called before anything else of OpenSSL; costs next to nothing the second time. */
void openssl_begin(void);

/* The hash in lower-case hex; in the second behind "sha256:", as fingerprints have it. */
struct str sha256_hex(struct str bytes, struct arena *a);
struct str sha256_text(struct str bytes, struct arena *a);

#endif
