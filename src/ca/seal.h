/*
 * Sealing the key of one intermediate to the recipients of its cluster. The sealed
 * text is public and lies in the arena; the key does not leave its struct secret.
 * Nothing is ever sealed twice in the same way: session keys, data keys and nonces
 * are fresh.
 *
 * The functions return false when OpenSSL or its random generator failed: the
 * command must end (MG0560).
 */
#ifndef CA_SEAL_H
#define CA_SEAL_H

#include "ca/secret.h"
#include "trust/recipient.h"

#include <openssl/evp.h>

/* What key: of an entry becomes; members that a method does not have are empty. */
struct sealed {
	struct str value;
	struct sealed_stanza {
		struct str recipient, enc;
	} * age; /* sorted by recipient */
	size_t n_age;
	struct str last_modified, mac;
};

/*
 * The key in the certificate of a controller, which is PEM that
 * recipients_fingerprints has accepted; owned by the caller (EVP_PKEY_free). What
 * OpenSSL keeps beside it makes the second value cheaper than the first.
 */
EVP_PKEY *sealing_key(struct str certificate, struct arena *a);

/*
 * SealedSecret, strict scope (label "<namespace>/<name>"): RSA-OAEP with SHA-256
 * around a fresh AES-256-GCM key, base64; as bitnami-labs/sealed-secrets pkg/crypto
 * HybridEncrypt. to is of sealing_key.
 */
bool seal_sealed_secret(const struct secret *pem, EVP_PKEY *to, struct str namespace,
			struct str name, struct arena *a, struct sealed *ret);

/*
 * SOPS (encrypted_regex ^(ca-key\.pem)$, mac_only_encrypted) of the value at the
 * path stringData:ca-key.pem, its data key in one age file (ca/age.h) for each
 * recipient; as getsops/sops aes/cipher.go and sops.go. recipients_fingerprints has
 * accepted the recipients; now is for lastmodified.
 */
bool seal_sops(const struct secret *pem, const struct names *recipients, int64_t now,
	       struct arena *a, struct sealed *ret);

#endif
