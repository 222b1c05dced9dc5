#include "ca/age_fixture.h"
#include "ca/seal.h"

#include <openssl/sha.h>

enum { NOW = 1795680000 }; /* 2026-11-26T08:00:00Z */

static const struct str key_text = STR("-----BEGIN PRIVATE KEY-----\nabc\n");

static struct sealed sealed(const struct identity *ids, size_t n, struct arena *a)
{
	struct secret pem = secret_of(key_text);
	struct names names = { ARENA_ARRAY(a, n, struct name), n };
	struct sealed s;

	for (size_t i = 0; i < n; i++)
		names.list[i].text = ids[i].name;
	assert_true(seal_sops(&pem, &names, NOW, a, &s));
	secret_release(&pem);
	return s;
}

/* As SOPS opens a value; the empty text when it does not open. */
static struct str opened(struct str value, struct str data_key, struct str additional,
			 struct arena *a)
{
	unsigned char *octets = arena_alloc(a, value.n), *plain = arena_alloc(a, value.n), iv[40];
	struct str rest = value;
	size_t n;

	assert_true(str_eq(taken(&rest, S("data:")), S("ENC[AES256_GCM,")));
	n = unbase64(taken(&rest, S(",iv:")), octets);
	assert_int_equal(unbase64(taken(&rest, S(",tag:")), iv), 32);
	assert_int_equal(unbase64(taken(&rest, S(",type:")), octets + n), 16);
	assert_true(str_eq(rest, S("str]")));
	if (!aead_open(EVP_aes_256_gcm(), (const unsigned char *)data_key.s,
		       (struct str){ (char *)iv, 32 }, additional, octets, n, plain))
		return S("");
	return (struct str){ (char *)plain, n };
}

static void test_its_recipients_open_it(void **state)
{
	struct arena *a = *state;
	struct identity ids[] = { identity_new(a), identity_new(a), identity_new(a) };
	struct sealed s = sealed(ids, 3, a);

	assert_int_equal(s.n_age, 3);
	for (size_t i = 0; i < 3; i++) {
		struct str data_key = S("");

		assert_true(i == 0 || str_cmp(s.age[i - 1].recipient, s.age[i].recipient) < 0);
		for (size_t k = 0; k < 3; k++)
			if (str_eq(ids[k].name, s.age[i].recipient))
				data_key = age_open(&ids[k], s.age[i].enc, a);
		assert_int_equal(data_key.n, 32);
		assert_true(str_eq(opened(s.value, data_key, S("stringData:ca-key.pem:"), a),
				   key_text));
	}
	for (size_t i = 0; i < 3; i++)
		EVP_PKEY_free(ids[i].key);
}

static void test_the_mac(void **state)
{
	struct arena *a = *state;
	struct identity id = identity_new(a);
	struct sealed s = sealed(&id, 1, a);
	struct str data_key = age_open(&id, s.age[0].enc, a), mac;
	unsigned char hash[64], begin[32];
	SHA512_CTX sha;

	SHA256((const unsigned char *)"sops", 4, begin);
	SHA512_Init(&sha);
	SHA512_Update(&sha, begin, sizeof(begin));
	SHA512_Update(&sha, key_text.s, key_text.n);
	SHA512_Final(hash, &sha);
	assert_true(str_eq(s.last_modified, S("2026-11-26T08:00:00Z")));
	mac = opened(s.mac, data_key, s.last_modified, a);
	assert_int_equal(mac.n, 128);
	for (size_t i = 0; i < 64; i++)
		assert_memory_equal(arena_fmt(a, "%02X", hash[i]).s, mac.s + 2 * i, 2);
	EVP_PKEY_free(id.key);
}

static void test_only_at_its_path(void **state)
{
	struct arena *a = *state;
	struct identity id = identity_new(a);
	struct sealed s = sealed(&id, 1, a);
	struct str data_key = age_open(&id, s.age[0].enc, a);

	assert_int_equal(opened(s.value, data_key, S("data:ca-key.pem:"), a).n, 0);
	assert_int_equal(opened(s.value, data_key, S("stringData:ca-key.pem"), a).n, 0);
	assert_int_equal(opened(s.mac, data_key, S("2026-11-26T08:00:01Z"), a).n, 0);
	EVP_PKEY_free(id.key);
}

static void test_no_two_are_alike(void **state)
{
	struct arena *a = *state;
	struct identity id = identity_new(a);
	struct sealed one = sealed(&id, 1, a), two = sealed(&id, 1, a);

	assert_false(str_eq(age_open(&id, one.age[0].enc, a), age_open(&id, two.age[0].enc, a)));
	assert_false(str_eq(one.value, two.value));
	assert_false(str_eq(one.mac, two.mac));
	EVP_PKEY_free(id.key);
}

/* MG0560 */
static void test_no_random_numbers(void **state)
{
	struct arena *a = *state;
	struct identity id = identity_new(a);
	struct names names = { &(struct name){ .text = id.name }, 1 };
	struct secret pem = secret_of(key_text);
	struct sealed s;

	rand_break();
	assert_false(seal_sops(&pem, &names, NOW, a, &s));
	rand_mend();
	secret_release(&pem);
	EVP_PKEY_free(id.key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_its_recipients_open_it),
		cmocka_unit_test(test_the_mac),
		cmocka_unit_test(test_only_at_its_path),
		cmocka_unit_test(test_no_two_are_alike),
		cmocka_unit_test(test_no_random_numbers),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, arena_open, arena_close) : 1;
}
