/*
 * A tree that lies in a git repository. The only files that include git2.h are
 * git.c, git_open.c (which repository, which folder of it), git_load.c (which
 * blobs a state of it holds) and git_loose.c (its loose objects).
 */
#ifndef TREE_GIT_H
#define TREE_GIT_H

#include "tree/backend.h"
#include "tree/blobs.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <pthread.h>

/* One state of an open repository. */
struct store {
	struct tree tree;
	struct arena arena;
	git_repository *repository;
	git_odb *odb;
	pthread_mutex_t reading; /* of odb and repository */
	struct blobs blobs;      /* below the root; their paths are relative to that */
};

/* What is known while a tree is being opened. */
struct opening {
	struct store *store;
	struct str folder; /* as the user gave it, never empty */
	struct str rev;
	struct str prefix; /* of the root in its repository: "" or "sub/folder" */
	size_t folders;    /* of the revision, so far: one tree object may stand in many places */
	struct findings *found;
};

/* A finding at the folder, with libgit2's text behind what. */
struct finding *git_report(const struct opening *o, enum code code, const char *what);

/* The same for an object that is broken or absent (MG0905), with its mend. */
void git_report_object(const struct opening *o, const char *what);

/* An environment variable that is set to something, else NULL. */
const char *git_setting(const char *name);

/* The top of the work tree, NULL in a bare repository. */
const char *git_work_tree(const struct opening *o);

/*
 * Reads the loose objects below the folder objects/ of a repository, for an odb, in place
 * of libgit2's own reader (docs/adr/0018). Free it by its member free; an odb does so.
 */
git_odb_backend *git_loose_backend(struct str objects);

/* Each returns false after a finding. */
bool git_find(struct opening *o);          /* repository, prefix, odb */
bool git_load_index(struct opening *o);    /* blobs */
bool git_load_revision(struct opening *o); /* blobs */

#endif
