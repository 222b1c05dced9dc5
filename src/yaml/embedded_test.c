#include "yaml/embedded.h"

#include "base/embedded.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* In all that a node knows. */
static void assert_same(const struct node *a, const struct node *b)
{
	size_t items = a->kind == NODE_MAP ? 2 * (size_t)a->n : a->kind == NODE_SEQ ? a->n : 0;

	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->flags, b->flags);
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->file, b->file);
	assert_int_equal(a->off, b->off);
	assert_true(str_eq(node_text(a), node_text(b)));
	for (size_t i = 0; i < items; i++)
		assert_same(&a->items[i], &b->items[i]);
}

static void test_documents(void **state)
{
	const struct embedded *files;
	size_t n = embedded_files(&files), seen = 0;
	struct findings found = { 0 };
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct documents read;

		if (!str_starts(files[i].path, S("schemas/")))
			continue;
		assert_true(yaml_read((uint32_t)(SOURCE_EMBEDDED + i), files[i].bytes, &a, &found,
				      &read));
		assert_int_equal(read.n, 1);
		assert_same(embedded_document(files[i].path), &read.list[0]);
		seen++;
	}
	assert_true(seen > 10);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
