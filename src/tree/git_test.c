#include "tree/scene.h"
#include "tree/tree.h"

static const char *const variables[] = { "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE" };

/* A repository `repo` by git itself, with one commit; the test stands above it. */
static int repository_open(void **state)
{
	int failed = scene_open(state);
	struct scene *s = *state;

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++)
		unsetenv(variables[i]);
	setenv("GIT_CEILING_DIRECTORIES", s->path, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_AUTHOR_NAME", "a", 1);
	setenv("GIT_AUTHOR_EMAIL", "a@example.com", 1);
	setenv("GIT_COMMITTER_NAME", "a", 1);
	setenv("GIT_COMMITTER_EMAIL", "a@example.com", 1);
	scene_put("repo/sub/a", S("one"));
	scene_put("repo/sub/x/b", S("two"));
	scene_put("repo/sub-c", S("three"));
	return failed || system("cd repo && git init -q -b main && git add . && git commit -qm 1");
}

static void run(const char *command)
{
	if (system(command) != 0)
		fail_msg("%s", command);
}

static struct tree *open_git(struct scene *s, const char *folder, const char *rev)
{
	struct tree *t = tree_open_git(str_of(folder), str_of(rev), &s->found);

	assert_int_equal(s->found.n, 0);
	assert_non_null(t);
	return t;
}

static void expect_finding(struct scene *s, const char *folder, const char *rev, enum code code,
			   const char *path, const char *help)
{
	assert_null(tree_open_git(str_of(folder), str_of(rev), &s->found));
	assert_int_equal(s->found.n, 1);
	if (!strstr(s->found.list[0]->help.n ? s->found.list[0]->help.s : "", help))
		fail_msg("help: %s", s->found.list[0]->help.s);
	scene_expect(s, code, path);
}

static void expect_list(struct scene *s, struct tree *t, const char *folder, const char *expected)
{
	static const char marks[] = { ' ', '@', '/', '?' };
	struct str text = S("");
	struct entries all;

	assert_true(tree_list(t, str_of(folder), NULL, NULL, &s->arena, &s->found, &all));
	for (size_t i = 0; i < all.n; i++)
		text = arena_fmt(&s->arena, "%.*s%.*s%c", FMT(text), FMT(all.list[i].path),
				 marks[all.list[i].kind]);
	assert_string_equal(text.n ? text.s : "", expected);
}

