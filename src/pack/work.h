/*
 * The tree manifestwork/<cluster>/: one ManifestWork a file, as
 * work.open-cluster-management.io/v1 has them.
 */
#ifndef PACK_WORK_H
#define PACK_WORK_H

#include "pack/layout.h"

/*
 * Adds manifestwork/<cluster>/. The agent needs rights on custom resources,
 * which the ClusterRole of templates/manifestwork adds to it: it becomes one
 * more manifest of all. Returns false after a finding: those of plan_works, or
 * an object that has the identity of this ClusterRole (MG0702).
 */
bool work_cluster(const struct rendering *r, struct str below, struct str cluster,
		  struct manifests *all, struct files *ret);

#endif
