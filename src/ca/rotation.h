/*
 * Where the rotation of a root stands, and what its next step waits for. Four states,
 * each one commit; none may be skipped:
 *
 *   at rest    bundle A      signed by A
 *   staged     bundle A, B   signed by A    until every cluster and every proxy has B
 *   activated  bundle A, B   signed by B    until no certificate that A signed is in use
 *   retired    bundle B      signed by B    which is at rest again
 *
 * Each wait is soak.syncLag, after which every cluster has what was committed, and
 * then soak.workloadMaxTTL, after which every proxy has a new certificate, and the
 * bundle with it.
 */
#ifndef CA_ROTATION_H
#define CA_ROTATION_H

#include "ca/survey.h"

enum rotation_state {
	ROTATION_NO_ROOT,
	ROTATION_AT_REST,
	ROTATION_STAGED,
	ROTATION_ACTIVATED,
};

struct rotation {
	enum rotation_state state;
	const struct root *active, *other; /* other: Staged or Retiring, else NULL */
	size_t old;   /* entries that the Retiring root has signed, or that are missing or wrong */
	int64_t from; /* when the next step may be taken; at rest: when the root is due */
};

/* How long each wait of a policy is, in seconds. */
int64_t rotation_soak(const struct trust_policy *p);

/* Of a policy, with the entries of all clusters. */
struct rotation rotation_of(const struct authority *y, const struct survey *all);

/* The same in words: "activate from 2027-01-31T12:00:00Z on". */
struct str rotation_text(const struct rotation *r, int64_t now, struct arena *a);

/* Is the next step due at that time? */
bool rotation_is_due(const struct rotation *r, int64_t now);

#endif
