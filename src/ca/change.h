/*
 * What a change may do to the ledger: `ca verify BASE..HEAD`. A pull request that
 * goes past `meshgen ca` is found here, whoever wrote it.
 */
#ifndef CA_CHANGE_H
#define CA_CHANGE_H

#include "ca/ca.h"

/*
 * Compares two ledgers; findings go to after: roots that vanished (MG0580); a
 * certificate, a voucher or the time of a phase that was edited in place (MG0581); a
 * phase skipped, or a root that came back (MG0582); an activation before its soak without
 * a reason (MG0583; when a root is retired is written nowhere); a sealed key that was
 * edited in place (MG0584); a mesh that goes to the roots of another TrustPolicy (MG0585);
 * those of ca/change_policy.h. An unvouched root: trust/authority.h.
 */
void change_check(struct ca *before, struct ca *after);

#endif
