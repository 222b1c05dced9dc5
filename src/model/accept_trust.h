/*
 * The kinds of trust: TrustPolicy, which people write, and TrustRoots, which is
 * part of the ledger. Entries of the ledger (IntermediateCA) are in ledger.h.
 */
#ifndef MODEL_ACCEPT_TRUST_H
#define MODEL_ACCEPT_TRUST_H

#include "model/intake.h"

/*
 * Fills in the defaults and turns durations into seconds. Findings: a duration
 * that cannot be (MG0220), validities that contradict each other (MG0221), a
 * field that the seal method needs (MG0203) or has no use for (MG0222), a name
 * or a prefix against its grammar (MG0223), too many policies (MG0224). Returns
 * false after one.
 */
bool accept_trust_policy(struct intake *in, const struct node *doc);

/*
 * Findings: a file that is not trust/<policy>/roots.yaml (MG0502), a generation 0
 * (MG0219). Returns false after one.
 */
bool accept_trust_roots(struct intake *in, const struct node *doc);

/* An IntermediateCA among the inputs that are read with the model: MG0502. Returns false. */
bool refuse_intermediate_ca(struct intake *in, const struct node *doc);

#endif
