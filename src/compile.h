/*
 * The whole pipeline. What the commands render, check and verify share.
 */
#ifndef COMPILE_H
#define COMPILE_H

#include "out/out.h"
#include "pack/pack.h"

struct compile_options {
	struct str root;            /* of the config repository */
	struct str from;            /* "worktree", "index" or a revision */
	struct str output;          /* -o; empty: Config.spec.output below the root; "-": stdout */
	struct names clusters;      /* --cluster; empty: all */
	struct names allow_destroy; /* --allow-destroy: names, or "all" */
	unsigned trees;             /* enum trees: --only */
	unsigned workers;           /* -j; 0: one a processor */
	enum {
		COMPILE_CHECK,
		COMPILE_VERIFY,
		COMPILE_RENDER,
		COMPILE_DUMP_CONTEXT,
		COMPILE_DUMP_OBJECTS
	} mode;
	/* Called by the workers now and then with the clusters done so far; may be NULL. */
	void (*progress)(void *arg, size_t done, size_t all);
	void *progress_arg;
};

struct compilation {
	struct arena arena;
	struct sources sources;
	struct findings findings;
	struct changes changes;     /* what verify found, or what render changed */
	size_t n_clusters, n_files; /* of this run */
	bool trouble;               /* exit 2: not the input's fault */
};

/*
 * Runs the pipeline as far as the mode asks. Everything said is in
 * ret->findings, sorted. Returns true when the input was right and, for render,
 * all was written. Released by compilation_release, also after false.
 */
bool compile(const struct compile_options *o, struct compilation *ret);
void compilation_release(struct compilation *c);

#endif
