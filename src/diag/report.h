/*
 * What the formats for programs share: which findings they hold, where those lie
 * in the repository, and what tells one finding from the next.
 */
#ifndef DIAG_REPORT_H
#define DIAG_REPORT_H

#include "base/map.h"
#include "diag/findings.h"

/* The findings of a run, sorted, and where it ran. Owns nothing. */
struct report {
	const struct findings *all;
	const struct sources *sources;
	struct str root;   /* of the config repository, as the command line names it */
	struct str prefix; /* of the root in its git repository: "" or "sub/folder/" */
};

/* The path that a place or a path stands for, from the root on; may be empty. */
struct str report_path(const struct report *r, struct place place, struct str path);

/*
 * Is that a file of the repository, and not the root, one outside or one of the program?
 * A path that begins with ./ is one from the working directory, so outside.
 */
bool report_is_inside(const struct report *r, struct str path);

/*
 * The findings that a report of at most so many holds, in their order; warnings
 * give way to errors. Returns their number; ret has room for most.
 */
size_t report_choose(const struct report *r, size_t most, const struct finding **ret);

/* Those that are not among n chosen ones. */
size_t report_left_out(const struct report *r, size_t n);

/* Which findings came before. Zero-initialised at first; its arena is the owner's to release. */
struct report_seen {
	struct map map;
	struct arena arena;
};

/*
 * What makes a finding the same one in the next run: code, path and message, but
 * no line. ret_number counts those that have these in common, from 1 on.
 */
struct str report_identity(const struct report *r, const struct finding *f,
			   struct report_seen *seen, size_t *ret_number);

#endif
