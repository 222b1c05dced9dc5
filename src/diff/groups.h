/*
 * The same change on many clusters is told once: differences that are equal are
 * counted together, and those of one risk that the same clusters have are one
 * group. Linear in the number of differences of all clusters but for sorting.
 */
#ifndef DIFF_GROUPS_H
#define DIFF_GROUPS_H

#include "base/map.h"
#include "diff/cluster.h"

struct counted;

/* Differences with the clusters that have them; one a worker. Zero-initialised it is empty. */
struct tally {
	struct arena arena;
	struct map seen; /* difference_key -> struct counted */
	struct counted **list;
	size_t n, cap;
	struct buf key;
};

#define TALLY_INIT                                                                                 \
	{                                                                                          \
		.key = BUF_INIT                                                                    \
	}

/* Counts a difference (of difference_anywhere) of a cluster. Copies it. */
void tally_add(struct tally *t, const struct difference *d, uint32_t cluster);

/* Counts all that another one holds. */
void tally_join(struct tally *t, const struct tally *other);

void tally_release(struct tally *t);

/* All differences of one risk that these clusters have. */
struct diff_group {
	enum risk risk;
	bool refused;             /* no --allow names them */
	const uint32_t *clusters; /* ascending */
	size_t n_clusters;
	const struct difference **list; /* ordered by object and field */
	size_t n, cap;
};

/* Refused ones first, then by risk from the highest, then from the most clusters. */
struct groups {
	struct diff_group *list;
	size_t n;
};

/* Lies in the arena and in the tally, which must outlive it. */
void groups_make(struct tally *t, struct arena *a, struct groups *ret);

#endif
