/*
 * Whom a key may be sealed to: the certificate of a Sealed Secrets controller, or
 * an age recipient (C2SP age, X25519; Bech32 of BIP 173). Public halves only.
 */
#ifndef TRUST_RECIPIENT_H
#define TRUST_RECIPIENT_H

#include "model/model.h"

/*
 * The 32 octets of an age recipient. Returns false and says why, in words that
 * follow "'age1...' is no age recipient: ": checksum, upper case, padding bits, a
 * low-order point; age1pq, ssh and plugin recipients each with their own words.
 */
bool age_recipient_parse(struct str text, unsigned char ret[32], const char **ret_why);

/*
 * Findings: a private key (MG0537) as a recipient of any ClusterConfig, whether a policy seals
 * to it by now or not. Its text must not get into any message.
 */
void recipients_refuse_keys(const struct model *m, struct findings *found);

/*
 * The fingerprints of those of a cluster's recipients that a method seals to: of
 * the SubjectPublicKeyInfo of the controller's certificate for SealedSecret, of the
 * text of each recipient for SOPS, none for the other methods. Sorted; "sha256:" and
 * lower-case hex, each at the place of its recipient. Findings: a
 * recipient that is missing (MG0530), broken (MG0531), weak: RSA below 2048 bits, another
 * kind of key (MG0532). Returns false after one. They have passed recipients_refuse_keys;
 * cluster is for the messages.
 */
bool recipients_fingerprints(const struct recipients *r, enum seal_method method,
			     struct str cluster, struct place at, struct arena *a,
			     struct findings *found, struct names *ret);

#endif
