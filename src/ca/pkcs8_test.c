#include "ca/fixture.h"
#include "ca/key.h"
#include "ca/pkcs8.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <stdio.h>

static const struct str passphrase = STR("correct horse");

static struct str bio_text(BIO *out, struct arena *a)
{
	char *bytes;
	long n = BIO_get_mem_data(out, &bytes);
	struct str copy = arena_dup(a, (struct str){ bytes, (size_t)n });

	BIO_free(out);
	return copy;
}

static struct str encrypted_by(EVP_PKEY *key, X509_ALGOR *scheme, struct arena *a)
{
	PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
	X509_SIG *made = PKCS8_set0_pbe(passphrase.s, (int)passphrase.n, info, scheme);
	BIO *out = BIO_new(BIO_s_mem());

	assert_non_null(made);
	assert_true(PEM_write_bio_PKCS8(out, made));
	X509_SIG_free(made);
	PKCS8_PRIV_KEY_INFO_free(info);
	return bio_text(out, a);
}

/* Ours, with n octets of its DER at the first place of from replaced. */
static struct str patched(struct str pem, const char *from, const char *to, size_t n,
			  struct arena *a)
{
	BIO *in = BIO_new_mem_buf(pem.s, (int)pem.n), *out = BIO_new(BIO_s_mem());
	unsigned char *der;
	char *name, *header;
	long length;

	assert_true(PEM_read_bio(in, &name, &header, &der, &length));
	memcpy(memmem(der, (size_t)length, from, n), to, n);
	assert_true(PEM_write_bio(out, name, header, der, length));
	OPENSSL_free(name);
	OPENSSL_free(header);
	OPENSSL_free(der);
	BIO_free(in);
	return bio_text(out, a);
}

static EVP_PKEY *decrypted(struct str pem, struct str with, const char **ret_why)
{
	struct secret text = secret_of(pem), words = secret_of(with);
	EVP_PKEY *key = pkcs8_decrypt(&text, &words, ret_why);

	secret_release(&words);
	secret_release(&text);
	return key;
}

static void assert_refused(struct str pem, const char *why)
{
	const char *said;

	assert_null(decrypted(pem, passphrase, &said));
	assert_non_null(said);
	assert_non_null(strstr(said, why));
}

static void assert_opens(struct str pem, EVP_PKEY *key)
{
	const char *why;
	EVP_PKEY *read = decrypted(pem, passphrase, &why);

	assert_null(why);
	assert_non_null(read);
	assert_int_equal(EVP_PKEY_eq(read, key), 1);
	EVP_PKEY_free(read);
}

static struct str ours(EVP_PKEY *key, struct arena *a)
{
	struct secret words = secret_of(passphrase);
	struct str pem;

	assert_true(pkcs8_encrypt(key, &words, a, &pem));
	secret_release(&words);
	return pem;
}

static void test_round_trip(void **state)
{
	for (int kind = KEY_P256; kind <= KEY_P384; kind++) {
		EVP_PKEY *key = key_new((enum key_kind)kind);
		struct str pem = ours(key, *state);

		assert_true(str_starts(pem, S("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")));
		assert_true(str_ends(pem, S("\n-----END ENCRYPTED PRIVATE KEY-----\n")));
		assert_opens(pem, key);
		EVP_PKEY_free(key);
	}
}

/* The programs of OpenSSL open it too, by the default limits. */
static void test_openssl_opens_it(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256), *read;
	struct str pem = ours(key, *state);
	BIO *in = BIO_new_mem_buf(pem.s, (int)pem.n);

	read = PEM_read_bio_PrivateKey(in, NULL, NULL, (void *)passphrase.s);
	assert_non_null(read);
	assert_int_equal(EVP_PKEY_eq(read, key), 1);
	EVP_PKEY_free(read);
	EVP_PKEY_free(key);
	BIO_free(in);
}

static void test_wrong_passphrase(void **state)
{
	static const struct str wrong[] = { STR("correct hors"), STR("correct horse "), STR("x") };
	EVP_PKEY *key = key_new(KEY_P256);
	struct str pem = ours(key, *state);
	const char *why;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_null(decrypted(pem, wrong[i], &why));
		assert_null(why);
	}
	EVP_PKEY_free(key);
}

