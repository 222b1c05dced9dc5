/*
 * Encryption of one short text at once, with a tag (RFC 5116): AES-256-GCM or
 * ChaCha20-Poly1305, whose keys both have 32 octets.
 */
#ifndef CA_AEAD_H
#define CA_AEAD_H

#include "ca/secret.h"

#include <openssl/evp.h>

enum { AEAD_KEY = 32, AEAD_TAG = 16, AEAD_NONCE = 12 };

/*
 * Writes plain->n octets of ciphertext and AEAD_TAG octets of tag behind them. A
 * nonce must not be used twice with one key. Returns false when OpenSSL fails (MG0560).
 */
bool aead_encrypt(const EVP_CIPHER *cipher, const struct secret *key, struct str nonce,
		  struct str additional, const struct secret *plain, unsigned char *ret);

#endif
