/*
 * Who may be a name: the grammars of Kubernetes and Istio, each in one place; and what
 * no text of the input may hold.
 */
#ifndef MODEL_GRAMMAR_H
#define MODEL_GRAMMAR_H

#include "base/str.h"

/* RFC 1123 label: [a-z0-9]([-a-z0-9]*[a-z0-9])?, at most 63 bytes. */
bool is_dns_label(struct str s);

/* RFC 1123 subdomain: labels with dots, at most 253 bytes. */
bool is_dns_subdomain(struct str s);

/*
 * Name of a cluster: of a ManagedCluster, and therefore of its namespace on the
 * hub. A DNS label, the rule of OCM for both; decided here and nowhere else.
 */
bool is_cluster_name(struct str s);

/* Value of a label: empty, or [A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?, at most 63 bytes. */
bool is_label_value(struct str s);

/* Key of a label or annotation: [prefix/]name. */
bool is_label_key(struct str s);

/*
 * A trust domain that both sides take: SPIFFE has lower case and at most 255 bytes
 * (SPIFFE-ID 2.1), istiod DNS labels with dots between, and a dot behind
 * (ValidateTrustDomain).
 */
bool is_trust_domain(struct str s);

/* Kind of a Kubernetes object: [A-Za-z][A-Za-z0-9]*, at most 63 bytes. */
bool is_kind(struct str s);

/*
 * What the secret stores of all clouds take before a key, at most 253 bytes: parts of
 * [A-Za-z0-9_+=.@-]+ with '/' between them; empty too.
 */
bool is_key_prefix(struct str s);

/*
 * MAJOR.MINOR[.PATCH][-SUFFIX] of an Istio release, which is also a tag of its
 * images: numbers without leading zeros, a suffix of [A-Za-z0-9._-].
 */
struct istio_version {
	unsigned major, minor, patch;
	bool has_patch;
	struct str suffix; /* without the dash */
};

bool istio_version_parse(struct str s, struct istio_version *ret);

/*
 * Does the text hold a private key in the clear, or in a form that somebody took
 * for safe: PEM of any kind of private key, the base64 of that, an identity of age?
 * Whoever reports it must not show the line.
 */
bool is_private_key(struct str text);

#endif
