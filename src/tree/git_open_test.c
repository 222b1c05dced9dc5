#include "tree/git_scene.h"

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

static void test_borrowed_objects(void **state)
{
	struct scene *s = *state;

	run("git clone -q --shared repo borrower");
	expect_finding(s, "borrower", "HEAD", MG0905, "borrower", "git repack");
	expect_finding(s, "borrower", "index", MG0905, "borrower", "info/alternates");
	run("cd borrower && git repack -q -a -d && : > .git/objects/info/alternates");
	tree_close(open_git(s, "borrower", "HEAD"));
}

static void test_no_objects_of_the_environment(void **state)
{
	struct scene *s = *state;

	run("git init -q empty && cp -r repo/.git/refs repo/.git/HEAD empty/.git");
	setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES",
	       arena_fmt(&s->arena, "%s/repo/.git/objects", s->path).s, 1);
	expect_finding(s, "empty", "HEAD", MG0905, "empty", "");
	unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
}

static void test_in_a_submodule(void **state)
{
	struct scene *s = *state;
	struct tree *t;

	run("git init -q super && git -C super -c protocol.file.allow=always submodule --quiet add "
	    "\"$PWD/repo\" module 2>/dev/null");
	t = open_git(s, "super/module/sub", "index");
	expect_list(s, t, "", "a x/b ");
	tree_close(t);
	t = open_git(s, "super", "index");
	expect_list(s, t, "", ".gitmodules module?");
	tree_close(t);
}

static void test_formats(void **state)
{
	struct scene *s = *state;

	run("git init -q --object-format=sha256 long");
	expect_finding(s, "long", "index", MG0905, "long", "SHA-256");
	run("cd repo && git config core.repositoryformatversion 1 && "
	    "git config extensions.worktreeConfig true && git config extensions.partialClone "
	    "origin");
	tree_close(open_git(s, "repo", "HEAD"));
	run("git -C repo config extensions.refStorage reftable");
	expect_finding(s, "repo", "HEAD", MG0905, "repo", "does not know");
	scene_put("repo/.git/config", S("[core"));
	expect_finding(s, "repo", "HEAD", MG0905, "repo", "mend it");
	scene_put("file/.git", S("nonsense"));
	expect_finding(s, "file", "HEAD", MG0905, "file", "mend it");
	scene_put("nowhere/.git", S("gitdir: ../none"));
	expect_finding(s, "nowhere", "index", MG0902, "nowhere", "--from=worktree");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, repository_open, scene_close)
	const struct CMUnitTest tests[] = {
		TEST(test_no_repository),
		TEST(test_environment_of_a_hook),
		TEST(test_linked_work_tree),
		TEST(test_borrowed_objects),
		TEST(test_no_objects_of_the_environment),
		TEST(test_in_a_submodule),
		TEST(test_formats),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
