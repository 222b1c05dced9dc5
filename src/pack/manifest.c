#include "pack/manifest.h"

#include <stdlib.h>

static bool refuse(const struct object *object, const struct identity *id, struct findings *found)
{
	struct finding *f = finding_add(found, MG0707, node_place(&object->node),
					"a template gives an object of kind '%.*s' in group '%.*s'",
					FMT(id->kind), FMT(id->group));

	finding_help(f, "check apiVersion and kind of the template; objects of other kinds are "
			"applied by other means");
	return false;
}

bool manifests_add(struct manifests *all, const struct object *object, struct arena *a,
		   struct findings *found)
{
	struct manifest m = { .object = *object };

	if (!identity_of(&object->node, &m.id)) {
		struct finding *f = finding_add(found, MG0701, node_place(&object->node),
						"a template gives an object without an identity");

		finding_help(f, "give it apiVersion, kind and metadata.name, each a string");
		return false;
	}
	m.kind = kind_find(m.id.group, m.id.kind);
	if (!m.kind)
		return refuse(object, &m.id, found);
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = m;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct manifest *x = a, *y = b;

	return identity_cmp(&x->id, &y->id);
}

bool manifests_sort(struct manifests *all, struct findings *found)
{
	bool ok = true;

	if (all->n)
		qsort(all->list, all->n, sizeof(*all->list), compare);
	for (size_t i = 1; i < all->n; i++) {
		const struct manifest *m = &all->list[i];
		struct finding *f;

		if (compare(m - 1, m))
			continue;
		f = finding_add(found, MG0702, node_place(&m->object.node),
				"two templates give %.*s", FMT(manifest_name(m, &found->arena)));
		finding_note(f, node_place(&m[-1].object.node), "the other one");
		finding_help(f, "give them different names");
		ok = false;
	}
	return ok;
}

struct str manifest_name(const struct manifest *m, struct arena *a)
{
	return arena_fmt(a, "%.*s '%.*s%s%.*s'", FMT(m->id.kind), FMT(m->id.namespace),
			 m->id.namespace.n ? "/" : "", FMT(m->id.name));
}
