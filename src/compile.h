/*
 * The whole pipeline; what the commands render, check and verify share.
 */
#ifndef COMPILE_H
#define COMPILE_H

#include "out/out.h"
#include "pack/pack.h"
#include "render/cacerts.h"

enum compile_mode {
	COMPILE_CHECK,        /* find every mistake */
	COMPILE_VERIFY,       /* and compare with the committed output */
	COMPILE_RENDER,       /* and write it */
	COMPILE_DUMP_CONTEXT, /* print what templates see: {template, cluster, context} */
	COMPILE_DUMP_OBJECTS, /* print what they give: {template, cluster, object} */
};

struct compile_options {
	enum compile_mode mode;
	struct str root;            /* of the config repository */
	struct str from;            /* "worktree", "index" or a revision */
	struct str output;          /* -o; empty: Config.spec.output; "-": standard output */
	struct buf *stream;         /* the "-" of output; NULL: standard output */
	struct names clusters;      /* --cluster; empty: all */
	struct names allow_destroy; /* --allow-destroy: names, or "all" */
	unsigned trees;             /* enum trees: --only */
	unsigned workers;           /* -j; 0: one a processor */
	bool lenient; /* of a state that is not judged: any requiredVersion, any folder will do */
	int64_t at;   /* --at: seconds since 1970, or ANY_TIME */
	bool keep_changes; /* fill compilation.changes (verify always does) */
	/*
	 * Tells in one line how an edited file differs from what is wanted; the text lies in
	 * the arena. Called by verify alone, by several threads; NULL: nobody asks.
	 */
	struct str (*tell_edit)(struct str path, struct str wanted, struct str found,
				struct arena *a);
	/* Called now and then by one thread at a time, with the clusters done so far; or NULL. */
	void (*progress)(void *arg, size_t done, size_t all);
	void *progress_arg;
};

/* What a run ended with. Released by compilation_release, also after false. */
struct compilation {
	struct arena arena;
	struct str root; /* that of the options */
	struct sources sources;
	struct findings findings; /* sorted */
	struct changes changes;   /* sorted by path: what verify found, or what render did */
	struct str below; /* folder of the output in those paths, '/' at its end; empty for -o */
	size_t n_changes; /* files that differ, or were written and removed */
	size_t n_clusters, n_files; /* of this run */
	bool trouble;               /* exit 2: it failed by no fault of the input */
};

/*
 * The input as far as barrier 2. Lies in the arena of its compilation, but for the
 * tree and the certificates of the roots, which input_close gives back.
 */
struct input {
	struct tree *tree;
	struct model model;
	struct fleet fleet;
	struct trust trust;
};

void input_close(struct input *in);

/*
 * The part of the pipeline whose unit is the fleet: reads the input and checks
 * it. Returns false after errors; ret then holds what made sense.
 */
bool compile_fleet(const struct compile_options *o, struct compilation *c, struct input *ret);

/* Is there nothing in a tree? Findings: those of tree_list_flat, after which it is not known. */
bool compile_is_empty(struct tree *t, struct compilation *c);

/*
 * A root that neither the file system nor one of the trees has is the caller's slip too, and
 * no empty fleet: MG0901. Both trees are of input that was opened. Returns false after it.
 */
bool compile_check_root(const struct compile_options *o, struct tree *one, struct tree *other,
			struct compilation *c);

/* A name of --cluster that neither fleet has is the caller's slip: MG0908. */
void compile_check_clusters(const struct compile_options *o, const struct fleet *one,
			    const struct fleet *other, struct compilation *c);

/* What --cluster chose of a fleet. Lies in the arena of the compilation. */
struct chosen_clusters {
	uint32_t *list; /* indexes in fleet.clusters, ascending; NULL: all */
	size_t n;
};

/* The chosen cluster of a number from 0 to n - 1. */
const struct cluster *chosen_cluster(const struct fleet *f, const struct chosen_clusters *chosen,
				     size_t number);

/* The clusters of --cluster, or all. Returns false after MG0908. */
bool compile_choose(const struct compile_options *o, const struct fleet *f, struct compilation *c,
		    struct chosen_clusters *ret);

/*
 * Opens what the cacerts of its clusters come from, whether or not the fleet has
 * errors. Findings: those of authorities_open.
 */
void compile_open_trust(const struct compile_options *o, struct compilation *c, struct input *in);

/*
 * The same, for who makes no roots: a policy that lacks them is an error too
 * (authorities_check_rooted). Returns false after errors.
 */
bool compile_trust(const struct compile_options *o, struct compilation *c, struct input *in);

/*
 * Runs the pipeline as far as the mode asks. Returns true when the input was
 * right and, for render, all was written; verify's differences are no failure
 * here.
 */
bool compile(const struct compile_options *o, struct compilation *ret);
void compilation_release(struct compilation *c);

#endif
