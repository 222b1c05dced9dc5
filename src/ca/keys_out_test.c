#include "ca/keys_out.h"

#include "ca/fixture.h"
#include "tree/scene.h"

/* Keys go to ../keys: the working directory of the test is the repository. */
struct folder {
	struct arena arena;
	const struct renderer *templates;
	struct keys_out out;
};

static void open_folder(struct folder *f, struct scene *s)
{
	*f = (struct folder){ 0 };
	assert_int_equal(mkdir("in", 0755), 0);
	f->templates = render_built_in(&f->arena);
	assert_true(keys_out_open(S("keys"), S("in"), f->templates, &s->found, &f->out));
}

static void close_folder(struct folder *f)
{
	keys_out_close(&f->out);
	arena_release(&f->arena);
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void test_secret(void **state)
{
	struct scene *s = *state;
	struct secret key =
		secret_of(S("-----BEGIN PRIVATE KEY-----\nKKKK\n-----END PRIVATE KEY-----\n"));
	struct intermediate_ca e = { .cluster.text = S("berlin"),
				     .namespace.text = S("istio-system"),
				     .certificate.text = S("CERT\n"),
				     .spki.text = S("sha256:0123456789abcdef0123") };
	struct folder f;

	open_folder(&f, s);
	assert_true(keys_out_write(&f.out, &e, &key, S("CERT\nROOT\n"), S("ROOT\n"), &s->found));
	assert_true(scene_holds("keys/berlin.istio-system.0123456789abcdef.yaml",
				S("apiVersion: v1\n"
				  "kind: Secret\n"
				  "metadata:\n"
				  "  name: cacerts\n"
				  "  namespace: istio-system\n"
				  "type: Opaque\n"
				  "stringData:\n"
				  "  ca-cert.pem: |\n"
				  "    CERT\n"
				  "  ca-key.pem: |\n"
				  "    -----BEGIN PRIVATE KEY-----\n"
				  "    KKKK\n"
				  "    -----END PRIVATE KEY-----\n"
				  "  cert-chain.pem: |\n"
				  "    CERT\n"
				  "    ROOT\n"
				  "  root-cert.pem: |\n"
				  "    ROOT\n")));
	assert_int_equal(mode_of("keys"), 0700);
	assert_int_equal(mode_of("keys/berlin.istio-system.0123456789abcdef.yaml"), 0600);
	assert_false(keys_out_write(&f.out, &e, &key, S(""), S(""), &s->found));
	scene_expect(s, MG0571, "keys/berlin.istio-system.0123456789abcdef.yaml");
	secret_release(&key);
	close_folder(&f);
}

static void expect_refused(struct scene *s, const char *path)
{
	struct folder f = { 0 };

	assert_false(keys_out_open(str_of(path), S("in"), NULL, &s->found, &f.out));
	assert_int_equal(f.out.fd, -1);
	scene_expect(s, MG0571, path);
}

static void test_folders(void **state)
{
	struct scene *s = *state;
	struct folder f;

	open_folder(&f, s);
	close_folder(&f);
	assert_int_equal(mkdir("shown", 0755), 0);
	expect_refused(s, "shown");
	assert_int_equal(symlink("keys", "link"), 0);
	expect_refused(s, "link");
	scene_put("file", S(""));
	expect_refused(s, "file");
	assert_int_equal(chmod("keys", 0710), 0);
	expect_refused(s, "keys");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_secret, scene_open, scene_close),
		cmocka_unit_test_setup_teardown(test_folders, scene_open, scene_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
