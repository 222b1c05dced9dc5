/*
 * What a certificate says of the key that lies beside it in the ledger. A signature of
 * the root covers neither the recipients of the sealed key nor the cluster; so the
 * serial number of an intermediate is a hash of them, and whoever writes his own
 * recipient or another cluster into an entry has a serial that does not fit. Serials of
 * imported certificates, which others have made, are bound to nothing.
 */
#ifndef TRUST_BINDING_H
#define TRUST_BINDING_H

#include "trust/authority.h"

/*
 * What is bound: policy, issuer, issuedAt, cluster, namespace, method and recipients of
 * the entry, one a line; in the arena. None of them holds a new line.
 */
struct str binding_text(const struct intermediate_ca *e, struct arena *a);

/*
 * The serial number for a text and the fingerprint of a public key: the first 159 bits of
 * their SHA-256, written as certificate.serial is. The keys are random, so it is unique.
 */
struct str binding_serial(struct str text, struct str spki, struct arena *a);

/* Was the certificate, of whoever signed it, made for the entry as it is now? */
bool binding_fits(const struct intermediate_ca *e, const struct certificate *c, struct arena *a);

/* Did the root that the entry names, of this bundle, sign the entry as it is now? */
bool binding_holds(const struct intermediate_ca *e, const struct authority *y);

#endif
