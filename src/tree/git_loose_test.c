#include "tree/git_scene.h"
#include "tree/loose_scene.h"

/* Of an object of `repo`, by what git calls it. */
static const char *object_id(struct scene *s, const char *name)
{
	char id[64];
	FILE *f = popen(arena_fmt(&s->arena, "git -C repo rev-parse '%s'", name).s, "r");

	assert_non_null(f);
	assert_non_null(fgets(id, sizeof(id), f));
	assert_int_equal(pclose(f), 0);
	return arena_dup(&s->arena, str_trim(str_of(id))).s;
}

static const char *object_path(struct scene *s, const char *name)
{
	const char *id = object_id(s, name);

	return arena_fmt(&s->arena, "repo/.git/objects/%.2s/%s", id, id + 2).s;
}

static void replace(struct scene *s, const char *name, struct str file)
{
	const char *path = object_path(s, name);

	assert_int_equal(unlink(path), 0);
	scene_put(path, file);
}

/* Only the first n bytes are left. */
static void cut(struct scene *s, const char *name, off_t n)
{
	const char *path = object_path(s, name);

	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(truncate(path, n), 0);
}

static void expect_three(struct scene *s, const char *rev)
{
	struct tree *t = open_git(s, "repo", rev);

	expect_text(s, t, "sub-c", S("three"));
	tree_close(t);
}

/* sub-c cannot be read, and why. */
static void expect_broken(struct scene *s, enum code code, const char *end)
{
	struct tree *t = open_git(s, "repo", "HEAD");
	struct str bytes;

	assert_false(tree_read(t, S("sub-c"), &s->arena, &s->found, &bytes));
	scene_expect_end(s, str_of(end));
	scene_expect(s, code, "sub-c");
	assert_false(tree_read_start(t, S("sub-c"), 1, &s->arena, &bytes));
	tree_close(t);
}

/* The revision cannot be opened, and why. */
static void expect_closed(struct scene *s, const char *rev, const char *end)
{
	assert_null(tree_open_git(S("repo"), str_of(rev), &s->found));
	scene_expect_end(s, str_of(end));
	scene_expect(s, MG0905, "repo");
}

static void test_damaged_blobs(void **state)
{
	struct scene *s = *state;

	cut(s, "HEAD:sub-c", 14);
	expect_broken(s, MG0905,
		      "its object cannot be read: the loose object is cut off or damaged");
	cut(s, "HEAD:sub-c", 0);
	expect_broken(s, MG0905, "the loose object is cut off or damaged");
	replace(s, "HEAD:sub-c", S("blob 5"));
	expect_broken(s, MG0905, "the loose object is cut off or damaged");
	replace(s, "HEAD:sub-c", deflated(s, S("three")));
	expect_broken(s, MG0905, "the loose object has no header of git");
	replace(s, "HEAD:sub-c", loose_file(s, "blob 6", S("three")));
	expect_broken(s, MG0905, "the loose object is not as long as it says");
	replace(s, "HEAD:sub-c", loose_file(s, "blobs 5", S("three")));
	expect_broken(s, MG0905, "the loose object is of no kind that git has");
	replace(s, "HEAD:sub-c", loose_file(s, "blob 5", S("three")));
	expect_three(s, "HEAD");
}

static void test_no_blob(void **state)
{
	struct scene *s = *state;

	run("cd repo && git update-index --cacheinfo 100644,$(git rev-parse HEAD:sub),sub-c && "
	    "git commit -qm 2");
	expect_broken(s, MG0905, "its object cannot be read: it is no blob");
}

/* libgit2 computes the id anew. */
static void test_another_id(void **state)
{
	struct scene *s = *state;

	replace(s, "HEAD:sub-c", loose_file(s, "blob 5", S("Three")));
	expect_broken(s, MG0905, "but got 368c34d3ba046307679d1c85d68c0298f831c641");
	replace(s, "HEAD:sub-c", loose_file(s, "tree 5", S("three")));
	expect_broken(s, MG0905, "but got 42cf25e6c80826ccb477117dcf7989a56aa55726");
	replace(s, "HEAD:sub/x", loose_file(s, "tree 0", S("")));
	expect_closed(s, "HEAD", "but got 4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	replace(s, "HEAD^{tree}", loose_file(s, "tree 0", S("")));
	expect_closed(s, "HEAD", "but got 4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	replace(s, "HEAD", loose_file(s, "commit 0", S("")));
	expect_closed(s, "HEAD", "but got dcf5b16e76cce7425d0beaef62d79a7d10fce1f5");
	expect_closed(s, "main", "but got dcf5b16e76cce7425d0beaef62d79a7d10fce1f5");
}

/* A fifo is not waited for; a link is followed, as git does. */
static void test_no_regular_file(void **state)
{
	struct scene *s = *state;
	const char *path = object_path(s, "HEAD:sub-c");

	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0644), 0);
	expect_broken(s, MG0905, "the loose object is cut off or damaged");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0755), 0);
	expect_broken(s, MG0905, "the loose object is cut off or damaged");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(symlink(strrchr(path, '/') + 1, path), 0);
	expect_broken(s, MG0905,
		      "the loose object cannot be opened: Too many levels of symbolic links");
	assert_int_equal(unlink(path), 0);
	scene_put("elsewhere", loose_file(s, "blob 5", S("three")));
	assert_int_equal(symlink(arena_fmt(&s->arena, "%s/elsewhere", s->path).s, path), 0);
	expect_three(s, "HEAD");
}

