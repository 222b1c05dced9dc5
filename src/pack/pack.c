#include "pack/pack.h"

#include "pack/layout.h"
#include "pack/work.h"

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
