/*
 * The one table of plain scalars: what YAML 1.1 and 1.2 take an unquoted text
 * for. Reading and quoting both ask here, so what is written is what is read.
 * Sources: YAML 1.2.2 section 10.3 (core schema), yaml.org/type (1.1), and the
 * resolvers of PyYAML and go-yaml, which agree on less than the 1.1 types say.
 */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "yaml/node.h"

/*
 * The kind that a plain scalar has: NODE_STR only when YAML 1.1 and 1.2 both
 * read a string; else what either of them reads.
 */
enum node_kind scalar_kind(struct str text);

/* Can text stand without quotes in block style, on one line, and be read as a string? */
bool scalar_is_plain(struct str text);

/* The same of a text that would be no other kind: scalar_kind says NODE_STR. */
bool scalar_string_is_plain(struct str text);

#endif