/* What is too large is not read. */
static void test_too_large(void **state)
{
	struct scene *s = *state;

	replace(s, "HEAD:sub-c", loose_file(s, "blob 67108864", S("three")));
	expect_broken(s, MG0905, "the loose object is not as long as it says");
	replace(s, "HEAD:sub-c", loose_file(s, "blob 67108865", S("three")));
	expect_broken(s, MG0102, "the file holds more than 67108864 bytes");
	replace(s, "HEAD:sub", loose_file(s, "tree 999999999999999999", S("")));
	expect_closed(s, "HEAD", "the loose object holds more than 67108864 bytes");
}

/* What leads from the name of a revision to its files. */
static void test_damaged_on_the_way(void **state)
{
	struct scene *s = *state;
	const char *id = object_id(s, "HEAD");

	run("git -C repo tag -m x v1");
	cut(s, "v1", 20);
	expect_closed(s, "v1", "the loose object is cut off or damaged");
	cut(s, "HEAD:sub/x", 20);
	expect_closed(s, "HEAD", "the loose object is cut off or damaged");
	cut(s, "HEAD^{tree}", 20);
	expect_closed(s, "HEAD", "the loose object is cut off or damaged");
	cut(s, "HEAD", 20);
	expect_closed(s, "HEAD", "the loose object is cut off or damaged");
	expect_closed(s, id, "the loose object is cut off or damaged");
	expect_closed(s, arena_fmt(&s->arena, "%.7s", id).s,
		      "the loose object is cut off or damaged");
}

/* Files whose names begin as the id of an object do not make it ambiguous. */
static void test_beginning_of_an_id(void **state)
{
	struct scene *s = *state;
	const char *id = object_id(s, "HEAD");
	const char *start = arena_fmt(&s->arena, "%.6s", id).s;

	scene_put(arena_fmt(&s->arena, "repo/.git/objects/%.2s/%.4s", id, id + 2).s, S(""));
	scene_put(arena_fmt(&s->arena, "repo/.git/objects/%.2s/%.37sx", id, id + 2).s, S(""));
	expect_three(s, start);
	scene_put(arena_fmt(&s->arena, "repo/.git/objects/%.2s/%.37s%c", id, id + 2,
			    id[39] == '0' ? '1' : '0')
			  .s,
		  S(""));
	expect_finding(s, "repo", start, MG0903, "repo", "digits");
	expect_three(s, id);
}

/* A loose object is not looked at when a pack has it. */
static void test_beside_a_pack(void **state)
{
	struct scene *s = *state;

	run("git -C repo repack -q");
	cut(s, "HEAD", 30);
	cut(s, "HEAD:sub-c", 14);
	expect_three(s, "HEAD");
	run("git -C repo multi-pack-index write");
	expect_three(s, "HEAD");
}

/* What is packed while the tree is open is found there. */
static void test_packed_meanwhile(void **state)
{
	struct scene *s = *state;
	struct tree *t = open_git(s, "repo", "HEAD");

	run("git -C repo gc -q");
	assert_false(scene_exists(object_path(s, "HEAD:sub-c")));
	expect_text(s, t, "sub-c", S("three"));
	expect_text(s, t, "sub/a", S("one"));
	tree_close(t);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, repository_open, scene_close)
	const struct CMUnitTest tests[] = {
		TEST(test_damaged_blobs),      TEST(test_no_blob),
		TEST(test_another_id),         TEST(test_no_regular_file),
		TEST(test_too_large),          TEST(test_damaged_on_the_way),
		TEST(test_beginning_of_an_id), TEST(test_beside_a_pack),
		TEST(test_packed_meanwhile),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
