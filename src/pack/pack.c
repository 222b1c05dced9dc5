#include "pack/pack.h"

#include "pack/layout.h"
#include "pack/work.h"

/* Of every object, so that all that is wrong is found in one run. */
static bool manifests_of(const struct objects *objects, struct arena *a, struct findings *found,
			 struct manifests *ret)
{
	bool ok = true;

	for (size_t i = 0; i < objects->n; i++)
		if (!manifests_add(ret, &objects->list[i], a, found))
			ok = false;
	return manifests_sort(ret, found) && ok;
}

struct str tree_name(enum trees tree)
{
	return tree == TREE_ISTIO ? S("istio") : S("manifestwork");
}

bool pack_cluster(const struct rendering *r, struct str cluster, const struct objects *objects,
		  unsigned trees, struct files *ret)
{
	struct manifests all = { 0 };

	*ret = (struct files){ 0 };
	if (!manifests_of(objects, r->arena, r->found, &all))
		return false;
	if (!all.n)
		return true;
	if (trees & TREE_ISTIO && !layout_cluster(r, cluster, &all, ret))
		return false;
	if (trees & TREE_MANIFESTWORK && !work_cluster(r, cluster, &all, ret))
		return false;
	return true;
}
