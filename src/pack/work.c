#include "pack/work.h"

#include "pack/plan.h"
#include "yaml/kept.h"

#include <stdlib.h>

/* Empty if the kind has none. */
static struct node feedback(const struct kind *kind, struct arena *a)
{
	static const struct str keys[] = { STR("name"), STR("path") };
	const struct node values[] = { node_str(kind->feedback_name),
				       node_str(kind->feedback_path) };

	return kind->feedback_path.n ? node_record(a, keys, values, 2) : node_map(NULL, 0);
}

/* What templates/manifestwork/config.yaml sees. */
static struct node config_context(const struct manifest *of, struct arena *a)
{
	static const struct str keys[] = { STR("group"), STR("resource"), STR("namespace"),
					   STR("name"),  STR("ignore"),   STR("feedback") };
	const struct node values[] = { node_str(of->id.group),     node_str(of->kind->plural),
				       node_str(of->id.namespace), node_str(of->id.name),
				       node_str(of->kind->ignore), feedback(of->kind, a) };

	return node_record(a, keys, values, 6);
}

static struct node orphan(const struct manifest *of, struct arena *a)
{
	static const struct str keys[] = { STR("group"), STR("resource"), STR("name") };
	const struct node values[] = { node_str(of->id.group), node_str(of->kind->plural),
				       node_str(of->id.name) };

	return node_record(a, keys, values, 3);
}

/* Fills in what works say of the object, once. Returns false after a finding. */
static bool complete(const struct rendering *r, const struct object *o)
{
	struct manifest *m = o->shape->manifest;
	struct arena *a = o->shape->arena;
	struct node context, copy;
	const struct shape *config;

	if (m->config.kind != NODE_NULL)
		return true;
	context = config_context(m, r->arena);
	config = layout_shape(r, S("manifestwork/config"), &context);
	if (!config)
		return false;
	m->config = config->node;
	if (m->kind->survives)
		m->orphan = orphan(m, a);
	if (a == r->arena)
		return true;
	copy = node_copy(&config->node, a);
	m->config = node_keep(&copy, a);
	return true;
}

/* What templates/manifestwork/work.yaml sees. Returns false after a finding. */
static bool work_context(const struct rendering *r, struct str cluster, const struct work *w,
			 struct node *ret)
{
	static const struct str keys[] = { STR("cluster"), STR("name"), STR("manifests"),
					   STR("orphans"), STR("configs") };
	struct node *manifests = ARENA_ARRAY(r->arena, w->n, struct node);
	struct node *configs = ARENA_ARRAY(r->arena, w->n, struct node);
	struct node *orphans = ARENA_ARRAY(r->arena, w->n, struct node);
	size_t n_orphans = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct manifest *x = manifest_of(w->list[i]);

		if (!complete(r, w->list[i]))
			return false;
		manifests[i] = w->list[i]->shape->node;
		configs[i] = x->config;
		if (x->kind->survives)
			orphans[n_orphans++] = x->orphan;
	}
	*ret = node_record(r->arena, keys,
			   (const struct node[]){
				   node_str(cluster), node_str(w->name), node_seq(manifests, w->n),
				   node_seq(orphans, n_orphans), node_seq(configs, w->n) },
			   5);
	return true;
}

static int compare_plurals(const void *a, const void *b)
{
	const struct kind *x = *(const struct kind *const *)a, *y = *(const struct kind *const *)b;
	int d = str_cmp(x->group, y->group);

	return d ? d : str_cmp(x->plural, y->plural);
}

/* The custom kinds among the manifests, each once, by group and plural. */
static size_t custom_kinds(const struct manifests *all, const struct kind **ret)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct kind *kind = manifest_of(all->list[i])->kind;

		if (kind->custom && (!n || ret[n - 1] != kind))
			ret[n++] = kind;
	}
	qsort(ret, n, sizeof(*ret), compare_plurals);
	return n;
}

static struct node rule(const struct kind *const *kinds, size_t n, struct arena *a)
{
	static const struct str keys[] = { STR("group"), STR("resources") };
	struct node *resources = ARENA_ARRAY(a, n, struct node);

	for (size_t i = 0; i < n; i++)
		resources[i] = node_str(kinds[i]->plural);
	return node_record(
		a, keys, (const struct node[]){ node_str(kinds[0]->group), node_seq(resources, n) },
		2);
}

/* What templates/manifestwork/cluster-role.yaml sees. */
static struct node role_context(const struct kind *const *kinds, size_t n, struct arena *a)
{
	static const struct str keys[] = { STR("rules") };
	struct node *list = ARENA_ARRAY(a, n, struct node), rules;
	size_t n_rules = 0;

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && str_eq(kinds[end]->group, kinds[i]->group);)
			end++;
		list[n_rules++] = rule(kinds + i, end - i, a);
	}
	rules = node_seq(list, n_rules);
	return node_record(a, keys, &rules, 1);
}

static bool add_role(const struct rendering *r, struct manifests *all)
{
	const struct kind **kinds = ARENA_ARRAY(r->arena, all->n, const struct kind *);
	size_t n = custom_kinds(all, kinds);
	struct object *role = ARENA_NEW(r->arena, struct object);
	struct node context;

	if (!n)
		return true;
	context = role_context(kinds, n, r->arena);
	role->owner = OWNER_CLUSTER;
	role->shape = layout_shape(r, S("manifestwork/cluster-role"), &context);
	return role->shape && manifests_add(all, role, r->arena, r->found) &&
	       manifests_sort(all, r->found);
}

static bool add_file(const struct rendering *r, struct str cluster, struct str path,
		     const struct work *w, struct files *ret)
{
	const struct shape *s;
	struct node context;

	if (!work_context(r, cluster, w, &context))
		return false;
	s = layout_shape(r, S("manifestwork/work"), &context);
	if (s)
		files_add(ret, r->arena, (struct file){ .path = path, .node = s->node });
	return s;
}

static int compare_texts(const void *a, const void *b)
{
	return str_cmp(node_text(a), node_text(b));
}

bool work_cluster(const struct rendering *r, struct str cluster, struct manifests *all,
		  struct files *ret)
{
	struct str folder = layout_path(tree_name(TREE_MANIFESTWORK), cluster, r->arena);
	struct works works = { 0 };
	struct node *names;

	if (!add_role(r, all) || !plan_works(cluster, all, r->arena, r->found, &works))
		return false;
	names = ARENA_ARRAY(r->arena, works.n, struct node);
	for (size_t i = 0; i < works.n; i++) {
		struct str parts[] = { works.list[i].name, STR(".yaml") };
		struct str name = arena_concat(r->arena, parts, 2);

		if (!add_file(r, cluster, layout_path(folder, name, r->arena), &works.list[i], ret))
			return false;
		names[i] = node_str(name);
	}
	qsort(names, works.n, sizeof(*names), compare_texts);
	return layout_kustomization(r, folder, names, works.n, ret);
}
