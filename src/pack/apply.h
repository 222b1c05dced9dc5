/*
 * The tree apply/: what tells the appliers of the Config where the other trees are. A
 * cluster is delivered directly, from istio/, or by the hub, from manifestwork/.
 */
#ifndef PACK_APPLY_H
#define PACK_APPLY_H

#include "pack/pack.h"

/* The path of a file or folder of the output in the repository, as the appliers name it. */
struct str apply_path(const struct config *config, struct str path, struct arena *a);

/*
 * Adds a file with the object that a template gives. Returns it, in the arena of r; NULL
 * after a finding (MG0701: no object, or one without identity, and those of jsone/template.h).
 */
const struct node *apply_object(const struct rendering *r, struct str template,
				const struct node *context, struct str path, struct files *ret);

/*
 * argocd.c: adds <below>apply/argocd/: an ApplicationSet for each way of delivery that a cluster
 * has, and how Argo CD tells the health of our kinds. Nothing when Argo CD is not named.
 * Returns false after a finding of apply_object.
 */
bool apply_fleet(const struct rendering *r, struct str below, const struct fleet *f,
		 const struct config *config, struct files *ret);

/*
 * argocd.c: the share of a cluster in that: the same files, as they were if the cluster
 * were alone. Returns false likewise.
 */
bool apply_share(const struct rendering *r, const struct cluster *c, const struct config *config,
		 struct files *ret);

/* flux.c: the tree of a cluster's Kustomizations, TREE_FLUX or TREE_FLUX_HUB; 0 without Flux. */
unsigned apply_tree(const struct config *config, const struct cluster *c);

/*
 * flux.c: adds those for a cluster that gets these objects; nothing when Flux is not
 * named. There is no kustomization.yaml: Flux takes all files of a folder, also those
 * that `flux bootstrap` puts there. Returns false likewise, or when a name is too long for
 * a label (MG0711).
 */
bool apply_cluster(const struct rendering *r, struct str below, const struct cluster *c,
		   const struct config *config, const struct objects *objects,
		   const struct cacerts_list *cacerts, struct files *ret);

#endif
