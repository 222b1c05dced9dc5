/*
 * ClusterConfigs -> the settings of each cluster. Clusters that the same
 * ClusterConfigs match share one struct settings, so 100,000 clusters cost no
 * more than their distinct combinations.
 */
#include "base/map.h"
#include "base/buf.h"
#include "fleet/build.h"
#include "model/grammar.h"

#include <stddef.h>

static bool label_matches(const struct labels *wanted, const struct managed_cluster *c)
{
	for (size_t i = 0; i < wanted->n; i++) {
		struct requirement r = { .key = wanted->list[i].key,
					 .op = LABEL_IN,
					 .values = &wanted->list[i].value,
					 .n = 1 };

		if (!c || !selector_matches(&(struct selector){ &r, 1 }, &c->labels))
			return false;
	}
	return true;
}

static bool config_matches(const struct cluster_config *config, struct str cluster,
			   const struct managed_cluster *managed)
{
	bool named = !config->match_names.n;

	for (size_t i = 0; !named && i < config->match_names.n; i++)
		named = str_glob(config->match_names.list[i].text, cluster);
	return named && label_matches(&config->match_labels, managed);
}

/* A setting that is one text. */
static const struct text_setting {
	const char *path;
	size_t config, settings; /* offsets of a struct name */
} text_settings[] = {
#define SETTING(path, field)                                                                       \
	{                                                                                          \
		path, offsetof(struct cluster_config, field), offsetof(struct settings, field)     \
	}
	SETTING("target", target),   SETTING("delivery", delivery),
	SETTING("members", members), SETTING("network", network),
	SETTING("hub", hub),         SETTING("eastWest.serviceType", service_type),
#undef SETTING
};

static struct name *setting_at(struct settings *s, size_t offset)
{
	return (struct name *)(void *)((char *)s + offset);
}

static const struct name *config_at(const struct cluster_config *c, size_t offset)
{
	return (const struct name *)(const void *)((const char *)c + offset);
}

static void report_conflict(const char *path, struct place here, struct place first,
			    struct str cluster, struct findings *found)
{
	struct finding *f = finding_add(found, MG0321, here,
					"two ClusterConfigs set spec.%s of cluster '%.*s' "
					"differently",
					path, FMT(cluster));

	finding_note(f, first, "the other one is here");
	finding_help(f, "there is no precedence: narrow spec.match of one of them");
}

static void merge_text(const struct text_setting *row, const struct cluster_config *c,
		       struct str cluster, struct settings *s, struct findings *found)
{
	const struct name *from = config_at(c, row->config);
	struct name *to = setting_at(s, row->settings);

	if (!from->text.n)
		return;
	if (to->text.n && !str_eq(to->text, from->text))
		report_conflict(row->path, from->place, to->place, cluster, found);
	else
		*to = *from;
}

static bool names_eq(const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (!str_eq(a->list[i].text, b->list[i].text))
			return false;
	return a->n == b->n;
}

/* Annotations are a map: each key is a leaf of its own. */
static void merge_annotations(const struct cluster_config *c, struct str cluster, struct arena *a,
			      struct settings *s, struct place *at, struct findings *found)
{
	struct labels joined = { .list = ARENA_ARRAY(a, s->annotations.n + c->annotations.n,
						     struct label) };
	size_t i = 0, j = 0;

	while (i < s->annotations.n || j < c->annotations.n) {
		const struct label *x = i < s->annotations.n ? &s->annotations.list[i] : NULL;
		const struct label *y = j < c->annotations.n ? &c->annotations.list[j] : NULL;
		int order = !x ? 1 : !y ? -1 : str_cmp(x->key, y->key);

		if (!order && !str_eq(x->value, y->value))
			report_conflict("eastWest.annotations", c->annotations_place, *at, cluster,
					found);
		joined.list[joined.n++] = order <= 0 ? *x : *y;
		i += order <= 0;
		j += order >= 0;
	}
	if (c->annotations.n)
		*at = c->annotations_place;
	s->annotations = joined;
}

static struct settings *merge(const struct model *m, const size_t *matching, size_t n,
			      struct str cluster, struct arena *a, struct findings *found)
{
	struct settings *s = ARENA_NEW(a, struct settings);
	struct place secrets = { 0 }, annotations = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct cluster_config *c = &m->cluster_configs[matching[i]];

