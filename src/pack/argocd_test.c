#include "fleet/world_fixture.h"
#include "pack/apply.h"
#include "pack/fixture_test.h"

static const struct settings by_work = { .delivery = { .text = STR("manifestwork") } };

static const struct config config = {
	.output = STR("out"),
	.appliers = APPLIER_ARGOCD,
	.repository = { .url = STR("https://h/x"), .revision = STR("main"), .path = STR("p") }
};

/* Of clusters c0, c1, ... the first n_works are delivered by works. */
static struct files files_of(struct world *w, size_t n, size_t n_works, unsigned appliers)
{
	static const char *const names[] = { "c0", "c1", "c2", "c3", "c4" };
	struct config c = config;
	struct files files = { 0 };
	struct rendering r = rendering(&w->arena, &w->found);

	c.appliers = appliers;
	if (n)
		deploy(w, "m", "istio-system", "1.22.3", names_at(w, n, names));
	build(w);
	for (size_t i = 0; i < n_works; i++)
		w->fleet.clusters[i].settings = &by_work;
	assert_true(apply_fleet(&r, S("x/"), &w->fleet, &c, &files));
	return files;
}

/* "+c1 -c2": the folders of a set below p/out/<tree>, excluded ones with a dash. */
static void expect_folders(const struct files *all, const char *file, const char *tree,
			   const char *want, struct arena *a)
{
	const struct file *f = file_at(all, arena_fmt(a, "x/apply/argocd/%s.yaml", file));
	const struct node *git, *list;
	struct buf got = BUF_INIT;
	struct str folder = arena_fmt(a, "p/out/%s/", tree);

	assert_non_null(f);
	git = node_get(node_get(&f->node, S("spec")), S("generators"));
	git = node_get(&git->items[0], S("git"));
	list = node_get(git, S("directories"));
	for (size_t i = 0; i < list->n; i++) {
		struct str path = node_get_str(&list->items[i], S("path"));

		assert_true(str_starts(path, folder));
		buf_addf(&got, "%s%s%.*s", i ? " " : "",
			 node_get(&list->items[i], S("exclude")) ? "-" : "+",
			 FMT(str_from(path, folder.n)));
	}
	assert_string_equal(got.s, want);
	buf_release(&got);
}

static void test_one_way(void **state)
{
	struct world *w = *state;
	struct files files = files_of(w, 3, 0, APPLIER_ARGOCD);

	expect_folders(&files, "direct", "istio", "+*", &w->arena);
	assert_null(file_at(&files, S("x/apply/argocd/manifestwork.yaml")));
	assert_non_null(file_at(&files, S("x/apply/argocd/kustomization.yaml")));
}

/* The shorter list of the two, whatever is more. */
static void test_few_works(void **state)
{
	struct world *w = *state;
	struct files files = files_of(w, 5, 2, APPLIER_ARGOCD);

	expect_folders(&files, "direct", "istio", "+* -c0 -c1", &w->arena);
	expect_folders(&files, "manifestwork", "manifestwork", "+c0 +c1", &w->arena);
}

static void test_many_works(void **state)
{
	struct world *w = *state;
	struct files files = files_of(w, 5, 3, APPLIER_ARGOCD | APPLIER_FLUX);

	expect_folders(&files, "direct", "istio", "+c3 +c4", &w->arena);
	expect_folders(&files, "manifestwork", "manifestwork", "+* -c3 -c4", &w->arena);
}

static void test_as_many(void **state)
{
	struct world *w = *state;
	struct files files = files_of(w, 2, 1, APPLIER_ARGOCD);

	expect_folders(&files, "direct", "istio", "+* -c0", &w->arena);
	expect_folders(&files, "manifestwork", "manifestwork", "+* -c1", &w->arena);
}

/* A fleet of nobody has the checks of health alone. */
static void test_empty(void **state)
{
	struct world *w = *state;
	struct files files = files_of(w, 0, 0, APPLIER_ARGOCD);

	assert_int_equal(files.n, 3);
	for (size_t i = 0; i < files.n; i++)
		assert_true(str_starts(files.list[i].path, S("x/apply/argocd/health/")));
}

static void test_not_named(void **state)
{
	struct world *w = *state;

	assert_int_equal(files_of(w, 2, 1, APPLIER_FLUX).n, 0);
}

static void test_path(void **state)
{
	struct world *w = *state;
	struct config top = config;

	top.repository.path = S("");
	assert_true(str_eq(apply_path(&config, S("istio/c"), &w->arena), S("p/out/istio/c")));
	assert_true(str_eq(apply_path(&top, S("istio/c"), &w->arena), S("out/istio/c")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_one_way), TEST(test_few_works), TEST(test_many_works), TEST(test_as_many),
		TEST(test_empty),   TEST(test_not_named), TEST(test_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
