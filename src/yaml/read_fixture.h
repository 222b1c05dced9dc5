/* A text that is read, and what came of it. For the tests of reading. */
#ifndef YAML_READ_FIXTURE_H
#define YAML_READ_FIXTURE_H

#include "yaml/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* What one test reads: all that it read lies in the arena, findings are of the last text. */
struct fixture {
	struct arena arena;
	struct findings found;
	struct sources sources;
	struct documents documents;
};

static inline int set_up(void **state)
{
	*state = calloc(1, sizeof(struct fixture));
	return *state ? 0 : -1;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	findings_release(&f->found);
	arena_release(&f->arena);
	free(f);
	return 0;
}

/* As m.yaml. False after a finding. */
static inline bool read_text(struct fixture *f, struct str text)
{
	uint32_t file = sources_add(&f->sources, &f->arena, S("m.yaml"), text);

	findings_release(&f->found);
	return yaml_read(file, text, &f->arena, &f->found, &f->documents);
}

/* The one document of a text without a mistake. */
static inline const struct node *read_one(struct fixture *f, const char *text)
{
	if (!read_text(f, str_of(text)))
		fail_msg("'%s': %s", text, f->found.list[0]->message.s);
	assert_int_equal(f->documents.n, 1);
	return f->documents.list;
}

/* cmocka runs a test with a fixture of its own. */
#define READ_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
