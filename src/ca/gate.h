/*
 * The gate before sealing: a key goes to a recipient only if its cluster had a key
 * sealed to that recipient before, or the user names the fingerprint. Else a pull
 * request that swaps a recipient would receive the next key.
 */
#ifndef CA_GATE_H
#define CA_GATE_H

#include "ca/survey.h"

/*
 * May a key be sealed to all recipients of these, which are of the survey? of[i] are the
 * fingerprints of list[i]. Findings MG0563: one for each cluster with recipients that nobody
 * accepted, at the first of them; its help are the options to type. Returns false after one.
 */
bool gate_pass(struct ca *ca, const struct survey *all, const struct standing *const *list,
	       const struct names *of, size_t n);

/*
 * Has the certificate of a controller not run out? kubeseal asks the same.
 * recipients_fingerprints has accepted it; of other methods there is none to ask.
 * Finding MG0538, at the certificate. Returns false after it.
 */
bool gate_is_valid(struct ca *ca, const struct holder *h);

#endif
