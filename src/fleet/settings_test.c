#include "fleet/world_fixture.h"

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

/* The recipients of each method are a leaf of their own; the list of age counts whole. */
static void test_recipients(void **state)
{
	struct world *w = *state;
	struct cluster_config configs[] = {
		{ .name = name_at(w, "sealed"),
		  .match_names = NAMES(w, "*"),
		  .recipients = { .sealed_secrets = name_at(w, "PEM") } },
		{ .name = name_at(w, "age"),
		  .match_names = NAMES(w, "a", "b", "c"),
		  .recipients = { .age = NAMES(w, "age1x", "age1y") } },
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
	assert_int_equal(r->sealed_secrets.place.off,
			 configs[0].recipients.sealed_secrets.place.off);
	assert_int_equal(r->age.list[0].place.off, configs[1].recipients.age.list[0].place.off);
	r = &fleet_cluster(&w->fleet, S("b"))->settings->recipients;
	assert_int_equal(r->age.n, 2);
	r = &fleet_cluster(&w->fleet, S("d"))->settings->recipients;
	assert_int_equal(r->age.n, 0);
	assert_ptr_equal(fleet_cluster(&w->fleet, S("a"))->settings->alike,
			 fleet_cluster(&w->fleet, S("d"))->settings->alike);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_settings, setup, teardown),
		cmocka_unit_test_setup_teardown(test_recipients, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
