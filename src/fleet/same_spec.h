/*
 * Is a committed Mesh what its MeshDeployment gives? Private to fleet/.
 */
#ifndef FLEET_SAME_SPEC_H
#define FLEET_SAME_SPEC_H

#include "fleet/fleet.h"

/*
 * Compares the spec of a Mesh with the expansion of that name, absent, null and
 * empty alike; peers, labels and annotations aside, since the addon writes them.
 * Finding: MG0304 names the first field that differs.
 */
void compare_with_expansion(const struct fleet_mesh *expansion, const struct mesh *mesh,
			    struct arena *a, struct findings *found);

#endif
