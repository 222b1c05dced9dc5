#include "fleet/holders.h"

static bool is_holder(const struct fleet_mesh *m)
{
	return m->policy && mesh_spec_of(m)->namespace.text.n;
}

static struct holder holder_of(const struct fleet *f, const struct cluster *c,
			       const struct fleet_mesh *m, struct arena *a)
{
	return (struct holder){
		.cluster = c->at->text,
		.namespace = mesh_spec_of(m)->namespace.text,
		.mesh = mesh_name(m, a),
		.trust_domain = mesh_trust_domain(m),
		.revision = mesh_revision(m, a),
		.policy = mesh_policy(f, m),
		.recipients = &c->settings->recipients,
		.place = m->at->place,
	};
}

struct holders holders_of(const struct fleet *f, const struct cluster *c, struct arena *a)
{
	struct cluster_meshes meshes = meshes_by_namespace(f, c, is_holder, a);
	struct holders all = { .list = ARENA_ARRAY(a, meshes.n, struct holder) };

	for (size_t i = 0; i < meshes.n; i++) {
		struct holder h = holder_of(f, c, meshes.list[i], a);

		if (!all.n || !str_eq(all.list[all.n - 1].namespace, h.namespace))
			all.list[all.n++] = h;
	}
	return all;
}

bool cluster_gets_objects(const struct fleet *f, const struct cluster *c, struct arena *a)
{
	struct holders all;

	for (size_t i = 0; i < c->n_meshes; i++)
		if (!mesh_is_discovered(&f->meshes[c->first_mesh + i]))
			return true;
	all = holders_of(f, c, a);
	for (size_t i = 0; i < all.n; i++)
		if (all.list[i].policy->seal != SEAL_OUT_OF_BAND)
			return true;
	return false;
}
