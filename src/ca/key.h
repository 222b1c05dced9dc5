/*
 * Key pairs of roots and intermediates. The private numbers lie in OpenSSL's
 * secure heap (ca/secret.h).
 */
#ifndef CA_KEY_H
#define CA_KEY_H

#include "ca/secret.h"
#include "model/model.h"

#include <openssl/evp.h>

/*
 * A new key pair, owned by the caller (EVP_PKEY_free). NULL when the random
 * generator or OpenSSL fails: then the command must end (MG0560).
 */
EVP_PKEY *key_new(enum key_kind kind);

/*
 * The key as unencrypted PKCS#8 (RFC 5958) in PEM, `PRIVATE KEY`, which is what
 * istiod reads; one new line at the end. Returns false when OpenSSL fails (MG0560).
 */
bool key_pem(EVP_PKEY *key, struct secret *ret);

#endif
