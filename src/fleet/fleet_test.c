#include "fleet/fleet.h"

#include "base/rfc3339.h"
#include "fleet/build.h"
#include "fleet/istio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* A fleet under test: what the model says, and what came of it. */
struct world {
	struct arena arena;
	struct findings found;
	struct model model;
	struct fleet fleet;
	uint32_t next; /* every name is written at a place of its own */
};

static struct name name_at(struct world *w, const char *text)
{
	return (struct name){ str_of(text), place_at(1, ++w->next, 1) };
}

static struct names names_at(struct world *w, size_t n, const char *const *texts)
{
	struct names all = { ARENA_ARRAY(&w->arena, n, struct name), n };

	for (size_t i = 0; i < n; i++)
		all.list[i] = name_at(w, texts[i]);
	return all;
}
#define NAMES(w, ...)                                                                              \
	names_at(w, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),                      \
		 (const char *[]){ __VA_ARGS__ })

static struct mesh_spec spec_of(struct world *w, const char *ns, const char *version)
{
	return (struct mesh_spec){
		.provider = name_at(w, "Upstream Istio"),
		.control_plane = place_at(1, ++w->next, 1),
		.namespace = name_at(w, ns),
		.version = name_at(w, version),
		.profiles = NAMES(w, "default"),
		.components = NAMES(w, "base", "istiod"),
	};
}

static struct deployment *deploy(struct world *w, const char *name, const char *ns,
				 const char *version, struct names clusters)
{
	struct model *m = &w->model;
	struct deployment *d;

	m->deployments = arena_grow(&w->arena, m->deployments, m->n_deployments,
				    &m->cap_deployments, sizeof(*d));
	d = &m->deployments[m->n_deployments++];
	*d = (struct deployment){ .name = name_at(w, name),
				  .namespace = S("hub"),
				  .clusters = clusters,
				  .spec = spec_of(w, ns, version) };
	return d;
}

static struct mesh *declare(struct world *w, const char *name, const char *cluster,
			    struct mesh_spec spec)
{
	struct model *m = &w->model;
	struct mesh *x;

	m->meshes = arena_grow(&w->arena, m->meshes, m->n_meshes, &m->cap_meshes, sizeof(*x));
	x = &m->meshes[m->n_meshes++];
	*x = (struct mesh){ .name = name_at(w, name),
			    .namespace = name_at(w, cluster),
			    .cluster = name_at(w, cluster),
			    .spec = spec };
	return x;
}

/* A string node of file 1, as name_at would have it. */
static struct node node_at(struct world *w, const char *text)
{
	struct name at = name_at(w, text);
	struct node x = node_str(at.text);

	x.file = at.place.file;
	x.off = at.place.off;
	return x;
}

/* As decode.h keeps a record: its values in the order of the rows. */
static void add_peer(struct world *w, struct group *g, const char *name, const char *cluster)
{
	struct node values[] = { node_at(w, name), node_at(w, cluster) };
	struct node peer = node_seq(values, 2);

	peer.file = 1;
	peer.off = ++w->next;
	long_list_add(&g->peers, &peer, &w->arena);
}

/* A federation of one group; meshes and clusters alternate. */
static struct federation *federate(struct world *w, const char *name, size_t n,
				   const char *const *parts)
{
	struct model *m = &w->model;
	struct federation *f;

	m->federations = arena_grow(&w->arena, m->federations, m->n_federations,
				    &m->cap_federations, sizeof(*f));
	f = &m->federations[m->n_federations++];
	*f = (struct federation){ .name = name_at(w, name),
				  .namespace = S("hub"),
				  .groups = ARENA_NEW(&w->arena, struct group),
				  .n_groups = 1 };
	f->groups[0] = (struct group){ { .file = 1 }, place_at(1, ++w->next, 1) };
	for (size_t i = 0; i < n / 2; i++)
		add_peer(w, &f->groups[0], parts[2 * i], parts[2 * i + 1]);
	return f;
}
#define FEDERATE(w, name, ...)                                                                     \
	federate(w, name, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),                \
		 (const char *[]){ __VA_ARGS__ })

