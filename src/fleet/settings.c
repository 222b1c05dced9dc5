/*
 * ClusterConfigs -> the settings of each cluster. Clusters that the same
 * ClusterConfigs match share one struct settings, so 100,000 clusters cost no
 * more than their distinct combinations.
 */
#include "base/limits.h"
#include "base/map.h"
#include "fleet/build.h"
#include "fleet/same_spec.h"
#include "model/grammar.h"

#include <stddef.h>
#include <stdlib.h>

/* A setting that is one text. */
static const struct text_setting {
	const char *path;
	size_t config, settings; /* offsets of a struct name */
} text_settings[] = {
#define SETTING(path, field)                                                                       \
	{                                                                                          \
		path, offsetof(struct cluster_config, field), offsetof(struct settings, field)     \
	}
	SETTING("target", target),
	SETTING("delivery", delivery),
	SETTING("members", members),
	SETTING("network", network),
	SETTING("hub", hub),
	SETTING("eastWest.serviceType", service_type),
	SETTING("recipients.sealedSecrets", recipients.sealed_secrets),
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

/* A list counts whole; a place that is nowhere: it was not written. */
static void merge_names(const char *path, const struct names *from, struct place written,
			struct names *to, struct place *first, struct str cluster,
			struct findings *found)
{
	if (!written.file)
		return;
	if (first->file && !names_eq(to, from)) {
		report_conflict(path, written, *first, cluster, found);
		return;
	}
	*to = *from;
	*first = written;
}

static struct place first_place(const struct names *list)
{
	return list->n ? list->list[0].place : (struct place){ 0 };
}

static void report_annotations(struct place here, struct str cluster, struct findings *found)
{
	struct finding *f =
		finding_add(found, MG0325, here,
			    "the east-west gateway of cluster '%.*s' has more than %d annotations",
			    FMT(cluster), LIMIT_ANNOTATIONS);

	finding_help(f, "keep those that the load balancer reads");
}

/* An annotation of a ClusterConfig that matches. */
struct annotation {
	struct label label;
	const struct cluster_config *from;
};

static int by_key(const void *a, const void *b)
{
	const struct annotation *x = a, *y = b;
	int order = str_cmp(x->label.key, y->label.key);

	return order ? order : (x->from > y->from) - (x->from < y->from);
}

/* All annotations of n ClusterConfigs, sorted by key. */
static struct annotation *gather_annotations(const struct model *m, const size_t *matching,
					     size_t n, struct arena *a, size_t *ret_n)
{
	struct annotation *all;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += m->cluster_configs[matching[i]].annotations.n;
	all = ARENA_ARRAY(a, count, struct annotation);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct cluster_config *c = &m->cluster_configs[matching[i]];

		for (size_t k = 0; k < c->annotations.n; k++)
			all[(*ret_n)++] = (struct annotation){ c->annotations.list[k], c };
	}
	if (count)
		qsort(all, count, sizeof(*all), by_key);
	return all;
}

/* Annotations are a map: each key is a leaf of its own. */
static void merge_annotations(const struct model *m, const size_t *matching, size_t n,
			      struct str cluster, struct arena *a, struct settings *s,
			      struct findings *found)
{
	struct arena scratch = { 0 };
	size_t n_all;
	struct annotation *all = gather_annotations(m, matching, n, &scratch, &n_all);
	size_t room = n_all < LIMIT_ANNOTATIONS ? n_all : LIMIT_ANNOTATIONS;

	s->annotations.list = ARENA_ARRAY(a, room, struct label);
	for (size_t i = 0; i < n_all; i++) {
		const struct annotation *x = &all[i], *last = i ? &all[i - 1] : NULL;

		if (last && str_eq(x->label.key, last->label.key)) {
			if (!str_eq(x->label.value, last->label.value))
				report_conflict("eastWest.annotations", x->from->annotations_place,
						last->from->annotations_place, cluster, found);
		} else if (s->annotations.n < room) {
			s->annotations.list[s->annotations.n++] = x->label;
		} else {
			report_annotations(x->from->annotations_place, cluster, found);
			break;
		}
	}
	arena_release(&scratch);
}

static struct settings *merge(const struct model *m, const size_t *matching, size_t n,
			      struct str cluster, struct arena *a, struct findings *found)
{
	struct settings *s = ARENA_NEW(a, struct settings);
	struct place secrets = { 0 }, age = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct cluster_config *c = &m->cluster_configs[matching[i]];

