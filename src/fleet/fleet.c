#include "fleet/fleet.h"

#include "base/limits.h"
#include "fleet/build.h"
#include "fleet/check.h"

void fleet_build(const struct model *m, struct arena *a, struct findings *found, struct fleet *ret)
{
	*ret = (struct fleet){ .policies = m->trust_policies };
	if (!expand_meshes(m, a, found, ret))
		return;
	settle_clusters(m, a, found, ret);
	federate_meshes(m, a, found, ret);
	check_names(m, ret, found);
}

void fleet_check(const struct model *m, const struct fleet *f, struct arena *a,
		 struct findings *found)
{
	struct arena scratch = { 0 };
	struct told told = { 0 };

	for (size_t i = 0; i < m->n_deployments; i++)
		check_spec(&m->deployments[i].spec, &m->deployments[i].name, true, a, found);
	for (size_t i = 0; i < f->n_meshes; i++) {
		const struct fleet_mesh *mesh = &f->meshes[i];

		if (mesh_is_discovered(mesh) && mesh->policy)
			check_discovered(mesh->declared, a, found);
		else if (!mesh->deployment && !mesh_is_discovered(mesh))
			check_spec(mesh_spec_of(mesh), &mesh->declared->name, false, a, found);
	}
	for (size_t i = 0; i < f->n_clusters && found->errors < LIMIT_ERRORS; i++) {
		check_cluster(f, &f->clusters[i], &told, &scratch, found);
		check_trust(f, &f->clusters[i], &scratch, found);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	arena_release(&told.arena);
	check_ledger(m, f, found);
	check_generators(m, f, found);
	check_appliers(m, found);
}

void fleet_check_at(const struct model *m, const struct fleet *f, int64_t at, struct arena *a,
		    struct findings *found)
{
	for (size_t i = 0; i < m->n_deployments; i++)
		check_support(&m->deployments[i].spec, at, a, found);
	for (size_t i = 0; i < f->n_meshes; i++)
		if (!f->meshes[i].deployment && !mesh_is_discovered(&f->meshes[i]))
			check_support(mesh_spec_of(&f->meshes[i]), at, a, found);
}
