/*
 * The Secrets cacerts of one cluster: who holds one, and what the trust ledger has
 * for it, checked by public arithmetic alone. No key is read: what is sealed stays so.
 */
#ifndef RENDER_CACERTS_H
#define RENDER_CACERTS_H

#include "fleet/holders.h"
#include "model/ledger.h"

/* What they come from, beside the fleet; read-only for all workers. */
struct trust {
	const struct ledger *ledger;
	struct authorities authorities;
	int64_t at; /* for entry_check */
};

/* One of them. Lies in the arena it was read into. */
struct cacerts {
	struct holder holder;
	const struct authority *authority;
	bool has_entry; /* false: the key and its certificate come from elsewhere */
	struct intermediate_ca entry;
	/* PEM, each block with one new line at its end; empty without an entry. */
	struct str ca_cert, cert_chain, root_cert;
};

struct cacerts_list {
	struct cacerts *list; /* sorted by namespace */
	size_t n;
};

/*
 * Those of a cluster. Findings: those of model/ledger.h and trust/entry.h. Returns
 * false after one: there is never a part of a cacerts. Without check the entries are
 * only read, for what was checked before.
 */
bool cacerts_read(const struct trust *t, const struct fleet *f, const struct cluster *c, bool check,
		  struct arena *a, struct findings *found, struct cacerts_list *ret);

/* That of a namespace; NULL when there is none. */
const struct cacerts *cacerts_of(const struct cacerts_list *all, struct str namespace);

/* Is a key of them sealed by SOPS? Then the applier of the cluster has to decrypt. */
bool cacerts_need_sops(const struct cacerts_list *all);

/*
 * Do the istiods of its namespace run with certificates of this policy? Not under
 * OutOfBand without roots, of which nothing is known.
 */
bool cacerts_is_given(const struct cacerts *c);

#endif
