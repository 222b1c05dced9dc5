#include "pack/work.h"

#include "base/sort.h"
#include "pack/annotate.h"
#include "pack/plan.h"
#include "yaml/kept.h"

/* Empty if the kind has none. */
static struct node feedback(const struct kind *kind, struct arena *a)
{
	static const struct str keys[] = { STR("name"), STR("path") };
	const struct node values[] = { node_plain(kind->feedback_name),
				       node_plain(kind->feedback_path) };

	return kind->feedback_path.n ? node_record(a, keys, values, 2) : node_map(NULL, 0);
}

/* What templates/manifestwork/object.yaml sees. */
static struct node object_context(const struct manifest *of, struct arena *a)
{
	static const struct str keys[] = { STR("group"),   STR("resource"), STR("namespace"),
					   STR("name"),    STR("ignore"),   STR("feedback"),
					   STR("survives") };
	const struct node values[] = { node_plain(of->kind->group),  node_plain(of->kind->plural),
				       node_str(of->id.namespace),   node_str(of->id.name),
				       node_plain(of->kind->ignore), feedback(of->kind, a),
				       node_bool(of->kind->survives) };

	return node_record(a, keys, values, 7);
}

/* What the template gives for an object; NULL after a finding. */
static const struct node *parts_of(const struct rendering *r, const struct object *o)
{
	static const struct str name = STR("manifestwork/object");
	static const struct read own[] = { { { STR("namespace") }, 1 }, { { STR("name") }, 1 } };
	static const struct reads open = { own, 2 };
	const struct manifest *m = manifest_of(o);
	struct node context = object_context(m, r->arena);
	const struct shape *s;

	/* What lies in the memo comes once. */
	if (r->memo && o->shape->arena == r->arena)
		s = render_special(r, name, &context, &open, memo_special(r->memo, m->kind));
	else
		s = render_template(r, name, &context);
	if (!s || node_get(&s->node, S("config")))
		return s ? &s->node : NULL;
	finding_help(finding_add(r->found, MG0701, node_place(&s->node),
				 "template '%.*s' gives no config", FMT(name)),
		     "let it give a map with config and, for what survives, orphan");
	return NULL;
}

/* The part of a key, where the object lies; NODE_NULL when it is absent. */
static struct node part(const struct node *parts, struct str key, const struct object *o,
			const struct arena *cluster)
{
	const struct node *x = node_get(parts, key);
	struct node copy;

	if (!x)
		return node_null();
	if (o->shape->arena == cluster)
		return *x;
	copy = node_copy(x, o->shape->arena);
	return node_keep(&copy, o->shape->arena);
}

/* Fills in what works say of the object, once. Returns false after a finding. */
static bool complete(const struct rendering *r, const struct object *o)
{
	struct manifest *m = o->shape->manifest;
	const struct node *parts;

	if (m->config.kind != NODE_NULL)
		return true;
	parts = parts_of(r, o);
	if (!parts)
		return false;
	m->config = part(parts, S("config"), o, r->arena);
	m->orphan = part(parts, S("orphan"), o, r->arena);
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
		if (x->orphan.kind != NODE_NULL)
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
	sort(ret, n, sizeof(*ret), compare_plurals);
	return n;
}

static struct node rule(const struct kind *const *kinds, size_t n, struct arena *a)
{
	static const struct str keys[] = { STR("group"), STR("resources") };
	struct node *resources = ARENA_ARRAY(a, n, struct node);

	for (size_t i = 0; i < n; i++)
		resources[i] = node_plain(kinds[i]->plural);
	return node_record(
		a, keys,
		(const struct node[]){ node_plain(kinds[0]->group), node_seq(resources, n) }, 2);
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

/* Its template sees the kinds alone: they are the key of what it gave. NULL after a finding. */
static struct shape *role_of(const struct rendering *r, const struct kind *const *kinds, size_t n)
{
	struct str key = { (const char *)kinds, n * sizeof(*kinds) };
	struct shape *s = r->memo ? map_get(&r->memo->roles, key) : NULL;
	struct node context;

	if (s)
		return s;
	context = role_context(kinds, n, r->arena);
	s = layout_shape(r, S("manifestwork/cluster-role"), &context);
	if (s && s->arena != r->arena)
		*map_at(&r->memo->roles, arena_dup(s->arena, key), s->arena) = s;
	return s;
}

static bool add_role(const struct rendering *r, struct manifests *all)
{
	const struct kind **kinds = ARENA_ARRAY(r->arena, all->n, const struct kind *);
	size_t n = custom_kinds(all, kinds);
	struct object *role = ARENA_NEW(r->arena, struct object);

	if (!n)
		return true;
	role->owner = OWNER_CLUSTER;
	role->shape = role_of(r, kinds, n);
	return role->shape && manifests_insert(all, role, r->arena, r->found);
}

static bool add_file(const struct rendering *r, struct str cluster, struct str path,
		     const struct work *w, unsigned appliers, struct files *ret)
{
	const struct syncing syncing = { .wave = w->wave, .server_side = true };
	const struct shape *s;
	struct node context;

	if (!work_context(r, cluster, w, &context))
		return false;
	s = layout_shape(r, S("manifestwork/work"), &context);
	if (s)
		files_add(
			ret, r->arena,
			(struct file){ .path = path,
				       .node = annotate(&s->node, &syncing, appliers, r->arena) });
	return s;
}

static int compare_texts(const void *a, const void *b)
{
	return str_cmp(node_text(a), node_text(b));
}

bool work_cluster(const struct rendering *r, struct str below, struct str cluster,
		  struct manifests *all, struct files *ret)
{
	struct str folder = pack_folder(below, TREE_MANIFESTWORK, cluster, r->arena);
	struct works works = { 0 };
	struct node *names;

	if (!add_role(r, all) || !plan_works(cluster, all, r->arena, r->found, &works))
		return false;
	names = ARENA_ARRAY(r->arena, works.n, struct node);
	for (size_t i = 0; i < works.n; i++) {
		struct str parts[] = { works.list[i].name, STR(".yaml") };
		struct str name = arena_concat(r->arena, parts, 2);

		if (!add_file(r, cluster, layout_path(folder, name, r->arena), &works.list[i],
			      all->appliers, ret))
			return false;
		names[i] = node_str(name);
	}
	sort(names, works.n, sizeof(*names), compare_texts);
	return layout_kustomization(r, folder, names, works.n, ret);
}
