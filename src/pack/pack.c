#include "pack/pack.h"

#include "base/bug.h"
#include "pack/bundle.h"
#include "pack/layout.h"
#include "pack/work.h"
#include "render/cacerts.h"

struct str tree_name(enum trees tree)
{
	switch (tree) {
	case TREE_ISTIO:
		return S("istio");
	case TREE_MANIFESTWORK:
		return S("manifestwork");
	case TREE_CA:
		return S("ca");
	case TREE_FLUX:
		return S("apply/flux/clusters");
	case TREE_FLUX_HUB:
		return S("apply/flux/hub");
	case TREE_ARGOCD:
		return S("apply/argocd");
	case TREE_APPLY:
	case TREE_ALL:
		break;
	}
	BUG("tree %d", (int)tree);
}

struct str pack_tree(struct str below, enum trees tree, struct arena *a)
{
	struct str parts[] = { below, tree_name(tree) };

	return arena_concat(a, parts, 2);
}

struct str pack_folder(struct str below, enum trees tree, struct str cluster, struct arena *a)
{
	struct str parts[] = { below, tree_name(tree), STR("/"), cluster };

	return arena_concat(a, parts, 4);
}

unsigned pack_trees(const struct cacerts_list *cacerts)
{
	unsigned trees = TREE_ISTIO | (cacerts_need_sops(cacerts) ? 0u : TREE_MANIFESTWORK);

	for (size_t i = 0; i < cacerts->n; i++)
		if (cacerts->list[i].has_entry)
			trees |= TREE_CA;
	return trees;
}

bool pack_cluster(const struct rendering *r, const struct packing *how, struct str cluster,
		  const struct objects *objects, const struct cacerts_list *cacerts,
		  struct files *ret)
{
	unsigned trees = how->trees & pack_trees(cacerts);
	struct manifests all = { 0 };

	*ret = (struct files){ 0 };
	if (!manifests_of(objects, how->appliers, r->arena, r->found, &all))
		return false;
	if (trees & TREE_CA)
		bundle_cluster(how->below, cluster, cacerts, r->arena, ret);
	if (all.n && trees & TREE_ISTIO && !layout_cluster(r, how->below, cluster, &all, ret))
		return false;
	if (all.n && trees & TREE_MANIFESTWORK && !work_cluster(r, how->below, cluster, &all, ret))
		return false;
	return true;
}
