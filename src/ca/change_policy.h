/*
 * What a change may do to a TrustPolicy: it is written by people, so most of it may
 * change, but not all at once whom its meshes trust.
 */
#ifndef CA_CHANGE_POLICY_H
#define CA_CHANGE_POLICY_H

#include "ca/ca.h"

/*
 * Compares the policies that the same mesh, of a cluster and a namespace, is under in two
 * ledgers; findings go to after: meshes that come from the roots of the ledger to an issuer
 * of cert-manager, to another issuer, or from one to roots (MG0597); intermediates that will
 * live longer, or a soak that gets shorter (MG0598, warning); a policy that gets its first
 * roots (MG0599, warning). From roots to other roots: ca/change.h.
 */
void change_check_policies(struct ca *before, struct ca *after);

#endif
