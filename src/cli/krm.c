#include "cli/krm.h"

#include "model/generator.h"
#include "model/recognise.h"

/* Why a document is no list that the function can take; NULL when it is one. */
static const char *why_no_list(const struct node *doc)
{
	const struct node *items = node_get(doc, S("items"));

	if (!str_starts(node_get_str(doc, S("apiVersion")), S("config.kubernetes.io/")) ||
	    !str_eq(node_get_str(doc, S("kind")), S("ResourceList")))
		return "a document that is no ResourceList";
	if (items && items->kind != NODE_SEQ)
		return "a ResourceList whose items are no list";
	return node_get(doc, S("functionConfig")) ? NULL : "a ResourceList without functionConfig";
}

bool resource_list_of(const struct node *doc, struct findings *found, struct resource_list *ret)
{
	const char *why = why_no_list(doc);

	*ret = (struct resource_list){ *doc, node_get(doc, S("functionConfig")), doc->file };
	if (!why)
		return true;
	finding_help(finding_add(found, MG0742, node_place(doc), "%s", why),
		     "give a ResourceList of config.kubernetes.io/v1 with a " GENERATOR_KIND
		     " as functionConfig, or name a file that holds one");
	return false;
}

bool resource_list_check(const struct resource_list *l, struct findings *found)
{
	const struct node *items = node_get(&l->node, S("items"));
	size_t errors = found->errors;

	for (uint32_t i = 0; items && i < items->n; i++) {
		const struct input_kind *k;

		if (recognise(&items->items[i], found, &k) == RECOGNISED && is_for_meshgen(k) &&
		    k->input != INPUT_GENERATOR)
			finding_help(finding_add(found, MG0743, node_place(&items->items[i]),
						 "a %.*s among the items of the ResourceList",
						 FMT(k->kind)),
				     "take it out of the kustomization: meshgen reads its input "
				     "from the files of the config repository");
	}
	return found->errors == errors;
}

static struct node items_with(const struct node *items, const struct documents *more,
			      struct arena *a)
{
	size_t n = items ? items->n : 0;
	struct node *all = ARENA_ARRAY(a, n + more->n, struct node);

	for (size_t i = 0; i < n; i++)
		all[i] = items->items[i];
	for (size_t i = 0; i < more->n; i++)
		all[n + i] = more->list[i];
	return node_seq(all, n + more->n);
}

struct node resource_list_with(const struct resource_list *l, const struct documents *more,
			       const struct report *r, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("apiVersion"), node_get_str(&l->node, S("apiVersion")));
	map_put_str(&m, a, S("kind"), node_get_str(&l->node, S("kind")));
	map_put(&m, a, S("items"), items_with(node_get(&l->node, S("items")), more, a));
	map_put(&m, a, S("functionConfig"), *l->config);
	if (r->all->n)
		map_put(&m, a, S("results"), krm_results(l, r, a));
	return map_done(&m);
}
