#include "ca/dump.h"

#include "tree/scene.h"

/* "-----BEGIN CERTIFICATE-----\n" and "-----BEGIN RSA PRIVATE KEY-----\n" in base64. */
#define CERTIFICATE "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg=="
#define KEY "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo="

#define SECRET(data)                                                                               \
	"apiVersion: v1\nkind: Secret\nmetadata: {name: everywhere-sharedca, namespace: hub}\n"    \
	"data:\n" data

/* Reads the dump, which lies beside the repository. */
static bool read_dump(struct scene *s, struct str text, struct dump *ret)
{
	struct sources sources = { 0 };
	bool ok;

	*ret = (struct dump){ 0 };
	mkdir("in", 0755);
	scene_put("dump.yaml", text);
	ok = dump_read(S("dump.yaml"), S("in"), &s->arena, &sources, &s->found, ret);
	for (size_t i = 0; i < sources.n; i++)
		assert_int_equal(str_search(sources.list[i].text, S(KEY)), sources.list[i].text.n);
	return ok;
}

static void test_certificate(void **state)
{
	struct scene *s = *state;
	struct dump d;

	assert_true(read_dump(s, S(SECRET("  ca-cert.pem: " CERTIFICATE "\n")), &d));
	assert_int_equal(s->found.n, 0);
	assert_int_equal(d.n, 1);
	assert_true(str_eq(d.list[0].name, S("everywhere-sharedca")));
	assert_true(str_eq(d.list[0].namespace, S("hub")));
	assert_true(str_eq(d.list[0].certificate, S("-----BEGIN CERTIFICATE-----\n")));
}

static void test_list_as_json(void **state)
{
	struct scene *s = *state;
	struct dump d;

	assert_true(read_dump(s,
			      S("{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [\n"
				"{\"apiVersion\": \"v1\", \"kind\": \"Secret\",\n"
				" \"metadata\": {\"name\": \"a\", \"namespace\": \"n\"},\n"
				" \"data\": {\"ca-cert.pem\": \"" CERTIFICATE "\"}},\n"
				"{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\",\n"
				" \"metadata\": {\"name\": \"b\", \"namespace\": \"n\"}}]}\n"),
			      &d));
	assert_int_equal(d.n, 1);
	assert_true(str_eq(d.list[0].name, S("a")));
	assert_int_equal(d.list[0].certificate.n, 28);
}

static void test_keys_are_cut_out(void **state)
{
	static const struct str dumps[] = {
		STR(SECRET("  ca-key.pem: " KEY "\n  ca-cert.pem: " CERTIFICATE "\n")),
		STR(SECRET("  ca-cert.pem: " CERTIFICATE "\n  other: \"" KEY "\"\n")),
		STR(SECRET("  ca-key.pem: >\n    " KEY "\n    " KEY "\n  ca-cert.pem: " CERTIFICATE
			   "\n")),
		STR(SECRET("  ca-cert.pem: " CERTIFICATE "\n  ca-key.pem: " KEY)),
	};
	struct scene *s = *state;
	struct dump d;

	for (size_t i = 0; i < sizeof(dumps) / sizeof(*dumps); i++) {
		assert_true(read_dump(s, dumps[i], &d));
		scene_expect(s, MG0591, "dump.yaml");
		assert_int_equal(d.n, 1);
		assert_int_equal(d.list[0].certificate.n, 28);
	}
}

static void test_inside_the_repository(void **state)
{
	struct scene *s = *state;
	struct sources sources = { 0 };
	struct dump d = { 0 };

	scene_put("in/dump.yaml", S("{}"));
	scene_put("inside/dump.yaml", S("{}"));
	assert_false(dump_read(S("in/dump.yaml"), S("in"), &s->arena, &sources, &s->found, &d));
	scene_expect(s, MG0590, "in/dump.yaml");
	assert_int_equal(symlink("in/dump.yaml", "link.yaml"), 0);
	assert_false(dump_read(S("link.yaml"), S("in"), &s->arena, &sources, &s->found, &d));
	scene_expect(s, MG0590, "link.yaml");
	assert_true(dump_read(S("inside/dump.yaml"), S("in"), &s->arena, &sources, &s->found, &d));
	assert_false(dump_read(S("absent"), S("in"), &s->arena, &sources, &s->found, &d));
	scene_expect(s, MG0590, "absent");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)
		TEST(test_certificate),
		TEST(test_list_as_json),
		TEST(test_keys_are_cut_out),
		TEST(test_inside_the_repository),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
