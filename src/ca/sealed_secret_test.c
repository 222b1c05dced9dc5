#include "ca/fixture.h"
#include "ca/certify.h"
#include "ca/seal.h"

#include <openssl/rsa.h>

/* A controller: its key, its certificate. */
struct controller {
	EVP_PKEY *key;
	EVP_PKEY *to; /* as its certificate has it */
	struct arena arena;
};

static int controller_open(void **state)
{
	struct controller *c = calloc(1, sizeof(*c));
	struct str certificate;

	c->key = EVP_RSA_gen(2048);
	*state = c;
	if (certify_root(c->key, S("controller"), 1, (struct validity){ 86400, 86400 }, &c->arena,
			 &certificate))
		c->to = sealing_key(certificate, &c->arena);
	return c->to ? 0 : -1;
}

static int controller_close(void **state)
{
	struct controller *c = *state;

	EVP_PKEY_free(c->key);
	EVP_PKEY_free(c->to);
	arena_release(&c->arena);
	free(c);
	return 0;
}

static size_t unwrap(EVP_PKEY *key, struct str label, const unsigned char *in, size_t n,
		     unsigned char session[512])
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	size_t room = 512;
	int ok;

	assert_true(EVP_PKEY_decrypt_init(ctx) > 0);
	assert_true(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) > 0);
	assert_true(EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()) > 0);
	assert_true(EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) > 0);
	assert_true(EVP_PKEY_CTX_set0_rsa_oaep_label(ctx, OPENSSL_memdup(label.s, label.n),
						     (int)label.n) > 0);
	ok = EVP_PKEY_decrypt(ctx, session, &room, in, n);
	EVP_PKEY_CTX_free(ctx);
	return ok > 0 ? room : 0;
}

/* As the controller opens a value: pkg/crypto HybridDecrypt. The empty text when it does not open. */
static struct str opened(struct controller *c, struct str value, struct str label)
{
	unsigned char *octets = arena_alloc(&c->arena, value.n), session[512];
	unsigned char *plain = arena_alloc(&c->arena, value.n);
	int n = EVP_DecodeBlock(octets, (const unsigned char *)value.s, (int)value.n), m, rest;
	size_t wrapped = (size_t)(octets[0] << 8 | octets[1]);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ok;

	n -= str_ends(value, S("==")) ? 2 : str_ends(value, S("=")) ? 1 : 0;
	m = n - 2 - (int)wrapped - 16;
	ok = m > 0 && unwrap(c->key, label, octets + 2, wrapped, session) == 32 &&
	     EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, session, (unsigned char[12]){ 0 }) &&
	     EVP_DecryptUpdate(ctx, plain, &rest, octets + 2 + wrapped, m) &&
	     EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, 16, octets + n - 16) &&
	     EVP_DecryptFinal_ex(ctx, plain + m, &rest);
	EVP_CIPHER_CTX_free(ctx);
	return (struct str){ (char *)plain, ok ? (size_t)m : 0 };
}

static struct str sealed(struct controller *c, struct str text)
{
	struct secret pem = secret_of(text);
	struct sealed s;

	assert_true(
		seal_sealed_secret(&pem, c->to, S("istio-system"), S("cacerts"), &c->arena, &s));
	assert_int_equal(s.n_age, 0);
	assert_int_equal(s.mac.n, 0);
	secret_release(&pem);
	return s.value;
}

static void test_its_controller_opens_it(void **state)
{
	static const struct str texts[] = { STR("k"), STR("-----BEGIN"),
					    STR("three blocks of 16 octets"
						" and a bit more") };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct str plain =
			opened(*state, sealed(*state, texts[i]), S("istio-system/cacerts"));

		assert_int_equal(plain.n, texts[i].n);
		assert_memory_equal(plain.s, texts[i].s, plain.n);
	}
}

static void test_only_under_its_name(void **state)
{
	static const struct str labels[] = { STR("istio-system/cacert"),
					     STR("istio-systen/cacerts"), STR("istio-system"),
					     STR("cacerts"), STR("x") };
	struct str value = sealed(*state, S("the key"));

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		assert_int_equal(opened(*state, value, labels[i]).n, 0);
	assert_int_equal(opened(*state, value, S("istio-system/cacerts")).n, 7);
}

/* The session key is fresh, and the first octets tell the length of RSA's part. */
static void test_no_two_are_alike(void **state)
{
	struct str one = sealed(*state, S("the key")), two = sealed(*state, S("the key"));

	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.s, "AQ", 2);
	assert_memory_not_equal(one.s + 3, two.s + 3, 40);
	assert_memory_not_equal(one.s + one.n - 24, two.s + two.n - 24, 20);
}

static void test_a_changed_one_does_not_open(void **state)
{
	struct controller *c = *state;
	struct str value = sealed(c, S("the key of a cluster"));

	for (size_t i = 4; i < value.n - 4; i += 11) {
		char *other = (char *)arena_dup(&c->arena, value).s;

		other[i] = other[i] == 'A' ? 'B' : 'A';
		assert_int_equal(
			opened(c, (struct str){ other, value.n }, S("istio-system/cacerts")).n, 0);
	}
}

/* MG0560 */
static void test_nothing_is_sealed_without_random_numbers(void **state)
{
	struct controller *c = *state;
	struct secret pem = secret_of(S("the key"));
	struct sealed s = { .value = S("") };

	rand_break();
	assert_false(seal_sealed_secret(&pem, c->to, S("a"), S("b"), &c->arena, &s));
	rand_mend();
	assert_int_equal(s.value.n, 0);
	secret_release(&pem);
}

static void test_no_certificate_or_another_kind_of_key(void **state)
{
	struct controller *c = *state;
	EVP_PKEY *key = key_new(KEY_P256);
	struct str other;

	assert_null(sealing_key(S("none"), &c->arena));
	assert_true(certify_root(key, S("x"), 1, (struct validity){ 86400, 1 }, &c->arena, &other));
	assert_null(sealing_key(other, &c->arena));
	EVP_PKEY_free(key);
	ERR_clear_error();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_its_controller_opens_it),
		cmocka_unit_test(test_only_under_its_name),
		cmocka_unit_test(test_no_two_are_alike),
		cmocka_unit_test(test_a_changed_one_does_not_open),
		cmocka_unit_test(test_nothing_is_sealed_without_random_numbers),
		cmocka_unit_test(test_no_certificate_or_another_kind_of_key),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, controller_open, controller_close)
			       : 1;
}
