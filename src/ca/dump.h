/*
 * Secrets as `kubectl get secret -o yaml` or `-o json` prints them, read for the
 * certificates in them. A dump may hold keys: what is no certificate is cut out of
 * the text before anything else looks at it, and the bytes that were read are wiped.
 */
#ifndef CA_DUMP_H
#define CA_DUMP_H

#include "diag/findings.h"

/* One Secret; its texts lie in the arena. */
struct dumped_secret {
	struct str namespace, name;
	struct str certificate; /* ca-cert.pem, decoded; empty when there is none */
	struct place place;
};

struct dump {
	struct dumped_secret *list;
	size_t n, cap;
};

/*
 * Adds the Secrets of a file, of lists too. Findings: MG0590 (it lies inside the repository at
 * root, or cannot be read), MG0591 (warning: it holds a private key), those of yaml/read.h.
 * Returns false after an error.
 */
bool dump_read(struct str path, struct str root, struct arena *a, struct sources *sources,
	       struct findings *found, struct dump *ret);

#endif
