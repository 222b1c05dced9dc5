/*
 * The checks of fleet_check, by what they look at. Private to fleet/.
 */
#ifndef FLEET_CHECK_H
#define FLEET_CHECK_H

#include "base/map.h"
#include "fleet/fleet.h"

/*
 * check_spec.c: one spec of a MeshDeployment or a Mesh that is rendered,
 * whatever its clusters. subject: where its name is written. Findings: MG0330
 * to MG0347.
 */
void check_spec(const struct mesh_spec *spec, const struct name *subject, bool derives_revision,
		struct arena *a, struct findings *found);

/* What was said of a cluster and need not be said of those like it; zero-initialised. */
struct told {
	struct map pairs;
	struct arena arena; /* the caller releases it */
};

/*
 * check_cluster.c: the meshes of one cluster against each other, and the names
 * made for each. Findings: MG0350 to MG0355, MG0357, MG0421.
 */
void check_cluster(const struct fleet *f, const struct cluster *c, struct told *told,
		   struct arena *a, struct findings *found);

/*
 * A finding at the object that gives m, with a note at that of first: "mesh 'm' of
 * cluster 'c' <what>".
 */
struct finding *report_clash(const struct fleet_mesh *m, const struct fleet_mesh *first,
			     enum code code, const char *what, struct arena *a,
			     struct findings *found);

/*
 * check_trust.c: meshes of one namespace that disagree about what is in their
 * cacerts (MG0420, MG0422); keys that are delivered where nothing opens them
 * (MG0423).
 */
void check_trust(const struct fleet *f, const struct cluster *c, struct arena *a,
		 struct findings *found);

/* The same file: entries of the ledger that are for nobody (MG0504), when all meshes are known. */
void check_ledger(const struct model *m, const struct fleet *f, struct findings *found);

/* The same file: keys that are sealed by SOPS when Argo CD alone applies them (MG0425). */
void check_appliers(const struct model *m, struct findings *found);

/*
 * check_generator.c: generators for kustomize whose cluster gets no mesh (MG0740), when all
 * meshes are known. One with a path may be for another repository.
 */
void check_generators(const struct model *m, const struct fleet *f, struct findings *found);

/* check_support.c: is the version of a spec still supported at that time? Finding: MG0356. */
void check_support(const struct mesh_spec *spec, int64_t at, struct arena *a,
		   struct findings *found);

/*
 * check_spec.c: what a mesh that was found must tell for its cacerts. Findings: MG0333, MG0334,
 * MG0342, MG0343.
 */
void check_discovered(const struct mesh *mesh, struct arena *a, struct findings *found);

#endif
