/*
 * What the tests of templates share: nodes from texts, and what lives as long as one test.
 */
#ifndef JSONE_FIXTURE_TEST_H
#define JSONE_FIXTURE_TEST_H

#include "base/buf.h"
#include "jsone/template.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct findings found;
	struct buf out, other; /* of a test, for what it compares */
};

static inline int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){ .out = BUF_INIT, .other = BUF_INIT };
	*state = &f;
	return 0;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	findings_release(&f->found);
	buf_release(&f->out);
	buf_release(&f->other);
	return 0;
}

/* The only document of a text, which is file 1. */
static inline const struct node *read(struct fixture *f, const char *yaml)
{
	struct documents docs;

	assert_true(yaml_read(1, str_of(yaml), &f->arena, &f->found, &docs));
	assert_int_equal(docs.n, 1);
	return docs.list;
}

#endif
