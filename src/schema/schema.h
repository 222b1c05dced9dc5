/*
 * Validation of documents against schemas/: JSON Schema draft-07 files, one a
 * kind, embedded in the program. They are the only place that knows which
 * fields a kind has. Understood: type, properties, required,
 * additionalProperties, items, enum, const, minItems; $schema, pattern, title,
 * description and examples are for editors.
 */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "diag/findings.h"
#include "yaml/node.h"

/* The text of the schema file of a kind such as "MeshDeployment"; empty when we have no such kind. */
struct str schema_text(struct str kind, struct arena *a);

/* Kinds with a schema, sorted; their number is returned. */
size_t schema_kinds(const struct str **ret_list);

/*
 * Checks a document of a kind we have. null counts as absent. Findings: unknown
 * field (MG0201, with the field that was meant), wrong type (MG0202; a plain
 * scalar that is no string where a string belongs shows it as written and says
 * to quote it), missing field (MG0203), value not in the enum (MG0204, with the
 * value that was meant), list too short (MG0205). Returns false after an error.
 */
bool schema_check(struct str kind, const struct node *doc, struct findings *found);

#endif
