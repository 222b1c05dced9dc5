/*
 * Ownership inside one cluster. Design: (cluster, namespace, revision) belongs
 * to one mesh; with target istiooperator (cluster, revision) too, since the
 * operator's ClusterRole is named by it; a member belongs to one revision. What no
 * revision has in its name should belong to one mesh.
 */
#include "fleet/check.h"
#include "model/grammar.h"

#include <stdlib.h>

/* Something that two meshes must not share, or must agree on. */
struct claim {
	struct str key;
	const struct fleet_mesh *mesh;
	const struct name *at; /* where it is claimed */
};

struct claims {
	struct claim *list;
	size_t n;
};

static int by_key(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;
	int order = str_cmp(x->key, y->key);

	if (!order)
		order = mesh_name_cmp(x->mesh, y->mesh);
	if (!order)
		order = (x->at->place.off > y->at->place.off) -
			(x->at->place.off < y->at->place.off);
	return order;
}

static void sort_claims(struct claims *c)
{
	if (c->n)
		qsort(c->list, c->n, sizeof(*c->list), by_key);
}

/* Where a person would change a mesh: the name of the object that gives it. */
static struct place subject_of(const struct fleet_mesh *m)
{
	return m->deployment ? m->deployment->name.place : m->declared->name.place;
}

struct finding *report_clash(const struct fleet_mesh *m, const struct fleet_mesh *first,
			     enum code code, const char *what, struct arena *a,
			     struct findings *found)
{
	struct finding *f =
		finding_add(found, code, subject_of(m), "mesh '%.*s' of cluster '%.*s' %s",
			    FMT(mesh_name(m, a)), FMT(m->at->text), what);

	finding_note(f, subject_of(first), "mesh '%.*s' is here", FMT(mesh_name(first, a)));
	return f;
}

/* The meshes of a cluster that are rendered, each with a key that at makes. */
static struct claims claim_all(const struct fleet *f, const struct cluster *c, struct arena *a,
			       struct str (*key)(const struct fleet_mesh *m, struct arena *a))
{
	struct claims all = { .list = ARENA_ARRAY(a, c->n_meshes, struct claim) };

	for (size_t i = 0; i < c->n_meshes; i++) {
		const struct fleet_mesh *m = &f->meshes[c->first_mesh + i];

		if (!mesh_is_discovered(m))
			all.list[all.n++] =
				(struct claim){ key(m, a), m, &mesh_spec_of(m)->namespace };
	}
	sort_claims(&all);
	return all;
}

static struct str namespace_key(const struct fleet_mesh *m, struct arena *a)
{
	(void)a;
	return mesh_spec_of(m)->namespace.text;
}

static void check_revisions(const struct fleet *f, const struct cluster *c, struct arena *a,
			    struct findings *found)
{
	struct claims all = claim_all(f, c, a, mesh_operator_suffix);

	for (size_t i = 1; i < all.n; i++) {
		const struct claim *x = &all.list[i], *first = &all.list[i - 1];
		struct finding *said;

		if (!str_eq(x->key, first->key))
			continue;
		if (str_eq(mesh_spec_of(x->mesh)->namespace.text,
			   mesh_spec_of(first->mesh)->namespace.text))
			said = report_clash(x->mesh, first->mesh, MG0350,
					    "claims a namespace and revision that another mesh has",
					    a, found);
		else
			said = report_clash(
				x->mesh, first->mesh, MG0351,
				"has the revision of another mesh, whose operator has the "
				"same name",
				a, found);
		finding_help(said,
			     "give one of them another controlPlane.revision (both have '%.*s')",
			     FMT(mesh_revision(x->mesh, a)));
	}
}

/* homes: the meshes by the namespace of their control plane. */
static void check_namespaces(const struct claims *homes, struct arena *a, struct findings *found)
{
	const struct claim *federated = NULL;

	for (size_t i = 0; i < homes->n; i++) {
		const struct claim *x = &homes->list[i], *last = i ? &homes->list[i - 1] : NULL;

		if (!last || !str_eq(last->key, x->key))
			federated = NULL;
		if (!x->mesh->federated)
			continue;
		if (federated)
			finding_help(report_clash(x->mesh, federated->mesh, MG0421,
						  "is federated like another mesh of its namespace",
						  a, found),
				     "with target istiooperator each would carry its own east-west "
				     "gateway of one name: take two namespaces");
		federated = x;
	}
}

