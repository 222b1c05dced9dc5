/*
 * What differs between two states of one cluster: objects by identity, then
 * fields, then what no single object shows: that the cluster or a revision is
 * gone.
 */
#ifndef DIFF_CLUSTER_H
#define DIFF_CLUSTER_H

#include "diff/difference.h"
#include "fleet/fleet.h"
#include "pack/manifest.h"
#include "pack/pack.h"
#include "render/cacerts.h"

/* A cluster as one side has it. */
struct state {
	const struct fleet *fleet;
	const struct cluster *cluster; /* NULL: it has none */
	struct manifests manifests;    /* what it gets there, maybe nothing */
	struct cacerts_list cacerts;   /* whose certificates may be in ca/ alone */
	struct files applied_by; /* its Kustomizations of Flux, its share in those of Argo CD */
};

/* By true names, unordered; no difference is refused yet. */
struct differences {
	struct difference *list;
	size_t n, cap;
};

/*
 * Appends the differences. An object that is gone is RISK_DESTROYED, but for
 * those of a mesh whose revision gives way to one of the same namespace that
 * both sides have: its workloads had somewhere to move. Of a cluster that gets
 * nothing any more, or got nothing before, its objects are not listed one by one.
 * An object of apply/ that is gone is RISK_DESTROYED too, if it takes with it what it
 * applied.
 */
void cluster_compare(const struct state *old, const struct state *new, struct str name,
		     struct arena *a, struct differences *ret);

/* The names that stand for themselves in the differences of a cluster. */
struct aliases cluster_aliases(const struct state *old, const struct state *new, struct str name);

#endif
