#include "ca/fixture.h"
#include "ca/key.h"

#include <openssl/crypto.h>
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
 * Marks of a key by which a scan knows it: the middle of its scalar as octets and
 * as hex in both cases of letters, and the middle of its base64. Masked, so that
 * the marks themselves are not found.
 */
enum { MARKS = 4, MARK = 16, MASK = 0xa5 };

struct marks {
	unsigned char masked[MARKS][MARK];
};

static unsigned char *der_of(const struct secret *pem, struct secret *ret)
{
	unsigned char *body = (unsigned char *)strchr((char *)pem->bytes, '\n') + 1;

	*ret = secret_new(96);
	assert_int_equal(EVP_DecodeBlock(ret->bytes, body, 64), 48);
	assert_int_equal(EVP_DecodeBlock(ret->bytes + 48, body + 65, 64), 48);
	return ret->bytes;
}

/* Of a key on P-256, whose scalar begins at octet 36 of its DER. */
static void marks_of(const struct secret *pem, struct marks *ret)
{
	struct secret der;
	const unsigned char *scalar = der_of(pem, &der) + 36;
	const unsigned char *text = (unsigned char *)strchr((char *)pem->bytes, '\n') + 1 + 65;

	for (int i = 0; i < MARK; i++) {
		unsigned nibble = scalar[8 + i / 2] >> (i % 2 ? 0 : 4) & 15;

		ret->masked[0][i] = scalar[8 + i] ^ MASK;
		ret->masked[1][i] = (unsigned char)"0123456789abcdef"[nibble] ^ MASK;
		ret->masked[2][i] = (unsigned char)"0123456789ABCDEF"[nibble] ^ MASK;
		ret->masked[3][i] = text[4 + i] ^ MASK;
	}
	secret_release(&der);
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

/* In all memory that this process can write. */
static size_t count_everywhere(const struct marks *m)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	size_t found = 0;

	if (!maps)
		return 0;
	while (fgets(line, sizeof(line), maps)) {
		unsigned long begin, end;

		if (sscanf(line, "%lx-%lx rw", &begin, &end) == 2 && strstr(line, " rw") &&
		    !strstr(line, "[v"))
			found += count_in(m, (const unsigned char *)begin, end - begin);
	}
	fclose(maps);
	return found;
}

/* Makes a key, and its PEM, and lets both go: bit 0 of the status is set when it was not found before, bit 1 when it was after. */
static int leave_a_key(void)
{
	struct marks marks;
	struct secret pem;
	EVP_PKEY *key = key_new(KEY_P256);
	int status;

	if (!key || !key_pem(key, &pem))
		return 4;
	marks_of(&pem, &marks);
	status = count_everywhere(&marks) ? 0 : 1;
	secret_release(&pem);
	EVP_PKEY_free(key);
	return status | (count_everywhere(&marks) ? 2 : 0);
}

static void test_nothing_is_left_in_memory(void **state)
{
	int status;
	pid_t child;

	(void)state;
	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(leave_a_key());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new_is_zero_and_release_empties),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_no_random_numbers),
		cmocka_unit_test(test_the_process_is_closed_to_others),
		cmocka_unit_test(test_begins_once),
		cmocka_unit_test(test_nothing_is_left_in_memory),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
