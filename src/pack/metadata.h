/*
 * What every Kubernetes object has, whatever its kind: an identity and annotations.
 */
#ifndef PACK_METADATA_H
#define PACK_METADATA_H

#include "diag/findings.h"
#include "yaml/node.h"

/* Who an object is: group and kind, namespace and name. */
struct identity {
	struct str group, kind, namespace, name;
};

/* Returns false when apiVersion, kind or metadata.name is missing or no string. */
bool identity_of(const struct node *object, struct identity *ret);

/* The same of what a template gives, which stands at its place; false after a finding (MG0701). */
bool identity_given(const struct node *object, struct findings *found, struct identity *ret);

/* Its annotations, whatever they are; NULL when there are none. */
const struct node *annotations_of(const struct node *object);

/* The object, whose metadata is a map, with these annotations. Shares the rest; its place stays. */
struct node with_annotations(const struct node *object, struct node annotations, struct arena *a);

/* The map with a value at a key: the last one if it is new. Shares the rest; its place stays. */
struct node with_value(const struct node *map, struct str key, struct node value, struct arena *a);

#endif
