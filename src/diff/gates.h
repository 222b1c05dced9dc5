/*
 * How far a change may reach: --max-clusters, --max-risk, --allow.
 */
#ifndef DIFF_GATES_H
#define DIFF_GATES_H

#include "diff/diff.h"

struct gates {
	size_t max_clusters;
	enum risk max_risk;
	struct allow allow;
};

/* Everything passes. */
#define GATES_OPEN                                                                                 \
	(struct gates)                                                                             \
	{                                                                                          \
		.max_clusters = SIZE_MAX, .max_risk = RISK_DESTROYED                               \
	}

/* Is there a gate that something could fail to pass? */
bool gates_closed(const struct gates *g);

/*
 * Adds a finding for each gate that the differences do not pass: more clusters
 * (MG0731), for each group a higher risk (MG0732) or nothing that allows it
 * (MG0733).
 */
void gates_check(const struct gates *g, const struct diff *d, struct findings *found);

#endif
