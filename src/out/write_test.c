#include "out/out.h"

#include "tree/scene.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct out_folder *open_out(struct scene *s, const char *base, const char *folder)
{
	struct out_folder *o = out_open(str_of(base), str_of(folder), &s->found);

	assert_non_null(o);
	return o;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void test_write(void **state)
{
	struct scene *s = *state;
	mode_t mask = umask(022);
	struct out_folder *o = open_out(s, "new/base", "out");

	assert_true(out_write(o, S("a/b/c"), S("long text"), &s->found));
	assert_true(scene_holds("new/base/out/a/b/c", S("long text")));
	assert_int_equal(mode_of("new/base/out/a/b/c"), 0644);
	assert_int_equal(mode_of("new/base/out/a/b"), 0755);
	assert_false(scene_exists("n") || scene_exists("new/b"));
	assert_true(out_write(o, S("a/b/c"), S("text"), &s->found));
	assert_true(scene_holds("new/base/out/a/b/c", S("text")));
	assert_true(out_write(o, S("a/b/c"), S("longer text"), &s->found));
	assert_true(scene_holds("new/base/out/a/b/c", S("longer text")));
	assert_true(out_write(o, S("a/b/c"), S(""), &s->found));
	assert_true(scene_holds("new/base/out/a/b/c", S("")));
	assert_true(out_write(o, S("top"), S("x"), &s->found));
	assert_int_equal(chmod("new/base/out/top", 0600), 0);
	assert_true(out_write(o, S("top"), S("y"), &s->found));
	assert_int_equal(mode_of("new/base/out/top"), 0600);
	out_close(o);
	umask(mask);
}

static void test_open(void **state)
{
	struct scene *s = *state;

	out_close(open_out(s, "", ""));
	out_close(open_out(s, s->path, "a/b"));
	scene_put("file", S(""));
	assert_null(out_open(S("file"), S(""), &s->found));
	scene_expect(s, MG0703, "file");
	assert_null(out_open(S("file/x"), S(""), &s->found));
	scene_expect(s, MG0703, "file/x");
	assert_null(out_open(S("."), S("file/x"), &s->found));
	scene_expect(s, MG0703, "file/x");
	assert_null(out_open(S("."), S("../x"), &s->found));
	scene_expect(s, MG0703, "../x");
}

/* A link in the repository must not lead outside; one that the user names may. */
static void test_links(void **state)
{
	struct scene *s = *state;
	struct out_folder *o;

	scene_put("outside/x", S("mine"));
	scene_put("repo/out/dir/file", S(""));
	assert_int_equal(symlink("../outside", "repo/away"), 0);
	assert_int_equal(symlink("../../outside", "repo/out/away"), 0);
	assert_int_equal(symlink("../../outside/x", "repo/out/file"), 0);
	assert_int_equal(symlink("../../outside/new", "repo/out/dangling"), 0);
	assert_null(out_open(S("repo"), S("away"), &s->found));
	scene_expect(s, MG0703, "away");
	o = open_out(s, "repo", "out");
	assert_false(out_write(o, S("away/x"), S("ours"), &s->found));
	scene_expect_end(s, S(": a symbolic link or a file stands in the way"));
	scene_expect(s, MG0703, "out/away/x");
	assert_false(out_write(o, S("away/sub/x"), S("ours"), &s->found));
	scene_expect(s, MG0703, "out/away/sub/x");
	assert_false(out_write(o, S("file"), S("ours"), &s->found));
	scene_expect(s, MG0703, "out/file");
	assert_false(out_write(o, S("dangling"), S("ours"), &s->found));
	scene_expect(s, MG0703, "out/dangling");
	assert_false(out_write(o, S("../x"), S("ours"), &s->found));
	scene_expect(s, MG0703, "out/../x");
	assert_false(out_remove(o, S("away/x"), &s->found));
	scene_expect(s, MG0703, "out/away/x");
	assert_false(out_remove(o, S("../out/dir/file"), &s->found));
	scene_expect(s, MG0703, "out/../out/dir/file");
	assert_true(scene_holds("outside/x", S("mine")));
	assert_false(scene_exists("outside/new") || scene_exists("outside/sub"));
	out_close(o);
	o = open_out(s, "repo/away", "");
	assert_true(out_write(o, S("new"), S("ours"), &s->found));
	assert_true(scene_holds("outside/new", S("ours")));
	out_close(o);
}

static void test_no_regular_file(void **state)
{
	struct scene *s = *state;
	struct out_folder *o = open_out(s, ".", "");

	scene_put("shared", S("mine"));
	assert_int_equal(link("shared", "second"), 0);
	assert_int_equal(mkfifo("pipe", 0644), 0);
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_false(out_write(o, S("second"), S("ours"), &s->found));
	scene_expect(s, MG0703, "second");
	assert_true(scene_holds("shared", S("mine")));
	assert_false(out_write(o, S("pipe"), S("ours"), &s->found));
	scene_expect_end(s, S("or has a second name, stands there"));
	scene_expect(s, MG0703, "pipe");
	assert_false(out_write(o, S("folder"), S("ours"), &s->found));
	scene_expect_end(s, S("or has a second name, stands there"));
	scene_expect(s, MG0703, "folder");
	assert_false(out_write(o, S("shared/x"), S("ours"), &s->found));
	scene_expect(s, MG0703, "shared/x");
	out_close(o);
}

static void test_remove(void **state)
{
	struct scene *s = *state;
	struct out_folder *o = open_out(s, ".", "out");

	scene_put("out/a/b/c", S(""));
	scene_put("out/a/b/d", S(""));
	scene_put("out/a/e", S(""));
	assert_true(out_remove(o, S("a/b/c"), &s->found));
	assert_true(scene_exists("out/a/b/d"));
	assert_true(out_remove(o, S("a/b/d"), &s->found));
	assert_false(scene_exists("out/a/b"));
	assert_true(scene_exists("out/a/e"));
	assert_true(out_remove(o, S("a/none"), &s->found));
	assert_true(out_remove(o, S("none/none"), &s->found));
	assert_true(out_remove(o, S("a/e"), &s->found));
	assert_false(scene_exists("out/a"));
	assert_true(scene_exists("out"));
	out_close(o);
}

struct writer {
	struct out_folder *out;
	unsigned number;
	bool ok;
};

static void *write_and_remove(void *arg)
{
	struct writer *w = arg;
	struct findings found = { 0 };

	w->ok = true;
	for (unsigned i = 0; i < 200; i++) {
		struct str path = arena_fmt(&found.arena, "shared/deep/%u", w->number);

		w->ok &= out_write(w->out, path, S("x"), &found);
		w->ok &= out_remove(w->out, path, &found);
	}
	findings_release(&found);
	return NULL;
}

/* One worker makes the folder that another one has just left empty. */
static void test_workers_in_one_folder(void **state)
{
	struct scene *s = *state;
	struct out_folder *o = open_out(s, ".", "");
	struct writer writers[4];
	pthread_t threads[4];

	for (unsigned i = 0; i < 4; i++) {
		writers[i] = (struct writer){ o, i, false };
		assert_int_equal(pthread_create(&threads[i], NULL, write_and_remove, &writers[i]),
				 0);
	}
	for (unsigned i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_true(writers[i].ok);
	}
	assert_false(scene_exists("shared"));
	out_close(o);
}

/* A disk that takes so many bytes and no more: where a tmpfs cannot be had, a limit of file sizes. */
static bool small_disk(void)
{
	assert_int_equal(mkdir("disk", 0755), 0);
	if (mount("none", "disk", "tmpfs", 0, "size=64k") == 0)
		return true;
	signal(SIGXFSZ, SIG_IGN);
	return setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 65536, RLIM_INFINITY }) != 0;
}

