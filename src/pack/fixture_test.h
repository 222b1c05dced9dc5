/*
 * Objects for the tests of this room.
 */
#ifndef PACK_FIXTURE_TEST_H
#define PACK_FIXTURE_TEST_H

#include "base/bug.h"
#include "pack/pack.h"
#include "pack/plan.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* The only document of a text. */
static inline struct node node_of(struct str text, struct arena *a)
{
	struct findings found = { 0 };
	struct documents docs = { 0 };

	if (!yaml_read(0, text, a, &found, &docs) || docs.n != 1)
		BUG("no document: %.*s", FMT(text));
	findings_release(&found);
	return docs.list[0];
}

/* An object of mesh "m" and stage control-plane. */
static inline struct object object_with(struct node x, struct arena *a)
{
	struct object o = { ARENA_NEW(a, struct shape), STAGE_CONTROL_PLANE, OWNER_MESH, S("m") };

	*o.shape = (struct shape){ .node = x, .arena = a };
	return o;
}

static inline struct object object_of(struct str text, struct arena *a)
{
	return object_with(node_of(text, a), a);
}

/* The same for a kind of the core or of the group that version names. */
static inline struct object named(const char *version, const char *kind, const char *namespace,
				  const char *name, struct arena *a)
{
	return object_of(arena_fmt(a, "{apiVersion: %s, kind: %s, metadata: {%s%s%s name: \"%s\"}}",
				   version, kind, *namespace ? "namespace: " : "", namespace,
				   *namespace ? "," : "", name),
			 a);
}

static inline void add(struct manifests *all, struct object o, struct arena *a)
{
	struct findings found = { 0 };
	struct object *kept = ARENA_NEW(a, struct object);

	*kept = o;
	if (!manifests_add(all, kept, a, &found))
		BUG("refused");
	findings_release(&found);
}

/* A ConfigMap with some more text in it. */
static inline struct object padded(const char *name, struct str pad, struct arena *a)
{
	struct object o = named("v1", "ConfigMap", "ns", name, a);
	struct map_builder m = { 0 };

	for (size_t i = 0; i < o.shape->node.n; i++)
		map_put(&m, a, node_text(&o.shape->node.items[2 * i]),
			o.shape->node.items[2 * i + 1]);
	map_put_str(&m, a, S("pad"), pad);
	return object_with(map_done(&m), a);
}

static inline struct str letters(size_t n, struct arena *a)
{
	char *s = arena_alloc(a, n);

	for (size_t i = 0; i < n; i++)
		s[i] = 'a';
	return (struct str){ s, n };
}

/* A ConfigMap that takes size bytes in a work; more than 16384. */
static inline struct object sized(const char *name, size_t size, struct arena *a)
{
	struct object o = padded(name, S(""), a);

	/* An empty one needs one byte for its length, this one three. */
	return padded(name, letters(size - plan_size(&o.shape->node) - 2, a), a);
}

/* The built-in templates. */
static inline struct rendering rendering(struct arena *a, struct findings *found)
{
	struct renderer *r = render_open(NULL, S(""), a, ARENA_NEW(a, struct sources), found);

	assert_non_null(r);
	return (struct rendering){ r, NULL, a, found };
}

static inline const struct file *file_at(const struct files *all, struct str path)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->list[i].path, path))
			return &all->list[i];
	return NULL;
}

#endif