static void test_two_are_not_alike(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256);
	struct str one = ours(key, *state), two = ours(key, *state);

	assert_false(str_eq(one, two));
	EVP_PKEY_free(key);
}

static void test_pbkdf2(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256);
	struct arena *a = *state;

	assert_opens(encrypted_by(key,
				  PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), 600000, NULL, 16, NULL,
						    NID_hmacWithSHA256),
				  a),
		     key);
	assert_refused(encrypted_by(key,
				    PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), 599999, NULL, 16, NULL,
						      NID_hmacWithSHA512),
				    a),
		       "less than 600000 rounds");
	assert_refused(encrypted_by(key,
				    PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), 600000, NULL, 16, NULL,
						      NID_hmacWithSHA1),
				    a),
		       "without SHA-2");
	EVP_PKEY_free(key);
}

static void test_ciphers(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256);
	struct arena *a = *state;

	assert_refused(
		encrypted_by(key,
			     PKCS5_pbe2_set_scrypt(EVP_aes_128_cbc(), NULL, 16, NULL, 16384, 8, 1),
			     a),
		"not encrypted with AES-256");
	assert_refused(encrypted_by(key,
				    PKCS5_pbe_set(NID_pbe_WithSHA1And3_Key_TripleDES_CBC, 600000,
						  NULL, 16),
				    a),
		       "an old and weak way");
	EVP_PKEY_free(key);
}

static void test_scrypt(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256);
	struct arena *a = *state;
	struct str pem = ours(key, a);

	/* As `openssl pkcs8 -topk8 -scrypt` writes. */
	assert_opens(
		encrypted_by(key,
			     PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 16, NULL, 16384, 8, 1),
			     a),
		key);
	assert_refused(
		encrypted_by(key,
			     PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 16, NULL, 8192, 8, 1),
			     a),
		"N below 16384");
	assert_refused(
		encrypted_by(key,
			     PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 16, NULL, 16384, 7, 1),
			     a),
		"r below 8");
	/* N=2^14, r=8, p=5 as they stand behind each other: r becomes 64. */
	assert_refused(patched(pem, "\x02\x02\x40\x00\x02\x01\x08\x02\x01\x05",
			       "\x02\x02\x40\x00\x02\x01\x40\x02\x01\x05", 10, a),
		       "more than 32 MiB");
	EVP_PKEY_free(key);
}

static void test_no_encrypted_key(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256);
	BIO *clear = BIO_new(BIO_s_mem()), *old = BIO_new(BIO_s_mem());

	assert_true(PEM_write_bio_PrivateKey(clear, key, NULL, NULL, 0, NULL, NULL));
	assert_refused(bio_text(clear, *state), "in the clear");
	assert_true(PEM_write_bio_PrivateKey_traditional(old, key, EVP_aes_256_cbc(),
							 (const unsigned char *)passphrase.s,
							 (int)passphrase.n, NULL, NULL));
	assert_refused(bio_text(old, *state), "an old and weak way");
	assert_refused(S("none"), "no encrypted PKCS#8 key");
	assert_refused(S("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n"), "broken PEM");
	EVP_PKEY_free(key);
}

/* MG0560 */
static void test_no_random_numbers(void **state)
{
	EVP_PKEY *key = key_new(KEY_P256);
	struct secret words = secret_of(passphrase);
	struct str pem;

	rand_break();
	assert_false(pkcs8_encrypt(key, &words, *state, &pem));
	rand_mend();
	secret_release(&words);
	EVP_PKEY_free(key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_openssl_opens_it),
		cmocka_unit_test(test_wrong_passphrase),
		cmocka_unit_test(test_two_are_not_alike),
		cmocka_unit_test(test_pbkdf2),
		cmocka_unit_test(test_ciphers),
		cmocka_unit_test(test_scrypt),
		cmocka_unit_test(test_no_encrypted_key),
		cmocka_unit_test(test_no_random_numbers),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, arena_open, arena_close) : 1;
}
