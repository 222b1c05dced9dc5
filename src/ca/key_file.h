/*
 * The key of a root in a file: encrypted PKCS#8 (ca/pkcs8.h), outside every git
 * work tree and the config repository (ca/key_folder.h), for its owner alone.
 */
#ifndef CA_KEY_FILE_H
#define CA_KEY_FILE_H

#include "ca/key.h"
#include "ca/key_folder.h"
#include "ca/passphrase.h"

/*
 * Reads a key. Findings: those of key_folder_open; MG0553 (cannot be opened; a link;
 * no regular file; another user's; a mode that lets group or others in), MG0556 (no
 * encrypted PKCS#8, one that is encrypted too weakly, or a kind of key that no mesh
 * takes), MG0557 (not this passphrase). NULL after one; else the key is the caller's
 * (EVP_PKEY_free).
 */
EVP_PKEY *key_file_read(struct str path, struct str root, const struct secret *passphrase,
			struct findings *found);

/*
 * Writes a new file of mode 0600, synced with its folder. Findings: those of
 * key_folder_open; MG0558 (there is one already, or it cannot be written); MG0560.
 * Nothing is left behind after one. Returns false then.
 */
bool key_file_write(struct str path, struct str root, EVP_PKEY *key,
		    const struct secret *passphrase, struct findings *found);

#endif
