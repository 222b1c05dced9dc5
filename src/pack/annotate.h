/*
 * What an object says to those who apply it. Annotations that a template gives stay as
 * they are: of a list of sync options, each option.
 */
#ifndef PACK_ANNOTATE_H
#define PACK_ANNOTATE_H

#include "model/model.h"
#include "yaml/node.h"

/* How Argo CD syncs an object. */
struct syncing {
	int wave;
	bool lacks_definition; /* whoever defines its kind may come in the same sync */
	bool prunes_last;
	bool server_side; /* it may be too large for the annotation of a client-side apply */
};

/*
 * The object with the annotations that the appliers (enum applier) go by; the same object
 * when there are none. For Argo CD its wave and sync options; for Flux, if a text of it
 * holds "${" or "$$", that it stays as it is. Shares with the object what stays.
 */
struct node annotate(const struct node *object, const struct syncing *s, unsigned appliers,
		     struct arena *a);

#endif
