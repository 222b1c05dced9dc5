/*
 * What each kind of tree does behind tree.h. A backend embeds struct tree as
 * its first member; tree.c passes calls on and sorts what is listed.
 */
#ifndef TREE_BACKEND_H
#define TREE_BACKEND_H

#include "tree/tree.h"

/* What is wanted, sorted by path, and what of it is there. */
struct match {
	const struct wanted *list;
	size_t n;
	bool *same; /* by index of list */
};

struct backend {
	void (*close)(struct tree *t);
	bool (*list)(struct tree *t, struct str folder, tree_enter *enter, void *arg,
		     struct arena *a, struct findings *found, struct entries *ret);
	bool (*list_flat)(struct tree *t, struct str folder, struct arena *a,
			  struct findings *found, struct entries *ret);
	bool (*match)(struct tree *t, struct str folder, const struct match *m, struct arena *a,
		      struct findings *found, struct entries *ret);
	bool (*read)(struct tree *t, struct str path, struct arena *a, struct findings *found,
		     struct str *ret_bytes);
	bool (*read_start)(struct tree *t, struct str path, size_t n, struct arena *a,
			   struct str *ret_bytes);
	bool (*kind)(struct tree *t, struct str path, enum entry_kind *ret);
	enum tree_same (*same)(struct tree *t, struct str path, struct str bytes);
};

struct tree {
	const struct backend *backend;
};

void entries_add(struct entries *all, struct arena *a, struct str path, enum entry_kind kind);

#endif
