#include "fleet/build.h"

#include "fleet/world_fixture.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_matches, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
