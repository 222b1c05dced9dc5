/*
 * --allow: which differences a change may have. KIND[/NAMESPACE[/NAME[/FIELD]]],
 * each part a pattern with '*' and '?', an absent one anything. A field is a path
 * as fields.h has it, so it may hold more slashes.
 */
#ifndef DIFF_ALLOW_H
#define DIFF_ALLOW_H

#include "diff/difference.h"

struct allowed {
	struct str kind, namespace, name, field;
};

/* Zero-initialised it allows everything. */
struct allow {
	struct allowed *list;
	size_t n, cap;
};

/* Points into text. */
void allow_add(struct allow *all, struct arena *a, struct str text);

/* By its true names. */
bool allow_has(const struct allow *all, const struct difference *d);

#endif
