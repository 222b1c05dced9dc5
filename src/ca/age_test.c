#include "ca/age_fixture.h"
#include "ca/age.h"

static struct str file_for(const struct identity *id, struct str text, struct arena *a)
{
	struct secret plain = secret_of(text);
	struct str file;

	assert_true(age_encrypt(&plain, id->point, a, &file));
	secret_release(&plain);
	return file;
}

static void test_its_recipient_opens_it(void **state)
{
	struct arena *a = *state;

	for (size_t n = 1; n < 200; n++) {
		struct identity id = identity_new(a);
		char *text = arena_alloc(a, n);
		struct str plain;

		memset(text, (int)n, n);
		plain = age_open(&id, file_for(&id, (struct str){ text, n }, a), a);
		assert_true(str_eq(plain, (struct str){ text, n }));
		EVP_PKEY_free(id.key);
	}
}

static void test_nobody_else_does(void **state)
{
	struct arena *a = *state;
	struct identity id = identity_new(a), other = identity_new(a);
	struct str file = file_for(&id, S("a data key"), a);

	assert_int_equal(age_open(&other, file, a).n, 0);
	assert_int_equal(age_open(&id, file, a).n, 10);
	EVP_PKEY_free(id.key);
	EVP_PKEY_free(other.key);
}

static void test_a_whole_chunk(void **state)
{
	struct arena *a = *state;
	struct identity id = identity_new(a);
	char *text = arena_alloc(a, AGE_PLAIN_MOST);
	struct str plain;

	memset(text, 'x', AGE_PLAIN_MOST);
	plain = (struct str){ text, AGE_PLAIN_MOST };
	assert_true(str_eq(age_open(&id, file_for(&id, plain, a), a), plain));
	EVP_PKEY_free(id.key);
}

static void test_no_two_are_alike(void **state)
{
	struct arena *a = *state;
	struct identity id = identity_new(a);
	struct str one = dearmored(file_for(&id, S("a data key"), a), a);
	struct str two = dearmored(file_for(&id, S("a data key"), a), a);

	assert_int_equal(one.n, two.n);
	/* Behind the version and "-> X25519 ": share, body, MAC, and behind all the payload. */
	assert_memory_equal(one.s, two.s, 32);
	assert_memory_not_equal(one.s + 32, two.s + 32, 43);
	assert_memory_not_equal(one.s + 76, two.s + 76, 43);
	assert_memory_not_equal(one.s + one.n - 42, two.s + two.n - 42, 16);
	assert_memory_not_equal(one.s + one.n - 26, two.s + two.n - 26, 10);
	EVP_PKEY_free(id.key);
}

/* Share, body and MAC have 43 letters each; bits of the last of the MAC do not count. */
static void test_a_changed_one_does_not_open(void **state)
{
	enum { SHARE = 32, BODY = 76, MAC = 124, PAYLOAD = 168 };
	struct arena *a = *state;
	struct identity id = identity_new(a);
	struct str octets = dearmored(file_for(&id, S("a data key"), a), a);

	assert_int_equal(octets.n, PAYLOAD + 16 + 10 + 16);
	for (size_t i = SHARE; i < octets.n; i++) {
		char *other = (char *)arena_dup(a, octets).s;

		if (i == SHARE + 43 || (i >= BODY + 43 && i < MAC) || i == MAC + 42 ||
		    i == MAC + 43)
			continue;
		other[i] = other[i] == 'A' ? 'B' : 'A';
		assert_int_equal(age_open_bare(&id, (struct str){ other, octets.n }, a).n, 0);
	}
	EVP_PKEY_free(id.key);
}

/* A recipient with whom every secret would be zero. */
static void test_a_point_of_low_order(void **state)
{
	static const unsigned char zero[32];
	struct secret plain = secret_of(S("a data key"));
	struct str file;

	assert_false(age_encrypt(&plain, zero, *state, &file));
	secret_release(&plain);
	ERR_clear_error();
}

/* MG0560 */
static void test_no_random_numbers(void **state)
{
	struct identity id = identity_new(*state);
	struct secret plain = secret_of(S("a data key"));
	struct str file;

	rand_break();
	assert_false(age_encrypt(&plain, id.point, *state, &file));
	rand_mend();
	secret_release(&plain);
	EVP_PKEY_free(id.key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_its_recipient_opens_it),
		cmocka_unit_test(test_nobody_else_does),
		cmocka_unit_test(test_a_whole_chunk),
		cmocka_unit_test(test_no_two_are_alike),
		cmocka_unit_test(test_a_changed_one_does_not_open),
		cmocka_unit_test(test_a_point_of_low_order),
		cmocka_unit_test(test_no_random_numbers),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, arena_open, arena_close) : 1;
}
