#include "ca/fixture.h"
#include "ca/key_file.h"
#include "tree/scene.h"

#include <signal.h>
#include <sys/resource.h>

static bool write_key(struct scene *s, const char *path, EVP_PKEY *key)
{
	struct secret words = secret_of(S("correct horse"));
	bool ok = key_file_write(str_of(path), S("none"), key, &words, &s->found);

	secret_release(&words);
	return ok;
}

static EVP_PKEY *read_key(struct scene *s, const char *path, struct str passphrase)
{
	struct secret words = secret_of(passphrase);
	EVP_PKEY *key = key_file_read(str_of(path), S("none"), &words, &s->found);

	secret_release(&words);
	return key;
}

static void put_key(struct scene *s, const char *path)
{
	EVP_PKEY *key = key_new(KEY_P256);

	assert_true(write_key(s, path, key));
	EVP_PKEY_free(key);
}

static void assert_refused(struct scene *s, const char *path, enum code code)
{
	assert_null(read_key(s, path, S("correct horse")));
	scene_expect(s, code, path);
}

static void test_round_trip(void **state)
{
	struct scene *s = *state;
	EVP_PKEY *key = key_new(KEY_P384), *read;
	mode_t mask = umask(0);
	struct stat st;

	assert_true(write_key(s, "root.key", key));
	umask(mask);
	assert_int_equal(stat("root.key", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	read = read_key(s, "root.key", S("correct horse"));
	assert_int_equal(s->found.n, 0);
	assert_int_equal(EVP_PKEY_eq(read, key), 1);
	EVP_PKEY_free(read);
	EVP_PKEY_free(key);
}

static void test_wrong_passphrase(void **state)
{
	struct scene *s = *state;

	put_key(s, "root.key");
	assert_null(read_key(s, "root.key", S("battery staple")));
	scene_expect(s, MG0557, "root.key");
}

static void test_files_that_others_see(void **state)
{
	struct scene *s = *state;

	put_key(s, "root.key");
	assert_int_equal(symlink("root.key", "link"), 0);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_refused(s, "link", MG0553);
	assert_refused(s, "pipe", MG0553);
	assert_refused(s, "folder", MG0553);
	assert_refused(s, "absent", MG0553);
	assert_int_equal(chmod("root.key", 0640), 0);
	assert_null(read_key(s, "root.key", S("correct horse")));
	assert_true(str_eq(s->found.list[0]->help, S("chmod 600 'root.key'")));
	scene_expect(s, MG0553, "root.key");
	assert_int_equal(chmod("root.key", 0602), 0);
	assert_refused(s, "root.key", MG0553);
	assert_int_equal(chmod("root.key", 0600), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown("root.key", 1, (gid_t)-1), 0);
		assert_refused(s, "root.key", MG0553);
	}
}

static void test_folders(void **state)
{
	struct scene *s = *state;
	EVP_PKEY *key = key_new(KEY_P256);

	assert_int_equal(mkdir("tree", 0755), 0);
	assert_int_equal(mkdir("tree/.git", 0755), 0);
	assert_int_equal(mkdir("open", 0700), 0);
	assert_int_equal(chmod("open", 0777), 0);
	assert_false(write_key(s, "tree/root.key", key));
	scene_expect(s, MG0555, "tree/root.key");
	assert_false(write_key(s, "open/root.key", key));
	scene_expect(s, MG0554, "open/root.key");
	assert_false(scene_exists("tree/root.key"));
	assert_false(scene_exists("open/root.key"));
	assert_refused(s, "tree/root.key", MG0555);
	assert_refused(s, "open/root.key", MG0554);
	EVP_PKEY_free(key);
}

static void test_texts(void **state)
{
	struct scene *s = *state;
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

	scene_put("text", S("no key\n"));
	assert_int_equal(chmod("text", 0600), 0);
	assert_refused(s, "text", MG0556);
	assert_true(write_key(s, "other.key", key));
	assert_refused(s, "other.key", MG0556);
	EVP_PKEY_free(key);
}

static void test_nothing_is_overwritten(void **state)
{
	struct scene *s = *state;
	EVP_PKEY *key = key_new(KEY_P256);

	scene_put("root.key", S("the only copy"));
	assert_int_equal(symlink("elsewhere", "link"), 0);
	assert_false(write_key(s, "root.key", key));
	scene_expect(s, MG0558, "root.key");
	assert_true(scene_holds("root.key", S("the only copy")));
	assert_false(write_key(s, "link", key));
	scene_expect(s, MG0558, "link");
	assert_false(scene_exists("elsewhere"));
	EVP_PKEY_free(key);
}

/* What a file may hold at most stands for the disk. */
static void test_full_disk(void **state)
{
	struct scene *s = *state;
	EVP_PKEY *key = key_new(KEY_P256);
	struct rlimit before, little;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	little = before;
	little.rlim_cur = 100;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	assert_false(write_key(s, "root.key", key));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	scene_expect(s, MG0558, "root.key");
	assert_false(scene_exists("root.key"));
	EVP_PKEY_free(key);
}

static void test_no_random_numbers(void **state)
{
	struct scene *s = *state;
	EVP_PKEY *key = key_new(KEY_P256);

	rand_break();
	assert_false(write_key(s, "root.key", key));
	rand_mend();
	scene_expect(s, MG0560, "root.key");
	assert_false(scene_exists("root.key"));
	EVP_PKEY_free(key);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_round_trip),
		TEST(test_wrong_passphrase),
		TEST(test_files_that_others_see),
		TEST(test_folders),
		TEST(test_texts),
		TEST(test_full_disk),
		TEST(test_nothing_is_overwritten),
		TEST(test_no_random_numbers),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
