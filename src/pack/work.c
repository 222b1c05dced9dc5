#include "pack/work.h"

#include "pack/plan.h"

#include <stdlib.h>

/* Empty if the kind has none. */
static struct node feedback(const struct kind *kind, struct arena *a)
{
	struct map_builder m = { 0 };

	if (!kind->feedback_path.n)
		return node_map(NULL, 0);
	map_put_str(&m, a, S("name"), kind->feedback_name);
	map_put_str(&m, a, S("path"), kind->feedback_path);
	return map_done(&m);
}

static struct node config(const struct manifest *of, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("group"), of->id.group);
	map_put_str(&m, a, S("resource"), of->kind->plural);
	map_put_str(&m, a, S("namespace"), of->id.namespace);
	map_put_str(&m, a, S("name"), of->id.name);
	map_put_str(&m, a, S("ignore"), of->kind->ignore);
	map_put(&m, a, S("feedback"), feedback(of->kind, a));
	return map_done(&m);
}

static struct node orphan(const struct manifest *of, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("group"), of->id.group);
	map_put_str(&m, a, S("resource"), of->kind->plural);
	map_put_str(&m, a, S("name"), of->id.name);
	return map_done(&m);
}

/* What templates/manifestwork/work.yaml sees. */
static struct node work_context(struct str cluster, const struct work *w, struct arena *a)
{
	struct node *manifests = ARENA_ARRAY(a, w->n, struct node);
	struct node *configs = ARENA_ARRAY(a, w->n, struct node);
	struct node *orphans = ARENA_ARRAY(a, w->n, struct node);
	struct map_builder m = { 0 };
	size_t n_orphans = 0;

	for (size_t i = 0; i < w->n; i++) {
		manifests[i] = w->list[i]->object.node;
		configs[i] = config(w->list[i], a);
		if (w->list[i]->kind->survives)
			orphans[n_orphans++] = orphan(w->list[i], a);
	}
	map_put_str(&m, a, S("cluster"), cluster);
	map_put_str(&m, a, S("name"), w->name);
	map_put(&m, a, S("manifests"), node_seq(manifests, w->n));
	map_put(&m, a, S("orphans"), node_seq(orphans, n_orphans));
	map_put(&m, a, S("configs"), node_seq(configs, w->n));
	return map_done(&m);
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

	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].kind->custom && (!n || ret[n - 1] != all->list[i].kind))
			ret[n++] = all->list[i].kind;
	qsort(ret, n, sizeof(*ret), compare_plurals);
	return n;
}

static struct node rule(const struct kind *const *kinds, size_t n, struct arena *a)
{
	struct node *resources = ARENA_ARRAY(a, n, struct node);
	struct map_builder m = { 0 };

	for (size_t i = 0; i < n; i++)
		resources[i] = node_str(kinds[i]->plural);
	map_put_str(&m, a, S("group"), kinds[0]->group);
	map_put(&m, a, S("resources"), node_seq(resources, n));
	return map_done(&m);
}

/* What templates/manifestwork/cluster-role.yaml sees. */
static struct node role_context(const struct kind *const *kinds, size_t n, struct arena *a)
{
	struct node *rules = ARENA_ARRAY(a, n, struct node);
	struct map_builder m = { 0 };
	size_t n_rules = 0;

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && str_eq(kinds[end]->group, kinds[i]->group);)
			end++;
		rules[n_rules++] = rule(kinds + i, end - i, a);
	}
	map_put(&m, a, S("rules"), node_seq(rules, n_rules));
	return map_done(&m);
}

static bool add_role(const struct renderer *r, struct manifests *all, struct arena *a,
		     struct findings *found)
{
	const struct kind **kinds = ARENA_ARRAY(a, all->n, const struct kind *);
	size_t n = custom_kinds(all, kinds);
	struct object role = { .owner = OWNER_CLUSTER };
	struct node context;

	if (!n)
		return true;
	context = role_context(kinds, n, a);
	return layout_shape(r, S("manifestwork/cluster-role"), &context, a, found, &role.node) &&
	       manifests_add(all, &role, a, found) && manifests_sort(all, found);
}

static int compare_texts(const void *a, const void *b)
{
	return str_cmp(node_text(a), node_text(b));
}

bool work_cluster(const struct renderer *r, struct str cluster, struct manifests *all,
		  struct arena *a, struct findings *found, struct files *ret)
{
	struct str folder = layout_path(tree_name(TREE_MANIFESTWORK), cluster, a);
	struct works works = { 0 };
	struct node *names;

	if (!add_role(r, all, a, found) || !plan_works(cluster, all, a, found, &works))
		return false;
	names = ARENA_ARRAY(a, works.n, struct node);
	for (size_t i = 0; i < works.n; i++) {
		struct node context = work_context(cluster, &works.list[i], a);
		struct str name = arena_fmt(a, "%.*s.yaml", FMT(works.list[i].name));
		struct file file = { .path = layout_path(folder, name, a) };

		if (!layout_shape(r, S("manifestwork/work"), &context, a, found, &file.node))
			return false;
		names[i] = node_str(name);
		files_add(ret, a, file);
	}
	qsort(names, works.n, sizeof(*names), compare_texts);
	return layout_kustomization(r, folder, names, works.n, a, found, ret);
}
