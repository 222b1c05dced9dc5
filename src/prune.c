/*
 * What nothing generates any more.
 */
#include "emit.h"

/* One tree that is searched for clusters that vanished. */
struct search {
	const struct emission *emission;
	enum trees tree;
	struct arena *arena;
};

static bool gets_certificates(const struct search *s, const struct cluster *c)
{
	struct holders all = holders_of(s->emission->fleet, c, s->arena);

	for (size_t i = 0; i < all.n; i++) {
		const struct holder *h = &all.list[i];

		if (holder_needs_entry(h,
				       authority_of(&s->emission->trust->authorities, h->policy)))
			return true;
	}
	return false;
}

static bool is_in_fleet(void *arg, struct str name)
{
	const struct search *s = arg;
	const struct fleet *f = s->emission->fleet;
	const struct cluster *c = fleet_cluster(f, name);

	return c && (cluster_gets_objects(f, c, s->arena) ||
		     (s->tree == TREE_CA && gets_certificates(s, c)));
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

bool remove_extra(struct out_folder *folder, const struct changes *changes, struct findings *found)
{
	for (size_t i = changes->n; i-- > 0;)
		if (changes->list[i].kind == CHANGE_EXTRA &&
		    !out_remove(folder, changes->list[i].path, found))
			return false;
	return true;
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

/* The folder of one cluster that vanished from a tree. */
static void do_vanished(struct emission *e, struct compilation *c, enum trees tree,
			struct str folder, bool remove)
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
		else if (!(tree & TREE_APPLY) && !may_destroy(&e->options->allow_destroy, cluster))
			report_vanished(c, folder, cluster);
		return;
	}
	if (remove_extra(e->folder, &extra, &c->findings))
		compilation_add(c, &extra);
}

void emit_vanished(struct emission *e, struct compilation *c, bool remove)
{
	for (size_t i = 0; e->committed && i < N_TREES; i++) {
		struct search s = { e, (enum trees)(1u << i), &c->arena };
		struct str folder = pack_tree(e->packing.below, s.tree, &c->arena);
		struct entries gone = { 0 };

		out_vanished(e->committed, folder, is_in_fleet, &s, &c->arena, &c->findings, &gone);
		for (size_t k = 0; k < gone.n; k++)
			do_vanished(e, c, s.tree, gone.list[k].path, remove);
	}
}
