#include "render/context.h"

#include "base/sort.h"

static int by_name(const void *a, const void *b)
{
	const struct cluster_namespace *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

static size_t count_entries(const struct fleet *f, const struct cluster *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_meshes; i++)
		n += 1 + mesh_spec_of(&f->meshes[c->first_mesh + i])->members.n;
	return n;
}

static void add_mesh(const struct cluster *c, const struct fleet_mesh *m, struct arena *a,
		     struct cluster_namespaces *all)
{
	const struct mesh_spec *spec = mesh_spec_of(m);
	struct str revision = mesh_revision(m, a);

	if (mesh_is_discovered(m))
		return;
	all->list[all->n++] = (struct cluster_namespace){
		.name = spec->namespace.text,
		.network = m->federated ? mesh_network(c, m, a) : (struct str){ "", 0 },
		.own_network = m->federated && !c->settings->network.text.n
	};
	for (size_t i = 0; settings_label_members(c->settings) && i < spec->members.n; i++)
		all->list[all->n++] =
			(struct cluster_namespace){ .name = spec->members.list[i].text,
						    .revision = revision,
						    .injected = !revision.n };
}

/* Entries of one name become one: two meshes of a namespace, or a member of both. */
static void merge(struct cluster_namespaces *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct cluster_namespace *x = &all->list[i];
		struct cluster_namespace *last = kept ? &all->list[kept - 1] : NULL;

		if (!last || !str_eq(last->name, x->name)) {
			all->list[kept++] = *x;
			continue;
		}
		if (!last->network.n) {
			last->network = x->network;
			last->own_network = x->own_network;
		}
		if (!last->revision.n)
			last->revision = x->revision;
		last->injected |= x->injected;
	}
	all->n = kept;
}

struct cluster_namespaces cluster_namespaces_of(const struct fleet *f, const struct cluster *c,
						struct arena *a)
{
	struct cluster_namespaces all = { .list = ARENA_ARRAY(a, count_entries(f, c),
							      struct cluster_namespace) };

	for (size_t i = 0; i < c->n_meshes; i++)
		add_mesh(c, &f->meshes[c->first_mesh + i], a, &all);
	sort(all.list, all.n, sizeof(*all.list), by_name);
	merge(&all);
	return all;
}
