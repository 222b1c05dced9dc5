#include "ca/fixture.h"
#include "ca/key.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

static EVP_PKEY *key_of(const struct secret *pem)
{
	BIO *in = BIO_new_mem_buf(pem->bytes, (int)pem->n);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);

	assert_true(BIO_eof(in));
	BIO_free(in);
	return key;
}

/* What OpenSSL itself would write, but for its copies in memory. */
static struct str openssl_pem(EVP_PKEY *key, BIO *out)
{
	char *bytes;
	long n;

	assert_true(PEM_write_bio_PKCS8PrivateKey(out, key, NULL, NULL, 0, NULL, NULL));
	n = BIO_get_mem_data(out, &bytes);
	return (struct str){ bytes, (size_t)n };
}

static void assert_pem_is_right(EVP_PKEY *key)
{
	BIO *out = BIO_new(BIO_s_mem());
	struct secret pem;
	struct str expected;
	EVP_PKEY *read;

	assert_non_null(key);
	assert_true(key_pem(key, &pem));
	expected = openssl_pem(key, out);
	assert_int_equal(pem.n, expected.n);
	assert_memory_equal(pem.bytes, expected.s, pem.n);
	read = key_of(&pem);
	assert_int_equal(EVP_PKEY_eq(read, key), 1);
	EVP_PKEY_free(read);
	secret_release(&pem);
	BIO_free(out);
	EVP_PKEY_free(key);
}

/* Often enough that some scalar begins with an octet of zeros. */
static void test_keys_on_curves(void **state)
{
	(void)state;
	for (int i = 0; i < 200; i++) {
		assert_pem_is_right(key_new(KEY_P256));
		assert_pem_is_right(key_new(KEY_P384));
	}
}

static void test_rsa(void **state)
{
	EVP_PKEY *key = key_new(KEY_RSA4096);

	(void)state;
	assert_int_equal(EVP_PKEY_get_bits(key), 4096);
	assert_pem_is_right(key);
}

static void test_no_two_of_a_generator_are_alike(void **state)
{
	EVP_PKEY_CTX *generator = key_generator(KEY_P256);
	EVP_PKEY *one = key_generate(generator), *two = key_generate(generator);

	(void)state;
	assert_int_equal(EVP_PKEY_eq(one, two), 0);
	EVP_PKEY_CTX_free(generator);
	assert_pem_is_right(one);
	assert_pem_is_right(two);
}

static void test_every_kind_has_its_own_group(void **state)
{
	EVP_PKEY *small = key_new(KEY_P256), *large = key_new(KEY_P384), *other = key_new(KEY_P256);
	char name[32];

	(void)state;
	assert_true(EVP_PKEY_get_group_name(small, name, sizeof(name), NULL));
	assert_string_equal(name, "prime256v1");
	assert_true(EVP_PKEY_get_group_name(large, name, sizeof(name), NULL));
	assert_string_equal(name, "secp384r1");
	assert_int_equal(EVP_PKEY_eq(small, other), 0);
	EVP_PKEY_free(small);
	EVP_PKEY_free(large);
	EVP_PKEY_free(other);
}

static void test_a_public_half_has_no_pem(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256), *half;
	unsigned char *der = NULL;
	struct secret pem;
	int n = i2d_PUBKEY(key, &der);

	(void)state;
	half = d2i_PUBKEY(NULL, &(const unsigned char *){ der }, n);
	assert_non_null(half);
	assert_false(key_pem(half, &pem));
	assert_null(pem.bytes);
	OPENSSL_free(der);
	EVP_PKEY_free(half);
	EVP_PKEY_free(key);
}

/* MG0560: the command ends rather than to make a key that can be guessed. */
static void test_no_key_without_random_numbers(void **state)
{
	EVP_PKEY_CTX *generator;

	(void)state;
	generator = key_generator(KEY_P256);
	rand_break();
	assert_null(key_generate(generator));
	assert_null(key_new(KEY_P256));
	assert_null(key_new(KEY_P384));
	assert_null(key_new(KEY_RSA4096));
	rand_mend();
	assert_null(key_generate(NULL));
	EVP_PKEY_CTX_free(generator);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_on_curves),
		cmocka_unit_test(test_rsa),
		cmocka_unit_test(test_no_two_of_a_generator_are_alike),
		cmocka_unit_test(test_every_kind_has_its_own_group),
		cmocka_unit_test(test_a_public_half_has_no_pem),
		cmocka_unit_test(test_no_key_without_random_numbers),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
