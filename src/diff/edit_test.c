#include "diff/edit.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void expect(const char *path, const char *wanted, const char *found, const char *due)
{
	struct arena a = { 0 };

	assert_string_equal(edit_told(str_of(path), str_of(wanted), str_of(found), &a).s, due);
	arena_release(&a);
}

static void expect_yaml(const char *wanted, const char *found, const char *due)
{
	expect("out/x.yaml", wanted, found, due);
}

static void test_first_field(void **state)
{
	(void)state;
	expect_yaml("a: 1\n", "a: 2\n", "a: wanted 1, found 2");
	expect_yaml("a: 1\n", "a: \"1\"\n", "a: wanted 1, found \"1\"");
	expect_yaml("a: 1\nb: 2\n", "b: 2\n", "a: wanted 1, found nothing");
	expect_yaml("b: 2\n", "b: 2\na: {}\n", "a: wanted nothing, found {}");
	expect_yaml("a: [x, y]\n", "a: [y, x]\n", "a: in another order");
	expect_yaml("a: 1\nb: 2\n", "a: 2\nb: 3\n", "a: wanted 1, found 2 (and 1 more field)");
	expect_yaml("a: 1\nb: 2\nc: 3\n", "c: 4\n",
		    "a: wanted 1, found nothing (and 2 more fields)");
}

static void test_no_field(void **state)
{
	(void)state;
	expect_yaml("a: 1\nb: 2\n", "# x\nb: 2\na: 1\n", "only in formatting or comments");
	expect_yaml("a: 1\n", "a: 1\n---\nb: 1\n", "not one object");
	expect_yaml("a: 1\n", "- 1\n", "not one object");
	expect_yaml("a: 1\n", "# x\n", "not one object");
	expect_yaml("a: 1\n", "a: 1\nb: *c\n",
		    "cannot be read: line 2: alias '*c' names no anchor that stands before it");
	expect_yaml("a: 1\n", "a: \xff\n", "cannot be read: no UTF-8 at line 1, column 4");
}

static void test_values_are_safe_and_short(void **state)
{
	(void)state;
	expect_yaml("a: 1\n", "a: \"\\e[2J\"\n", "a: wanted 1, found \"\\x1b[2J\"");
	expect_yaml("a: 1\n", "\"\\e\": 1\n", "a: wanted 1, found nothing (and 1 more field)");
	expect_yaml("a: 1\n", "a: x123456789x123456789x123456789x123456789x123456789x123456789x\n",
		    "a: wanted 1, found "
		    "x123456789x123456789x123456789x123456789x123456789x123456789...");
	expect_yaml("a: x123456789x123456789x123456789x123456789x123456789x1234567890\n",
		    "a: x123456789x123456789x123456789x123456789x123456789x1234567891\n",
		    "a: wanted ...x123456789x1234567890, found ...x123456789x1234567891");
}

static void test_secrets_are_not_shown(void **state)
{
	(void)state;
	expect_yaml("kind: Secret\ndata: {a: eA==}\n", "kind: Secret\ndata: {a: eQ==}\n",
		    "data.a: another value");
	expect_yaml("kind: Secret\nstringData: {}\n", "kind: Secret\nstringData: {a: key}\n",
		    "stringData.a: another value");
	expect_yaml("kind: Secret\nmetadata: {name: a}\n", "kind: Secret\nmetadata: {name: b}\n",
		    "metadata.name: wanted a, found b");
	expect_yaml("data: {a: eA==}\n", "data: {a: eQ==}\nkind: Secret\n",
		    "data.a: another value (and 1 more field)");
	expect_yaml("kind: ManifestWork\nspec: [{data: {a: x}}]\n",
		    "kind: ManifestWork\nspec: [{data: {a: y}}]\n",
		    "spec[0].data.a: another value");
	expect_yaml("kind: SealedSecret\nspec: {encryptedData: {a: x}}\n",
		    "kind: SealedSecret\nspec: {encryptedData: {a: y}}\n",
		    "spec.encryptedData.a: another value");
	expect_yaml("kind: ConfigMap\ndata: {a: x}\n", "kind: ConfigMap\ndata: {a: y}\n",
		    "data.a: wanted x, found y");
}

static void test_lines(void **state)
{
	(void)state;
	expect("GENERATED", "# ours\n", "# ours\nx\033\n", "line 2: wanted the end, found x\\x1b");
	expect("GENERATED", "a\nb\n", "a\n", "line 2: wanted b, found the end");
	expect("GENERATED", "a\n", "a", "line 2: the line before has no end");
}

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END "-----END CERTIFICATE-----\n"

static void test_certificates(void **state)
{
	(void)state;
	expect("c.pem", BEGIN "AA\nBB\n" END, BEGIN "AA\nBC\n" END, "line 3: another certificate");
	expect("c.pem", BEGIN "AA\n" END, BEGIN "AA\n" END BEGIN "AA\n" END,
	       "line 4: wanted the end, found -----BEGIN CERTIFICATE-----");
	expect("c.pem", BEGIN "AA\n" END, "-----BEGIN PRIVATE KEY-----\nKEY\n",
	       "line 1: wanted -----BEGIN CERTIFICATE-----, found -----BEGIN PRIVATE KEY-----");
	expect("c.pem", BEGIN "AA\n" END, BEGIN "AA\nKEY\n" END,
	       "line 3: wanted -----END CERTIFICATE-----, found other text");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_field),
		cmocka_unit_test(test_no_field),
		cmocka_unit_test(test_values_are_safe_and_short),
		cmocka_unit_test(test_secrets_are_not_shown),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_certificates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
