/*
 * The key of a root, as init, issue and rotate come by it.
 */
#ifndef CA_ROOT_KEY_H
#define CA_ROOT_KEY_H

#include "ca/ca.h"
#include "ca/key_file.h"

/*
 * The passphrase of the key in a file; one for a new key, when is_new and the file is not
 * there yet, is asked for twice. Findings: those of passphrase.h and key_path_check. Returns
 * false after one.
 */
bool root_key_ask(struct ca *ca, struct str path, bool is_new, const struct passphrase_source *from,
		  struct secret *ret);

/* Reads the key of a file. NULL after a finding of key_file.h. Owned by the caller. */
EVP_PKEY *root_key_read(struct ca *ca, struct str path, const struct secret *passphrase);

/*
 * A key for a new root of a policy: of the file if it is there, which a run that was
 * interrupted has left, else a new one, which is written to it first. Findings: those of
 * key_file.h; MG0560; MG0568: the key that is there is of another kind than the
 * policy's, or a root has it already. NULL after one.
 */
EVP_PKEY *root_key_for_new(struct ca *ca, const struct trust_policy *policy, struct str path,
			   const struct secret *passphrase);

/* Is it the key of this certificate? */
bool root_key_is_of(EVP_PKEY *key, const struct certificate *c);

/* Finding MG0560: OpenSSL or its random generator failed. */
void report_no_chance(struct ca *ca);

#endif
