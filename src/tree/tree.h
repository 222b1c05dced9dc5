/*
 * Where bytes come from: a folder, the index of a git repository, or a revision
 * of it, behind one face. Used for the input (list, read) and for the committed
 * output (list, read, same). Symbolic links are never followed. Paths are
 * relative to the root of the tree, with '/', never with '..'.
 */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include "diag/findings.h"

/* An open tree; tree_close gives its handles back. */
struct tree;

enum entry_kind {
	ENTRY_FILE,
	ENTRY_LINK,
	ENTRY_FOLDER,
	ENTRY_SUBMODULE, /* of an index or a revision, which hold nothing of it */
	ENTRY_OTHER,
};

struct entry {
	struct str path;
	enum entry_kind kind;
};

/* Sorted by the bytes of the path. Lies in the arena it was listed into. */
struct entries {
	struct entry *list;
	size_t n, cap;
};

/* Is there something of that name in the file system, or cannot that be found out? */
bool tree_folder_exists(struct str folder);

/* A folder of the file system. NULL after a finding (MG0901: cannot be opened). */
struct tree *tree_open_folder(struct str folder, struct findings *found);

/*
 * The folder as the index ("index") or a revision of its repository has it,
 * through libgit2. Honours GIT_DIR, GIT_INDEX_FILE and linked work trees; reads
 * no configuration of system or user; refuses a repository that borrows objects
 * of another one (alternates). HEAD before the first commit is empty, and so is
 * the id of all zeros. Safe for several threads once it is open. NULL after a
 * finding: no repository (MG0902), no such revision (MG0903, of a shallow clone:
 * fetch-depth), unmerged index (MG0904), broken objects (MG0905).
 */
struct tree *tree_open_git(struct str folder, struct str rev, struct findings *found);

/* NULL is fine. */
void tree_close(struct tree *t);

/* Shall the walk enter this folder? arg is the caller's. */
typedef bool tree_enter(void *arg, struct str folder);

/*
 * All entries below folder ("" is the root) that are no folders, in sorted
 * order, walked without recursion into folders that enter refuses (NULL: all).
 * A folder that is absent has no entries. Returns false after a finding
 * (MG0901 for what could not be read); ret then holds the rest.
 */
bool tree_list(struct tree *t, struct str folder, tree_enter *enter, void *arg, struct arena *a,
	       struct findings *found, struct entries *ret);

/* Entries directly in folder, folders too; otherwise as tree_list. */
bool tree_list_flat(struct tree *t, struct str folder, struct arena *a, struct findings *found,
		    struct entries *ret);

/* A file as somebody wants it to be. */
struct wanted {
	struct str path, bytes;
};

/* The one with this path among n, sorted by path; NULL when there is none. */
const struct wanted *wanted_find(const struct wanted *list, size_t n, struct str path);

/*
 * Compares what is below folder with n wanted files, sorted by path: same[i] becomes
 * true for each that holds exactly the wanted bytes, as tree_same would say. All else
 * that is there is listed, as by tree_list. Safe for several threads.
 */
bool tree_match(struct tree *t, struct str folder, const struct wanted *wanted, size_t n,
		bool *same, struct arena *a, struct findings *found, struct entries *ret);

/*
 * The bytes of a regular file, at most LIMIT_FILE_BYTES (MG0102). Returns false
 * after a finding (MG0101 cannot be read, MG0116 a pointer of git-lfs).
 */
bool tree_read(struct tree *t, struct str path, struct arena *a, struct findings *found,
	       struct str *ret_bytes);

/*
 * Reads at most n bytes from the start of a file, without a finding: an absent
 * file gives an empty text. Returns false when it cannot be read or is no
 * regular file.
 */
bool tree_read_start(struct tree *t, struct str path, size_t n, struct arena *a,
		     struct str *ret_bytes);

/*
 * Does a file begin as what git-lfs commits in place of another one? Index and revision
 * hold these, and so does a folder that was checked out without git-lfs.
 */
bool tree_is_lfs_pointer(struct str start);

/* What stands at a path, if it can be reached without following a link; else false. */
bool tree_kind(struct tree *t, struct str path, enum entry_kind *ret);

enum tree_same {
	TREE_SAME,
	TREE_DIFFERENT,
	TREE_MISSING,
	TREE_BLOCKED, /* no regular file there, or something that is no folder on the way to it */
	TREE_TROUBLE, /* it is there and cannot be read */
};

/*
 * Does the file hold exactly these bytes? A folder reads and compares, index
 * and revision compare blob ids and open no file. A file of a folder that
 * differs and has a second name (a hard link) is TREE_BLOCKED: to write it
 * would change the other. Safe for several threads.
 */
enum tree_same tree_same(struct tree *t, struct str path, struct str bytes);

#endif
