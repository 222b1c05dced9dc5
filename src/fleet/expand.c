/*
 * MeshDeployments and Meshes -> the meshes of every cluster.
 */
#include "base/limits.h"
#include "fleet/build.h"
#include "fleet/same_spec.h"

#include <stdlib.h>

/* Cluster by cluster, in a cluster by name; what has one name stands together, an expansion first. */
static int by_cluster_and_name(const void *a, const void *b)
{
	const struct fleet_mesh *x = a, *y = b;
	int order = str_cmp(x->at->text, y->at->text);

	if (!order)
		order = mesh_name_cmp(x, y);
	if (!order)
		order = (y->deployment != NULL) - (x->deployment != NULL);
	if (!order)
		order = (x->at->place.file > y->at->place.file) -
			(x->at->place.file < y->at->place.file);
	if (!order)
		order = (x->at->place.off > y->at->place.off) -
			(x->at->place.off < y->at->place.off);
	return order;
}

static struct name here_or_name(const struct fleet_mesh *m)
{
	return m->deployment ? *m->at : m->declared->name;
}

/* The clusters a deployment names, in its list and by its annotation. */
struct targets {
	struct names listed, selected;
};

/* A few hundred deployments that each take all clusters are more than any memory holds. */
static bool is_too_large(const struct deployment *d, size_t meshes, size_t members,
			 struct findings *found)
{
	struct finding *f;

	if (meshes <= LIMIT_MESHES && members <= LIMIT_MEMBERS)
		return false;
	if (meshes > LIMIT_MESHES)
		f = finding_add(found, MG0311, d->name.place,
				"with MeshDeployment '%.*s' the fleet has more than %d meshes",
				FMT(d->name.text), LIMIT_MESHES);
	else
		f = finding_add(found, MG0311, d->name.place,
				"with MeshDeployment '%.*s' the meshes of the fleet have more than "
				"%d members",
				FMT(d->name.text), LIMIT_MEMBERS);
	finding_help(f, "narrow what meshgen.dev/clusters-from selects, or split the repository by "
			"region or by hub");
	return true;
}

/* Returns false after a finding. */
static bool gather_targets(const struct model *m, struct arena *a, struct findings *found,
			   struct targets *targets, size_t *ret_n)
{
	size_t n = 0, members = 0, more;

	*ret_n = 0;
	for (size_t i = 0; i < m->n_deployments; i++) {
		const struct deployment *d = &m->deployments[i];

		targets[i].listed = d->clusters;
		bool selected = !d->clusters_from.text.n ||
				select_clusters(m, d, a, found, &targets[i].selected);

		if (selected && !d->clusters.n && !targets[i].selected.n)
			finding_help(finding_add(found, MG0310, d->name.place,
						 "MeshDeployment '%.*s' names no cluster",
						 FMT(d->name.text)),
				     "list clusters in spec.clusters, or add the annotation "
				     "meshgen.dev/clusters-from");
		more = d->clusters.n + targets[i].selected.n;
		n += more;
		members += more * d->spec.members.n;
		if (is_too_large(d, n, members, found))
			return false;
	}
	*ret_n = n;
	return true;
}

static void add_all(struct fleet *f, const struct deployment *d, const struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		f->meshes[f->n_meshes++] =
			(struct fleet_mesh){ .deployment = d, .at = &names->list[i] };
}

static bool is_selected(const struct fleet_mesh *m)
{
	return m->at->place.off == m->deployment->clusters_from.place.off &&
	       m->at->place.file == m->deployment->clusters_from.place.file;
}

/* Two entries of one name on one cluster: m, which stays, and other. */
static void report_twice(const struct fleet_mesh *m, const struct fleet_mesh *other,
			 struct arena *a, struct findings *found)
{
	struct str name = mesh_name(m, a);
	struct finding *f;

