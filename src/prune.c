/*
 * What nothing generates any more.
 */
#include "emit.h"

static bool is_in_fleet(void *arg, struct str name)
{
	const struct emission *e = arg;
	const struct cluster *c = fleet_cluster(e->fleet, name);

	for (size_t i = 0; c && i < c->n_meshes; i++)
		if (!mesh_is_discovered(&e->fleet->meshes[c->first_mesh + i]))
			return true;
	return false;
}

static bool may_destroy(const struct names *allowed, struct str cluster)
{
	return names_have(allowed, S("all")) || names_have(allowed, cluster);
}

void warn_stranded(const struct changes *changes, struct str cluster, struct arena *a,
		   struct findings *found)
{
	struct str *removed = ARENA_ARRAY(a, changes->n, struct str), path;
	size_t n = 0;

	for (size_t i = 0; i < changes->n; i++)
		if (changes->list[i].kind == CHANGE_EXTRA)
			removed[n++] = changes->list[i].path;
	path = pack_stranded(removed, n);
	if (path.n)
		finding_help(
			finding_add_path(found, MG0710, path,
					 "an IstioOperator of cluster '%.*s' is removed together "
					 "with the operator that would clean up after it",
					 FMT(cluster)),
			"remove it in two commits, the IstioOperators first: see DELETING A MESH "
			"in meshgen(5)");
}

static void report_vanished(struct compilation *c, struct str folder, struct str cluster)
{
	finding_help(finding_add_path(&c->findings, MG0708, folder,
				      "cluster '%.*s' has no mesh any more, and its files would be "
				      "removed",
				      FMT(cluster)),
		     "if the cluster shall lose its mesh, say so: --allow-destroy=%.*s",
		     FMT(cluster));
}

/* The folder of one cluster that vanished. */
static void do_vanished(struct emission *e, struct compilation *c, struct str folder, bool remove)
{
	struct outputs none = { 0 };
	struct changes extra = { 0 };
	struct str cluster = folder;

	while (str_find(cluster, '/') < cluster.n)
		cluster = str_from(cluster, str_find(cluster, '/') + 1);
	out_compare(e->committed, &none, &folder, 1, &c->arena, &c->findings, &extra);
	if (!remove) {
		warn_stranded(&extra, cluster, &c->arena, &c->findings);
		if (e->options->mode == COMPILE_VERIFY)
			compilation_add(c, &extra);
		else if (!may_destroy(&e->options->allow_destroy, cluster))
			report_vanished(c, folder, cluster);
		return;
	}
	for (size_t i = 0; i < extra.n; i++)
		if (!out_remove(e->folder, extra.list[i].path, &c->findings))
			return;
	compilation_add(c, &extra);
}

void emit_vanished(struct emission *e, struct compilation *c, bool remove)
{
	for (size_t i = 0; e->committed && i < N_TREES; i++) {
		struct str below = arena_fmt(&c->arena, "%.*s%.*s", FMT(e->below),
					     FMT(tree_name((enum trees)(1u << i))));
		struct entries gone = { 0 };

		out_vanished(e->committed, below, is_in_fleet, e, &c->arena, &c->findings, &gone);
		for (size_t k = 0; k < gone.n; k++)
			do_vanished(e, c, gone.list[k].path, remove);
	}
}
