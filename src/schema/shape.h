/*
 * A schema file as a tree of structures: what validation needs of it, and what
 * a test walks to find fields that nobody reads. Lies in an arena.
 */
#ifndef SCHEMA_SHAPE_H
#define SCHEMA_SHAPE_H

#include "yaml/node.h"

enum shape_type { SHAPE_ANY, SHAPE_STRING, SHAPE_INTEGER, SHAPE_LIST, SHAPE_MAP };

struct field {
	struct str name;
	const struct shape *shape;
	bool required;
};

struct shape {
	enum shape_type type;
	struct field *fields; /* SHAPE_MAP, in the order of the file */
	size_t n_fields;
	const struct shape *others; /* values of fields that have no row; NULL when any will do */
	bool closed;                /* no other fields than these */
	const struct shape *items;  /* SHAPE_LIST; NULL when any will do */
	size_t min_items;
	struct str *values; /* the only values there are: enum, const; none: any */
	size_t n_values;
};

/*
 * Reads a schema file, which must outlive the shape. A keyword or type that
 * validation does not know is a bug of the file, and BUG().
 */
const struct shape *shape_read(const struct node *schema, struct arena *a);

/* The field of that name, NULL when there is none. */
const struct field *shape_field(const struct shape *s, struct str name);

#endif
