/*
 * The annotation meshgen.dev/clusters-from:
 *   clusterset/<name> | placement/<namespace>/<name> |
 *   placementdecision/<namespace>/<name> | labels/<selector>
 */
#include "fleet/build.h"

#include <stdlib.h>

enum { SHOWN_BYTES = 80 };

/* OCM's exclusive selector: membership is this label (cluster.open-cluster-management.io/v1beta2). */
static const struct str set_label = STR("cluster.open-cluster-management.io/clusterset");

/* The clusters found so far, all with the place of the annotation. */
struct selection {
	struct names names;
	size_t cap;
	struct place place;
	struct arena *arena;
};

static void take(struct selection *s, struct str cluster)
{
	s->names.list =
		arena_grow(s->arena, s->names.list, s->names.n, &s->cap, sizeof(*s->names.list));
	s->names.list[s->names.n++] = (struct name){ cluster, s->place };
}

static void take_matching(struct selection *s, const struct model *m,
			  const struct selector *selector)
{
	for (size_t i = 0; i < m->n_managed_clusters; i++)
		if (selector_matches(selector, &m->managed_clusters[i].labels))
			take(s, m->managed_clusters[i].name.text);
}

static struct finding *report(struct findings *found, enum code code, const struct deployment *d,
			      const char *what)
{
	return finding_add(found, code, d->clusters_from.place, "clusters-from '%.*s%s': %s",
			   FMT(str_first(d->clusters_from.text, SHOWN_BYTES)),
			   d->clusters_from.text.n > SHOWN_BYTES ? "..." : "", what);
}

static bool select_set(struct selection *s, const struct model *m, const struct deployment *d,
		       struct str name, struct findings *found)
{
	struct requirement exclusive = {
		.key = set_label, .op = LABEL_IN, .values = &name, .n = 1
	};
	struct selector by_label = { &exclusive, 1 };

	for (size_t i = 0; i < m->n_cluster_sets; i++) {
		const struct cluster_set *set = &m->cluster_sets[i];

		if (!str_eq(set->name.text, name))
			continue;
		take_matching(s, m, set->by_selector ? &set->selector : &by_label);
		return true;
	}
	if (!model_may_lack(m, S("ManagedClusterSet")))
		finding_help(report(found, MG0308, d, "there is no such ManagedClusterSet"),
			     "commit the one that the hub has: kubectl get managedclusterset %.*s "
			     "-o yaml",
			     FMT(name));
	return false;
}

static void take_decision(struct selection *s, const struct placement_decision *p)
{
	for (size_t i = 0; i < p->clusters.n; i++)
		take(s, p->clusters.list[i].text);
}

static bool select_placement(struct selection *s, const struct model *m, const struct deployment *d,
			     struct str ns, struct str name, struct findings *found)
{
	size_t slices = 0;

	for (size_t i = 0; i < m->n_placement_decisions; i++) {
		const struct placement_decision *p = &m->placement_decisions[i];

		if (str_eq(p->namespace, ns) && str_eq(p->placement, name)) {
			take_decision(s, p);
			slices++;
		}
	}
	if (!slices && !model_may_lack(m, S("PlacementDecision")))
		finding_help(report(found, MG0308, d, "no PlacementDecision of that Placement"),
			     "commit the PlacementDecisions that the hub wrote: kubectl get "
			     "placementdecision -n %.*s -l "
			     "cluster.open-cluster-management.io/placement=%.*s -o yaml",
			     FMT(ns), FMT(name));
	return slices > 0;
}

/* Another slice of the placement that p belongs to, NULL when p is the only one. */
static const struct placement_decision *other_slice(const struct model *m,
						    const struct placement_decision *p)
{
	for (size_t i = 0; i < m->n_placement_decisions; i++) {
		const struct placement_decision *q = &m->placement_decisions[i];

		if (q != p && p->placement.n && str_eq(p->placement, q->placement) &&
		    str_eq(p->namespace, q->namespace))
			return q;
	}
	return NULL;
}

static bool select_decision(struct selection *s, const struct model *m, const struct deployment *d,
			    struct str ns, struct str name, struct findings *found)
{
	for (size_t i = 0; i < m->n_placement_decisions; i++) {
		const struct placement_decision *p = &m->placement_decisions[i];
		const struct placement_decision *other;
		struct finding *f;

		if (!str_eq(p->namespace, ns) || !str_eq(p->name.text, name))
			continue;
		other = other_slice(m, p);
		if (!other) {
			take_decision(s, p);
			return true;
		}
		f = report(found, MG0309, d, "it is one slice of several of its Placement");
		finding_note(f, other->name.place, "another slice is here");
		finding_help(f, "take them all: placement/%.*s/%.*s", FMT(ns), FMT(p->placement));
		return false;
	}
	if (!model_may_lack(m, S("PlacementDecision")))
		finding_help(report(found, MG0308, d, "there is no such PlacementDecision"),
			     "commit the PlacementDecision, or correct the name");
	return false;
}

static bool select_labels(struct selection *s, const struct model *m, const struct deployment *d,
			  struct str text, struct findings *found)
{
	struct selector selector;
	const char *why;

	if (!selector_parse(text, s->arena, &selector, &why)) {
		finding_help(report(found, MG0307, d, why),
			     "write labels/ and a selector as kubectl -l takes it, such as "
			     "labels/env=prod,tier!=test");
		return false;
	}
	take_matching(s, m, &selector);
	return true;
}

static int by_text(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return str_cmp(x->text, y->text);
}

static void sort_unique(struct names *names)
{
	size_t kept = 0;

	if (names->n)
		qsort(names->list, names->n, sizeof(*names->list), by_text);
	for (size_t i = 0; i < names->n; i++)
		if (!kept || !str_eq(names->list[kept - 1].text, names->list[i].text))
			names->list[kept++] = names->list[i];
	names->n = kept;
}

static bool select_source(struct selection *s, const struct model *m, const struct deployment *d,
			  struct findings *found)
{
	struct str text = d->clusters_from.text;
	size_t slash = str_find(text, '/');
	struct str source = str_first(text, slash), rest = str_from(text, slash + 1);
	size_t second = str_find(rest, '/');
	struct str ns = str_first(rest, second), name = str_from(rest, second + 1);

	if (str_eq(source, S("labels")) && rest.n)
		return select_labels(s, m, d, rest, found);
	if (str_eq(source, S("clusterset")) && rest.n && second == rest.n)
		return select_set(s, m, d, rest, found);
	if (str_eq(source, S("placement")) && ns.n && name.n)
		return select_placement(s, m, d, ns, name, found);
	if (str_eq(source, S("placementdecision")) && ns.n && name.n)
		return select_decision(s, m, d, ns, name, found);
	finding_help(report(found, MG0307, d, "not understood"),
		     "write clusterset/<name>, placement/<namespace>/<name>, "
		     "placementdecision/<namespace>/<name> or labels/<selector>");
	return false;
}

bool select_clusters(const struct model *m, const struct deployment *d, struct arena *a,
		     struct findings *found, struct names *ret)
{
	struct selection s = { .place = d->clusters_from.place, .arena = a };

	if (!select_source(&s, m, d, found))
		return false;
	sort_unique(&s.names);
	*ret = s.names;
	return true;
}
