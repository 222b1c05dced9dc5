/*
 * The tree that every part works on: input documents, templates, contexts,
 * Kubernetes objects. A node is a value of 24 bytes and immutable once built;
 * copying the struct shares its children. Text and children belong to the arena
 * they were built in. Numbers are kept as they were written.
 */
#ifndef YAML_NODE_H
#define YAML_NODE_H

#include "diag/place.h"

enum node_kind {
	NODE_NULL,
	NODE_BOOL, /* text is "true" or "false", or as the input wrote it */
	NODE_INT,  /* text is the number as written */
	NODE_FLOAT,
	NODE_OTHER, /* what only YAML 1.1 takes for no string: dates, sexagesimals, '=', '<<' */
	NODE_STR,
	NODE_SEQ,
	NODE_MAP,
};

enum node_flag {
	NODE_QUOTED = 1, /* the input wrote it in quotes or as a block */
	NODE_PLAIN = 2, /* a string that both YAML 1.1 and 1.2 read as this string without quotes */
	NODE_VERBATIM = 4, /* the text stands byte for byte at off, or behind the quote there */
	NODE_KEPT = 8,     /* a list or a map whose text is kept, see yaml/kept.h */
	NODE_LONG = 16,    /* a NODE_SEQ of an input document that yaml/items.h alone can walk */
};

struct long_list;

struct node {
	union {
		const char *text;         /* scalars */
		const struct node *items; /* NODE_SEQ: n nodes; NODE_MAP: n pairs, key then value */
		const struct long_list *list; /* NODE_LONG */
	};
	uint32_t n;    /* bytes, items or pairs */
	uint32_t file; /* 0 for a node that no input wrote */
	uint32_t off;  /* byte where it begins in the file */
	uint8_t kind;  /* enum node_kind */
	uint8_t flags; /* enum node_flag */
};

/* Nodes that no input wrote. The text and the items are not copied. */
struct node node_null(void);
struct node node_bool(bool value);
struct node node_int(struct arena *a, long long value);
struct node node_str(struct str text);   /* decides here whether it needs quotes */
struct node node_plain(struct str text); /* of the program's own, empty or known to need none */
struct node node_seq(const struct node *items, size_t n);
struct node node_map(const struct node *pairs, size_t n);

/* A map of n keys that need no quotes, which is not looked at, and their values. */
struct node node_record(struct arena *a, const struct str *keys, const struct node *values,
			size_t n);

/* The text of a scalar; empty for NODE_SEQ and NODE_MAP. */
static inline struct str node_text(const struct node *x)
{
	return x->kind < NODE_SEQ ? (struct str){ x->text, x->n } : S("");
}

/* The value of a NODE_BOOL, which the input may have written as "True" or "yes". */
bool node_is_true(const struct node *x);

/* Where the input wrote it; nowhere for a node that no input wrote. */
struct place node_place(const struct node *x);

/*
 * The value of a key of a map, NULL when x is NULL or no map, the key is absent
 * or its value is null: absent and null are one thing everywhere.
 */
const struct node *node_get(const struct node *x, struct str key);

/* The key node that node_get would take the value of; NULL likewise, but finds null values too. */
const struct node *node_key(const struct node *x, struct str key);

/* The text of a string at a key, or an empty string. */
struct str node_get_str(const struct node *x, struct str key);

/* Are they the same data? Order of keys does not count, order of items does; places do not. */
bool node_eq(const struct node *a, const struct node *b);

/* Values in it: itself, keys and all below; the count stops when it is past most. */
size_t node_count(const struct node *x, size_t most);

/* The same data with nothing shared: every text and every item lies in the arena. */
struct node node_copy(const struct node *x, struct arena *a);

/* "a string", "a list", "null": what to call it in a message. */
const char *node_kind_name(const struct node *x);

/*
 * A map that is being built, in the order of its keys. Zero-initialised it is
 * empty; everything lies in the arena.
 */
struct map_builder {
	struct node *pairs;
	size_t n, cap; /* in nodes: two a pair */
};

void map_put(struct map_builder *m, struct arena *a, struct str key, struct node value);
void map_put_str(struct map_builder *m, struct arena *a, struct str key, struct str value);
struct node map_done(const struct map_builder *m);

#endif