/* Components of which Istio makes objects that have one name in all revisions. */
static const struct {
	struct str component;
	const char *what;
	bool of_cluster; /* one a cluster, else one a namespace */
} unrevisioned[] = {
	{ STR("istio-ingress"), "the gateway istio-ingressgateway", false },
	{ STR("istio-egress"), "the gateway istio-egressgateway", false },
	{ STR("cni"), "the CNI plugin", true },
};

static const struct name *find_component(const struct fleet_mesh *m, struct str component)
{
	const struct names *all = &mesh_spec_of(m)->components;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->list[i].text, component))
			return &all->list[i];
	return NULL;
}

/* Was it said of these two entries before? Two MeshDeployments may share all their clusters. */
static bool was_told(struct told *told, const struct name *x, const struct name *first)
{
	const struct name *pair[] = { x, first };
	struct str key = { (const char *)pair, sizeof(pair) };
	bool was = map_get(&told->pairs, key) != NULL;

	if (!was)
		*map_at(&told->pairs, arena_dup(&told->arena, key), &told->arena) = told;
	return was;
}

static void report_two_operators(const struct claim *x, const struct claim *first, size_t object,
				 struct told *told, struct arena *a, struct findings *found)
{
	const struct name *entry = find_component(x->mesh, unrevisioned[object].component);
	const struct name *other = find_component(first->mesh, unrevisioned[object].component);
	struct finding *said;

	if (was_told(told, entry, other))
		return;
	said = finding_add(found, MG0357, entry->place,
			   "two operators write %s of cluster '%.*s', for the meshes '%.*s' and "
			   "'%.*s'",
			   unrevisioned[object].what, FMT(x->mesh->at->text),
			   FMT(mesh_name(first->mesh, a)), FMT(mesh_name(x->mesh, a)));
	finding_note(said, other->place, "listed here too");
	finding_help(said,
		     "list it in one of them: it has no revision in its name, and each operator "
		     "writes it in its own version");
}

static void check_unrevisioned(const struct claims *homes, size_t object, struct told *told,
			       struct arena *a, struct findings *found)
{
	const struct claim *first = NULL;

	for (size_t i = 0; i < homes->n; i++) {
		const struct claim *x = &homes->list[i];

		if (first && !unrevisioned[object].of_cluster && !str_eq(first->key, x->key))
			first = NULL;
		if (!find_component(x->mesh, unrevisioned[object].component))
			continue;
		if (first)
			report_two_operators(x, first, object, told, a, found);
		else
			first = x;
	}
}

static void check_operators(const struct claims *homes, struct told *told, struct arena *a,
			    struct findings *found)
{
	for (size_t i = 0; i < sizeof(unrevisioned) / sizeof(*unrevisioned); i++)
		check_unrevisioned(homes, i, told, a, found);
}

static struct claims claim_members(const struct fleet *f, const struct cluster *c, struct arena *a)
{
	struct claims all = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < c->n_meshes; i++)
		n += mesh_spec_of(&f->meshes[c->first_mesh + i])->members.n;
	all.list = ARENA_ARRAY(a, n, struct claim);
	for (size_t i = 0; i < c->n_meshes; i++) {
		const struct fleet_mesh *m = &f->meshes[c->first_mesh + i];
		const struct names *members = &mesh_spec_of(m)->members;

		for (size_t k = 0; k < members->n && !mesh_is_discovered(m); k++)
			all.list[all.n++] =
				(struct claim){ members->list[k].text, m, &members->list[k] };
	}
	sort_claims(&all);
	return all;
}

