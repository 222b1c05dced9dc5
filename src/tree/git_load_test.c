#include "tree/git_scene.h"

static void test_root_in_a_subfolder(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_git(s, "repo/sub", "index");

	expect_list(s, t, "", "a x/b ");
	expect_text(s, t, "x/b", S("two"));
	tree_close(t);
	t = open_git(s, "repo/sub", "HEAD");
	expect_list(s, t, "", "a x/b ");
	tree_close(t);
	run("rm -r repo/sub/x && mkdir repo/empty && ln -s repo/sub alias");
	t = open_git(s, "repo/sub/x", "main");
	expect_list(s, t, "", "b ");
	tree_close(t);
	t = open_git(s, "alias/", "index");
	expect_list(s, t, "", "a x/b ");
	tree_close(t);
	t = open_git(s, "repo/empty", "HEAD");
	expect_list(s, t, "", "");
	tree_close(t);
	assert_int_equal(chdir("repo/sub"), 0);
	t = open_git(s, "", "index");
	expect_list(s, t, "", "a x/b ");
	tree_close(t);
}

/* The id of a commit of `repo`, shortened. */
static const char *short_id(struct scene *s, const char *rev)
{
	char id[64];
	FILE *f = popen(arena_fmt(&s->arena, "git -C repo rev-parse --short %s", rev).s, "r");

	assert_non_null(f);
	assert_non_null(fgets(id, sizeof(id), f));
	pclose(f);
	return arena_dup(&s->arena, str_trim(str_of(id))).s;
}

static void test_revisions(void **state)
{
	static const char *const names[] = { "HEAD~1", "main~1", "v1",      "heavy",
					     "HEAD^",  "@~1",    "heavy^0", "HEAD^{/1}" };
	struct scene *s = *state;
	struct tree *t;

	scene_put("repo/sub/a", S("later"));
	run("cd repo && git tag v1 && git tag -m x heavy && git commit -qam 2 && git gc -q");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		t = open_git(s, "repo", names[i]);
		expect_list(s, t, "", "sub-c sub/a sub/x/b ");
		expect_text(s, t, "sub/a", S("one"));
		tree_close(t);
	}
	t = open_git(s, "repo", short_id(s, "HEAD~1"));
	expect_text(s, t, "sub/a", S("one"));
	tree_close(t);
	t = open_git(s, "repo", "0000000000000000000000000000000000000000");
	expect_list(s, t, "", "");
	tree_close(t);
	run("git init -q -b main unborn && cp repo/sub/a unborn");
	t = open_git(s, "unborn", "HEAD");
	expect_list(s, t, "", "");
	tree_close(t);
	t = open_git(s, "unborn", "@");
	expect_list(s, t, "", "");
	tree_close(t);
	expect_finding(s, "unborn", "HEAD~0", MG0903, "unborn", "");
	expect_finding(s, "unborn", "main", MG0903, "unborn", "");
	expect_finding(s, "repo", "none", MG0903, "repo", "git log");
	expect_finding(s, "repo", "HEAD~9", MG0903, "repo", "");
	expect_finding(s, "repo", "HEAD:sub", MG0903, "repo", "");
	expect_finding(s, "repo", "", MG0903, "repo", "");
}

static void test_shallow_clone(void **state)
{
	struct scene *s = *state;

	scene_put("repo/sub/a", S("later"));
	run("cd repo && git commit -qam 2 && cd .. && "
	    "git clone -q --depth 1 \"file://$PWD/repo\" shallow");
	tree_close(open_git(s, "shallow", "HEAD"));
	expect_finding(s, "shallow", "HEAD~1", MG0903, "shallow", "fetch-depth: 0");
	run("git -C shallow worktree add -q ../linked");
	expect_finding(s, "linked", "HEAD~1", MG0903, "linked", "fetch-depth: 0");
}

static void test_what_the_next_commit_would_not_hold(void **state)
{
	struct scene *s = *state;
	struct tree *t;

	scene_put("repo/announced", S(""));
	run("cd repo && git add -N announced && git update-index --skip-worktree sub/a");
	t = open_git(s, "repo", "index");
	expect_list(s, t, "", "sub-c sub/a sub/x/b ");
	tree_close(t);
	run("cd repo && git rm -q --cached announced && git update-index --no-skip-worktree sub/a "
	    "&& "
	    "git checkout -qb side && echo side > sub/a && git commit -qam side && "
	    "git checkout -q main && echo main > sub/a && git commit -qam main && "
	    "! git merge side >/dev/null");
	expect_finding(s, "repo", "index", MG0904, "sub/a", "git add sub/a");
	expect_finding(s, "repo/sub", "index", MG0904, "a", "git add a");
	tree_close(open_git(s, "repo/sub/x", "index"));
}

static void test_several_unmerged(void **state)
{
	struct scene *s = *state;

	run("cd repo && git checkout -qb side && echo side | tee sub/a sub/x/b >sub-c && "
	    "git commit -qam side && git checkout -q main && echo main | tee sub/a sub/x/b >sub-c "
	    "&& "
	    "git commit -qam main && ! git merge side >/dev/null");
	assert_null(tree_open_git(S("repo"), S("index"), &s->found));
	assert_true(str_eq(s->found.list[0]->message,
			   S("this file and 2 more are unmerged in the index")));
	scene_expect(s, MG0904, "sub-c");
	assert_null(tree_open_git(S("repo/sub"), S("index"), &s->found));
	assert_true(str_eq(s->found.list[0]->message,
			   S("this file and 1 more are unmerged in the index")));
	scene_expect(s, MG0904, "a");
	expect_finding(s, "repo/sub/x", "index", MG0904, "b", "git add b");
}

