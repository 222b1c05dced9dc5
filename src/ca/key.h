/*
 * Key pairs of roots and intermediates. The private numbers lie in OpenSSL's
 * secure heap (ca/secret.h).
 */
#ifndef CA_KEY_H
#define CA_KEY_H

#include "ca/secret.h"
#include "model/model.h"

#include <openssl/evp.h>

/* Processor time that a key of RSA-4096 takes on average; `make bench` measures it. */
enum { RSA4096_SECONDS = 2 };

/*
 * What makes keys of one kind, for one thread; owned by the caller
 * (EVP_PKEY_CTX_free). It keeps no key, but the curve, whose making takes longer
 * than that of a key. NULL when OpenSSL fails (MG0560).
 */
EVP_PKEY_CTX *key_generator(enum key_kind kind);

/*
 * A new key pair, owned by the caller (EVP_PKEY_free). NULL when there is no
 * generator, or the random numbers or OpenSSL fail: then the command must end (MG0560).
 */
EVP_PKEY *key_generate(EVP_PKEY_CTX *generator);

/* The same of a generator for this key alone. */
EVP_PKEY *key_new(enum key_kind kind);

/*
 * The key as unencrypted PKCS#8 (RFC 5958) in PEM, `PRIVATE KEY`, which is what
 * istiod reads; one new line at the end. Returns false when OpenSSL fails (MG0560).
 */
bool key_pem(EVP_PKEY *key, struct secret *ret);

#endif
