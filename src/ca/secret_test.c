#include "ca/fixture.h"
#include "base/system.h"
#include "ca/certify.h"
#include "ca/pkcs8.h"
#include "ca/seal.h"

#include <openssl/crypto.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_new_is_zero_and_release_empties(void **state)
{
	struct secret s = secret_new(1000);

	(void)state;
	assert_int_equal(s.n, 1000);
	for (size_t i = 0; i < s.n; i++)
		assert_int_equal(s.bytes[i], 0);
	assert_int_equal(CRYPTO_secure_allocated(s.bytes), 1);
	secret_release(&s);
	assert_null(s.bytes);
	assert_int_equal(s.n, 0);
	secret_release(&s);
}

static void test_random(void **state)
{
	struct secret one, two;

	(void)state;
	assert_true(secret_random(32, &one));
	assert_true(secret_random(32, &two));
	assert_int_equal(one.n, 32);
	assert_memory_not_equal(one.bytes, two.bytes, 32);
	secret_release(&one);
	secret_release(&two);
}

/* MG0560 */
static void test_no_random_numbers(void **state)
{
	struct secret s;

	(void)state;
	rand_break();
	assert_false(secret_random(32, &s));
	rand_mend();
	assert_null(s.bytes);
}

static void test_the_process_is_closed_to_others(void **state)
{
	struct rlimit core;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
	assert_int_equal(core.rlim_max, 0);
	assert_int_equal(prctl(PR_GET_DUMPABLE), 0);
}

/* Only the first call comes before OpenSSL has memory. */
static void test_begins_once(void **state)
{
	(void)state;
	assert_false(secrets_begin());
}

/*
 * Marks of a key by which a scan knows it, all of one place in its DER: the octets,
 * the same the other way round, as numbers have them, their hex in both cases of
 * letters, their base64. Masked, so that the marks themselves are not found.
 */
enum { MARKS = 5, MARK = 16, MASK = 0xa5 };

struct marks {
	unsigned char masked[MARKS][MARK];
};

static void mask(const unsigned char octets[MARK], const unsigned char text[MARK],
		 struct marks *ret)
{
	for (int i = 0; i < MARK; i++) {
		unsigned nibble = octets[i / 2] >> (i % 2 ? 0 : 4) & 15;

		ret->masked[0][i] = octets[i] ^ MASK;
		ret->masked[1][i] = octets[MARK - 1 - i] ^ MASK;
		ret->masked[2][i] = (unsigned char)"0123456789abcdef"[nibble] ^ MASK;
		ret->masked[3][i] = (unsigned char)"0123456789ABCDEF"[nibble] ^ MASK;
		ret->masked[4][i] = text[i] ^ MASK;
	}
}

/* Of the octets that begin a line of its PEM. */
static void marks_of(const struct secret *pem, int line, struct marks *ret)
{
	const unsigned char *text =
		(unsigned char *)strchr((char *)pem->bytes, '\n') + 1 + line * 65;
	struct secret octets = secret_new(48);

	assert_int_equal(EVP_DecodeBlock(octets.bytes, text, 64), 48);
	mask(octets.bytes, text, ret);
	secret_release(&octets);
}

static size_t count_in(const struct marks *m, const volatile unsigned char *from, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i + MARK <= n; i++)
		for (int k = 0; k < MARKS; k++) {
			int same = 0;

			while (same < MARK && (from[i + (size_t)same] ^ MASK) == m->masked[k][same])
				same++;
			found += same == MARK;
		}
	return found;
}

/* The next part of memory that this process can write. */
static bool next_part(FILE *maps, unsigned long *ret_begin, unsigned long *ret_end,
		      bool *ret_foreign)
{
	char line[4096], rights[8];

	while (fgets(line, sizeof(line), maps)) {
		*ret_foreign |= strstr(line, "vgpreload") != NULL;
		if (sscanf(line, "%lx-%lx %7s", ret_begin, ret_end, rights) == 3 &&
		    strstr(rights, "rw"))
			return true;
	}
	return false;
}

/* Valgrind and ASan keep memory of their own, without bounds. */
static bool can_scan(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long begin, end;
	bool foreign = !maps;

	while (maps && next_part(maps, &begin, &end, &foreign))
		foreign |= end - begin > 1ul << 30;
	if (maps)
		fclose(maps);
	return !foreign;
}

static size_t count_everywhere(const struct marks *m)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long begin, end;
	size_t found = 0;
	bool foreign = false;

	while (next_part(maps, &begin, &end, &foreign))
		found += count_in(m, (const unsigned char *)begin, end - begin);
	fclose(maps);
	return found;
}

