#include "fleet/fleet.h"

#include "base/rfc3339.h"
#include "fleet/world_fixture.h"

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
	assert_true(str_eq(fleet_nearest(&w->fleet, S("cc"), &w->arena), S("c")));
	assert_int_equal(fleet_nearest(&w->fleet, S("east"), &w->arena).n, 0);
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
	declare(w, "m", "a", spec_of(w, "three", "1.21.6"));
	declare(w, "m", "b", spec_of(w, "one", "1.21.6"));
	build(w);
	assert_int_equal(count(w, MG0303), 1);
	assert_int_equal(w->found.n, 1);
	FEDERATE(w, "fed", "m", "a", "m", "b");
	build(w);
	assert_int_equal(count(w, MG0303), 3);
}

static void test_discovered_names_meet(void **state)
{
	struct world *w = *state;

	declare(w, "m", "a", spec_of(w, "ns", "1.22.3"));
	declare(w, "m", "b", spec_of(w, "ns", "1.22.3"))->discovery.text = S("true");
	FEDERATE(w, "fed", "m", "a", "m", "b");
	build(w);
	assert_int_equal(count(w, MG0303), 0);
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

static void test_support(void **state)
{
	struct world *w = *state;
	int64_t end;

	deploy(w, "a", "ns", "1.22.3", NAMES(w, "a", "b"));
	declare(w, "b", "b", spec_of(w, "other", "1.13.1"));
	declare(w, "c", "b", spec_of(w, "third", "1.13.1"))->discovery.text = S("true");
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
		cmocka_unit_test_setup_teardown(test_discovered_names_meet, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_name_in_two_namespaces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_committed_mesh, setup, teardown),
		cmocka_unit_test_setup_teardown(test_inventory, setup, teardown),
		cmocka_unit_test_setup_teardown(test_federation, setup, teardown),
		cmocka_unit_test_setup_teardown(test_federation_mistakes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ownership, setup, teardown),
		cmocka_unit_test_setup_teardown(test_spec_mistakes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_support, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
