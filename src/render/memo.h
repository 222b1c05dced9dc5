/*
 * What templates gave before. Most objects of a cluster depend on its mesh and its
 * settings, not on its name: its neighbour has the same. A template that sees the
 * same values again (template_key) is not evaluated again, and what was made of its
 * object is still there. Nothing else decides: which clusters came before changes no
 * byte.
 */
#ifndef RENDER_MEMO_H
#define RENDER_MEMO_H

#include "base/buf.h"
#include "base/map.h"
#include "yaml/node.h"

struct manifest;
struct template;

/* What a template gave. */
struct shape {
	struct node node;          /* NODE_NULL where it came to nothing */
	struct arena *arena;       /* where it lies, with all that is made of it */
	struct manifest *manifest; /* what pack/ knows of it; NULL until it asks */
};

/*
 * A template that is evaluated again and again in contexts that differ in some values
 * alone. Zero-initialised; lies in the memo.
 */
struct special {
	const struct template *template; /* what is left of it; NULL until it comes again */
	bool seen;
};

/* Of one worker. MEMO_INIT is an empty one; memo_release ends it. */
struct memo {
	struct arena arena;
	struct map shapes; /* by key */
	struct map meshes; /* of render.c */
	struct map things; /* see memo_special */
	struct map roles;  /* of pack/work.c */
	struct buf key;    /* of the shape that is sought */
};

#define MEMO_INIT                                                                                  \
	{                                                                                          \
		.key = BUF_INIT                                                                    \
	}

/* The shape of the key, NULL when there is none. */
struct shape *memo_find(const struct memo *m);

/* A shape with this key, of a copy of the node. Lives until memo_trim. */
struct shape *memo_add(struct memo *m, const struct node *x);

/* Of the template that is specialised for a thing of pack/, a kind. */
struct special *memo_special(struct memo *m, const void *thing);

/* Between two clusters: forgets everything when it holds more than LIMIT_MEMO_BYTES. */
void memo_trim(struct memo *m);

void memo_release(struct memo *m);

#endif