static void trust(struct world *w, const char *name, size_t n, const char *const *federations)
{
	struct model *m = &w->model;
	struct trust_policy *p;

	m->trust_policies = arena_grow(&w->arena, m->trust_policies, m->n_trust_policies,
				       &m->cap_trust_policies, sizeof(*p));
	p = &m->trust_policies[m->n_trust_policies++];
	*p = (struct trust_policy){ .name = name_at(w, name), .method = name_at(w, "OutOfBand") };
	p->federations = (struct peers){ ARENA_ARRAY(&w->arena, n, struct peer), n, { 0 } };
	for (size_t i = 0; i < n; i++)
		p->federations.list[i] =
			(struct peer){ name_at(w, federations[i]), name_at(w, "hub"),
				       place_at(1, ++w->next, 1) };
}
#define TRUST(w, name, ...)                                                                        \
	trust(w, name, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),                   \
	      (const char *[]){ __VA_ARGS__ })

static void build(struct world *w)
{
	fleet_build(&w->model, &w->arena, &w->found, &w->fleet);
	fleet_check(&w->model, &w->fleet, &w->arena, &w->found);
}

static size_t count(const struct world *w, enum code code)
{
	size_t n = 0;

	for (size_t i = 0; i < w->found.n; i++)
		n += w->found.list[i]->code == code;
	return n;
}

static int setup(void **state)
{
	*state = calloc(1, sizeof(struct world));
	return *state == NULL;
}

static int teardown(void **state)
{
	struct world *w = *state;

	findings_release(&w->found);
	arena_release(&w->arena);
	free(w);
	return 0;
}

static void assert_mesh(const struct world *w, const char *cluster, const char *mesh,
			bool federated)
{
	const struct fleet_mesh *m = fleet_find(&w->fleet, str_of(cluster), str_of(mesh));

	assert_non_null(m);
	assert_int_equal(m->federated, federated);
}

static void test_expand(void **state)
{
	struct world *w = *state;

	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "b", "a", "c"));
	deploy(w, "edge", "istio-edge", "1.20.8", NAMES(w, "a"));
	build(w);
	assert_int_equal(w->found.n, 0);
	assert_int_equal(w->fleet.n_clusters, 3);
	assert_true(str_eq(w->fleet.clusters[0].at->text, S("a")));
	assert_int_equal(w->fleet.clusters[0].n_meshes, 2);
	assert_mesh(w, "a", "a-edge", false);
	assert_mesh(w, "c", "c-istio", false);
	assert_null(fleet_find(&w->fleet, S("a"), S("a-none")));
	assert_null(fleet_cluster(&w->fleet, S("d")));
	assert_true(str_eq(mesh_revision(fleet_find(&w->fleet, S("a"), S("a-edge")), &w->arena),
			   S("1-20-8")));
}

static void test_twice(void **state)
{
	struct world *w = *state;

	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "a", "b", "a"));
	build(w);
	assert_int_equal(count(w, MG0301), 1);
	assert_int_equal(w->found.list[0]->place.off, 3);
	assert_int_equal(w->found.list[0]->notes->place.off, 1);
}

static void test_names_meet(void **state)
{
	struct world *w = *state;

	deploy(w, "c", "one", "1.22.3", NAMES(w, "a-b"));
	deploy(w, "b-c", "two", "1.22.3", NAMES(w, "a"));
	build(w);
	assert_int_equal(count(w, MG0303), 1);
	assert_int_equal(w->found.n, 1);
}

static void test_one_name_in_two_namespaces(void **state)
{
	struct world *w = *state;

	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "a"));
	deploy(w, "istio", "istio-two", "1.22.3", NAMES(w, "a"))->namespace = S("other");
	build(w);
	assert_int_equal(count(w, MG0302), 1);
}

