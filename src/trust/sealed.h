/*
 * The form of a sealed key: what can be said of it without opening it.
 */
#ifndef TRUST_SEALED_H
#define TRUST_SEALED_H

#include "model/model.h"

/*
 * Is the key of an entry in the form of a method: for SealedSecret what sealed-secrets
 * pkg/crypto HybridEncrypt gives, for SOPS a value of aes/cipher.go and an age file
 * for exactly the recipients, for other methods nothing at all? Returns NULL, or what
 * is wrong with it, in words of their own, and where.
 */
const char *sealed_fault(const struct intermediate_ca *e, enum seal_method method, struct arena *a,
			 struct place *ret_place);

#endif
