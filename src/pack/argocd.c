#include "base/embedded.h"
#include "fleet/holders.h"
#include "pack/apply.h"
#include "pack/layout.h"

/* A way of delivery, with the clusters that have it, by name. */
struct way {
	enum trees tree;
	struct str template, file;
	struct node *names;
	size_t n;
};

static const struct way no_clusters[] = {
	{ .tree = TREE_ISTIO, .template = STR("argocd/direct"), .file = STR("direct.yaml") },
	{ .tree = TREE_MANIFESTWORK,
	  .template = STR("argocd/manifestwork"),
	  .file = STR("manifestwork.yaml") },
};

static void find_clusters(const struct fleet *f, struct way ways[2], struct arena *a)
{
	for (size_t i = 0; i < 2; i++)
		ways[i].names = ARENA_ARRAY(a, f->n_clusters, struct node);
	for (size_t i = 0; i < f->n_clusters; i++) {
		const struct cluster *c = &f->clusters[i];
		struct way *w = &ways[settings_deliver_works(c->settings)];

		if (cluster_gets_objects(f, c, a))
			w->names[w->n++] = node_str(c->at->text);
	}
}

static struct node directory(struct str folder, struct str name, bool exclude, struct arena *a)
{
	static const struct str keys[] = { STR("path"), STR("exclude") };
	const struct node values[] = { node_str(layout_path(folder, name, a)), node_bool(exclude) };

	return node_record(a, keys, values, 2);
}

/* All folders but those of clusters of the other way; or where these are more, its own. */
static struct node directories(const struct way *own, const struct way *other,
			       const struct config *config, struct arena *a)
{
	struct str folder = apply_path(config, tree_name(own->tree), a);
	bool listed = other->n > own->n;
	const struct way *named = listed ? own : other;
	struct node *list = ARENA_ARRAY(a, named->n + 1, struct node);
	size_t n = 0;

	if (!listed)
		list[n++] = directory(folder, S("*"), false, a);
	for (size_t i = 0; i < named->n; i++)
		list[n++] = directory(folder, node_text(&named->names[i]), !listed, a);
	return node_seq(list, n);
}

/* What templates/argocd/ sees, but for argocd-cm.yaml. */
static struct node set_context(const struct config *config, struct node folders, struct arena *a)
{
	static const struct str repository_keys[] = { STR("url"), STR("revision") };
	static const struct str keys[] = { STR("repository"), STR("directories") };
	const struct node repository[] = { node_str(config->repository.url),
					   node_str(config->repository.revision) };
	const struct node values[] = { node_record(a, repository_keys, repository, 2), folders };

	return node_record(a, keys, values, 2);
}

static bool add_set(const struct rendering *r, const struct way *way, struct node folders,
		    const struct config *config, struct str folder, struct files *ret)
{
	struct node context = set_context(config, folders, r->arena);

	return apply_object(r, way->template, &context, layout_path(folder, way->file, r->arena),
			    ret);
}

static bool add_sets(const struct rendering *r, const struct fleet *f, const struct config *config,
		     struct str folder, struct files *ret)
{
	struct way ways[] = { no_clusters[0], no_clusters[1] };
	struct node *names = ARENA_ARRAY(r->arena, 2, struct node);
	size_t n = 0;

	find_clusters(f, ways, r->arena);
	for (size_t i = 0; i < 2; i++) {
		if (!ways[i].n)
			continue;
		if (!add_set(r, &ways[i], directories(&ways[i], &ways[1 - i], config, r->arena),
			     config, folder, ret))
			return false;
		names[n++] = node_str(ways[i].file);
	}
	return !n || layout_kustomization(r, folder, names, n, ret);
}

/* The scripts, and the ConfigMap that brings them to Argo CD. */
static bool add_health(const struct rendering *r, struct str top, struct files *ret)
{
	static const struct str keys[] = { STR("manifestwork"), STR("sail") };
	static const struct str files[] = { STR("manifestwork.lua"), STR("sail.lua") };
	static const struct str names[] = { STR("health") };
	struct arena *a = r->arena;
	struct str folder = layout_path(top, names[0], a);
	struct node scripts[2], health, context;

	for (size_t i = 0; i < 2; i++) {
		struct str path = layout_path(S("templates/argocd/health"), files[i], a);
		struct str text = embedded_file(path);

		scripts[i] = node_str(text);
		files_add(ret, a,
			  (struct file){ .path = layout_path(folder, files[i], a),
					 .form = FILE_LUA,
					 .text = text });
	}
	health = node_record(a, keys, scripts, 2);
	context = node_record(a, names, &health, 1);
	return apply_object(r, S("argocd/argocd-cm"), &context,
			    layout_path(folder, S("argocd-cm.yaml"), a), ret);
}

bool apply_fleet(const struct rendering *r, struct str below, const struct fleet *f,
		 const struct config *config, struct files *ret)
{
	struct str folder = pack_tree(below, TREE_ARGOCD, r->arena);

	if (!(config->appliers & APPLIER_ARGOCD))
		return true;
	return add_sets(r, f, config, folder, ret) && add_health(r, folder, ret);
}

bool apply_share(const struct rendering *r, const struct cluster *c, const struct config *config,
		 struct files *ret)
{
	const struct way *way = &no_clusters[settings_deliver_works(c->settings)];
	struct node *own = ARENA_NEW(r->arena, struct node);
	struct str folder = tree_name(TREE_ARGOCD);

	if (!(config->appliers & APPLIER_ARGOCD))
		return true;
	*own = directory(apply_path(config, tree_name(way->tree), r->arena), c->at->text, false,
			 r->arena);
	return add_set(r, way, node_seq(own, 1), config, folder, ret) && add_health(r, folder, ret);
}
