/*
 * Objects as `kubectl get -o yaml` or `-o json` prints them, and the certificates of the
 * Secrets among them. A dump may hold keys: what is no certificate is cut out of
 * the text before anything else looks at it, and the bytes that were read are wiped.
 */
#ifndef CA_DUMP_H
#define CA_DUMP_H

#include "yaml/read.h"

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
 * The documents of a file without its keys: the values are empty; instead of a list its items.
 * Findings: MG0590 (it lies inside the repository at root, or cannot be read), MG0591 (warning:
 * it holds a private key), those of yaml/read.h. Returns false after an error.
 */
bool dump_documents(struct str path, struct str root, struct arena *a, struct sources *sources,
		    struct findings *found, struct documents *ret);

/* Adds the Secrets of a file; findings and the answer are the same. */
bool dump_read(struct str path, struct str root, struct arena *a, struct sources *sources,
	       struct findings *found, struct dump *ret);

#endif
