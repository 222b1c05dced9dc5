/*
 * Whom an intermediate is for, and the names that stand for him in its certificate.
 */
#ifndef TRUST_HOLDER_H
#define TRUST_HOLDER_H

#include "model/model.h"

/* One Secret cacerts, in one control-plane namespace of a cluster. Texts belong to the fleet. */
struct holder {
	struct str cluster, namespace;
	struct str mesh;         /* the name of its federated mesh */
	struct str trust_domain; /* never empty: cluster.local by default */
	struct str revision;     /* of that mesh; for san: addon */
	const struct trust_policy *policy;
	const struct recipients *recipients; /* of the cluster's settings */
	struct place place;                  /* the cluster's name where a mesh was given to it */
};

/* The SAN that the policy wants in the intermediate of a holder: its trust domain, or istiod's. */
struct str holder_uri(const struct holder *h, struct arena *a);

/*
 * The organizational unit of its subject: <cluster>-<namespace>, shortened. The addon
 * wrote name and namespace of the Mesh instead, at whatever length: <mesh>-<cluster>.
 */
struct str holder_unit(const struct holder *h, struct arena *a);
struct str holder_addon_unit(const struct holder *h, struct arena *a);

/* What a part of a name takes (RFC 5280, appendix A: ub-common-name and others). */
enum { NAME_PART_MOST = 64 };

/*
 * A text that is longer than most keeps as many of its first octets as leave room for
 * '-' and the first 16 hex digits of its SHA-256.
 */
struct str name_part(struct str text, size_t most, struct arena *a);

#endif
