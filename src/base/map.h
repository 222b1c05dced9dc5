/*
 * Map from strings to pointers, for look-ups while something else keeps the
 * order: a map is never walked, so no output can depend on a hash. A hash trie
 * over SipHash: names chosen to collide cost the attacker 2^32 tries a pair.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_node;

/* Zero-initialised it is empty. Nodes lie in the arena given at each insertion. */
struct map {
	struct map_node *root;
};

/*
 * The place of key's value, made (NULL) if key is new. The key's bytes must
 * outlive the map.
 */
void **map_at(struct map *m, struct str key, struct arena *a);

/* The value of key, NULL if there is none. */
void *map_get(const struct map *m, struct str key);

#endif
