/*
 * How the ledger stands at a time: every Secret cacerts of the fleet that needs an
 * entry, and what its entry lacks.
 */
#ifndef CA_SURVEY_H
#define CA_SURVEY_H

#include "ca/ca.h"
#include "fleet/holders.h"

enum standing_state {
	STANDING_GOOD,
	STANDING_DUE,     /* to be renewed by now */
	STANDING_WRONG,   /* render refuses it */
	STANDING_MISSING, /* there is none */
	STANDING_NO_ROOT, /* nor a root that could sign one */
};

struct standing {
	struct holder holder;
	const struct authority *authority;
	enum standing_state state;
	struct str why; /* the first thing that is wrong; empty when good or missing */
	bool has_entry; /* entry was read */
	struct intermediate_ca entry; /* as the ledger has it */
};

/* By cluster, then namespace. Lies in the arena of the compilation. */
struct survey {
	struct standing *list;
	size_t n, cap;
};

/* Of the clusters of --cluster, or all. Finding MG0908: no such cluster. Returns false after it. */
bool survey_take(struct ca *ca, struct survey *ret);

/* "missing", "wrong", ...: one word. */
struct str standing_word(enum standing_state state);

/* The same and why: "wrong: ...". */
struct str standing_text(const struct standing *s, struct arena *a);

#endif
