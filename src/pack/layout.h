/*
 * The tree istio/<cluster>/: one object a file, a folder a stage, and the
 * kustomizations that name them.
 */
#ifndef PACK_LAYOUT_H
#define PACK_LAYOUT_H

#include "pack/manifest.h"
#include "pack/pack.h"

/*
 * What a template gives, which must be a map. NULL after a finding: those of
 * jsone/template.h, or a template that comes to something else (MG0701).
 */
struct shape *layout_shape(const struct rendering *r, struct str template,
			   const struct node *context);

/* `<folder>/<name>`; a cluster has dozens of them, so no printf. */
struct str layout_path(struct str folder, struct str name, struct arena *a);

/* Adds a file at its place, which is looked for from the end. */
void files_add(struct files *all, struct arena *a, struct file file);

/* Adds `<folder>/kustomization.yaml`, which names n sorted files or folders. */
bool layout_kustomization(const struct rendering *r, struct str folder, const struct node *names,
			  size_t n, struct files *ret);

/*
 * Adds istio/<cluster>/. Returns false after a finding: a file name over
 * LIMIT_NAME_BYTES (MG0704), one for two objects (MG0702).
 */
bool layout_cluster(const struct rendering *r, struct str below, struct str cluster,
		    const struct manifests *all, struct files *ret);

#endif
