#include "pack/layout.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* An object and the name of its file, ordered as the folders are. */
struct placed {
	const struct manifest *manifest;
	struct str name;
};

static bool stands_for_itself(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

static size_t escape(struct str s, char *to)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (stands_for_itself(s.s[i])) {
			to[n++] = s.s[i];
			continue;
		}
		to[n++] = '_';
		to[n++] = digits[c >> 4];
		to[n++] = digits[c & 15];
	}
	return n;
}

static size_t lower(struct str s, char *to)
{
	for (size_t i = 0; i < s.n; i++)
		to[i] = (char)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] - 'A' + 'a' : s.s[i]);
	return s.n;
}

struct str layout_name(const struct manifest *m, struct arena *a)
{
	static const struct str end = STR(".yaml");
	struct str kind = kind_file(m->kind);
	char *s = arena_alloc(a, kind.n + 3 * (m->id.namespace.n + m->id.name.n) + 2 + end.n);
	size_t n = lower(kind, s);

	if (m->id.namespace.n) {
		s[n++] = '.';
		n += escape(m->id.namespace, s + n);
	}
	s[n++] = '.';
	n += escape(m->id.name, s + n);
	for (size_t i = 0; i < end.n; i++)
		s[n++] = end.s[i];
	return (struct str){ s, n };
}

struct str layout_path(struct str folder, struct str name, struct arena *a)
{
	struct str parts[] = { folder, STR("/"), name };

	return arena_concat(a, parts, 3);
}

bool layout_shape(const struct renderer *r, struct str template, const struct node *context,
		  struct arena *a, struct findings *found, struct node *ret)
{
	size_t errors = found->errors;
	struct finding *f;

	*ret = render_template(r, template, context, a, found);
	if (ret->kind == NODE_MAP)
		return true;
	if (found->errors == errors) {
		f = finding_add(found, MG0701, node_place(ret), "template '%.*s' gives no object",
				FMT(template));
		finding_help(f, "let it give a map in every case");
	}
	return false;
}

void files_add(struct files *all, struct arena *a, struct file file)
{
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = file;
}

bool layout_kustomization(const struct renderer *r, struct str folder, const struct node *names,
			  size_t n, struct arena *a, struct findings *found, struct files *ret)
{
	struct map_builder context = { 0 };
	struct node map, shape;

	map_put(&context, a, S("resources"), node_seq(names, n));
	map = map_done(&context);
	if (!layout_shape(r, S("kustomize/kustomization"), &map, a, found, &shape))
		return false;
	files_add(ret, a,
		  (struct file){ .path = layout_path(folder, S("kustomization.yaml"), a),
				 .node = shape,
				 .is_kustomization = true });
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->manifest->object.stage != y->manifest->object.stage)
		return x->manifest->object.stage < y->manifest->object.stage ? -1 : 1;
	return str_cmp(x->name, y->name);
}

static void long_name(const struct placed *p, struct str cluster, struct findings *found)
{
	struct str folder = arena_fmt(&found->arena, "%.*s/%.*s/%.*s", FMT(tree_name(TREE_ISTIO)),
				      FMT(cluster), FMT(stage_name(p->manifest->object.stage)));
	struct finding *f = finding_add_path(found, MG0704, folder,
					     "the file name '%.*s' has %zu bytes, %d is the limit",
					     FMT(p->name), p->name.n, LIMIT_NAME_BYTES);

	finding_help(f, "shorten the name of the mesh");
}

static void shared_name(const struct placed *p, struct findings *found)
{
	struct finding *f =
		finding_add(found, MG0702, node_place(&p->manifest->object.node),
			    "two templates give objects with the file name '%.*s'", FMT(p->name));

	finding_note(f, node_place(&p[-1].manifest->object.node), "the other one");
	finding_help(f, "give every object of a kind a namespace, or none");
}

static bool check_names(const struct placed *list, size_t n, struct str cluster,
			struct findings *found)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		if (list[i].name.n > LIMIT_NAME_BYTES) {
			long_name(&list[i], cluster, found);
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
static bool stage_folder(const struct renderer *r, struct str folder, const struct placed *list,
			 size_t n, struct arena *a, struct findings *found, struct files *ret)
{
	struct node *names = ARENA_ARRAY(a, n, struct node);

	for (size_t i = 0; i < n; i++) {
		struct file file = { .path = layout_path(folder, list[i].name, a),
				     .node = list[i].manifest->object.node };

		names[i] = node_str(list[i].name);
		files_add(ret, a, file);
	}
	return layout_kustomization(r, folder, names, n, a, found, ret);
}

static bool stages(const struct renderer *r, struct str folder, const struct placed *list, size_t n,
		   struct arena *a, struct findings *found, struct files *ret)
{
	struct node *names = ARENA_ARRAY(a, STAGE_COUNT, struct node);
	size_t n_names = 0;

	for (size_t i = 0, end; i < n; i = end) {
		enum stage stage = list[i].manifest->object.stage;
		struct str name = stage_name(stage);

		for (end = i + 1; end < n && list[end].manifest->object.stage == stage;)
			end++;
		names[n_names++] = node_str(name);
		if (!stage_folder(r, layout_path(folder, name, a), list + i, end - i, a, found,
				  ret))
			return false;
	}
	return layout_kustomization(r, folder, names, n_names, a, found, ret);
}

bool layout_cluster(const struct renderer *r, struct str cluster, const struct manifests *all,
		    struct arena *a, struct findings *found, struct files *ret)
{
	struct placed *list = ARENA_ARRAY(a, all->n, struct placed);

	for (size_t i = 0; i < all->n; i++)
		list[i] = (struct placed){ &all->list[i], layout_name(&all->list[i], a) };
	qsort(list, all->n, sizeof(*list), compare);
	return check_names(list, all->n, cluster, found) &&
	       stages(r, layout_path(tree_name(TREE_ISTIO), cluster, a), list, all->n, a, found,
		      ret);
}
