/*
 * A private key as encrypted PKCS#8 (RFC 5958) in PEM, `ENCRYPTED PRIVATE KEY`, by
 * PBES2 (RFC 8018) with AES-256-CBC. `openssl pkey` reads what is written here.
 */
#ifndef CA_PKCS8_H
#define CA_PKCS8_H

#include "base/arena.h"
#include "ca/secret.h"

#include <openssl/evp.h>

/*
 * The key of AES is made by scrypt (RFC 7914) with N=2^14, r=8, p=5: of the settings
 * that OWASP's Password Storage Cheat Sheet holds equal, the one that needs no more
 * memory than OpenSSL's programs grant (32 MiB). Returns false when OpenSSL fails
 * (MG0560).
 */
bool pkcs8_encrypt(EVP_PKEY *key, const struct secret *passphrase, struct arena *a,
		   struct str *ret_pem);

/*
 * Reads the first block of PEM in a text. Also PBKDF2 with SHA-2 and at least
 * 600,000 rounds is taken, and scrypt from N=2^14 on. Returns NULL and says why in
 * words that follow "the key file ", or with no words when it is the passphrase that
 * does not fit; else the key is the caller's (EVP_PKEY_free).
 */
EVP_PKEY *pkcs8_decrypt(const struct secret *text, const struct secret *passphrase,
			const char **ret_why);

#endif