/* All that is done with a key. */
static bool use(EVP_PKEY *key, const struct secret *pem, const struct secret *passphrase,
		struct str certificate)
{
	struct arena a = { 0 };
	struct secret text;
	struct name recipient = {
		.text = S("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
	};
	struct names recipients = { &recipient, 1 };
	struct str root, encrypted;
	struct sealed sealed;
	const char *why;
	EVP_PKEY *read = NULL, *to = sealing_key(certificate, &a);
	bool ok = to && certify_root(key, S("prod"), 1, (struct validity){ 86400, 1 }, &a, &root) &&
		  seal_sealed_secret(pem, to, S("a"), S("b"), &a, &sealed) &&
		  seal_sops(pem, &recipients, 0, &a, &sealed) &&
		  pkcs8_encrypt(key, passphrase, &a, &encrypted);

	if (ok) {
		text = secret_of(encrypted);
		read = pkcs8_decrypt(&text, passphrase, &why);
		secret_release(&text);
	}
	ok = ok && EVP_PKEY_eq(read, key) == 1;
	EVP_PKEY_free(read);
	EVP_PKEY_free(to);
	arena_release(&a);
	return ok;
}

enum { UNSEEN = 1, LEFT = 2, FAILED = 4 };

/* The marks are of two lines of its PEM, and of a passphrase. */
static int life_of(EVP_PKEY *key, int first, int second)
{
	struct marks marks[3];
	struct secret pem, passphrase;
	struct str certificate;
	struct arena a = { 0 };
	EVP_PKEY *controller = EVP_RSA_gen(2048);
	int status = 0;

	if (!key_pem(key, &pem) || !secret_random(MARK, &passphrase) ||
	    !certify_root(controller, S("x"), 1, (struct validity){ 86400, 1 }, &a, &certificate) ||
	    !use(key, &pem, &passphrase, certificate))
		status |= FAILED;
	marks_of(&pem, first, &marks[0]);
	marks_of(&pem, second, &marks[1]);
	mask(passphrase.bytes, passphrase.bytes, &marks[2]);
	status |= count_everywhere(&marks[0]) == 0 ? UNSEEN : 0;
	secret_release(&pem);
	secret_release(&passphrase);
	EVP_PKEY_free(key);
	for (size_t i = 0; i < 3; i++)
		status |= count_everywhere(&marks[i]) > 0 ? LEFT : 0;
	EVP_PKEY_free(controller);
	arena_release(&a);
	return status;
}

/* In a process of its own, which knows no more than this key. */
static int left_of(EVP_PKEY *key, int first, int second)
{
	int status;
	pid_t child;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(life_of(key, first, second));
	EVP_PKEY_free(key);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/*
 * The second line of the DER on P-256 is within its scalar; of RSA line 8 is within
 * d, line 13 within p.
 */
static void test_nothing_is_left_in_memory(void **state)
{
	(void)state;
	if (!can_scan())
		skip();
	assert_int_equal(left_of(key_new(KEY_P256), 1, 1), 0);
	assert_int_equal(left_of(EVP_RSA_gen(2048), 8, 13), 0);
}

/*
 * As a host's openssl.cnf that leaves nothing but what somebody else provides.
 * argument is for a process of its own, since OpenSSL reads the file once.
 */
static int status_under_config(const char *program, const char *argument)
{
	char path[] = "/tmp/meshgen-test-XXXXXX";
	static const struct str config =
		STR("openssl_conf = all\n[all]\nproviders = providers\n"
		    "[providers]\nnull = nothing\n[nothing]\nactivate = 1\n");
	int fd = mkstemp(path), status;
	pid_t child;

	assert_true(fd >= 0 && write_all(fd, config));
	close(fd);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		setenv("OPENSSL_CONF", path, 1);
		execl(program, program, argument, NULL);
		_exit(9);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	unlink(path);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* The other end of it. */
static int make_a_key(bool after_secrets_begin)
{
	EVP_PKEY *key = !after_secrets_begin || secrets_begin() ? key_new(KEY_P256) : NULL;
	bool ok = key != NULL;

	EVP_PKEY_free(key);
	return ok ? 0 : 1;
}

static void test_no_config_of_the_host(void **state)
{
	assert_int_equal(status_under_config(*state, "without"), 1);
	assert_int_equal(status_under_config(*state, "with"), 0);
}

int main(int n, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new_is_zero_and_release_empties),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_no_random_numbers),
		cmocka_unit_test(test_the_process_is_closed_to_others),
		cmocka_unit_test(test_begins_once),
		cmocka_unit_test(test_nothing_is_left_in_memory),
		cmocka_unit_test_prestate(test_no_config_of_the_host, arguments[0]),
	};

	if (n > 1)
		return make_a_key(str_eq(str_of(arguments[1]), S("with")));
	return secrets_begin() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