		for (size_t k = 0; k < sizeof(text_settings) / sizeof(*text_settings); k++)
			merge_text(&text_settings[k], c, cluster, s, found);
		if (c->image_pull_secrets_place.file && secrets.file &&
		    !names_eq(&s->image_pull_secrets, &c->image_pull_secrets)) {
			report_conflict("imagePullSecrets", c->image_pull_secrets_place, secrets,
					cluster, found);
		} else if (c->image_pull_secrets_place.file) {
			s->image_pull_secrets = c->image_pull_secrets;
			secrets = c->image_pull_secrets_place;
		}
		merge_annotations(c, cluster, a, s, &annotations, found);
	}
	return s;
}

static void check_config(const struct cluster_config *c, struct findings *found)
{
	if (str_eq(c->target.text, S("sail")) || str_eq(c->target.text, S("helm")))
		finding_help(finding_add(found, MG0323, c->target.place,
					 "target '%.*s' is not in this version",
					 FMT(c->target.text)),
			     "this version writes target istiooperator, for Istio 1.10 to 1.23");
	if (c->network.text.n && !is_label_value(c->network.text))
		finding_help(finding_add(found, MG0324, c->network.place,
					 "network '%.*s' is no label value", FMT(c->network.text)),
			     "the network is the label topology.istio.io/network: at most 63 "
			     "letters, digits, '-', '_' and '.', a letter or digit at both ends");
	for (size_t i = 0; i < c->image_pull_secrets.n; i++)
		if (!is_dns_subdomain(c->image_pull_secrets.list[i].text))
			finding_help(finding_add(found, MG0324, c->image_pull_secrets.list[i].place,
						 "'%.*s' is no name of a Secret",
						 FMT(c->image_pull_secrets.list[i].text)),
				     "names are lower-case letters, digits, '-' and '.'");
	for (size_t i = 0; i < c->annotations.n; i++)
		if (!is_label_key(c->annotations.list[i].key))
			finding_help(finding_add(found, MG0324, c->annotations_place,
						 "'%.*s' is no key of an annotation",
						 FMT(c->annotations.list[i].key)),
				     "a key is [prefix/]name; the prefix is a DNS name");
}

/* Which ClusterConfigs match, as bytes: the key under which settings are shared. */
static struct str matching_of(const struct model *m, struct str cluster,
			      const struct managed_cluster *managed, struct buf *key)
{
	buf_truncate(key, 0);
	for (size_t i = 0; i < m->n_cluster_configs; i++)
		if (config_matches(&m->cluster_configs[i], cluster, managed))
			buf_add(key, (struct str){ (const char *)&i, sizeof(i) });
	return buf_str(key);
}

static void report_unused(const struct model *m, const bool *used, struct findings *found)
{
	if (model_may_lack(m, S("MeshDeployment")) || model_may_lack(m, S("Mesh")) ||
	    model_may_lack(m, S("ManagedCluster")))
		return;
	for (size_t i = 0; i < m->n_cluster_configs; i++)
		if (!used[i])
			finding_help(
				finding_add(found, MG0322, m->cluster_configs[i].match,
					    "ClusterConfig '%.*s' matches no cluster",
					    FMT(m->cluster_configs[i].name.text)),
				"names are those of the clusters with a mesh; labels are those "
				"of their ManagedCluster");
}

/* The settings of a combination of ClusterConfigs, made at its first cluster. */
static const struct settings *settings_of(const struct model *m, struct map *shared,
					  struct str combination, struct str cluster, bool *used,
					  struct arena *a, struct findings *found)
{
	struct settings *s = map_get(shared, combination);
	const size_t *matching;
	size_t n;

	if (s)
		return s;
	combination = arena_dup(a, combination);
	matching = (const size_t *)(const void *)combination.s;
	n = combination.n / sizeof(*matching);
	for (size_t i = 0; i < n; i++)
		used[matching[i]] = true;
	s = merge(m, matching, n, cluster, a, found);
	*map_at(shared, combination, a) = s;
	return s;
}

void settle_clusters(const struct model *m, struct arena *a, struct findings *found,
		     struct fleet *f)
{
	struct inventory all = inventory_sort(m, a);
	bool *used = ARENA_ARRAY(a, m->n_cluster_configs, bool);
	struct buf key = BUF_INIT;
	struct map shared = { 0 };

	for (size_t i = 0; i < m->n_cluster_configs; i++)
		check_config(&m->cluster_configs[i], found);
	for (size_t i = 0; i < f->n_clusters; i++) {
		struct cluster *c = &f->clusters[i];

		matching_of(m, c->name, inventory_find(&all, c->name), &key);
		c->settings = settings_of(m, &shared, buf_str(&key), c->name, used, a, found);
	}
	buf_release(&key);
	report_unused(m, used, found);
}
