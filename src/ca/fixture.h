/*
 * For the tests of this room: an arena, secrets with a known text, and a random
 * generator that fails. To be included before what includes OpenSSL.
 */
#ifndef CA_FIXTURE_H
#define CA_FIXTURE_H

/* RAND_METHOD is the one switch that OpenSSL 3 obeys at any time, though it calls it deprecated. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/arena.h"
#include "ca/secret.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static inline int arena_open(void **state)
{
	*state = calloc(1, sizeof(struct arena));
	return *state ? 0 : -1;
}

static inline int arena_close(void **state)
{
	arena_release(*state);
	free(*state);
	return 0;
}

static inline struct secret secret_of(struct str text)
{
	struct secret s = secret_new(text.n);

	memcpy(s.bytes, text.s, text.n);
	return s;
}

static inline int no_bytes(unsigned char *ret, int n)
{
	(void)ret;
	(void)n;
	return 0;
}

static inline int no_status(void)
{
	return 0;
}

/* From now on nothing random can be had, until rand_mend. */
static inline void rand_break(void)
{
	static const RAND_METHOD broken = { .bytes = no_bytes,
					    .pseudorand = no_bytes,
					    .status = no_status };

	assert_int_equal(RAND_set_rand_method(&broken), 1);
}

static inline void rand_mend(void)
{
	assert_int_equal(RAND_set_rand_method(NULL), 1);
	ERR_clear_error();
}

#endif
