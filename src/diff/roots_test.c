#include "diff/roots.h"

#include "trust/ledger_fixture.h"

static struct str root(EVP_PKEY *key, const char *name, struct arena *a)
{
	return pem_and_release(make((struct recipe){ .key = key, .name = name }), a);
}

static void test_lines(void **state)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	struct arena a = { 0 };
	struct str one = root(key, "one", &a), two = root(key, "two", &a);
	struct str both = arena_concat(&a, (struct str[]){ one, two }, 2);
	struct roots old, new;

	(void)state;
	assert_true(roots_read(one, &a, &old));
	assert_int_equal(old.n, 1);
	assert_true(str_starts(old.list[0], S("CN=one,O=ocm-mesh, until 2099-12-31, sha256:")));
	assert_int_equal(str_search(old.list[0], S(", sha256:")) + 9 + 64, old.list[0].n);
	assert_true(roots_read(both, &a, &new));
	assert_int_equal(new.n, 2);
	assert_true(roots_have(&new, old.list[0]));
	assert_false(roots_have(&old, new.list[1]));
	EVP_PKEY_free(key);
	arena_release(&a);
}

static void test_other_text(void **state)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	struct arena a = { 0 };
	struct str one = root(key, "one", &a);
	struct str before = arena_concat(&a, (struct str[]){ S("# one\n"), one }, 2);
	struct str after = arena_concat(&a, (struct str[]){ one, S("x") }, 2);
	struct roots r;

	(void)state;
	assert_false(roots_read(S(""), &a, &r));
	assert_false(roots_read(before, &a, &r));
	assert_false(roots_read(after, &a, &r));
	EVP_PKEY_free(key);
	arena_release(&a);
}

static void test_field(void **state)
{
	(void)state;
	assert_true(is_roots(S("spec.template.data[root-cert.pem]")));
	assert_false(is_roots(S("spec.template.data[ca-cert.pem]")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_other_text),
		cmocka_unit_test(test_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
