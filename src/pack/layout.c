#include "pack/layout.h"

#include "base/limits.h"
#include "base/sort.h"

#include <string.h>

struct str layout_path(struct str folder, struct str name, struct arena *a)
{
	struct str parts[] = { folder, STR("/"), name };

	return arena_concat(a, parts, 3);
}

struct shape *layout_shape(const struct rendering *r, struct str template,
			   const struct node *context)
{
	struct shape *s = render_template(r, template, context);

	if (!s || s->node.kind == NODE_MAP)
		return s;
	finding_help(finding_add(r->found, MG0701, node_place(&s->node),
				 "template '%.*s' gives no object", FMT(template)),
		     "let it give a map in every case");
	return NULL;
}

void files_add(struct files *all, struct arena *a, struct file file)
{
	size_t at = all->n++;

	all->list = arena_grow(a, all->list, at, &all->cap, sizeof(*all->list));
	for (; at && str_cmp(all->list[at - 1].path, file.path) > 0; at--)
		all->list[at] = all->list[at - 1];
	all->list[at] = file;
}

bool layout_kustomization(const struct rendering *r, struct str folder, const struct node *names,
			  size_t n, struct files *ret)
{
	static const struct str keys[] = { STR("resources") };
	const struct node resources = node_seq(names, n);
	const struct node context = node_record(r->arena, keys, &resources, 1);
	const struct shape *s = layout_shape(r, S("kustomize/kustomization"), &context);

	if (!s)
		return false;
	files_add(ret, r->arena,
		  (struct file){ .path = layout_path(folder, S("kustomization.yaml"), r->arena),
				 .form = FILE_KUSTOMIZATION,
				 .node = s->node });
	return true;
}

static struct str file_name(const struct object *o)
{
	return node_text(&manifest_of(o)->file);
}

/* As the folders are. */
static int compare(const void *a, const void *b)
{
	const struct object *x = *(const struct object *const *)a;
	const struct object *y = *(const struct object *const *)b;

	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	return str_cmp(file_name(x), file_name(y));
}

static void long_name(const struct object *o, struct str cluster, struct findings *found)
{
	struct str name = file_name(o);
	struct str folder = arena_fmt(&found->arena, "%.*s/%.*s/%.*s", FMT(tree_name(TREE_ISTIO)),
				      FMT(cluster), FMT(stage_name(o->stage)));
	struct finding *f = finding_add_path(found, MG0704, folder,
					     "the file name '%.*s' has %zu bytes, %d is the limit",
					     FMT(name), name.n, LIMIT_NAME_BYTES);

	finding_help(f, "shorten the name of the mesh");
}

static void shared_name(const struct object *const *o, struct findings *found)
{
	struct finding *f = finding_add(found, MG0702, node_place(&o[0]->shape->node),
					"two templates give objects with the file name '%.*s'",
					FMT(file_name(o[0])));

	finding_note(f, node_place(&o[-1]->shape->node), "the other one");
	finding_help(f, "give every object of a kind a namespace, or none");
}

static bool check_names(const struct object *const *list, size_t n, struct str cluster,
			struct findings *found)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		if (file_name(list[i]).n > LIMIT_NAME_BYTES) {
			long_name(list[i], cluster, found);
			ok = false;
		}
		if (i && !compare(&list[i - 1], &list[i])) {
			shared_name(&list[i], found);
			ok = false;
		}
	}
	return ok;
}

/* The files of one stage, list[0..n). */
static bool stage_folder(const struct rendering *r, struct str folder,
			 const struct object *const *list, size_t n, struct files *ret)
{
	struct node *names = ARENA_ARRAY(r->arena, n, struct node);

	for (size_t i = 0; i < n; i++) {
		names[i] = manifest_of(list[i])->file;
		files_add(ret, r->arena,
			  (struct file){ .path = layout_path(folder, file_name(list[i]), r->arena),
					 .node = list[i]->shape->node });
	}
	return layout_kustomization(r, folder, names, n, ret);
}

static bool stages(const struct rendering *r, struct str folder, const struct object *const *list,
		   size_t n, struct files *ret)
{
	struct node *names = ARENA_ARRAY(r->arena, STAGE_COUNT, struct node);
	size_t n_names = 0;

	for (size_t i = 0, end; i < n; i = end) {
		enum stage stage = list[i]->stage;
		struct str name = stage_name(stage);

		for (end = i + 1; end < n && list[end]->stage == stage;)
			end++;
		names[n_names++] = node_str(name);
		if (!stage_folder(r, layout_path(folder, name, r->arena), list + i, end - i, ret))
			return false;
	}
	return layout_kustomization(r, folder, names, n_names, ret);
}

bool layout_cluster(const struct rendering *r, struct str below, struct str cluster,
		    const struct manifests *all, struct files *ret)
{
	const struct object **list = ARENA_ARRAY(r->arena, all->n, const struct object *);

	memcpy(list, all->list, all->n * sizeof(*list));
	sort(list, all->n, sizeof(*list), compare);
	return check_names(list, all->n, cluster, r->found) &&
	       stages(r, pack_folder(below, TREE_ISTIO, cluster, r->arena), list, all->n, ret);
}
