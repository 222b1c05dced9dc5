/*
 * A schema file as a tree of structures: what validation needs of it, and what
 * a test walks to find fields that nobody reads. Lies in an arena.
 */
#ifndef SCHEMA_SUBSCHEMA_H
#define SCHEMA_SUBSCHEMA_H

#include "yaml/node.h"

enum schema_type { TYPE_ANY, TYPE_STRING, TYPE_INTEGER, TYPE_LIST, TYPE_MAP };

struct field {
	struct str name;
	const struct subschema *value;
	bool required;
};

struct subschema {
	enum schema_type type;
	struct field *fields; /* TYPE_MAP, in the order of the file */
	size_t n_fields;
	/* Of values of fields that have no row; NULL when any will do. */
	const struct subschema *others;
	bool closed;                   /* no other fields than these */
	const struct subschema *items; /* TYPE_LIST; NULL when any will do */
	size_t min_items;
	struct str *values; /* the only values there are: enum, const; none: any */
	size_t n_values;
};

/*
 * Reads a schema file, which must outlive what is read. A keyword or type that
 * validation does not know is a bug of the file, and BUG().
 */
const struct subschema *subschema_read(const struct node *schema, struct arena *a);

/* The field of that name, NULL when there is none. */
const struct field *subschema_field(const struct subschema *s, struct str name);

#endif
