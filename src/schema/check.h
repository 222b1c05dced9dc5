/*
 * A document against the schema of its kind.
 */
#ifndef SCHEMA_CHECK_H
#define SCHEMA_CHECK_H

#include "diag/findings.h"
#include "schema/subschema.h"
#include "yaml/node.h"

/* As schema_check; a document with very many mistakes is not read to its end. */
bool check_document(const struct subschema *schema, struct str kind, const struct node *doc,
		    struct findings *found);

#endif
