#include "pack/apply.h"
#include "model/grammar.h"
#include "pack/layout.h"
#include "pack/metadata.h"
#include "render/cacerts.h"

/* The cluster on its way; what templates/flux/ sees of it. */
struct job {
	const struct rendering *with;
	const struct config *config;
	struct str cluster;
	bool sops;  /* its keys are sealed by SOPS */
	bool after; /* it has a stage control-plane */
	struct str folder;
	struct files *files;
};

unsigned apply_tree(const struct config *config, const struct cluster *c)
{
	if (!(config->appliers & APPLIER_FLUX))
		return 0;
	return settings_deliver_works(c->settings) ? TREE_FLUX_HUB : TREE_FLUX;
}

static bool has_stage(const struct objects *objects, enum stage stage)
{
	for (size_t i = 0; i < objects->n; i++)
		if (objects->list[i].stage == stage)
			return true;
	return false;
}

/*
 * kustomize-controller labels all that it applies with the name of the Kustomization
 * (fluxcd/flux2#2004).
 */
static bool check_name(const struct job *j, struct str template, struct str path,
		       const struct node *object)
{
	struct identity id;

	if (identity_of(object, &id) && is_label_value(id.name))
		return true;
	finding_help(finding_add_path(j->with->found, MG0711, path,
				      "'%.*s' is no name for a Kustomization: Flux makes a label "
				      "of it, which has at most 63 bytes",
				      FMT(id.name)),
		     "give it a shorter name by a template %.*s.yaml of your own, or rename the "
		     "cluster",
		     FMT(template));
	return false;
}

/* A Kustomization for a folder of the output: apply/flux/.../<cluster>/<name>.yaml. */
static bool add(struct job *j, struct str name, struct str path)
{
	static const struct str keys[] = { STR("cluster"), STR("path"), STR("gitRepository"),
					   STR("sops"), STR("after") };
	struct arena *a = j->with->arena;
	const struct node values[] = { node_str(j->cluster),
				       node_str(apply_path(j->config, path, a)),
				       node_str(j->config->repository.git_repository),
				       node_bool(j->sops), node_bool(j->after) };
	struct node context = node_record(a, keys, values, 5);
	struct str file = arena_concat(a, (struct str[]){ name, STR(".yaml") }, 2);
	struct str template = layout_path(S("flux"), name, a);
	struct str at = layout_path(j->folder, file, a);
	const struct node *object = apply_object(j->with, template, &context, at, j->files);

	return object && check_name(j, template, at, object);
}

static bool add_stages(struct job *j, const struct objects *objects)
{
	struct arena *a = j->with->arena;
	struct str top = layout_path(tree_name(TREE_ISTIO), j->cluster, a);

	j->after = has_stage(objects, STAGE_CONTROL_PLANE);
	for (enum stage s = 0; s < STAGE_COUNT; s++)
		if (has_stage(objects, s) &&
		    !add(j, stage_name(s), layout_path(top, stage_name(s), a)))
			return false;
	return true;
}

bool apply_cluster(const struct rendering *r, struct str below, const struct cluster *c,
		   const struct config *config, const struct objects *objects,
		   const struct cacerts_list *cacerts, struct files *ret)
{
	unsigned tree = apply_tree(config, c);
	struct str name = c->at->text;
	struct job j = { .with = r,
			 .config = config,
			 .cluster = name,
			 .sops = cacerts_need_sops(cacerts),
			 .files = ret };

	if (!tree || !objects->n)
		return true;
	j.folder = pack_folder(below, (enum trees)tree, name, r->arena);
	if (tree == TREE_FLUX)
		return add_stages(&j, objects);
	return add(&j, S("manifestwork"),
		   layout_path(tree_name(TREE_MANIFESTWORK), name, r->arena));
}
