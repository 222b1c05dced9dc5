#include "tree/root.h"

#include "tree/scene.h"

static void test_glob(void **state)
{
	(void)state;
	assert_true(root_glob(S("**"), S("a/b.yaml")));
	assert_true(root_glob(S("*"), S("a.yaml")));
	assert_false(root_glob(S("*"), S("a/b.yaml")));
	assert_true(root_glob(S("charts/**"), S("charts/a/b.yaml")));
	assert_false(root_glob(S("charts/**"), S("charts")));
	assert_false(root_glob(S("charts/**"), S("my/charts/a")));
	assert_true(root_glob(S("**/x.yaml"), S("x.yaml")));
	assert_true(root_glob(S("**/x.yaml"), S("a/b/x.yaml")));
	assert_false(root_glob(S("**/x.yaml"), S("a/bx.yaml")));
	assert_true(root_glob(S("a/**/b"), S("a/b")));
	assert_true(root_glob(S("a/**/b"), S("a/c/b")));
	assert_false(root_glob(S("a/**/b"), S("a/cb")));
	assert_true(root_glob(S("a?c"), S("abc")));
	assert_false(root_glob(S("a?c"), S("a/c")));
	assert_false(root_glob(S(""), S("a")));
	assert_true(root_glob(S("**/*-test/*.yaml"), S("x/a-b-test/c.yaml")));
}

/* The meaning, said as shortly as possible. */
static bool matches(struct str p, struct str s, bool at_start)
{
	if (at_start && str_starts(p, S("**/"))) {
		size_t slash = str_find(s, '/');

		return matches(str_from(p, 3), s, true) ||
		       (slash < s.n && matches(p, str_from(s, slash + 1), true));
	}
	if (str_starts(p, S("**")))
		return matches(str_from(p, 2), s, false) ||
		       (s.n && matches(p, str_from(s, 1), false));
	if (p.n && p.s[0] == '*')
		return matches(str_from(p, 1), s, false) ||
		       (s.n && s.s[0] != '/' && matches(p, str_from(s, 1), false));
	if (!p.n || !s.n || (p.s[0] == '?' ? s.s[0] == '/' : p.s[0] != s.s[0]))
		return !p.n && !s.n;
	return matches(str_from(p, 1), str_from(s, 1), p.s[0] == '/');
}

/* The n-th text over an alphabet. */
static struct str spell(char *text, size_t n, const char *alphabet)
{
	size_t letters = strlen(alphabet), length = 0;

	for (; n; n = (n - 1) / letters)
		text[length++] = alphabet[(n - 1) % letters];
	return (struct str){ text, length };
}

static void test_glob_against_its_meaning(void **state)
{
	char p[16], s[16];

	(void)state;
	for (size_t i = 0; i < 5000; i++) {
		struct str pattern = spell(p, i, "*a/b");

		for (size_t k = 0; k < 800; k++) {
			struct str path = spell(s, k, "a/b");

			if (root_glob(pattern, path) != matches(pattern, path, true))
				fail_msg("%.*s against %.*s", FMT(pattern), FMT(path));
		}
	}
}

static void test_glob_is_quick(void **state)
{
	char path[4096];

	(void)state;
	memset(path, 'a', sizeof(path));
	assert_false(
		root_glob(S("**a**a**a**a**a**a*a*a*a*a*a*b"), (struct str){ path, sizeof(path) }));
}

static void expect_root(struct scene *s, const char *path, const char *root)
{
	assert_string_equal(root_find(str_of(path), &s->arena).s, root);
}

static void test_root(void **state)
{
	struct scene *s = *state;

	scene_put("repo/.git/HEAD", S(""));
	scene_put("repo/a/b/c/mesh.yaml", S(""));
	scene_put("meshgen.yaml", S("outside of the repository"));
	expect_root(s, "repo/a/b", "repo/a/b");
	scene_put("repo/meshgen.yaml", S(""));
	expect_root(s, "repo/a/b/", "repo");
	expect_root(s, "repo/a/b/c/mesh.yaml", "repo");
	expect_root(s, "repo", "repo");
	expect_root(s, "repo/none", "repo/none");
	scene_put("repo/a/meshgen.yaml", S(""));
	expect_root(s, "repo/a/b", "repo/a");
	expect_root(s, "./repo/a/b", "./repo/a");
	assert_int_equal(chdir("repo/a/b/c"), 0);
	expect_root(s, ".", "../..");
	expect_root(s, "", "../..");
	expect_root(s, "../c", "../..");
	assert_int_equal(chdir("../../../.."), 0);
	scene_put("repo/a/b/.git", S("gitdir: elsewhere"));
	expect_root(s, "repo/a/b/c", "repo/a/b/c");
}

static void expect_prefix(struct scene *s, const char *root, const char *prefix)
{
	struct str got = root_prefix(str_of(root), &s->arena);

	assert_int_equal(got.n, strlen(prefix));
	assert_memory_equal(got.s, prefix, got.n);
}

static void test_prefix(void **state)
{
	struct scene *s = *state;

	scene_put("repo/.git", S("gitdir: elsewhere"));
	scene_put("repo/a/b/meshgen.yaml", S(""));
	expect_prefix(s, "repo", "");
	expect_prefix(s, "./repo/a/b", "a/b/");
	expect_prefix(s, "repo/a/../a", "a/");
	expect_prefix(s, "repo/none", "");
	assert_int_equal(symlink("repo/a", "link"), 0);
	expect_prefix(s, "link/b", "a/b/");
	assert_int_equal(chdir("repo/a"), 0);
	expect_prefix(s, "", "a/");
	assert_int_equal(chdir("../.."), 0);
	expect_prefix(s, "/", "");
}

static void test_root_of_nothing(void **state)
{
	struct scene *s = *state;

	assert_int_equal(chdir("/"), 0);
	expect_root(s, ".", ".");
	expect_root(s, "/", "/");
	expect_root(s, s->path, s->path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_glob_against_its_meaning),
		cmocka_unit_test(test_glob_is_quick),
		cmocka_unit_test_setup_teardown(test_root, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_prefix, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_root_of_nothing, scene_open, scene_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
