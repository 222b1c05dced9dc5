/*
 * What the templates of templates/ledger/ see. Private to ca/. Nothing of a key
 * ever comes here.
 */
#ifndef CA_LEDGER_CONTEXT_H
#define CA_LEDGER_CONTEXT_H

#include "model/model.h"
#include "yaml/node.h"

/* ledger/policy: policy.name, .method, .federations[].{namespace,name}. */
struct node context_policy(const struct trust_policy *policy, struct arena *a);

/*
 * ledger/roots: policy.name; roots[].{generation,phase,since,certificate,vouchedBy,
 * forceReason}, the last two empty when there is none.
 */
struct node context_roots(const struct trust_roots *roots, struct arena *a);

/*
 * ledger/intermediate: policy.name; entry.{cluster,namespace,trustDomain,issuer,
 * issuedAt,certificate,spki,serial,notAfter,method,recipients,value,age[].{recipient,
 * enc},lastModified,mac}; what a method does not have is empty.
 */
struct node context_entry(const struct intermediate_ca *entry, struct arena *a);

/* ledger/secret: the same, and entry.{key,chain,bundle}; key is where the key will be put. */
struct node context_secret(const struct intermediate_ca *entry, struct str key, struct str chain,
			   struct str bundle, struct arena *a);

#endif