static void test_committed_mesh(void **state)
{
	struct world *w = *state;
	struct mesh_spec same = spec_of(w, "istio-system", "1.22.3");
	struct mesh_spec other = spec_of(w, "istio-system", "1.21.0");

	same.revision = name_at(w, "1-22-3");
	other.revision = name_at(w, "1-22-3");
	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "a", "b"));
	declare(w, "a-istio", "a", same);
	declare(w, "b-istio", "b", other);
	build(w);
	assert_int_equal(w->fleet.n_meshes, 2);
	assert_int_equal(count(w, MG0304), 1);
	assert_int_equal(w->found.n, 1);
}

static void test_inventory(void **state)
{
	struct world *w = *state;
	struct managed_cluster known = { .name = name_at(w, "prod-west") };

	w->model.managed_clusters = &known;
	w->model.n_managed_clusters = 1;
	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "prod-west", "prod-wets"));
	build(w);
	assert_int_equal(count(w, MG0306), 1);
	assert_true(str_search(w->found.list[0]->help, S("prod-west")) < w->found.list[0]->help.n);
}

static void test_settings(void **state)
{
	struct world *w = *state;
	struct cluster_config configs[] = {
		{ .name = name_at(w, "all"), .match_names = NAMES(w, "*"), .hub = name_at(w, "x") },
		{ .name = name_at(w, "eu"),
		  .match_names = NAMES(w, "eu-*"),
		  .network = name_at(w, "eu") },
		{ .name = name_at(w, "one"),
		  .match_names = NAMES(w, "eu-2"),
		  .hub = name_at(w, "y") },
		{ .name = name_at(w, "none"), .match_names = NAMES(w, "us-?") },
	};

	w->model.cluster_configs = configs;
	w->model.n_cluster_configs = 4;
	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "eu-1", "eu-2", "eu-3", "as-1"));
	build(w);
	assert_int_equal(count(w, MG0321), 1);
	assert_int_equal(count(w, MG0322), 1);
	assert_ptr_equal(fleet_cluster(&w->fleet, S("eu-1"))->settings,
			 fleet_cluster(&w->fleet, S("eu-3"))->settings);
	assert_true(str_eq(fleet_cluster(&w->fleet, S("eu-1"))->settings->network.text, S("eu")));
	assert_int_equal(fleet_cluster(&w->fleet, S("as-1"))->settings->network.text.n, 0);
	assert_ptr_not_equal(fleet_cluster(&w->fleet, S("eu-1"))->settings->alike,
			     fleet_cluster(&w->fleet, S("as-1"))->settings->alike);
}

static void expect_matches(const struct matcher *x, const char *cluster, const char *due)
{
	struct buf key = BUF_INIT, got = BUF_INIT;

	matcher_find(x, str_of(cluster), NULL, &key);
	for (size_t i = 0; i < key.n / sizeof(size_t); i++)
		buf_addf(&got, "%zu", ((const size_t *)(const void *)key.s)[i]);
	assert_string_equal(buf_str(&got).s, due);
	buf_release(&key);
	buf_release(&got);
}

/* By name, by pattern, by both and by neither, in the order of the ClusterConfigs. */
static void test_matches(void **state)
{
	struct world *w = *state;
	struct label label = { S("env"), S("prod") };
	struct cluster_config configs[] = {
		{ .match_names = NAMES(w, "b") },
		{ .match_names = NAMES(w, "a", "?") },
		{ .match_names = NAMES(w, "a", "b", "a") },
		{ .match_labels = { &label, 0 } },
		{ .match_names = NAMES(w, "x*") },
		{ .match_names = NAMES(w, "a") },
		{ .match_names = NAMES(w, "a"), .match_labels = { &label, 1 } },
	};
	const struct matcher *x;

	w->model.cluster_configs = configs;
	w->model.n_cluster_configs = sizeof(configs) / sizeof(*configs);
	x = matcher_new(&w->model, &w->arena);
	expect_matches(x, "a", "1235");
	expect_matches(x, "b", "0123");
	expect_matches(x, "c", "13");
	expect_matches(x, "cc", "3");
	expect_matches(x, "xx", "34");
}

