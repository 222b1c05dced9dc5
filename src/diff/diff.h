/*
 * Two states of the input, compiled and rendered, and what differs between them
 * for each cluster.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "compile.h"
#include "diff/allow.h"
#include "diff/groups.h"

struct diff_options {
	struct compile_options compile; /* root, clusters, workers, progress; from is not used */
	struct str old, new;            /* each "worktree", "index" or a revision */
	const struct allow *allow;      /* what no difference is refused of */
};

/* A cluster that was compared. */
struct compared {
	struct aliases names;
	bool differs;
	enum risk risk; /* the highest of its differences */
};

/* What a run ended with. Released by diff_release, also after false. */
struct diff {
	struct compilation compilation; /* findings of both sides: sources, arena */
	struct tally tally;
	struct str old, new;       /* as in the options */
	struct compared *clusters; /* of both sides, sorted by name */
	size_t n_clusters, n_differ;
	struct groups groups; /* their numbers of clusters are indexes of that list */
	bool root_is_new;     /* the old side holds nothing there, and the new one does */
};

/*
 * Compares. Returns false when one of the sides does not compile: its findings
 * then have the revision before their paths, as in HEAD:mesh.yaml. The old side
 * may require another version of the program. Findings
 * besides those of compile_fleet, render/ and pack/: a --cluster that neither
 * side has (MG0908).
 */
bool diff_run(const struct diff_options *o, struct diff *ret);
void diff_release(struct diff *d);

#endif
