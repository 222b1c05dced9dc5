/*
 * `ca issue --keys-out DIR`: ready Secrets cacerts for the clusters that this
 * repository does not deliver keys to, to be applied by hand or put into a vault.
 * The one place where a key leaves in the clear: outside of every work tree, the
 * folder 0700, each file 0600. The key goes from its struct secret to the file.
 */
#ifndef CA_KEYS_OUT_H
#define CA_KEYS_OUT_H

#include "ca/secret.h"
#include "render/render.h"

/* The folder, open. */
struct keys_out {
	int fd;
	struct str path;
	const struct renderer *templates;
};

/*
 * Makes the folder if it is absent. Findings: those of key_path_check, and MG0571: it cannot be
 * opened, is a link, belongs to somebody else, or others may enter it. Returns false after one.
 */
bool keys_out_open(struct str path, struct str root, const struct renderer *templates,
		   struct findings *found, struct keys_out *ret);
void keys_out_close(struct keys_out *k);

/*
 * Writes and syncs DIR/<cluster>.<namespace>.<first 16 digits of the spki>.yaml,
 * which names no key that is not in it. Finding: MG0571. Returns false after it;
 * then no file is left.
 */
bool keys_out_write(const struct keys_out *k, const struct intermediate_ca *e,
		    const struct secret *key, struct str chain, struct str bundle,
		    struct findings *found);

#endif
