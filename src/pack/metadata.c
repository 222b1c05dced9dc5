#include "pack/metadata.h"

#include <string.h>

bool identity_of(const struct node *object, struct identity *ret)
{
	struct str version = node_get_str(object, S("apiVersion"));
	const struct node *metadata = node_get(object, S("metadata"));
	const struct node *namespace = node_get(metadata, S("namespace"));
	size_t slash = str_find(version, '/');

	ret->group = slash < version.n ? str_first(version, slash) : S("");
	ret->kind = node_get_str(object, S("kind"));
	ret->namespace = node_get_str(metadata, S("namespace"));
	ret->name = node_get_str(metadata, S("name"));
	return version.n && ret->kind.n && ret->name.n &&
	       (!namespace || namespace->kind == NODE_STR);
}

bool identity_given(const struct node *object, struct findings *found, struct identity *ret)
{
	if (identity_of(object, ret))
		return true;
	finding_help(finding_add(found, MG0701, node_place(object),
				 "a template gives an object without an identity"),
		     "give it apiVersion, kind and metadata.name, each a string");
	return false;
}

const struct node *annotations_of(const struct node *object)
{
	return node_get(node_get(object, S("metadata")), S("annotations"));
}

struct node with_value(const struct node *map, struct str key, struct node value, struct arena *a)
{
	const struct node *at = node_key(map, key);
	struct node *items = ARENA_ARRAY(a, 2 * (size_t)map->n + 2, struct node), ret = *map;

	if (map->n)
		memcpy(items, map->items, 2 * map->n * sizeof(*items));
	ret.items = items;
	ret.flags &= (uint8_t)~NODE_KEPT;
	if (at) {
		items[at - map->items + 1] = value;
		return ret;
	}
	items[2 * map->n] = node_str(key);
	items[2 * map->n + 1] = value;
	ret.n++;
	return ret;
}

struct node with_annotations(const struct node *object, struct node annotations, struct arena *a)
{
	const struct node *metadata = node_get(object, S("metadata"));

	return with_value(object, S("metadata"),
			  with_value(metadata, S("annotations"), annotations, a), a);
}
