/*
 * `ca status`: how the ledger stands at a time, as a value that can be printed as
 * text or JSON.
 */
#ifndef CA_STATUS_H
#define CA_STATUS_H

#include "ca/rotation.h"
#include "yaml/node.h"

struct status {
	struct survey all;
	struct rotation *rotations; /* one an authority */
	bool due;                   /* something is due or wrong */
};

/* Returns false after a finding of check. */
bool status_take(struct ca *ca, struct status *ret);

/* Tables for people. */
void status_text(struct ca *ca, const struct status *s, struct buf *out);

/*
 * {at, due, policies: [{name, method, roots: [{generation, phase, since, notAfter}],
 * due, next, cacerts: [{cluster, namespace, issuer, notAfter, state, why}]}]}
 */
struct node status_node(struct ca *ca, const struct status *s);

#endif
