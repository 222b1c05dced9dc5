/*
 * The schemas of base/embedded.h as nodes. The build reads them
 * (tools/built_in.c), since a start of the program has no time for it.
 */
#ifndef YAML_EMBEDDED_H
#define YAML_EMBEDDED_H

#include "yaml/node.h"

/* The document of such a file; its places are those of the file. */
const struct node *embedded_document(struct str path);

#endif
