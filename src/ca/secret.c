#include "ca/secret.h"

#include "base/bug.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/*
 * Room for the keys of 64 workers, and below what most systems let a user lock (8
 * MiB).
 */
enum { HEAP_BYTES = 4 * 1024 * 1024, HEAP_LEAST = 32 };

static void *plain_malloc(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return n ? malloc(n) : NULL;
}

static void wiping_free(void *p, const char *file, int line)
{
	(void)file;
	(void)line;
	if (p)
		OPENSSL_cleanse(p, malloc_usable_size(p));
	free(p);
}

static void *wiping_realloc(void *p, size_t n, const char *file, int line)
{
	size_t old = p ? malloc_usable_size(p) : 0;
	void *moved = plain_malloc(n, file, line);

	if (n && !moved)
		return NULL;
	if (n && old)
		memcpy(moved, p, old < n ? old : n);
	wiping_free(p, file, line);
	return moved;
}

bool secrets_begin(void)
{
	static const struct rlimit none = { 0, 0 };

	return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
	       CRYPTO_set_mem_functions(plain_malloc, wiping_realloc, wiping_free) &&
	       OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) &&
	       CRYPTO_secure_malloc_init(HEAP_BYTES, HEAP_LEAST);
}

struct secret secret_new(size_t n)
{
	struct secret s = { OPENSSL_secure_zalloc(n), n };

	if (!s.bytes)
		out_of_memory();
	return s;
}

bool secret_random(size_t n, struct secret *ret)
{
	*ret = secret_new(n);
	if (RAND_priv_bytes(ret->bytes, (int)n) == 1)
		return true;
	secret_release(ret);
	return false;
}

void secret_release(struct secret *s)
{
	OPENSSL_secure_clear_free(s->bytes, s->n);
	*s = (struct secret){ NULL, 0 };
}
