#include "cli/plugin.h"

#include "fleet/holders.h"
#include "pack/pack.h"
#include "yaml/read.h"
#include "yaml/write.h"

enum { MOST_NAMED = 20 };

static const struct str variable = STR("ARGOCD_APP_PARAMETERS");

unsigned plugin_tree(struct str name)
{
	if (str_eq(name, tree_name(TREE_ISTIO)))
		return TREE_ISTIO;
	return str_eq(name, tree_name(TREE_MANIFESTWORK)) ? TREE_MANIFESTWORK : 0;
}

static struct str *parameter_named(struct plugin_parameters *p, struct str name)
{
	if (str_eq(name, S("cluster")))
		return &p->cluster;
	return str_eq(name, S("only")) ? &p->only : NULL;
}

static void read_parameter(const struct node *x, struct findings *found,
			   struct plugin_parameters *ret)
{
	const struct node *name = node_get(x, S("name"));
	const struct node *value = node_get(x, S("string"));
	struct str text = name ? node_text(name) : S("");
	struct str *at = parameter_named(ret, text);
	struct place place = node_place(name ? name : x);

	if (!text.n)
		finding_add(found, MG0910, place, "a parameter without a name");
	else if (!at)
		finding_help(
			finding_add(found, MG0910, place, "unknown parameter '%.*s'", FMT(text)),
			"there are cluster and only");
	else if (!value || value->kind != NODE_STR)
		finding_help(finding_add(found, MG0910, place, "the parameter '%.*s' is no string",
					 FMT(text)),
			     "write {name: %.*s, string: ...}", FMT(text));
	else if (at->n)
		finding_add(found, MG0910, place, "the parameter '%.*s' is there twice", FMT(text));
	else if (at == &ret->only && !plugin_tree(node_text(value)))
		finding_help(finding_add(found, MG0910, node_place(value),
					 "'%.*s' is no value of the parameter 'only'",
					 FMT(node_text(value))),
			     "it is istio or manifestwork");
	else
		*at = node_text(value);
}

static void read_list(const struct node *list, struct findings *found,
		      struct plugin_parameters *ret)
{
	if (list->kind == NODE_NULL)
		return;
	if (list->kind != NODE_SEQ) {
		finding_add(found, MG0910, node_place(list), "%s instead of a list of parameters",
			    node_kind_name(list));
		return;
	}
	for (size_t i = 0; i < list->n; i++)
		read_parameter(&list->items[i], found, ret);
}

bool plugin_parameters_read(struct str value, struct arena *a, struct sources *sources,
			    struct findings *found, struct plugin_parameters *ret)
{
	struct documents documents;
	struct str text;

	*ret = (struct plugin_parameters){ 0 };
	if (!yaml_decode(value, variable, a, found, &text) ||
	    !yaml_read(sources_add(sources, a, variable, text), text, a, found, &documents))
		return false;
	for (size_t i = 0; i < documents.n; i++)
		read_list(&documents.list[i], found, ret);
	return !found->errors;
}

/* Some names for the eye; the array has them all. */
static struct str tooltip(const struct node *names, struct arena *a)
{
	uint32_t shown = names->n < MOST_NAMED ? names->n : MOST_NAMED;
	struct buf text = BUF_INIT;
	struct str ret;

	buf_add(&text, S("The cluster to render, one of "));
	buf_add_count(&text, names->n, "cluster");
	for (uint32_t i = 0; i < shown; i++)
		buf_addf(&text, "%s%.*s", i ? ", " : ": ", FMT(node_text(&names->items[i])));
	if (shown < names->n)
		buf_add(&text, S(", ..."));
	ret = arena_dup(a, buf_str(&text));
	buf_release(&text);
	return ret;
}

static struct node cluster_names(const struct fleet *f, struct arena *a)
{
	struct node *names = ARENA_ARRAY(a, f->n_clusters, struct node);
	size_t n = 0;

	for (size_t i = 0; i < f->n_clusters; i++)
		if (cluster_gets_objects(f, &f->clusters[i], a))
			names[n++] = node_str(f->clusters[i].at->text);
	return node_seq(names, n);
}

static struct map_builder announcement(const char *name, const char *title, struct str tip,
				       bool required, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("name"), str_of(name));
	map_put_str(&m, a, S("title"), str_of(title));
	map_put_str(&m, a, S("tooltip"), tip);
	map_put(&m, a, S("required"), node_bool(required));
	map_put_str(&m, a, S("collectionType"), S("string"));
	return m;
}

void plugin_announce(struct buf *out, const struct fleet *f, struct arena *a)
{
	struct node names = cluster_names(f, a);
	struct map_builder cluster =
		announcement("cluster", "Cluster", tooltip(&names, a), true, a);
	struct map_builder only = announcement(
		"only", "Tree",
		S("istio: for the cluster itself; manifestwork: the same, for the OCM hub"), false,
		a);
	struct node items[2], list;

	map_put(&cluster, a, S("array"), names);
	map_put_str(&only, a, S("string"), tree_name(TREE_ISTIO));
	items[0] = map_done(&cluster);
	items[1] = map_done(&only);
	list = node_seq(items, 2);
	json_write(out, &list);
}
