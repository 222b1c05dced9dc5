#include "tree/blobs.h"

#include "tree/scene.h"

static const unsigned char id[BLOB_ID_BYTES] = { 1, 2, 3 };

static void add(struct scene *s, struct blobs *all, const char *path)
{
	blobs_add(all, &s->arena, str_of(path), ENTRY_FILE, id);
}

/* A repository that somebody has crafted need not be sorted. */
static void fill(struct scene *s, struct blobs *all)
{
	add(s, all, "b");
	add(s, all, "a/x/1");
	add(s, all, "a0");
	add(s, all, "a-b");
	add(s, all, "a/y");
	add(s, all, "a.b/z");
	blobs_sort(all);
}

static void test_sort_and_find(void **state)
{
	struct scene *s = *state;
	struct blobs all = { 0 };

	blobs_sort(&all);
	assert_null(blobs_find(&all, S("a")));
	fill(s, &all);
	assert_int_equal(all.n, 6);
	for (size_t i = 1; i < all.n; i++)
		assert_true(str_cmp(all.list[i - 1].path, all.list[i].path) < 0);
	for (size_t i = 0; i < all.n; i++)
		assert_ptr_equal(blobs_find(&all, all.list[i].path), &all.list[i]);
	assert_memory_equal(all.list[0].id, id, sizeof(id));
	assert_null(blobs_find(&all, S("a")));
	assert_null(blobs_find(&all, S("a/x")));
	assert_null(blobs_find(&all, S("zz")));
	assert_null(blobs_find(&all, S("")));
}

static size_t below(const struct blobs *all, const char *folder)
{
	struct span span = blobs_below(all, str_of(folder));

	return span.end - span.first;
}

static void test_below(void **state)
{
	struct blobs all = { 0 };

	fill(*state, &all);
	assert_int_equal(below(&all, ""), 6);
	assert_int_equal(below(&all, "a"), 2);
	assert_int_equal(below(&all, "a/x"), 1);
	assert_int_equal(below(&all, "a.b"), 1);
	assert_int_equal(below(&all, "a/y"), 0);
	assert_int_equal(below(&all, "z"), 0);
	assert_true(blobs_bar(&all, S("a/y/z")));
	assert_true(blobs_bar(&all, S("b/c/d")));
	assert_false(blobs_bar(&all, S("a/y")));
	assert_false(blobs_bar(&all, S("a/x/2")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sort_and_find, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_below, scene_open, scene_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
