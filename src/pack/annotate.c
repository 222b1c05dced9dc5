#include "pack/annotate.h"

#include "pack/metadata.h"

#define ARGOCD_WAVE S("argocd.argoproj.io/sync-wave")
#define ARGOCD_OPTIONS S("argocd.argoproj.io/sync-options")
#define FLUX_SUBSTITUTE S("kustomize.toolkit.fluxcd.io/substitute")

/* Is an option of this name, or "name=", in a list with commas? */
static bool has_option(struct str list, struct str option)
{
	struct str name = str_first(option, str_find(option, '='));

	for (;;) {
		size_t comma = str_find(list, ',');
		struct str one = str_first(list, comma);

		while (one.n && one.s[0] == ' ')
			one = str_from(one, 1);
		if (str_eq(str_first(one, str_find(one, '=')), name))
			return true;
		if (comma == list.n)
			return false;
		list = str_from(list, comma + 1);
	}
}

static struct str add_option(struct str list, struct str option, struct arena *a)
{
	struct str parts[] = { list, STR(","), option };

	if (!list.n)
		return option;
	return has_option(list, option) ? list : arena_concat(a, parts, 3);
}

static struct str options_of(const struct syncing *s, struct str list, struct arena *a)
{
	if (s->lacks_definition)
		list = add_option(list, S("SkipDryRunOnMissingResource=true"), a);
	if (s->prunes_last)
		list = add_option(list, S("PruneLast=true"), a);
	if (s->server_side)
		list = add_option(list, S("ServerSideApply=true"), a);
	return list;
}

static struct node for_argocd(const struct node *annotations, const struct syncing *s,
			      struct arena *a)
{
	struct str given = node_get_str(annotations, ARGOCD_OPTIONS);
	struct str options = options_of(s, given, a);
	struct node ret = *annotations;

	if (!node_get(annotations, ARGOCD_WAVE))
		ret = with_value(&ret, ARGOCD_WAVE, node_str(arena_fmt(a, "%d", s->wave)), a);
	if (options.n != given.n)
		ret = with_value(&ret, ARGOCD_OPTIONS, node_str(options), a);
	return ret;
}

/* Would Flux change a text of it: put in a variable, or take "$$" for a '$'? */
static bool holds_variable(const struct node *x)
{
	size_t items = x->kind == NODE_MAP ? 2 * (size_t)x->n : x->n;

	if (x->kind < NODE_SEQ)
		return str_search(node_text(x), S("${")) < x->n ||
		       str_search(node_text(x), S("$$")) < x->n;
	for (size_t i = 0; i < items; i++)
		if (holds_variable(&x->items[i]))
			return true;
	return false;
}

struct node annotate(const struct node *object, const struct syncing *s, unsigned appliers,
		     struct arena *a)
{
	const struct node *given = annotations_of(object);
	struct node annotations = given && given->kind != NODE_NULL ? *given : node_map(NULL, 0);

	if (!appliers || annotations.kind != NODE_MAP)
		return *object;
	if (appliers & APPLIER_ARGOCD)
		annotations = for_argocd(&annotations, s, a);
	if (appliers & APPLIER_FLUX && holds_variable(object) &&
	    !node_get(&annotations, FLUX_SUBSTITUTE))
		annotations = with_value(&annotations, FLUX_SUBSTITUTE, node_str(S("disabled")), a);
	return annotations.n ? with_annotations(object, annotations, a) : *object;
}
