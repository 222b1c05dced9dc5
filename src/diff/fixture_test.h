/*
 * A comparison of three clusters for the tests of what is printed and judged:
 * a change of all, one of a single cluster, and a hostile one.
 */
#ifndef DIFF_FIXTURE_TEST_H
#define DIFF_FIXTURE_TEST_H

#include "diff/diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static inline void add_difference(struct diff *d, struct difference x, uint32_t first, uint32_t end)
{
	for (uint32_t i = first; i < end; i++) {
		struct compared *c = &d->clusters[i];

		if (!c->differs || x.risk > c->risk)
			c->risk = x.risk;
		d->n_differ += !c->differs;
		c->differs = true;
		tally_add(&d->tally, &x, i);
	}
}

static inline struct difference change_of(enum risk risk, enum op op, struct str name,
					  struct str field)
{
	return (struct difference){ .risk = risk,
				    .op = op,
				    .id = { .group = S("install.istio.io"),
					    .kind = S("IstioOperator"),
					    .namespace = S("ns"),
					    .name = name },
				    .field = field };
}

/* Clusters a, b and c, and d without a difference. Ends with diff_release. */
static inline struct diff three_clusters(void)
{
	static const struct str names[] = { STR("a"), STR("b"), STR("c"), STR("d") };
	struct diff d = { .tally = TALLY_INIT, .old = S("HEAD"), .new = S("worktree") };
	struct difference tag =
		change_of(RISK_CONTROL_PLANE, OP_CHANGED, S("\xff-m"), S("spec.tag"));
	struct difference order = change_of(RISK_COSMETIC, OP_REORDERED, S("\xff-m"), S("env"));
	struct difference gone = change_of(RISK_DESTROYED, OP_REMOVED, S("\xff-old"), S(""));
	struct difference added = change_of(RISK_CONTROL_PLANE, OP_ADDED, S("\xff-m"), S("spec.x"));

	d.clusters = ARENA_ARRAY(&d.compilation.arena, 4, struct compared);
	d.n_clusters = 4;
	for (size_t i = 0; i < 4; i++)
		d.clusters[i].names = (struct aliases){ names[i], S("") };
	tag.old = S("1.22.3");
	tag.new = S("1.22.4");
	added.new = S("`<b>@x\n\xff\x1b[31m|");
	add_difference(&d, tag, 0, 3);
	add_difference(&d, added, 0, 3);
	add_difference(&d, order, 1, 2);
	add_difference(&d, gone, 1, 2);
	groups_make(&d.tally, &d.compilation.arena, &d.groups);
	return d;
}

#endif
