/*
 * What one state of a git repository holds below a folder: a table of paths and
 * blob ids, sorted by path, filled by one thread and then read-only. A folder is
 * there when something is in it.
 */
#ifndef TREE_BLOBS_H
#define TREE_BLOBS_H

#include "tree/blob_id.h"
#include "tree/tree.h"

struct blob {
	struct str path;
	enum entry_kind kind; /* never ENTRY_FOLDER */
	unsigned char id[BLOB_ID_BYTES];
};

/* Zero-initialised it is empty. Paths and table lie in the arena it is filled from. */
struct blobs {
	struct blob *list;
	size_t n, cap;
};

/* Some neighbours in the table. */
struct span {
	size_t first, end;
};

/* Copies path. blobs_sort must follow the last one. */
void blobs_add(struct blobs *all, struct arena *a, struct str path, enum entry_kind kind,
	       const unsigned char *id);
void blobs_sort(struct blobs *all);

/* NULL when there is no blob of that path. */
const struct blob *blobs_find(const struct blobs *all, struct str path);

/* What is in a folder and below; the empty path is all. */
struct span blobs_below(const struct blobs *all, struct str folder);

/* Does a blob stand where path needs a folder? */
bool blobs_bar(const struct blobs *all, struct str path);

/* As tree_list and tree_list_flat, but unsorted. Paths are copied. */
void blobs_list(const struct blobs *all, struct str folder, tree_enter *enter, void *arg,
		struct arena *a, struct entries *ret);
void blobs_list_flat(const struct blobs *all, struct str folder, struct arena *a,
		     struct entries *ret);

#endif
