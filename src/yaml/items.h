/*
 * The items of a list of an input document, one at a time. A fleet's lists have
 * 100,000 of them, and as nodes they would take many times the room of their
 * text; so yaml_read_input keeps a long list as bytes, four or five a node. The
 * node of such a list has NODE_LONG set, and its items become nodes only while
 * somebody walks over them.
 */
#ifndef YAML_ITEMS_H
#define YAML_ITEMS_H

#include "yaml/node.h"

enum { LONG_LIST = 256 }; /* items from which on yaml_read_input keeps a list so */

struct long_list_chunk;

/* Lies, with its chunks, in the arena that it was built in. */
struct long_list {
	const char *text; /* of the file that all items were written in */
	uint32_t file;
	uint32_t n;
	uint32_t off; /* of the node added last: offsets are kept as differences */
	struct long_list_chunk *first, *last;
};

/*
 * Adds an item. What it points to may go, but for texts that do not stand
 * verbatim in the file, and for long lists inside of it.
 */
void long_list_add(struct long_list *l, const struct node *item, struct arena *a);

/* A walk over a list; on the stack of the walker. The list must outlive it. */
struct items {
	const struct node *next; /* of a list that is not long */
	uint32_t left;
	const struct long_list *list;
	const struct long_list_chunk *chunk;
	const unsigned char *byte; /* in chunk */
	uint32_t off;
	struct node item;
	struct arena arena; /* of what is in item */
};

/* Over a NODE_SEQ, long or not. */
struct items items_of(const struct node *list);
struct items items_of_long(const struct long_list *list);

/* The next item, which is good until the next call; NULL behind the last. */
const struct node *items_next(struct items *it);

/* Ends a walk, wherever it is; items_next does it behind the last item. */
void items_end(struct items *it);

#endif