	if (m->deployment && m->deployment == other->deployment) {
		if (is_selected(m) || is_selected(other))
			return;
		f = finding_add(found, MG0301, other->at->place, "cluster '%.*s' is listed twice",
				FMT(other->at->text));
		finding_note(f, m->at->place, "first listed here");
		finding_help(f, "remove one of the two entries");
	} else if (m->deployment && !other->deployment) {
		compare_with_expansion(m, other->declared, a, found);
	} else {
		f = finding_add(found, MG0302, here_or_name(other).place,
				"mesh '%.*s' of cluster '%.*s' is declared twice", FMT(name),
				FMT(other->at->text));
		finding_note(f, here_or_name(m).place, "also declared here");
		finding_help(f, "a mesh is named <cluster>-<deployment> whatever the namespace of "
				"its MeshDeployment: rename one of the two");
	}
}

/* One entry for each mesh; a Mesh object that is an expansion's stays as its declared part. */
static void merge_twins(struct fleet *f, struct arena *a, struct findings *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n_meshes; i++) {
		struct fleet_mesh *m = &f->meshes[i], *last = kept ? &f->meshes[kept - 1] : NULL;

		if (!last || !str_eq(last->at->text, m->at->text) || mesh_name_cmp(last, m)) {
			f->meshes[kept++] = *m;
			continue;
		}
		report_twice(last, m, a, found);
		if (!last->declared)
			last->declared = m->declared;
	}
	f->n_meshes = kept;
}

static void group_clusters(struct fleet *f, struct arena *a)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_meshes; i++)
		n += !i || !str_eq(f->meshes[i - 1].at->text, f->meshes[i].at->text);
	f->clusters = ARENA_ARRAY(a, n, struct cluster);
	for (size_t i = 0; i < f->n_meshes; i++) {
		const struct fleet_mesh *m = &f->meshes[i];

		if (!i || !str_eq(m[-1].at->text, m->at->text))
			f->clusters[f->n_clusters++] =
				(struct cluster){ .at = m->at, .first_mesh = (uint32_t)i };
		f->clusters[f->n_clusters - 1].n_meshes++;
	}
}

static int by_mesh_name(const void *a, const void *b)
{
	const struct fleet_mesh *const *x = a, *const *y = b;
	int order = mesh_name_cmp(*x, *y);

	return order ? order : str_cmp((*x)->at->text, (*y)->at->text);
}

/*
 * Can two clusters have a mesh of one name at all? Only if a Mesh is named
 * freely, or a deployment's name has a dash: 'a-b' + 'c' is 'a' + 'b-c'.
 */
static bool names_may_meet(const struct model *m)
{
	for (size_t i = 0; i < m->n_deployments; i++)
		if (str_find(m->deployments[i].name.text, '-') < m->deployments[i].name.text.n)
			return true;
	return m->n_meshes > 0;
}

/* One that a deployment gives can be federated any day, and is then named as it is. */
static bool has_name_of_fleet(const struct fleet_mesh *m)
{
	return (m->federated || m->deployment) && !mesh_is_discovered(m);
}

void check_names(const struct model *m, const struct fleet *f, struct findings *found)
{
	struct arena scratch = { 0 };
	struct fleet_mesh **sorted;
	size_t n = 0;

	if (!names_may_meet(m))
		return;
	sorted = ARENA_ARRAY(&scratch, f->n_meshes, struct fleet_mesh *);
	for (size_t i = 0; i < f->n_meshes; i++)
		if (has_name_of_fleet(&f->meshes[i]))
			sorted[n++] = &f->meshes[i];
	if (n)
		qsort(sorted, n, sizeof(struct fleet_mesh *), by_mesh_name);
	for (size_t i = 1; i < n; i++) {
		const struct fleet_mesh *second = sorted[i], *first = sorted[i - 1];
		struct finding *said;

		if (mesh_name_cmp(second, first))
			continue;
		said = finding_add(found, MG0303, here_or_name(second).place,
				   "two clusters have a mesh '%.*s'",
				   FMT(mesh_name(second, &scratch)));
		finding_note(said, here_or_name(first).place, "of cluster '%.*s', here",
			     FMT(first->at->text));
		finding_help(said, "the name of a mesh is its network and its cluster id in Istio: "
				   "rename a MeshDeployment or a Mesh");
	}
	arena_release(&scratch);
}

