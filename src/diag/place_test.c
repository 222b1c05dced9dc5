#include "diag/place.h"

#include "base/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char text[] = "a: b\r\n"              /* line 1, byte 0 */
			   "\xc3\xa9\xc3\xa9: x\n" /* line 2, byte 6 */
			   "last";                 /* line 3, byte 14 */

struct fixture {
	struct arena arena;
	struct sources sources;
	uint32_t file;
};

static int set_up(void **state)
{
	static struct fixture f;

	sources_add(&f.sources, &f.arena, S("other.yaml"), S("x\ny\n"));
	f.file = sources_add(&f.sources, &f.arena, S("mesh.yaml"), str_of(text));
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	return 0;
}

static void assert_at(struct position p, uint32_t line, uint32_t column, uint32_t width)
{
	assert_int_equal(p.line, line);
	assert_int_equal(p.column, column);
	assert_int_equal(p.width, width);
}

static void test_find(void **state)
{
	struct fixture *f = *state;
	struct position p = place_find(&f->sources, place_at(f->file, 3, 1));

	assert_at(p, 1, 4, 1);
	assert_true(str_eq(p.text, S("a: b")));
	p = place_find(&f->sources, place_at(f->file, 6, 4));
	assert_at(p, 2, 1, 2);
	assert_true(str_eq(p.text, S("\xc3\xa9\xc3\xa9: x")));
	assert_at(place_find(&f->sources, place_at(f->file, 12, 9)), 2, 5, 1);
	assert_at(place_find(&f->sources, place_at(f->file, 14, 4)), 3, 1, 4);
	assert_at(place_find(&f->sources, place_at(f->file, 3, 9)), 1, 4, 1);
}

/* The largest text there is, and a place longer than any line. */
static void test_size(void **state)
{
	struct place p = place_at(1000 * 1000, 96 * 1024 * 1024, 1024 * 1024);

	(void)state;
	assert_int_equal(sizeof(p), 8);
	assert_int_equal(p.file, 1000 * 1000);
	assert_int_equal(p.off, 96 * 1024 * 1024);
	assert_int_equal(p.len, 131071);
	assert_true(place_file(1).off == PLACE_WHOLE);
}

static void test_ends(void **state)
{
	struct fixture *f = *state;

	assert_at(place_find(&f->sources, place_at(f->file, 18, 1)), 3, 5, 1);
	assert_at(place_find(&f->sources, place_at(f->file, 999, 1)), 3, 5, 1);
	assert_at(place_find(&f->sources, place_file(f->file)), 0, 0, 1);
	assert_at(place_find(&f->sources, (struct place){ 0 }), 0, 0, 1);
	assert_true(str_eq(source_at(&f->sources, f->file).path, S("mesh.yaml")));
	assert_int_equal(source_at(&f->sources, 0).path.n, 0);
	assert_int_equal(source_at(&f->sources, 3).path.n, 0);
}

static void test_embedded(void **state)
{
	struct fixture *f = *state;
	const struct embedded *files;
	size_t n = embedded_files(&files);
	struct source last = source_at(&f->sources, (uint32_t)(SOURCE_EMBEDDED + n - 1));

	assert_true(source_is_built_in(last.path));
	assert_true(str_ends(last.path, files[n - 1].path));
	assert_true(str_eq(last.text, files[n - 1].bytes));
	assert_int_equal(source_at(&f->sources, (uint32_t)(SOURCE_EMBEDDED + n)).path.n, 0);
	assert_at(place_find(&f->sources, place_at(SOURCE_EMBEDDED, 0, 1)), 1, 1, 1);
}

static void test_follow(void **state)
{
	static const uint32_t offs[] = { 0, 3, 3, 6, 8, 12, 14, 8, 0 };
	struct fixture *f = *state;
	struct place_cursor at = { 0 };

	for (size_t i = 0; i < sizeof(offs) / sizeof(*offs); i++) {
		struct place place = place_at(f->file, offs[i], 1);
		struct position p = place_find(&f->sources, place);

		assert_at(place_follow(&f->sources, place, &at), p.line, p.column, p.width);
	}
	assert_at(place_follow(&f->sources, place_at(1, 2, 1), &at), 2, 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),   cmocka_unit_test(test_size),
		cmocka_unit_test(test_ends),   cmocka_unit_test(test_embedded),
		cmocka_unit_test(test_follow),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
