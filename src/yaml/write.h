/*
 * Nodes to bytes: the one YAML writer. Keys in the order of the node, sequences
 * not indented below their key, no folding, '|' for text with line ends, {} and
 * [] for empty, double quotes only where NODE_PLAIN is not set. What it writes
 * YAML 1.1 and 1.2 read back as the same data.
 */
#ifndef YAML_WRITE_H
#define YAML_WRITE_H

#include "base/buf.h"
#include "yaml/node.h"

/* One document, without '---', one new line at its end. */
void yaml_write(struct buf *out, const struct node *x);

/*
 * The same as JSON (RFC 8259), indented, for nodes that no input wrote: their numbers
 * are JSON's and their strings UTF-8. One new line at its end.
 */
void json_write(struct buf *out, const struct node *x);

/*
 * Bytes of the node as compact JSON the way Go's encoding/json writes it ('<',
 * '>', '&' and U+2028 as \uXXXX): what OCM's limit counts (the
 * formula of its webhook for ManifestWorks).
 */
size_t json_size(const struct node *x);

/* No less than json_size, without a look at the bytes of strings. */
size_t json_size_at_most(const struct node *x);

#endif
