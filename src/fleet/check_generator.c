#include "fleet/check.h"

static void report(const struct generator *g, const struct fleet *f, struct findings *found)
{
	struct arena scratch = { 0 };
	struct str near = fleet_nearest(f, g->cluster.text, &scratch);
	struct finding *said =
		finding_add(found, MG0740, g->cluster.place,
			    "no mesh is deployed to a cluster '%.*s'", FMT(g->cluster.text));

	if (near.n)
		finding_help(said, "did you mean '%.*s'?", FMT(near));
	else if (!f->n_clusters)
		finding_help(said, "the root of a config repository is the next folder upwards "
				   "with a meshgen.yaml: put one there, or name the folder in "
				   "spec.path");
	else
		finding_help(said, "name a cluster of a MeshDeployment, or delete the generator");
	arena_release(&scratch);
}

void check_generators(const struct model *m, const struct fleet *f, struct findings *found)
{
	if (m->incomplete || m->n_dropped || found->errors)
		return;
	for (size_t i = 0; i < m->n_generators; i++) {
		const struct generator *g = &m->generators[i];

		if (!g->path.text.n && !fleet_cluster(f, g->cluster.text))
			report(g, f, found);
	}
}
