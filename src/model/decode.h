/*
 * From nodes to structures, by tables: a row says which field of a document
 * goes where in a structure. A document must have passed its schema. What is
 * absent or null leaves its destination as it was: zero.
 */
#ifndef MODEL_DECODE_H
#define MODEL_DECODE_H

#include "model/model.h"
#include "yaml/items.h"

enum row_kind {
	ROW_TEXT,    /* string -> struct str */
	ROW_NAME,    /* string -> struct name */
	ROW_TIME,    /* string -> struct name; RFC 3339, UTC */
	ROW_NAMES,   /* list of strings -> struct names */
	ROW_LABELS,  /* map of strings -> struct labels */
	ROW_PAIRS,   /* map of strings -> struct pairs */
	ROW_NUMBER,  /* whole number -> uint32_t */
	ROW_PRESENT, /* anything -> bool: is it there? */
	ROW_PLACE,   /* anything -> struct place, of its key */
	ROW_RECORD,  /* map -> structure */
	ROW_RECORDS, /* list of maps -> pointer to structures, and their number at n_at */
	ROW_LONG, /* list of maps -> struct long_list, for decode_next; rows: ROW_NAME, ROW_PLACE */
};

struct row {
	struct str
		path; /* fields with a space between: a key of a label may hold dots; empty: itself */
	enum row_kind kind;
	size_t at, n_at;           /* offsets in the structure */
	const struct table *table; /* ROW_RECORD, ROW_RECORDS, ROW_LONG */
};

struct table {
	const struct row *rows;
	size_t n;
	size_t size; /* of the structure */
};

/* A map whose keys have places: Config.spec.severities. */
struct pair {
	struct name key, value;
};

struct pairs {
	struct pair *list; /* in the order of the file */
	size_t n;
};

/* Where decoded values go, and what they may point into. */
struct decoder {
	struct arena *arena; /* NULL: every string stays where it is */
	struct arena *lists; /* of every ROW_LONG */
	struct str text;     /* of the file: strings that lie in it are not copied */
	struct findings *found;
};

/*
 * Fills ret, a zeroed structure of the table's size. Findings: an empty entry in
 * a list (MG0216), a number that is negative or too large (MG0219), a time that is
 * none (MG0225). Returns false after one.
 */
bool decode(const struct decoder *d, const struct table *table, const struct node *doc, void *ret);

/* The next structure of a walk over what a ROW_LONG kept; false behind the last. */
bool decode_next(struct items *walk, const struct table *table, void *ret);

/* The key and the value at a path of a row; false when the value is absent or null. */
bool decode_find(const struct node *doc, struct str path, const struct node **ret_key,
		 const struct node **ret_value);

#endif