/* A claim of that key, NULL when there is none. */
static const struct claim *claim_find(const struct claims *all, struct str key)
{
	struct claim sought = { .key = key };

	for (size_t low = 0, high = all->n; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(sought.key, all->list[middle].key);

		if (!order)
			return &all->list[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static struct str revision_key(const struct fleet_mesh *m, struct arena *a)
{
	return arena_fmt(a, "%.*s/%.*s", FMT(mesh_spec_of(m)->namespace.text),
			 FMT(mesh_operator_suffix(m, a)));
}

/* A mesh that was found keeps its namespace and revision: rendering another would replace it. */
static void check_discovered_kept(const struct fleet *f, const struct cluster *c, struct arena *a,
				  struct findings *found)
{
	struct claims rendered = claim_all(f, c, a, revision_key);

	for (size_t i = 0; i < c->n_meshes; i++) {
		const struct fleet_mesh *m = &f->meshes[c->first_mesh + i];
		const struct claim *x;

		if (!mesh_is_discovered(m))
			continue;
		x = claim_find(&rendered, revision_key(m, a));
		if (!x)
			continue;
		finding_help(report_clash(x->mesh, m, MG0350,
					  "claims the namespace and revision of a mesh that runs "
					  "already",
					  a, found),
			     "give it another controlPlane.revision than '%.*s', or remove the "
			     "discovered Mesh when it is to be replaced",
			     FMT(mesh_revision(m, a)));
	}
}

static void check_member_of_two(const struct claim *x, const struct claim *first, struct arena *a,
				struct findings *found)
{
	struct finding *said;

	if (str_eq(mesh_revision(x->mesh, a), mesh_revision(first->mesh, a)))
		return;
	said = finding_add(found, MG0352, x->at->place,
			   "namespace '%.*s' of cluster '%.*s' is a member of two revisions",
			   FMT(x->key), FMT(x->mesh->at->text));
	finding_note(said, first->at->place, "of mesh '%.*s', here",
		     FMT(mesh_name(first->mesh, a)));
	finding_help(said, "a namespace has one injection label: remove it from one of the meshes");
}

static void check_members(const struct fleet *f, const struct cluster *c,
			  const struct claims *homes, struct arena *a, struct findings *found)
{
	struct claims members = claim_members(f, c, a);

	for (size_t i = 0; i < members.n; i++) {
		const struct claim *x = &members.list[i], *home = claim_find(homes, x->key);
		struct finding *said;

		if (i && str_eq(x->key, members.list[i - 1].key) &&
		    x->mesh != members.list[i - 1].mesh)
			check_member_of_two(x, &members.list[i - 1], a, found);
		if (!home || str_eq(x->key, mesh_spec_of(x->mesh)->namespace.text))
			continue;
		said = finding_add(found, MG0353, x->at->place,
				   "member '%.*s' of cluster '%.*s' is the namespace of a control "
				   "plane",
				   FMT(x->key), FMT(x->mesh->at->text));
		finding_note(said, home->at->place, "of mesh '%.*s', here",
			     FMT(mesh_name(home->mesh, a)));
		finding_help(said, "remove it: istiod and the gateways need no sidecar");
	}
}

static void check_name(const struct fleet_mesh *m, struct arena *a, struct findings *found)
{
	struct str name = mesh_name(m, a);

	if (mesh_is_discovered(m))
		return;
	if (m->federated && !is_label_value(name)) {
		finding_help(finding_add(found, MG0354, m->at->place,
					 "the name '%.*s' of a federated mesh is no label value of "
					 "63 bytes, which the network of its pods must be",
					 FMT(name)),
			     "shorten the name of the cluster or of the MeshDeployment");
	} else if (name.n + sizeof("-gateways") - 1 > 253) {
		finding_help(finding_add(found, MG0355, m->at->place,
					 "the mesh's name of %zu bytes leaves no room for its "
					 "gateways in the 253 bytes of a name",
					 name.n),
			     "shorten the name of the cluster or of the MeshDeployment");
	}
}

void check_cluster(const struct fleet *f, const struct cluster *c, struct told *told,
		   struct arena *a, struct findings *found)
{
	struct claims homes;

	for (size_t i = 0; i < c->n_meshes; i++)
		check_name(&f->meshes[c->first_mesh + i], a, found);
	if (c->n_meshes == 1)
		return;
	homes = claim_all(f, c, a, namespace_key);
	check_revisions(f, c, a, found);
	check_namespaces(&homes, a, found);
	check_discovered_kept(f, c, a, found);
	check_operators(&homes, told, a, found);
	if (settings_label_members(c->settings))
		check_members(f, c, &homes, a, found);
}
