/*
 * A document against the shape of its kind.
 */
#ifndef SCHEMA_CHECK_H
#define SCHEMA_CHECK_H

#include "diag/findings.h"
#include "schema/shape.h"
#include "yaml/node.h"

/* As schema_check; a document with very many mistakes is not read to its end. */
bool check_document(const struct shape *shape, struct str kind, const struct node *doc,
		    struct findings *found);

/* The string of the list that text was meant to be: at most two edits away; empty when there is none. */
struct str nearest(struct str text, const struct str *list, size_t n);

#endif