/* The recipients of each method are a leaf of their own; the list of age counts whole. */
static void test_recipients(void **state)
{
	struct world *w = *state;
	struct cluster_config configs[] = {
		{ .name = name_at(w, "sealed"),
		  .match_names = NAMES(w, "*"),
		  .recipients = { .sealed_secrets = name_at(w, "PEM"), .place = { 1, 900, 1 } } },
		{ .name = name_at(w, "age"),
		  .match_names = NAMES(w, "a", "b", "c"),
		  .recipients = { .age = NAMES(w, "age1x", "age1y"), .place = { 1, 901, 1 } } },
		{ .name = name_at(w, "same"),
		  .match_names = NAMES(w, "b"),
		  .recipients = { .age = NAMES(w, "age1x", "age1y") } },
		{ .name = name_at(w, "other"),
		  .match_names = NAMES(w, "c"),
		  .recipients = { .age = NAMES(w, "age1x") } },
	};
	const struct recipients *r;

	w->model.cluster_configs = configs;
	w->model.n_cluster_configs = 4;
	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "a", "b", "c", "d"));
	build(w);
	assert_int_equal(count(w, MG0321), 1);
	assert_int_equal(w->found.list[0]->place.off, configs[3].recipients.age.list[0].place.off);
	r = &fleet_cluster(&w->fleet, S("a"))->settings->recipients;
	assert_true(str_eq(r->sealed_secrets.text, S("PEM")));
	assert_int_equal(r->age.n, 2);
	assert_int_equal(r->place.off, 900);
	r = &fleet_cluster(&w->fleet, S("b"))->settings->recipients;
	assert_int_equal(r->age.n, 2);
	r = &fleet_cluster(&w->fleet, S("d"))->settings->recipients;
	assert_int_equal(r->age.n, 0);
	assert_ptr_equal(fleet_cluster(&w->fleet, S("a"))->settings->alike,
			 fleet_cluster(&w->fleet, S("d"))->settings->alike);
}

static void test_federation(void **state)
{
	struct world *w = *state;

	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "a", "b", "c", "d"));
	FEDERATE(w, "fed", "a-istio", "a", "b-istio", "b", "c-istio", "c");
	TRUST(w, "prod", "fed");
	build(w);
	assert_int_equal(w->found.n, 0);
	assert_mesh(w, "a", "a-istio", true);
	assert_mesh(w, "c", "c-istio", true);
	assert_mesh(w, "d", "d-istio", false);
}

static void test_federation_mistakes(void **state)
{
	struct world *w = *state;

	deploy(w, "istio", "istio-system", "1.22.3", NAMES(w, "a", "b"));
	FEDERATE(w, "one", "a-istio", "a", "b-istoi", "b");
	FEDERATE(w, "two", "a-istio", "a", "a-istio", "a")->trust_type = name_at(w, "complete");
	FEDERATE(w, "three", "b-istio", "b");
	TRUST(w, "prod", "one", "four");
	build(w);
	assert_int_equal(count(w, MG0401), 1);
	assert_int_equal(count(w, MG0403), 1);
	assert_int_equal(count(w, MG0404), 1);
	assert_int_equal(count(w, MG0406), 1);
	assert_int_equal(count(w, MG0407), 2);
	assert_int_equal(count(w, MG0408), 1);
	assert_int_equal(count(w, MG0410), 1);
}

static void test_ownership(void **state)
{
	struct world *w = *state;
	struct deployment *d;

	deploy(w, "one", "istio-system", "1.22.3", NAMES(w, "a"))->spec.members =
		NAMES(w, "shop", "istio-two");
	deploy(w, "two", "istio-two", "1.22.3", NAMES(w, "a"));
	d = deploy(w, "three", "istio-system", "1.22.3", NAMES(w, "a"));
	d->spec.revision = name_at(w, "canary");
	d->spec.members = NAMES(w, "shop");
	d->spec.trust_domain = name_at(w, "other.example");
	build(w);
	assert_int_equal(count(w, MG0350), 0);
	assert_int_equal(count(w, MG0351), 1);
	assert_int_equal(count(w, MG0352), 1);
	assert_int_equal(count(w, MG0353), 1);
	assert_int_equal(count(w, MG0420), 1);
}

