/*
 * Is an entry of the ledger what the fleet needs? Public arithmetic alone: no key,
 * no clock.
 */
#ifndef TRUST_ENTRY_H
#define TRUST_ENTRY_H

#include "trust/authority.h"
#include "trust/holder.h"
#include "trust/recipient.h"

/*
 * Does its policy have `meshgen ca` make entries: all methods but Certificate, and
 * OutOfBand only with roots?
 */
bool holder_needs_entry(const struct holder *h, const struct authority *y);

/*
 * Checks an entry against the fleet, the configuration and the bundle; costs little
 * more than verifying one signature, so let it be done once. Findings, each at the
 * field of the entry that is wrong, with a note at the other party and the `meshgen ca
 * issue` line as help: policy, cluster, namespace or trust domain not the holder's
 * (MG0520, then nothing more); a broken certificate (MG0521), a private key in the
 * clear (MG0537, without its line); a certificate that cannot be an intermediate
 * (MG0522); spki, serial or notAfter not the certificate's (MG0523); issuer not in the
 * bundle, or Staged (MG0524); not signed by the issuer (MG0525); outlives its issuer
 * (MG0526); SAN, or as the binding (trust/binding.h) does not hold the subject, not the
 * holder's (MG0527); not bound to the entry as it is, but under OutOfBand, where certificates
 * are imported (MG0539); method not the policy's (MG0528); recipients
 * not the configuration's (MG0529, those of trust/recipient.h); a sealed value that is
 * absent or malformed for its method (MG0533); kind of key not the policy's (MG0534,
 * warning); no longer valid at the time at, or due for
 * renewal then (MG0535; MG0536, warning). Returns false after an error, and without a
 * finding when the authority is not ok.
 */
bool entry_check(const struct intermediate_ca *e, const struct holder *h, const struct authority *y,
		 int64_t at, struct arena *a, struct findings *found);

/*
 * Findings: there is no entry for a holder that needs one (MG0501; help: the ca issue line), and
 * those of trust/recipient.h, for which that line would be refused.
 */
void entry_report_missing(const struct holder *h, struct arena *a, struct findings *found);

#endif