/* An object of the repository `repo`, by what git calls it. */
static void damage(const char *name, const char *how)
{
	char *command;

	assert_true(asprintf(&command,
			     "cd repo && f=.git/objects/$(git rev-parse %s | sed 's,..,&/,') && "
			     "chmod u+w $f && %s $f",
			     name, how) > 0);
	run(command);
	free(command);
}

static void test_damaged_objects(void **state)
{
	struct scene *s = *state;
	struct tree *t;
	struct str bytes;
	const char *id = short_id(s, "HEAD");

	damage("HEAD:sub/a", "rm");
	t = open_git(s, "repo", "HEAD");
	assert_false(tree_read(t, S("sub/a"), &s->arena, &s->found, &bytes));
	scene_expect(s, MG0905, "sub/a");
	assert_false(tree_read_start(t, S("sub/a"), 1, &s->arena, &bytes));
	assert_int_equal(tree_same(t, S("sub/a"), S("one")), TREE_SAME);
	tree_close(t);
	damage("HEAD:sub", "rm");
	expect_finding(s, "repo", "HEAD", MG0905, "repo", "git fsck");
	expect_finding(s, "repo/sub", "HEAD", MG0905, "repo/sub", "git fsck");
	expect_finding(s, "repo/sub/x", "HEAD", MG0905, "repo/sub/x", "git fsck");
	damage("HEAD", "truncate -s 30");
	expect_finding(s, "repo", "HEAD", MG0905, "repo", "git fsck");
	expect_finding(s, "repo", id, MG0905, "repo", "git fsck");
	expect_finding(s, "repo", "HEAD~1", MG0905, "repo", "git fsck");
	expect_finding(s, "repo", "main^{tree}", MG0905, "repo", "git fsck");
	scene_put("repo/.git/refs/heads/main", S("1111111111111111111111111111111111111111\n"));
	expect_finding(s, "repo", "main", MG0905, "repo", "git fetch --refetch");
	expect_finding(s, "repo", "1111111111111111111111111111111111111111", MG0903, "repo",
		       "git log");
	scene_put("repo/.git/HEAD", S("no reference"));
	expect_finding(s, "repo", "HEAD", MG0905, "repo", "git fsck");
}

static void test_partial_clone(void **state)
{
	struct scene *s = *state;
	struct str bytes;
	struct tree *t;

	run("git -C repo config uploadpack.allowFilter true && git clone -q --no-checkout "
	    "--filter=blob:none \"file://$PWD/repo\" blobless && git clone -q --no-checkout "
	    "--filter=tree:0 \"file://$PWD/repo\" treeless && git -C blobless reset -q");
	t = open_git(s, "blobless", "index");
	assert_int_equal(tree_same(t, S("sub/a"), S("one")), TREE_SAME);
	assert_false(tree_read(t, S("sub-c"), &s->arena, &s->found, &bytes));
	assert_non_null(strstr(s->found.list[0]->help.s, "--no-filter"));
	scene_expect(s, MG0905, "sub-c");
	tree_close(t);
	expect_finding(s, "treeless", "HEAD", MG0905, "treeless", "--no-filter");
}

static void test_beginning_of_several_ids(void **state)
{
	struct scene *s = *state;

	run("cd repo && for i in $(seq 17); do git commit -q --allow-empty -m $i; done");
	for (const char *digit = "0123456789abcdef"; *digit; digit++) {
		struct tree *t = tree_open_git(S("repo"), (struct str){ digit, 1 }, &s->found);

		tree_close(t);
	}
	assert_true(s->found.n > 0);
	for (size_t i = 0; i < s->found.n; i++)
		assert_int_equal(s->found.list[i]->code, MG0903);
}

static void test_index_of_another_format(void **state)
{
	struct scene *s = *state;

	run("cd repo && git sparse-checkout set --cone --sparse-index nothing");
	expect_finding(s, "repo", "index", MG0905, "repo", "--no-sparse-index");
	run("cd repo && git sparse-checkout reapply --no-sparse-index");
	tree_close(open_git(s, "repo", "index"));
	run("cd repo && git update-index --split-index");
	expect_finding(s, "repo", "index", MG0905, "repo", "--no-split-index");
	run("cd repo && git update-index --no-split-index");
	tree_close(open_git(s, "repo", "index"));
	scene_put("repo/.git/index", S("no index"));
	expect_finding(s, "repo", "index", MG0905, "repo", "git reset");
	run("cd repo && rm .git/index && git reset -q");
	tree_close(open_git(s, "repo", "index"));
}

static void test_a_pointer_of_lfs(void **state)
{
	struct scene *s = *state;
	struct tree *t;
	struct str bytes;

	scene_put("repo/sub/a", S("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n"));
	run("git -C repo add sub/a");
	t = open_git(s, "repo", "index");
	assert_false(tree_read(t, S("sub/a"), &s->arena, &s->found, &bytes));
	scene_expect(s, MG0116, "sub/a");
	assert_true(tree_read_start(t, S("sub/a"), 64, &s->arena, &bytes));
	assert_true(tree_is_lfs_pointer(bytes));
	assert_true(tree_read_start(t, S("sub/x/b"), 64, &s->arena, &bytes));
	assert_false(tree_is_lfs_pointer(bytes));
	tree_close(t);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, repository_open, scene_close)
	const struct CMUnitTest tests[] = {
		TEST(test_root_in_a_subfolder),     TEST(test_revisions),
		TEST(test_shallow_clone),           TEST(test_what_the_next_commit_would_not_hold),
		TEST(test_several_unmerged),        TEST(test_damaged_objects),
		TEST(test_partial_clone),           TEST(test_beginning_of_several_ids),
		TEST(test_index_of_another_format), TEST(test_a_pointer_of_lfs),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
