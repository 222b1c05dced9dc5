#include "render/memo.h"

#include "base/limits.h"
#include "yaml/kept.h"

struct shape *memo_find(const struct memo *m)
{
	return map_get(&m->shapes, buf_str(&m->key));
}

struct shape *memo_add(struct memo *m, const struct node *x)
{
	struct arena *a = &m->arena;
	struct node copy = node_copy(x, a);
	struct shape *s = ARENA_NEW(a, struct shape);

	*s = (struct shape){ .node = node_keep(&copy, a), .arena = a };
	*map_at(&m->shapes, arena_dup(a, buf_str(&m->key)), a) = s;
	return s;
}

struct special *memo_special(struct memo *m, const void *thing)
{
	struct known {
		const void *thing;
		struct special special;
	} *k = map_get(&m->things, (struct str){ (const char *)&thing, sizeof(thing) });

	if (k)
		return &k->special;
	k = ARENA_NEW(&m->arena, struct known);
	k->thing = thing;
	*map_at(&m->things, (struct str){ (const char *)&k->thing, sizeof(thing) }, &m->arena) = k;
	return &k->special;
}

void memo_trim(struct memo *m)
{
	if (m->arena.used <= LIMIT_MEMO_BYTES)
		return;
	arena_reset(&m->arena);
	m->shapes = m->meshes = m->things = m->roles = (struct map){ 0 };
}

void memo_release(struct memo *m)
{
	arena_release(&m->arena);
	buf_release(&m->key);
}
