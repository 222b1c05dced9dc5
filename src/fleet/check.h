/*
 * The checks of fleet_check, by what they look at. Private to fleet/.
 */
#ifndef FLEET_CHECK_H
#define FLEET_CHECK_H

#include "fleet/fleet.h"

/*
 * check_spec.c: one spec of a MeshDeployment or a Mesh that is rendered,
 * whatever its clusters. subject: where its name is written. Findings: MG0330
 * to MG0347.
 */
void check_spec(const struct mesh_spec *spec, const struct name *subject, bool derives_revision,
		struct arena *a, struct findings *found);

/*
 * check_cluster.c: the meshes of one cluster against each other, and the names
 * made for each. Findings: MG0350 to MG0356, MG0420, MG0421.
 */
void check_cluster(const struct fleet *f, const struct cluster *c, struct arena *a,
		   struct findings *found);

#endif
