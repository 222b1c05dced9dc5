/*
 * The tree istio/<cluster>/: one object a file, a folder a stage, and the
 * kustomizations that name them.
 */
#ifndef PACK_LAYOUT_H
#define PACK_LAYOUT_H

#include "pack/manifest.h"
#include "pack/pack.h"

/*
 * `<kind>.<namespace>.<name>.yaml`, without the namespace for what has none.
 * Kinds are in lower case; a byte outside [a-z0-9.-] is '_' and two hex digits.
 */
struct str layout_name(const struct manifest *m, struct arena *a);

/*
 * A template's object in a context. Returns false after a finding: those of
 * jsone/template.h, or a template that comes to nothing (MG0701).
 */
bool layout_shape(const struct renderer *r, struct str template, const struct node *context,
		  struct arena *a, struct findings *found, struct node *ret);

/* `<folder>/<name>`; a cluster has dozens of them, so no printf. */
struct str layout_path(struct str folder, struct str name, struct arena *a);

void files_add(struct files *all, struct arena *a, struct file file);

/* Adds `<folder>/kustomization.yaml`, which names n sorted files or folders. */
bool layout_kustomization(const struct renderer *r, struct str folder, const struct node *names,
			  size_t n, struct arena *a, struct findings *found, struct files *ret);

/*
 * Adds istio/<cluster>/. Returns false after a finding: a file name over
 * LIMIT_NAME_BYTES (MG0704), one for two objects (MG0702).
 */
bool layout_cluster(const struct renderer *r, struct str cluster, const struct manifests *all,
		    struct arena *a, struct findings *found, struct files *ret);

#endif
