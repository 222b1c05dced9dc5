#include "ca/key_folder.h"

#include "tree/scene.h"

/* The codes of the findings of a check, "" when there are none. */
static const char *faults(struct scene *s, const char *path, const char *root)
{
	struct str text = S("");
	bool ok;

	findings_release(&s->found);
	s->found = (struct findings){ 0 };
	ok = key_path_check(str_of(path), str_of(root), &s->found);
	assert_int_equal(ok, s->found.n == 0);
	for (size_t i = 0; i < s->found.n; i++)
		text = arena_fmt(&s->arena, "%.*s%s", FMT(text), code_name(s->found.list[i]->code));
	return text.n ? text.s : "";
}

static void put_folder(const char *path, mode_t mode)
{
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void test_a_folder_of_my_own(void **state)
{
	struct scene *s = *state;

	put_folder("keys", 0755);
	put_folder("config", 0755);
	assert_string_equal(faults(s, "keys/root.key", "config"), "");
	assert_string_equal(faults(s, "root.key", "config"), "");
	assert_string_equal(faults(s, "keys", "config"), "");
	assert_string_equal(faults(s, "keys/new", "config"), "");
	assert_string_equal(faults(s, "keys/", "config"), "");
	assert_string_equal(faults(s, arena_fmt(&s->arena, "%s/keys/k", s->path).s, "config"), "");
}

static void test_work_trees(void **state)
{
	struct scene *s = *state;

	put_folder("tree", 0755);
	put_folder("tree/.git", 0755);
	put_folder("tree/a", 0755);
	put_folder("tree/a/b", 0755);
	put_folder("worktree", 0755);
	scene_put("worktree/.git", S("gitdir: elsewhere\n"));
	assert_int_equal(symlink("tree/a/b", "outside"), 0);
	assert_string_equal(faults(s, "tree/k", "."), "MG0555");
	assert_string_equal(faults(s, "tree/a/b/k", "tree/a/b"), "MG0555");
	assert_string_equal(faults(s, "tree/a/b", "none"), "MG0555");
	assert_string_equal(faults(s, "worktree/k", "none"), "MG0555");
	assert_string_equal(faults(s, "outside/k", "none"), "MG0555");
	assert_string_equal(faults(s, "tree/../k", "none"), "");
	assert_int_equal(chdir("tree/a"), 0);
	assert_string_equal(faults(s, "k", "none"), "MG0555");
	assert_string_equal(faults(s, "../../k", "none"), "");
}

static void test_the_config_repository(void **state)
{
	struct scene *s = *state;

	put_folder("config", 0755);
	put_folder("config/a", 0755);
	put_folder("configs", 0755);
	assert_int_equal(symlink("config", "link"), 0);
	assert_string_equal(faults(s, "config/k", "config"), "MG0555");
	assert_string_equal(faults(s, "config/a/k", "link"), "MG0555");
	assert_string_equal(faults(s, "link/a", "config"), "MG0555");
	assert_string_equal(faults(s, "configs/k", "config"), "");
	assert_string_equal(faults(s, "k", "."), "MG0555");
}

static void test_folders_that_others_write(void **state)
{
	struct scene *s = *state;

	put_folder("group", 0775);
	put_folder("group/mine", 0755);
	put_folder("all", 0757);
	put_folder("sticky", 01777);
	put_folder("sticky/mine", 0700);
	assert_int_equal(symlink("group/mine", "link"), 0);
	assert_string_equal(faults(s, "group/k", "none"), "MG0554");
	assert_string_equal(faults(s, "group/mine/k", "none"), "MG0554");
	assert_string_equal(faults(s, "link/k", "none"), "MG0554");
	assert_string_equal(faults(s, "all/k", "none"), "MG0554");
	assert_string_equal(faults(s, "sticky/k", "none"), "");
	assert_string_equal(faults(s, "sticky/mine/k", "none"), "");
	assert_string_equal(faults(s, "absent/k", "none"), "MG0554");
}

/* What the last finding says to type. */
static void assert_help(struct scene *s, const char *path, const char *help)
{
	faults(s, path, "none");
	assert_non_null(strstr(s->found.list[0]->help.s, help));
}

static void test_help(void **state)
{
	struct scene *s = *state;

	put_folder("all", 0757);
	put_folder("tree", 0755);
	put_folder("tree/.git", 0755);
	assert_help(s, "all/k", "chmod go-w '/tmp/");
	assert_help(s, "tree/k", "where no commit takes it along");
}

static void test_open(void **state)
{
	struct scene *s = *state;
	const char *name;
	struct stat opened, named;
	int fd;

	put_folder("keys", 0755);
	assert_int_equal(symlink("keys", "link"), 0);
	fd = key_folder_open(S("link/root.key"), S("none"), &s->found, &s->arena, &name);
	assert_true(fd >= 0);
	assert_string_equal(name, "root.key");
	assert_int_equal(fstat(fd, &opened), 0);
	assert_int_equal(stat("keys", &named), 0);
	assert_int_equal(opened.st_ino, named.st_ino);
	close(fd);
	/* A file is looked for in the folder that holds it, even if it is a folder. */
	fd = key_folder_open(S("keys"), S("none"), &s->found, &s->arena, &name);
	assert_string_equal(name, "keys");
	close(fd);
	assert_int_equal(s->found.n, 0);
	assert_int_equal(key_folder_open(S("absent/k"), S("none"), &s->found, &s->arena, &name),
			 -1);
	assert_int_equal(s->found.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_folder_of_my_own, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_work_trees, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_the_config_repository, scene_open,
						scene_close),
		cmocka_unit_test_setup_teardown(test_folders_that_others_write, scene_open,
						scene_close),
		cmocka_unit_test_setup_teardown(test_help, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_open, scene_open, scene_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