static void test_spec_mistakes(void **state)
{
	struct world *w = *state;
	struct mesh_spec *s = &deploy(w, "istio", "istio-system", "1.30.3", NAMES(w, "a"))->spec;

	s->components = NAMES(w, "base", "Istiod", "istio-ingres");
	s->provider = name_at(w, "Upstream istio");
	s->members = NAMES(w, "istio-system", "Shop", "x", "x");
	s->trust_domain = name_at(w, "A.example");
	s->revision = name_at(w, "1.30.3");
	build(w);
	assert_int_equal(count(w, MG0330), 1);
	assert_int_equal(count(w, MG0337), 1);
	assert_int_equal(count(w, MG0341), 2);
	assert_int_equal(count(w, MG0342), 1);
	assert_int_equal(count(w, MG0343), 1);
	assert_int_equal(count(w, MG0345), 1);
	assert_int_equal(count(w, MG0346), 1);
	assert_int_equal(count(w, MG0347), 1);
}

static void test_profiles(void **state)
{
	(void)state;
	assert_true(istio_has_profile(13, S("external")));
	assert_false(istio_has_profile(22, S("external")));
	assert_false(istio_has_profile(15, S("remote")));
	assert_true(istio_has_profile(10, S("default")));
	assert_true(istio_has_profile(23, S("stable")));
	assert_false(istio_has_profile(24, S("default")));
	assert_false(istio_has_profile(13, S("")));
	assert_true(str_eq(istio_profile_near(13, S("minimall")), S("minimal")));
}

static void test_support(void **state)
{
	struct world *w = *state;
	int64_t end;

	for (unsigned minor = OPERATOR_FIRST_MINOR; minor <= OPERATOR_LAST_MINOR; minor++) {
		assert_true(date_parse(istio_support_end(minor), &end));
		assert_true(minor == OPERATOR_FIRST_MINOR ||
			    str_cmp(istio_support_end(minor - 1), istio_support_end(minor)) < 0);
	}
	assert_int_equal(istio_support_end(OPERATOR_FIRST_MINOR - 1).n, 0);
	assert_int_equal(istio_support_end(OPERATOR_LAST_MINOR + 1).n, 0);
	assert_true(str_eq(istio_support_end(13), S("2022-10-12")));
	deploy(w, "a", "ns", "1.22.3", NAMES(w, "a", "b"));
	declare(w, "b", "b", spec_of(w, "other", "1.13.1"));
	declare(w, "c", "b", spec_of(w, "third", "1.13.1"))->discovered = true;
	build(w);
	findings_release(&w->found);
	date_parse(S("2025-01-21"), &end);
	fleet_check_at(&w->model, &w->fleet, end, &w->arena, &w->found);
	assert_int_equal(w->found.n, 1);
	date_parse(S("2025-01-22"), &end);
	fleet_check_at(&w->model, &w->fleet, end, &w->arena, &w->found);
	assert_int_equal(count(w, MG0356), 3);
	assert_int_equal(w->found.n, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_expand, setup, teardown),
		cmocka_unit_test_setup_teardown(test_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names_meet, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_name_in_two_namespaces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_committed_mesh, setup, teardown),
		cmocka_unit_test_setup_teardown(test_inventory, setup, teardown),
		cmocka_unit_test_setup_teardown(test_settings, setup, teardown),
		cmocka_unit_test_setup_teardown(test_matches, setup, teardown),
		cmocka_unit_test_setup_teardown(test_recipients, setup, teardown),
		cmocka_unit_test_setup_teardown(test_federation, setup, teardown),
		cmocka_unit_test_setup_teardown(test_federation_mistakes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ownership, setup, teardown),
		cmocka_unit_test_setup_teardown(test_spec_mistakes, setup, teardown),
		cmocka_unit_test(test_profiles),
		cmocka_unit_test_setup_teardown(test_support, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