/* A label that is neither "true" nor "false" says nothing to the addon, but does to its writer. */
static bool check_discovery_label(const struct mesh *mesh, struct findings *found)
{
	const struct name *label = &mesh->discovery;

	if (!label->text.n || str_eq(label->text, S("false")))
		return true;
	finding_help(finding_add(found, MG0305, label->place,
				 "the label of a discovered mesh is '%.*s', not 'true', so Mesh "
				 "'%.*s' is rendered",
				 FMT(label->text), FMT(mesh->name.text)),
		     "write \"true\" if it runs already, else remove the label");
	return false;
}

/* `<cluster>-<namespace>-...` is how the addon names what it found on a cluster. */
static void check_discovered_form(const struct mesh *mesh, struct arena *a, struct findings *found)
{
	struct str form =
		arena_fmt(a, "%.*s-%.*s-", FMT(mesh->cluster.text), FMT(mesh->spec.namespace.text));

	if (has_discovery_label(mesh) || !check_discovery_label(mesh, found))
		return;
	if (mesh->spec.namespace.text.n && str_starts(mesh->name.text, form))
		finding_help(finding_add(found, MG0305, mesh->name.place,
					 "Mesh '%.*s' has the name of a discovered mesh, but not "
					 "its label, and is rendered",
					 FMT(mesh->name.text)),
			     "if it runs already, add the label "
			     "mesh.open-cluster-management.io/discovery: \"true\"; else give it "
			     "another name");
}

static void check_inventory(const struct model *m, const struct fleet *f, struct arena *a,
			    struct findings *found)
{
	struct inventory all = inventory_sort(m, a);

	if (m->incomplete)
		return;
	for (size_t i = 0; all.n && i < f->n_clusters && found->errors < LIMIT_ERRORS; i++) {
		struct str name = f->clusters[i].at->text, near;
		struct finding *said;

		if (inventory_find(&all, name) ||
		    model_was_dropped(m, S("ManagedCluster"), S(""), name))
			continue;
		said = finding_add(found, MG0306, f->clusters[i].at->place,
				   "no ManagedCluster is named '%.*s'", FMT(name));
		near = found->errors <= LIMIT_FINDINGS ? inventory_nearest(&all, name) : S("");
		if (near.n)
			finding_help(said, "did you mean '%.*s'?", FMT(near));
		else
			finding_help(said, "add its ManagedCluster to the inventory, or remove it "
					   "from here");
	}
}

bool expand_meshes(const struct model *m, struct arena *a, struct findings *found, struct fleet *f)
{
	struct targets *targets = ARENA_ARRAY(a, m->n_deployments, struct targets);
	size_t n;

	if (!gather_targets(m, a, found, targets, &n))
		return false;
	f->meshes = ARENA_ARRAY(a, n + m->n_meshes, struct fleet_mesh);
	for (size_t i = 0; i < m->n_deployments; i++) {
		add_all(f, &m->deployments[i], &targets[i].listed);
		add_all(f, &m->deployments[i], &targets[i].selected);
	}
	for (size_t i = 0; i < m->n_meshes; i++) {
		f->meshes[f->n_meshes++] = (struct fleet_mesh){ .declared = &m->meshes[i],
								.at = &m->meshes[i].cluster };
		check_discovered_form(&m->meshes[i], a, found);
	}
	if (f->n_meshes)
		qsort(f->meshes, f->n_meshes, sizeof(*f->meshes), by_cluster_and_name);
	merge_twins(f, a, found);
	group_clusters(f, a);
	if (f->n_clusters > LIMIT_CLUSTERS)
		finding_help(finding_add(found, MG0311, f->meshes[0].at->place,
					 "the fleet has %zu clusters, more than %d", f->n_clusters,
					 LIMIT_CLUSTERS),
			     "split the repository by region or by hub");
	check_inventory(m, f, a, found);
	return true;
}
