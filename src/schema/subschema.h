/*
 * A schema file as a tree of structures: what validation needs of it, and what
 * a test walks to find fields that nobody reads. The build reads the files and
 * prints the structures (tools/built_in_schema.c).
 */
#ifndef SCHEMA_SUBSCHEMA_H
#define SCHEMA_SUBSCHEMA_H

#include "base/str.h"

enum schema_type { TYPE_ANY, TYPE_STRING, TYPE_INTEGER, TYPE_LIST, TYPE_MAP };

struct field {
	struct str name;
	const struct subschema *value;
	bool required;
};

struct subschema {
	enum schema_type type;
	const struct field *fields; /* TYPE_MAP, in the order of the file */
	size_t n_fields;
	/* Of values of fields that have no row; NULL when any will do. */
	const struct subschema *others;
	bool closed;                   /* no other fields than these */
	const struct subschema *items; /* TYPE_LIST; NULL when any will do */
	size_t min_items;
	const struct str *values; /* the only values there are: enum, const; none: any */
	size_t n_values;
};

/* The schema of a kind we have. */
const struct subschema *schema_of(struct str kind);

/* The field of that name, NULL when there is none. */
const struct field *subschema_field(const struct subschema *s, struct str name);

#endif