static void expect_text(struct scene *s, struct tree *t, const char *path, struct str expected)
{
	struct str bytes;

	assert_true(tree_read(t, str_of(path), &s->arena, &s->found, &bytes));
	assert_true(str_eq(bytes, expected));
	assert_int_equal(tree_same(t, str_of(path), expected), TREE_SAME);
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

static bool enter_all_but_x(void *arg, struct str folder)
{
	++*(size_t *)arg;
	return !str_eq(folder, S("sub/x"));
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

static void test_revisions(void **state)
{
	static const char *const names[] = { "HEAD~1", "main~1", "v1", "heavy", "HEAD^" };
	struct scene *s = *state;
	struct tree *t;
	char id[64];
	FILE *f;

	scene_put("repo/sub/a", S("later"));
	run("cd repo && git tag v1 && git tag -m x heavy && git commit -qam 2 && git gc -q");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		t = open_git(s, "repo", names[i]);
		expect_list(s, t, "", "sub-c sub/a sub/x/b ");
		expect_text(s, t, "sub/a", S("one"));
		tree_close(t);
	}
	f = popen("git -C repo rev-parse --short HEAD~1", "r");
	assert_non_null(f);
	assert_non_null(fgets(id, sizeof(id), f));
	pclose(f);
	id[strcspn(id, "\n")] = '\0';
	t = open_git(s, "repo", id);
	expect_text(s, t, "sub/a", S("one"));
	tree_close(t);
	t = open_git(s, "repo", "0000000000000000000000000000000000000000");
	expect_list(s, t, "", "");
	tree_close(t);
	run("git init -q -b main unborn && cp repo/sub/a unborn");
	t = open_git(s, "unborn", "HEAD");
	expect_list(s, t, "", "");
	tree_close(t);
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
}

static void test_no_repository(void **state)
{
	struct scene *s = *state;

	assert_int_equal(mkdir("plain", 0755), 0);
	expect_finding(s, "plain", "index", MG0902, "plain", "--from=worktree");
	assert_int_equal(mkdir("plain/.git", 0755), 0);
	expect_finding(s, "plain", "HEAD", MG0902, "plain", "--from=worktree");
	run("git init -q --bare bare && git -C repo push -q ../bare main");
	expect_finding(s, "bare", "index", MG0902, "bare", "HEAD");
	struct tree *t = open_git(s, "bare", "main");
	expect_list(s, t, "sub", "sub/a sub/x/b ");
	tree_close(t);
	setenv("GIT_DIR", "repo/.git", 1);
	expect_finding(s, "plain", "index", MG0902, "plain", "GIT_DIR");
	unsetenv("GIT_DIR");
}

static void test_environment_of_a_hook(void **state)
{
	struct scene *s = *state;
	struct tree *t;

	run("cd repo && cp .git/index .git/partial && GIT_INDEX_FILE=.git/partial git rm -q "
	    "--cached "
	    "sub/a");
	setenv("GIT_INDEX_FILE", ".git/partial", 1);
	t = open_git(s, "repo", "index");
	expect_list(s, t, "", "sub-c sub/x/b ");
	tree_close(t);
	setenv("GIT_INDEX_FILE", arena_fmt(&s->arena, "%s/repo/.git/partial", s->path).s, 1);
	assert_int_equal(chdir("repo/sub"), 0);
	t = open_git(s, ".", "index");
	expect_list(s, t, "", "x/b ");
	tree_close(t);
	setenv("GIT_DIR", "../.git", 1);
	t = open_git(s, ".", "index");
	expect_list(s, t, "", "x/b ");
	tree_close(t);
	unsetenv("GIT_DIR");
	setenv("GIT_INDEX_FILE", "none", 1);
	t = open_git(s, ".", "index");
	expect_list(s, t, "", "");
	tree_close(t);
	unsetenv("GIT_INDEX_FILE");
}

static void test_linked_work_tree(void **state)
{
	struct scene *s = *state;
	struct tree *t;

	run("cd repo && git worktree add -q ../linked && cd ../linked && echo 4 > d && git add d");
	t = open_git(s, "linked", "index");
	expect_list(s, t, "", "d sub-c sub/a sub/x/b ");
	tree_close(t);
	t = open_git(s, "linked/sub", "linked");
	expect_list(s, t, "", "a x/b ");
	tree_close(t);
	setenv("GIT_DIR", arena_fmt(&s->arena, "%s/repo/.git/worktrees/linked", s->path).s, 1);
	t = open_git(s, "linked", "index");
	expect_list(s, t, "", "d sub-c sub/a sub/x/b ");
	tree_close(t);
	unsetenv("GIT_DIR");
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

static void test_borrowed_objects(void **state)
{
	struct scene *s = *state;

	run("git clone -q --shared repo borrower");
	expect_finding(s, "borrower", "HEAD", MG0905, "borrower", "git repack");
	expect_finding(s, "borrower", "index", MG0905, "borrower", "info/alternates");
	run("cd borrower && git repack -q -a -d && : > .git/objects/info/alternates");
	tree_close(open_git(s, "borrower", "HEAD"));
}

static void test_formats_and_damage(void **state)
{
	struct scene *s = *state;
	struct tree *t;
	struct str bytes;

	run("git init -q --object-format=sha256 long");
	expect_finding(s, "long", "index", MG0905, "long", "SHA-256");
	run("cd repo && git config core.repositoryformatversion 1 && "
	    "git config extensions.worktreeConfig true && git config extensions.partialClone "
	    "origin");
	tree_close(open_git(s, "repo", "HEAD"));
	run("rm -f repo/.git/objects/$(git -C repo rev-parse HEAD:sub/a | sed 's,..,&/,')");
	t = open_git(s, "repo", "HEAD");
	assert_false(tree_read(t, S("sub/a"), &s->arena, &s->found, &bytes));
	scene_expect(s, MG0905, "sub/a");
	assert_false(tree_read_start(t, S("sub/a"), 1, &s->arena, &bytes));
	assert_int_equal(tree_same(t, S("sub/a"), S("one")), TREE_SAME);
	tree_close(t);
	run("rm -f repo/.git/objects/$(git -C repo rev-parse HEAD:sub | sed 's,..,&/,')");
	expect_finding(s, "repo", "HEAD", MG0905, "repo", "");
	run("cd repo && git read-tree --empty && git update-index --split-index");
	expect_finding(s, "repo", "index", MG0905, "repo", "--no-split-index");
	scene_put("repo/.git/index", S("no index"));
	expect_finding(s, "repo", "index", MG0905, "repo", "");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, repository_open, scene_close)
	const struct CMUnitTest tests[] = {
		TEST(test_index),
		TEST(test_match),
		TEST(test_enter),
		TEST(test_root_in_a_subfolder),
		TEST(test_revisions),
		TEST(test_shallow_clone),
		TEST(test_no_repository),
		TEST(test_environment_of_a_hook),
		TEST(test_linked_work_tree),
		TEST(test_what_the_next_commit_would_not_hold),
		TEST(test_submodule),
		TEST(test_borrowed_objects),
		TEST(test_formats_and_damage),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