		for (size_t k = 0; k < sizeof(text_settings) / sizeof(*text_settings); k++)
			merge_text(&text_settings[k], c, cluster, s, found);
		merge_names("imagePullSecrets", &c->image_pull_secrets, c->image_pull_secrets_place,
			    &s->image_pull_secrets, &secrets, cluster, found);
		merge_names("recipients.age", &c->recipients.age, first_place(&c->recipients.age),
			    &s->recipients.age, &age, cluster, found);
	}
	merge_annotations(m, matching, n, cluster, a, s, found);
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

static void report_patterns(const struct cluster_config *last, struct findings *found)
{
	struct finding *f = finding_add(found, MG0325, last->match,
					"the ClusterConfigs match by more than %d names and labels "
					"with '*' or '?'",
					LIMIT_PATTERNS);

	finding_help(f, "match by whole labels, or by fewer and wider patterns");
}

static void report_matching(const struct cluster_config *last, struct str cluster,
			    struct findings *found)
{
	struct finding *f = finding_add(found, MG0325, last->match,
					"more than %d ClusterConfigs match cluster '%.*s'",
					LIMIT_CONFIGS, FMT(cluster));

	finding_help(f, "narrow spec.match, or put their settings into fewer ClusterConfigs");
}

/* Settings by the ClusterConfigs that match, as bytes of their indexes. */
struct shared {
	struct map all;   /* by all of them */
	struct map alike; /* by those that say more than recipients */
};

static bool says_more_than_recipients(const struct cluster_config *c)
{
	const size_t key = offsetof(struct cluster_config, recipients.sealed_secrets);

	for (size_t i = 0; i < sizeof(text_settings) / sizeof(*text_settings); i++)
		if (text_settings[i].config != key && config_at(c, text_settings[i].config)->text.n)
			return true;
	return c->image_pull_secrets_place.file || c->annotations.n;
}

/* See struct settings. */
static const struct settings *alike_of(const struct model *m, struct shared *shared,
				       const size_t *matching, size_t n, struct settings *s,
				       struct arena *a)
{
	size_t *key = ARENA_ARRAY(a, n, size_t), n_key = 0;
	void **first;

	for (size_t i = 0; i < n; i++)
		if (says_more_than_recipients(&m->cluster_configs[matching[i]]))
			key[n_key++] = matching[i];
	first = map_at(&shared->alike, (struct str){ (const char *)key, n_key * sizeof(*key) }, a);
	if (!*first)
		*first = s;
	return *first;
}

/* The settings of a combination of ClusterConfigs, made at its first cluster. */
static const struct settings *settings_of(const struct model *m, struct shared *shared,
					  struct str combination, struct str cluster, bool *used,
					  struct arena *a, struct findings *found)
{
	struct settings *s = map_get(&shared->all, combination);
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
	s->alike = alike_of(m, shared, matching, n, s, a);
	*map_at(&shared->all, combination, a) = s;
	return s;
}

/* Which ClusterConfigs match, as bytes: the key under which settings are shared. */
static struct str matching_of(const struct model *m, const struct matcher *matcher,
			      struct str cluster, const struct managed_cluster *managed, bool *used,
			      struct buf *key, struct findings *found)
{
	const size_t *matching;
	size_t n;

	buf_truncate(key, 0);
	matcher_find(matcher, cluster, managed, key);
	matching = (const size_t *)(const void *)key->s;
	n = key->n / sizeof(*matching);
	if (n <= LIMIT_CONFIGS)
		return buf_str(key);
	report_matching(&m->cluster_configs[matching[LIMIT_CONFIGS]], cluster, found);
	for (size_t i = LIMIT_CONFIGS; i < n; i++)
		used[matching[i]] = true;
	return str_first(buf_str(key), LIMIT_CONFIGS * sizeof(*matching));
}

void settle_clusters(const struct model *m, struct arena *a, struct findings *found,
		     struct fleet *f)
{
	struct inventory all = inventory_sort(m, a);
	bool *used = ARENA_ARRAY(a, m->n_cluster_configs, bool);
	struct matcher *matcher = matcher_new(m, a);
	const struct cluster_config *last;
	bool matches = matcher_patterns(matcher, &last) <= LIMIT_PATTERNS;
	struct buf key = BUF_INIT;
	struct shared shared = { 0 };

	for (size_t i = 0; i < m->n_cluster_configs; i++)
		check_config(&m->cluster_configs[i], found);
	for (size_t i = 0; i < f->n_clusters; i++) {
		struct cluster *c = &f->clusters[i];
		struct str matching = { "", 0 };

		if (matches)
			matching =
				matching_of(m, matcher, c->at->text,
					    inventory_find(&all, c->at->text), used, &key, found);
		c->settings = settings_of(m, &shared, matching, c->at->text, used, a, found);
	}
	buf_release(&key);
	if (matches)
		report_unused(m, used, found);
	else
		report_patterns(last, found);
}