static void test_full_disk(void **state)
{
	struct scene *s = *state;
	bool mounted = small_disk();
	struct out_folder *o = open_out(s, "disk", "");
	struct str large = { arena_alloc(&s->arena, 100001), 100000 };

	assert_true(out_write(o, S("fits"), S("text"), &s->found));
	assert_false(out_write(o, S("large"), large, &s->found));
	assert_int_equal(s->found.n, 1);
	assert_true(str_search(s->found.list[0]->help, S("render again")) <
		    s->found.list[0]->help.n);
	scene_expect_end(s, mounted ? S(": No space left on device") : S(": File too large"));
	scene_expect(s, MG0703, "disk/large");
	assert_true(scene_holds("disk/fits", S("text")));
	assert_true(out_write(o, S("large"), S("small"), &s->found));
	assert_true(scene_holds("disk/large", S("small")));
	out_close(o);
	if (mounted)
		assert_int_equal(umount("disk"), 0);
	else
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ RLIM_INFINITY, RLIM_INFINITY });
}

enum { FILES = 50 };

static struct str path_of(struct scene *s, int i)
{
	return arena_fmt(&s->arena, "c%d/x", i);
}

static struct str text_of(struct scene *s, int i, int version)
{
	return arena_fmt(&s->arena, "%s\n%0*d\n", OUT_MARKER, 1000 + i * 100, version);
}

static void write_version(struct scene *s, struct out_folder *o, int version)
{
	for (int i = 0; i < FILES; i++)
		out_write(o, path_of(s, i), text_of(s, i, version), &s->found);
}

/* What a kill leaves is ours, and at most one file is neither old nor new. */
static void expect_old_or_new(struct scene *s, struct tree *t, int version)
{
	int torn = 0;

	for (int i = 0; i < FILES; i++) {
		struct wanted new = { path_of(s, i), text_of(s, i, version) };
		struct outputs one = { &new, 1 };
		struct changes changes;

		assert_true(out_compare(t, &one, NULL, 0, &s->arena, &s->found, &changes));
		if (!changes.n || tree_same(t, new.path, text_of(s, i, version - 1)) == TREE_SAME)
			continue;
		assert_int_not_equal(changes.list[0].kind, CHANGE_FOREIGN);
		torn += changes.list[0].kind != CHANGE_MISSING;
	}
	assert_in_range(torn, 0, 1);
}

static void test_kill_in_the_middle(void **state)
{
	struct scene *s = *state;
	struct out_folder *o = open_out(s, ".", "out");
	struct tree *t = tree_open_folder(S("out"), &s->found);

	scene_put("out/mine", S("mine"));
	for (int version = 1; version <= 15; version++) {
		pid_t child = fork();

		if (child == 0) {
			for (;;)
				write_version(s, o, version);
		}
		assert_true(child > 0);
		usleep((useconds_t)(version * 100));
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, NULL, 0), child);
		expect_old_or_new(s, t, version);
		write_version(s, o, version);
		for (int i = 0; i < FILES; i++)
			assert_int_equal(tree_same(t, path_of(s, i), text_of(s, i, version)),
					 TREE_SAME);
	}
	assert_true(scene_holds("out/mine", S("mine")));
	tree_close(t);
	out_close(o);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)
	const struct CMUnitTest tests[] = {
		TEST(test_write),     TEST(test_open),
		TEST(test_links),     TEST(test_no_regular_file),
		TEST(test_remove),    TEST(test_workers_in_one_folder),
		TEST(test_full_disk), TEST(test_kill_in_the_middle),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
