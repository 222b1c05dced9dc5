#include "tree/git_scene.h"

static bool enter_all_but_x(void *arg, struct str folder)
{
	++*(size_t *)arg;
	return !str_eq(folder, S("sub/x"));
}

static void test_index(void **state)
{
	struct scene *s = *state;
	struct tree *t;
	struct entries all;
	struct str bytes;

	scene_put("repo/sub/a", S("staged"));
	run("cd repo && git add sub/a && ln -s a sub/link && git add sub/link");
	scene_put("repo/sub/a", S("not staged"));
	scene_put("repo/sub/new", S("not tracked"));
	t = open_git(s, "repo", "index");
	expect_list(s, t, "", "sub-c sub/a sub/link@sub/x/b ");
	expect_list(s, t, "sub", "sub/a sub/link@sub/x/b ");
	expect_list(s, t, "none", "");
	expect_text(s, t, "sub/a", S("staged"));
	assert_true(tree_list_flat(t, S(""), &s->arena, &s->found, &all));
	assert_int_equal(all.n, 2);
	assert_true(str_eq(all.list[0].path, S("sub")));
	assert_int_equal(all.list[0].kind, ENTRY_FOLDER);
	assert_true(tree_list_flat(t, S("sub"), &s->arena, &s->found, &all));
	assert_int_equal(all.n, 3);
	assert_true(tree_read_start(t, S("sub/a"), 3, &s->arena, &bytes));
	assert_true(str_eq(bytes, S("sta")));
	assert_true(tree_read_start(t, S("none"), 3, &s->arena, &bytes));
	assert_int_equal(bytes.n, 0);
	assert_false(tree_read_start(t, S("sub/link"), 3, &s->arena, &bytes));
	assert_false(tree_read(t, S("sub/link"), &s->arena, &s->found, &bytes));
	scene_expect(s, MG0101, "sub/link");
	assert_false(tree_read(t, S("sub/new"), &s->arena, &s->found, &bytes));
	scene_expect(s, MG0101, "sub/new");
	assert_int_equal(tree_same(t, S("sub/a"), S("Staged")), TREE_DIFFERENT);
	assert_int_equal(tree_same(t, S("sub/new"), S("")), TREE_MISSING);
	assert_int_equal(tree_same(t, S("sub/link"), S("a")), TREE_BLOCKED);
	assert_int_equal(tree_same(t, S("sub/a/x"), S("")), TREE_BLOCKED);
	assert_int_equal(tree_same(t, S("sub/x"), S("")), TREE_BLOCKED);
	tree_close(t);
}

static void test_match(void **state)
{
	static const struct wanted wanted[] = {
		{ STR("sub/a"), STR("one") },    { STR("sub/link"), STR("a") },
		{ STR("sub/new"), STR("x") },    { STR("sub/x"), STR("two") },
		{ STR("sub/x/b"), STR("two ") },
	};
	struct scene *s = *state;
	bool same[5] = { false };
	struct entries all;
	struct tree *t;

	run("cd repo && ln -s a sub/link && git add sub/link");
	scene_put("repo/sub/new", S("x"));
	t = open_git(s, "repo", "index");
	assert_true(tree_match(t, S("sub"), wanted, 5, same, &s->arena, &s->found, &all));
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(same[i], i == 0);
	assert_int_equal(all.n, 2);
	assert_true(str_eq(all.list[0].path, S("sub/link")));
	assert_true(str_eq(all.list[1].path, S("sub/x/b")));
	tree_close(t);
}

static void test_enter(void **state)
{
	struct scene *s = *state;
	struct tree *t;
	struct entries all;
	size_t asked = 0;

	scene_put("repo/sub/x/deep/er", S(""));
	scene_put("repo/sub/y/e", S(""));
	scene_put("repo/sub/y/f", S(""));
	run("cd repo && git add .");
	t = open_git(s, "repo", "index");
	assert_true(tree_list(t, S(""), enter_all_but_x, &asked, &s->arena, &s->found, &all));
	assert_int_equal(all.n, 4);
	assert_int_equal(asked, 3);
	assert_true(tree_list(t, S("sub/x"), enter_all_but_x, &asked, &s->arena, &s->found, &all));
	assert_int_equal(all.n, 2);
	assert_int_equal(asked, 4);
	tree_close(t);
}

static void test_submodule(void **state)
{
	struct scene *s = *state;
	struct tree *t;

	run("git -C repo -c protocol.file.allow=always submodule add -q ../repo module");
	t = open_git(s, "repo", "index");
	expect_list(s, t, "", ".gitmodules module?sub-c sub/a sub/x/b ");
	assert_int_equal(tree_same(t, S("module"), S("")), TREE_BLOCKED);
	tree_close(t);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, repository_open, scene_close)
	const struct CMUnitTest tests[] = {
		TEST(test_index),
		TEST(test_match),
		TEST(test_enter),
		TEST(test_submodule),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
