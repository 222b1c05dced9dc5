#include "tree/tree.h"

#include "base/limits.h"
#include "tree/scene.h"

static struct tree *open_here(struct scene *s)
{
	struct tree *t = tree_open_folder(S("."), &s->found);

	assert_non_null(t);
	return t;
}

/* Paths with a blank behind each, and a mark where it is no file. */
static const char *listed(struct scene *s, const struct entries *all)
{
	static const char marks[] = {
		[ENTRY_FILE] = ' ', [ENTRY_LINK] = '@', [ENTRY_FOLDER] = '/', [ENTRY_OTHER] = '?'
	};
	struct str text = S("");

	for (size_t i = 0; i < all->n; i++)
		text = arena_fmt(&s->arena, "%.*s%.*s%c", FMT(text), FMT(all->list[i].path),
				 marks[all->list[i].kind]);
	return text.s;
}

static void test_list(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	struct entries all;

	scene_put("a/x", S(""));
	scene_put("a/b/y", S(""));
	scene_put("a-b", S(""));
	scene_put("a\n\xff", S(""));
	scene_put("z/.hidden", S(""));
	assert_int_equal(symlink("a", "link"), 0);
	assert_int_equal(mkfifo("pipe", 0644), 0);
	assert_int_equal(mkdir("empty", 0755), 0);
	assert_true(tree_list(t, S(""), NULL, NULL, &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "a\n\xff a-b a/b/y a/x link@pipe?z/.hidden ");
	assert_true(tree_list(t, S("a"), NULL, NULL, &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "a/b/y a/x ");
	assert_true(tree_list_flat(t, S(""), &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "a/a\n\xff a-b empty/link@pipe?z/");
	assert_true(tree_list_flat(t, S("a"), &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "a/b/a/x ");
	assert_int_equal(s->found.n, 0);
	tree_close(t);
}

/* Folders are opened from one that was read before: names that begin alike, and deep ones. */
static void test_list_deep(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	struct entries all;

	scene_put("a/b/c/d/1", S(""));
	scene_put("a/b/cd/2", S(""));
	scene_put("a/b-c/e/3", S(""));
	scene_put("a/bc/4", S(""));
	scene_put("ab/c/5", S(""));
	scene_put("c/d/6", S(""));
	scene_put("d/7", S(""));
	assert_true(tree_list(t, S(""), NULL, NULL, &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all),
			    "a/b-c/e/3 a/b/c/d/1 a/b/cd/2 a/bc/4 ab/c/5 c/d/6 d/7 ");
	assert_true(tree_list(t, S("a"), NULL, NULL, &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "a/b-c/e/3 a/b/c/d/1 a/b/cd/2 a/bc/4 ");
	assert_int_equal(symlink("../c", "a/link"), 0);
	assert_true(tree_list(t, S("a/b"), NULL, NULL, &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "a/b/c/d/1 a/b/cd/2 ");
	tree_close(t);
}

static void test_no_folder_has_no_entries(void **state)
{
	static const struct str none[] = { STR("none"), STR("file"),   STR("file/x"),
					   STR("link"), STR("link/b"), STR("no/ne") };
	struct scene *s = *state;
	struct tree *t = open_here(s);
	struct entries all;

	scene_put("file", S(""));
	scene_put("a/b/c", S(""));
	assert_int_equal(symlink("a", "link"), 0);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		assert_true(tree_list(t, none[i], NULL, NULL, &s->arena, &s->found, &all));
		assert_int_equal(all.n, 0);
	}
	assert_int_equal(s->found.n, 0);
	tree_close(t);
}

static bool enter_all_but(void *arg, struct str folder)
{
	return !str_eq(folder, str_of(arg));
}

static void test_enter(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	char refused[] = "a/b";
	struct entries all;

	scene_put("a/b/c/d", S(""));
	scene_put("a/x", S(""));
	scene_put("b/c", S(""));
	assert_true(tree_list(t, S(""), enter_all_but, refused, &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "a/x b/c ");
	tree_close(t);
}

/* Root may read everything, so the test becomes somebody else for a while. */
static void test_unreadable(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	struct entries all;
	struct str bytes;

	scene_put("a/x", S(""));
	scene_put("b/x", S("text"));
	scene_put("c", S(""));
	assert_int_equal(chmod(s->path, 0755), 0);
	assert_int_equal(chmod("a", 0), 0);
	assert_int_equal(chmod("b/x", 0), 0);
	assert_int_equal(seteuid(geteuid() ? geteuid() : 65534), 0);
	assert_false(tree_list(t, S(""), NULL, NULL, &s->arena, &s->found, &all));
	assert_string_equal(listed(s, &all), "b/x c ");
	scene_expect(s, MG0901, "a");
	assert_false(tree_read(t, S("b/x"), &s->arena, &s->found, &bytes));
	scene_expect(s, MG0101, "b/x");
	assert_false(tree_read_start(t, S("b/x"), 2, &s->arena, &bytes));
	assert_int_equal(tree_same(t, S("b/x"), S("text")), TREE_TROUBLE);
	assert_int_equal(seteuid(getuid()), 0);
	assert_int_equal(chmod("a", 0755), 0);
	tree_close(t);
}

static void test_read(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	struct str bytes;

	scene_put("a/x", S("some\0text"));
	scene_put("empty", S(""));
	assert_true(tree_read(t, S("a/x"), &s->arena, &s->found, &bytes));
	assert_true(str_eq(bytes, S("some\0text")));
	assert_true(tree_read(t, S("empty"), &s->arena, &s->found, &bytes));
	assert_int_equal(bytes.n, 0);
	assert_true(tree_read_start(t, S("a/x"), 3, &s->arena, &bytes));
	assert_true(str_eq(bytes, S("som")));
	assert_true(tree_read_start(t, S("a/x"), 99, &s->arena, &bytes));
	assert_true(str_eq(bytes, S("some\0text")));
	assert_true(tree_read_start(t, S("none"), 3, &s->arena, &bytes));
	assert_int_equal(bytes.n, 0);
	assert_false(tree_read(t, S("none"), &s->arena, &s->found, &bytes));
	scene_expect_end(s, S(": No such file or directory"));
	scene_expect(s, MG0101, "none");
	assert_false(tree_read(t, S("a"), &s->arena, &s->found, &bytes));
	scene_expect_end(s, S(": it is no regular file"));
	scene_expect(s, MG0101, "a");
	tree_close(t);
}

/* Neither a link nor '..' leaves the root, and a fifo keeps nobody waiting. */
static void test_nothing_but_files_below_the_root(void **state)
{
	static const char *const paths[] = {
		"link",        "away/secret", "../secret", "pipe", "folder", "/etc/passwd",
		"folder/../x", "folder//x",   "./x",       "x/",   "."
	};
	struct scene *s = *state;
	struct tree *t;
	struct str bytes;

	scene_put("secret", S("key"));
	scene_put("root/x", S(""));
	assert_int_equal(chdir("root"), 0);
	t = open_here(s);
	assert_int_equal(symlink("../secret", "link"), 0);
	assert_int_equal(symlink("..", "away"), 0);
	assert_int_equal(mkfifo("pipe", 0644), 0);
	assert_int_equal(mkdir("folder", 0755), 0);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		assert_false(tree_read(t, str_of(paths[i]), &s->arena, &s->found, &bytes));
		scene_expect(s, MG0101, paths[i]);
		assert_false(tree_read_start(t, str_of(paths[i]), 3, &s->arena, &bytes));
		assert_int_not_equal(tree_same(t, str_of(paths[i]), S("key")), TREE_SAME);
	}
	assert_int_equal(tree_same(t, S("link"), S("key")), TREE_BLOCKED);
	assert_int_equal(tree_same(t, S("away/secret"), S("key")), TREE_BLOCKED);
	assert_int_equal(tree_same(t, S("pipe"), S("")), TREE_BLOCKED);
	assert_int_equal(tree_same(t, S("folder"), S("")), TREE_BLOCKED);
	assert_int_equal(tree_same(t, S("x/y"), S("")), TREE_BLOCKED);
	tree_close(t);
}

static void test_too_large(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	struct str bytes;

	scene_put("large", S(""));
	assert_int_equal(truncate("large", (off_t)LIMIT_FILE_BYTES + 1), 0);
	assert_false(tree_read(t, S("large"), &s->arena, &s->found, &bytes));
	scene_expect(s, MG0102, "large");
	assert_int_equal(truncate("large", LIMIT_FILE_BYTES), 0);
	assert_true(tree_read(t, S("large"), &s->arena, &s->found, &bytes));
	assert_int_equal(bytes.n, LIMIT_FILE_BYTES);
	tree_close(t);
}

/* What the system says of these files is that they are empty. */
static void test_larger_than_it_was(void **state)
{
	struct scene *s = *state;
	struct tree *t = tree_open_folder(S("/proc/self"), &s->found);
	struct str bytes;

	assert_true(tree_read(t, S("status"), &s->arena, &s->found, &bytes));
	assert_true(str_starts(bytes, S("Name:")));
	assert_true(str_search(bytes, S("nonvoluntary_ctxt_switches:")) < bytes.n);
	tree_close(t);
}

static void test_same(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	struct str large = { arena_alloc(&s->arena, 100001), 100000 };

	scene_put("x", S("text"));
	scene_put("large", large);
	assert_int_equal(tree_same(t, S("x"), S("text")), TREE_SAME);
	assert_int_equal(tree_same(t, S("x"), S("tex")), TREE_DIFFERENT);
	assert_int_equal(tree_same(t, S("x"), S("text2")), TREE_DIFFERENT);
	assert_int_equal(tree_same(t, S("x"), S("texT")), TREE_DIFFERENT);
	assert_int_equal(tree_same(t, S("none"), S("")), TREE_MISSING);
	assert_int_equal(tree_same(t, S("none/x"), S("")), TREE_MISSING);
	assert_int_equal(tree_same(t, S("large"), large), TREE_SAME);
	((char *)large.s)[99999] = 'x';
	assert_int_equal(tree_same(t, S("large"), large), TREE_DIFFERENT);
	assert_int_equal(link("x", "second"), 0);
	assert_int_equal(tree_same(t, S("x"), S("text")), TREE_SAME);
	assert_int_equal(tree_same(t, S("x"), S("texT")), TREE_BLOCKED);
	tree_close(t);
}

static void test_kind(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_here(s);
	enum entry_kind kind;

	scene_put("a/x", S(""));
	assert_int_equal(symlink("a", "link"), 0);
	assert_true(tree_kind(t, S("a"), &kind) && kind == ENTRY_FOLDER);
	assert_true(tree_kind(t, S("a/x"), &kind) && kind == ENTRY_FILE);
	assert_true(tree_kind(t, S("link"), &kind) && kind == ENTRY_LINK);
	assert_false(tree_kind(t, S("none"), &kind));
	assert_false(tree_kind(t, S("link/x"), &kind));
	assert_false(tree_kind(t, S(".."), &kind));
	tree_close(t);
}

static void test_open(void **state)
{
	struct scene *s = *state;

	assert_null(tree_open_folder(S("none"), &s->found));
	scene_expect(s, MG0901, "none");
	scene_put("file", S(""));
	assert_null(tree_open_folder(S("file"), &s->found));
	scene_expect(s, MG0901, "file");
	assert_true(tree_folder_exists(S(".")));
	assert_false(tree_folder_exists(S("none")));
}

/* What of n wanted files is there to the byte, as the digit of each. */
static const char *matched(struct scene *s, const struct wanted *wanted, size_t n,
			   struct entries *ret)
{
	struct tree *t = open_here(s);
	bool *same = ARENA_ARRAY(&s->arena, n, bool);
	struct str text = S("");

	assert_true(tree_match(t, S("a"), wanted, n, same, &s->arena, &s->found, ret));
	for (size_t i = 0; i < n; i++)
		text = arena_fmt(&s->arena, "%.*s%d", FMT(text), same[i]);
	tree_close(t);
	return text.s;
}

static void test_match(void **state)
{
	static const struct wanted wanted[] = {
		{ STR("a/b/deep"), STR("x") },  { STR("a/empty"), STR("") },
		{ STR("a/folder"), STR("x") },  { STR("a/less"), STR("text") },
		{ STR("a/link"), STR("text") }, { STR("a/more"), STR("text") },
		{ STR("a/none"), STR("") },     { STR("a/other"), STR("text") },
		{ STR("a/same"), STR("text") }, { STR("away/same"), STR("text") },
	};
	struct scene *s = *state;
	struct entries all;

	assert_string_equal(matched(s, wanted, 10, &all), "0000000000");
	assert_int_equal(all.n, 0);
	scene_put("a/b/deep", S("x"));
	scene_put("a/empty", S(""));
	scene_put("a/folder/x", S(""));
	scene_put("a/less", S("tex"));
	assert_int_equal(symlink("same", "a/link"), 0);
	scene_put("a/more", S("text\n"));
	scene_put("a/other", S("texT"));
	scene_put("a/same", S("text"));
	scene_put("a/strange", S("text"));
	scene_put("away/same", S("text"));
	assert_string_equal(matched(s, wanted, 10, &all), "1100000010");
	assert_string_equal(listed(s, &all), "a/folder/x a/less a/link@a/more a/other a/strange ");
	assert_string_equal(matched(s, wanted, 0, &all), "");
	assert_int_equal(all.n, 9);
}

/* Around the size in which files are read. */
static void test_match_large(void **state)
{
	struct scene *s = *state;

	for (size_t n = 32 * 1024 - 2; n < 32 * 1024 + 3; n++) {
		struct str text = arena_fmt(&s->arena, "%0*d", (int)n, 7);
		struct wanted wanted = { S("a/x"), text };
		struct entries all;

		scene_put("a/x", text);
		assert_string_equal(matched(s, &wanted, 1, &all), "1");
		scene_put("a/x", arena_fmt(&s->arena, "%.*s7", FMT(text)));
		assert_string_equal(matched(s, &wanted, 1, &all), "0");
		scene_put("a/x", str_first(text, n - 1));
		assert_string_equal(matched(s, &wanted, 1, &all), "0");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_match, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_match_large, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_list, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_list_deep, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_no_folder_has_no_entries, scene_open,
						scene_close),
		cmocka_unit_test_setup_teardown(test_enter, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_unreadable, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_read, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_nothing_but_files_below_the_root, scene_open,
						scene_close),
		cmocka_unit_test_setup_teardown(test_too_large, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_larger_than_it_was, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_same, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_kind, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_open, scene_open, scene_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
