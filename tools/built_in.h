/*
 * The parts of tools/built_in.c. All print a row or a part of one as C.
 */
#ifndef BUILT_IN_H
#define BUILT_IN_H

#include "jsone/template.h"

void print_literal(struct str s);

/* A struct str, and a comma. */
void print_str(struct str s);

/* A struct named_template of render/built_in.h. */
void print_template(struct str name, const struct template *t);

/* SCHEMA(kind, a struct subschema of schema/subschema.h). */
void print_schema(struct str kind, const struct node *schema);

#endif
