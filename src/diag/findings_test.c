#include "base/limits.h"
#include "diag/findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;
static struct sources sources;

static struct place at(uint32_t file, uint32_t off)
{
	return place_at(file, off, 1);
}

static void assert_message(const struct findings *all, size_t i, const char *message)
{
	assert_true(i < all->n);
	assert_string_equal(all->list[i]->message.s, message);
}

static void test_codes(void **state)
{
	(void)state;
	assert_string_equal(code_name(MG0105), "MG0105");
	assert_int_equal(code_of(S("mg0106")), MG0106);
	assert_int_equal(code_of(S("MG0999")), CODE_COUNT);
	assert_int_equal(code_of(S("MG010")), CODE_COUNT);
	assert_int_equal(code_severity(MG0105), SEVERITY_ERROR);
	assert_int_equal(code_severity(MG0305), SEVERITY_WARNING);
	for (int code = 0; code < CODE_COUNT; code++) {
		assert_true(str_of(code_title((enum code)code)).n > 0);
		assert_true(str_of(code_text((enum code)code)).n > 0);
		if (code)
			assert_true(str_cmp(str_of(code_name((enum code)(code - 1))),
					    str_of(code_name((enum code)code))) < 0);
	}
}

static void test_sort(void **state)
{
	struct findings all = { 0 };

	(void)state;
	finding_add(&all, MG0106, at(1, 7), "b7");
	finding_add(&all, MG0105, at(1, 7), "later code");
	finding_add(&all, MG0106, at(1, 3), "b3");
	finding_add(&all, MG0106, at(2, 9), "a9");
	finding_add(&all, MG0106, at(1, 7), "b6");
	finding_add(&all, MG0101, place_file(1), "whole");
	finding_add_path(&all, MG0703, S("aa.yaml"), "between");
	finding_add(&all, MG0905, (struct place){ 0 }, "nowhere");
	finding_add(&all, MG0106, place_at(1, 3, 2), "longer");
	findings_sort(&all, &sources);
	assert_message(&all, 0, "nowhere");
	assert_message(&all, 1, "a9");
	assert_message(&all, 2, "between");
	assert_message(&all, 3, "whole");
	assert_message(&all, 4, "b3");
	assert_message(&all, 5, "longer");
	assert_message(&all, 6, "later code");
	assert_message(&all, 7, "b6");
	assert_message(&all, 8, "b7");
	findings_release(&all);
}

/* Which of two twins is kept must not depend on the order in which they came. */
static void test_twins(void **state)
{
	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		struct findings all = { 0 };

		for (int i = 0; i < 2; i++) {
			struct finding *f = finding_add(&all, MG0106, at(1, 3), "twin");

			finding_note(f, at(1, i == turn ? 1 : 2), "note");
		}
		findings_sort(&all, &sources);
		assert_int_equal(all.n, 1);
		assert_int_equal(all.errors, 1);
		assert_int_equal(all.list[0]->notes->place.off, 1);
		findings_release(&all);
	}
}

/* The twin with fewer notes comes first, then the one whose help does. */
static void test_twins_with_notes(void **state)
{
	static const char *const helps[] = { "b", "a" };

	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		struct findings all = { 0 };

		for (int i = 0; i < 4; i++) {
			struct finding *f = finding_add(&all, MG0106, at(1, 3), "twin");

			finding_note(f, at(1, 1), "note");
			if (i % 2 == turn)
				finding_note(f, at(1, 2), "another");
			finding_help(f, "%s", helps[i / 2]);
		}
		findings_sort(&all, &sources);
		assert_int_equal(all.n, 1);
		assert_null(all.list[0]->notes->next);
		assert_string_equal(all.list[0]->help.s, "a");
		findings_release(&all);
	}
}

static void test_raise(void **state)
{
	struct findings all = { 0 };

	(void)state;
	finding_add(&all, MG0305, at(1, 1), "before");
	assert_int_equal(all.errors, 0);
	findings_raise(&all, MG0305);
	assert_int_equal(all.errors, 1);
	findings_raise(&all, MG0305);
	assert_int_equal(all.errors, 1);
	finding_add(&all, MG0305, at(1, 2), "after");
	finding_add(&all, MG0310, at(1, 2), "another");
	assert_int_equal(all.errors, 2);
	findings_release(&all);
}

static void test_raise_as(void **state)
{
	struct findings main_list = { 0 }, of_thread = { 0 };

	(void)state;
	findings_raise(&main_list, MG0305);
	findings_raise(&of_thread, MG0310);
	findings_raise_as(&of_thread, main_list.raised);
	finding_add(&of_thread, MG0310, at(1, 1), "no more");
	assert_int_equal(of_thread.errors, 0);
	finding_add(&of_thread, MG0305, at(1, 1), "raised");
	assert_int_equal(of_thread.errors, 1);
	findings_release(&of_thread);
}

static void test_take(void **state)
{
	struct findings all = { 0 }, from = { 0 };
	struct finding *f;

	(void)state;
	findings_raise(&all, MG0305);
	f = finding_add_path(&from, MG0305, S("out/x"), "said %d", 7);
	finding_note_path(f, S("out/y"), "first");
	finding_note(f, at(2, 1), "second");
	finding_help(f, "wrong");
	finding_help(f, "right");
	findings_take(&all, &from);
	assert_int_equal(from.n, 0);
	assert_int_equal(all.n, 1);
	assert_int_equal(all.errors, 1);
	f = all.list[0];
	assert_string_equal(f->path.s, "out/x");
	assert_string_equal(f->message.s, "said 7");
	assert_string_equal(f->help.s, "right");
	assert_string_equal(f->notes->path.s, "out/y");
	assert_string_equal(f->notes->next->text.s, "second");
	assert_null(f->notes->next->next);
	findings_release(&all);
}

static int set_up(void **state)
{
	(void)state;
	sources_add(&sources, &arena, S("b.yaml"), S("0123456789"));
	sources_add(&sources, &arena, S("a.yaml"), S("0123456789"));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* What a hostile file can ask for by the million is counted, and not kept. */
static void test_left_out(void **state)
{
	struct findings one = { 0 }, all = { 0 };
	struct finding *f = NULL;

	(void)state;
	for (int i = 0; i < LIMIT_FINDINGS_KEPT + 10; i++) {
		f = finding_add_path(&one, MG0101, S("a"), "number %d", i);
		finding_note_path(f, S("b"), "here");
	}
	assert_int_equal(one.n, LIMIT_FINDINGS_KEPT);
	assert_int_equal(one.left_out, 10);
	assert_int_equal(one.errors, LIMIT_FINDINGS_KEPT + 10);
	finding_add_path(&all, MG0101, S("a"), "before");
	findings_take(&all, &one);
	assert_int_equal(all.n, LIMIT_FINDINGS_KEPT);
	assert_int_equal(all.left_out, 11);
	assert_int_equal(all.errors, LIMIT_FINDINGS_KEPT + 11);
	findings_sort(&all, &sources);
	assert_int_equal(all.errors, LIMIT_FINDINGS_KEPT + 11);
	findings_truncate(&all, 5);
	assert_int_equal(all.n, 5);
	assert_int_equal(all.errors, 16);
	findings_release(&all);
	assert_int_equal(all.left_out, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes), cmocka_unit_test(test_sort),
		cmocka_unit_test(test_twins), cmocka_unit_test(test_twins_with_notes),
		cmocka_unit_test(test_raise), cmocka_unit_test(test_raise_as),
		cmocka_unit_test(test_take),  cmocka_unit_test(test_left_out),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
