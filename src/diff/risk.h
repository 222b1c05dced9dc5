/*
 * What a difference may do to a running cluster. The rules stand in one table,
 * rules.def, which a reader can audit.
 */
#ifndef DIFF_RISK_H
#define DIFF_RISK_H

#include "base/str.h"

/* Ascending. */
enum risk {
	RISK_COSMETIC,      /* labels, annotations, the order of lists */
	RISK_TRAFFIC,       /* routing, policies, the configuration of the mesh */
	RISK_CONTROL_PLANE, /* its version, its revision, what it consists of */
	RISK_EXPOSURE,      /* what can be reached from outside */
	RISK_TRUST,         /* keys, roots, trust domain, identity of mesh and network */
	RISK_DESTROYED,     /* something is gone */
	RISK_COUNT
};

/* "control-plane". */
struct str risk_name(enum risk r);

/* RISK_COUNT when there is none of that name. */
enum risk risk_named(struct str name);

/*
 * By the first rule whose patterns match. The field is a path as fields.h has
 * it, or empty for a whole object.
 */
enum risk risk_of(struct str kind, struct str field);

/* Are the values of the field another one in each cluster, and nothing to read? */
bool is_opaque(struct str kind, struct str field);

#endif
