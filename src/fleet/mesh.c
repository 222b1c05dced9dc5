#include "fleet/fleet.h"

#include "model/grammar.h"

#include <stdlib.h>

const struct mesh_spec *mesh_spec_of(const struct fleet_mesh *m)
{
	return m->deployment ? &m->deployment->spec : &m->declared->spec;
}

const struct trust_policy *mesh_policy(const struct fleet *f, const struct fleet_mesh *m)
{
	return m->policy ? &f->policies[m->policy - 1] : NULL;
}

struct str mesh_trust_domain(const struct fleet_mesh *m)
{
	struct str declared = mesh_spec_of(m)->trust_domain.text;

	return declared.n ? declared : S("cluster.local");
}

bool has_discovery_label(const struct mesh *m)
{
	return str_eq(m->discovery.text, S("true"));
}

bool mesh_is_discovered(const struct fleet_mesh *m)
{
	return !m->deployment && has_discovery_label(m->declared);
}

struct str mesh_name(const struct fleet_mesh *m, struct arena *a)
{
	struct str parts[] = { m->at->text, STR("-"), { "", 0 } };

	if (!m->deployment)
		return m->declared->name.text;
	parts[2] = m->deployment->name.text;
	return arena_concat(a, parts, 3);
}

/* Byte i of the name, -1 behind its end. */
static int name_byte(const struct fleet_mesh *m, size_t i)
{
	struct str part = m->deployment ? m->at->text : m->declared->name.text;

	if (i < part.n)
		return (unsigned char)part.s[i];
	if (!m->deployment)
		return -1;
	if (i == part.n)
		return '-';
	i -= part.n + 1;
	part = m->deployment->name.text;
	return i < part.n ? (unsigned char)part.s[i] : -1;
}

int mesh_name_cmp(const struct fleet_mesh *a, const struct fleet_mesh *b)
{
	for (size_t i = 0;; i++) {
		int x = name_byte(a, i), y = name_byte(b, i);

		if (x != y)
			return x < y ? -1 : 1;
		if (x < 0)
			return 0;
	}
}

struct str mesh_revision(const struct fleet_mesh *m, struct arena *a)
{
	const struct mesh_spec *spec = mesh_spec_of(m);
	struct str version = spec->version.text;
	char *dashed;

	if (spec->revision.text.n || !m->deployment)
		return spec->revision.text;
	dashed = arena_alloc(a, version.n + 1);
	for (size_t i = 0; i < version.n; i++)
		dashed[i] = version.s[i] == '.' ? '-' : version.s[i];
	return (struct str){ dashed, version.n };
}

struct str mesh_operator_suffix(const struct fleet_mesh *m, struct arena *a)
{
	struct str revision = mesh_revision(m, a);
	struct istio_version v = { 0 };

	istio_version_parse(mesh_spec_of(m)->version.text, &v);
	if (!revision.n || (v.minor >= 17 && str_eq(revision, S("default"))))
		return (struct str){ "", 0 };
	return arena_fmt(a, "-%.*s", FMT(revision));
}

static int by_namespace(const void *a, const void *b)
{
	const struct fleet_mesh *const *x = a, *const *y = b;
	int order = str_cmp(mesh_spec_of(*x)->namespace.text, mesh_spec_of(*y)->namespace.text);

	return order ? order : mesh_name_cmp(*x, *y);
}

struct cluster_meshes meshes_by_namespace(const struct fleet *f, const struct cluster *c,
					  bool (*wanted)(const struct fleet_mesh *m),
					  struct arena *a)
{
	struct cluster_meshes all = { ARENA_ARRAY(a, c->n_meshes, const struct fleet_mesh *), 0 };

	for (size_t i = 0; i < c->n_meshes; i++)
		if (wanted(&f->meshes[c->first_mesh + i]))
			all.list[all.n++] = &f->meshes[c->first_mesh + i];
	if (all.n > 1)
		qsort(all.list, all.n, sizeof(*all.list), by_namespace);
	return all;
}

bool settings_label_members(const struct settings *s)
{
	return !str_eq(s->members.text, S("ignore"));
}

bool settings_deliver_works(const struct settings *s)
{
	return str_eq(s->delivery.text, S("manifestwork"));
}

const struct cluster *fleet_cluster(const struct fleet *f, struct str name)
{
	size_t low = 0, high = f->n_clusters;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(name, f->clusters[middle].at->text);

		if (!order)
			return &f->clusters[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct str fleet_nearest(const struct fleet *f, struct str name, struct arena *a)
{
	struct str *names = ARENA_ARRAY(a, f->n_clusters, struct str);

	for (size_t i = 0; i < f->n_clusters; i++)
		names[i] = f->clusters[i].at->text;
	return str_nearest(name, names, f->n_clusters);
}

struct fleet_mesh *fleet_find(const struct fleet *f, struct str cluster, struct str mesh)
{
	const struct cluster *c = fleet_cluster(f, cluster);
	struct mesh sought = { .name = { .text = mesh } };
	struct fleet_mesh key = { .declared = &sought };
	size_t low = 0, high = c ? c->n_meshes : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct fleet_mesh *m = &f->meshes[c->first_mesh + middle];
		int order = mesh_name_cmp(&key, m);

		if (!order)
			return m;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
