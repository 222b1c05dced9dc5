/*
 * Which ClusterConfigs match a cluster.
 */
#include "base/map.h"
#include "fleet/build.h"

/* A ClusterConfig that names a cluster. */
struct naming {
	size_t config;
	struct naming *next;
};

/* What is asked of every cluster: names that are patterns, and labels. */
struct test {
	struct names patterns;
	bool any; /* it gives no names: labels alone decide */
};

struct matcher {
	const struct model *model;
	struct test *tests; /* one a ClusterConfig */
	size_t *asked;      /* the ClusterConfigs with a pattern or without a name, ascending */
	size_t n_asked;
	struct map naming; /* name of a cluster -> struct naming, ascending */
};

static bool is_pattern(struct str name)
{
	return str_find(name, '*') < name.n || str_find(name, '?') < name.n;
}

static void add_name(struct matcher *x, size_t config, const struct name *name, struct arena *a)
{
	struct names *patterns = &x->tests[config].patterns;
	struct naming *added;
	void **first;

	if (is_pattern(name->text)) {
		patterns->list[patterns->n++] = *name;
		return;
	}
	first = map_at(&x->naming, name->text, a);
	added = ARENA_NEW(a, struct naming);
	*added = (struct naming){ config, *first };
	*first = added;
}

struct matcher *matcher_new(const struct model *m, struct arena *a)
{
	struct matcher *x = ARENA_NEW(a, struct matcher);

	*x = (struct matcher){ .model = m,
			       .tests = ARENA_ARRAY(a, m->n_cluster_configs, struct test),
			       .asked = ARENA_ARRAY(a, m->n_cluster_configs, size_t) };
	for (size_t i = m->n_cluster_configs; i-- > 0;) {
		const struct names *names = &m->cluster_configs[i].match_names;

		x->tests[i].any = !names->n;
		x->tests[i].patterns.list = ARENA_ARRAY(a, names->n, struct name);
		for (size_t k = 0; k < names->n; k++)
			add_name(x, i, &names->list[k], a);
	}
	for (size_t i = 0; i < m->n_cluster_configs; i++)
		if (x->tests[i].any || x->tests[i].patterns.n)
			x->asked[x->n_asked++] = i;
	return x;
}

size_t matcher_patterns(const struct matcher *x, const struct cluster_config **ret_last)
{
	size_t n = 0;

	for (size_t i = 0; i < x->model->n_cluster_configs; i++) {
		const struct cluster_config *c = &x->model->cluster_configs[i];
		size_t of_this = x->tests[i].patterns.n;

		for (size_t k = 0; k < c->match_labels.n; k++)
			of_this += is_pattern(c->match_labels.list[k].value);
		if (of_this)
			*ret_last = c;
		n += of_this;
	}
	return n;
}

static bool matches_name(const struct test *t, struct str cluster)
{
	bool hit = t->any;

	for (size_t i = 0; !hit && i < t->patterns.n; i++)
		hit = str_glob(t->patterns.list[i].text, cluster);
	return hit;
}

static bool label_matches(const struct labels *wanted, const struct managed_cluster *c)
{
	for (size_t i = 0; i < wanted->n; i++) {
		const struct label *l = c ? labels_find(&c->labels, wanted->list[i].key) : NULL;

		if (!l || !str_glob(wanted->list[i].value, l->value))
			return false;
	}
	return true;
}

void matcher_find(const struct matcher *x, struct str cluster,
		  const struct managed_cluster *managed, struct buf *key)
{
	const struct naming *named = map_get(&x->naming, cluster);
	size_t k = 0;

	while (named || k < x->n_asked) {
		size_t asked = k < x->n_asked ? x->asked[k] : SIZE_MAX;
		size_t i = named && named->config < asked ? named->config : asked;
		bool hit = named && named->config == i;

		k += asked == i;
		while (named && named->config == i)
			named = named->next;
		if ((hit || matches_name(&x->tests[i], cluster)) &&
		    label_matches(&x->model->cluster_configs[i].match_labels, managed))
			buf_add(key, (struct str){ (const char *)&i, sizeof(i) });
	}
}
