#include "ca/rotation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 24 * 60 * 60 };

/* A policy with two roots, and two entries. */
struct scene {
	struct arena arena;
	struct trust_policy policy;
	struct root list[2];
	struct trust_roots roots;
	struct certificate certificates[2];
	struct authority authority;
	struct standing entries[2];
	struct survey all;
};

static int64_t at(const char *day)
{
	int64_t seconds = 0;

	assert_true(date_parse(str_of(day), &seconds));
	return seconds;
}

static int setup(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->policy = trust_policy_defaults();
	s->list[0] = (struct root){ .generation = 1,
				    .phase = ROOT_ACTIVE,
				    .since.text = S("2026-01-01T00:00:00Z") };
	s->list[1] = (struct root){ .generation = 2,
				    .phase = ROOT_STAGED,
				    .since.text = S("2026-02-01T00:00:00Z") };
	s->roots = (struct trust_roots){ .list = s->list, .n = 2 };
	s->certificates[0].not_after = at("2036-01-01");
	s->authority = (struct authority){ &s->policy, &s->roots, s->certificates, S(""), true };
	for (size_t i = 0; i < 2; i++) {
		s->entries[i].authority = &s->authority;
		s->entries[i].has_entry = true;
		s->entries[i].entry.issuer = 1;
		s->entries[i].entry.issued_at.text = S("2026-01-01T00:00:00Z");
	}
	s->all = (struct survey){ s->entries, 2, 2 };
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	arena_release(&s->arena);
	free(s);
	return 0;
}

static void expect(struct scene *s, enum rotation_state state, const char *from)
{
	struct rotation r = rotation_of(&s->authority, &s->all);

	assert_int_equal(r.state, state);
	assert_int_equal(r.from, at(from));
	assert_false(rotation_is_due(&r, at(from) - 1));
	assert_true(rotation_is_due(&r, at(from)));
}

static void expect_text(struct scene *s, const char *now, const char *text)
{
	struct rotation r = rotation_of(&s->authority, &s->all);
	struct str got = rotation_text(&r, at(now), &s->arena);

	assert_int_equal(got.n, strlen(text));
	assert_memory_equal(got.s, text, got.n);
}

static void test_no_root(void **state)
{
	struct scene *s = *state;
	struct rotation r;

	s->authority.roots = NULL;
	r = rotation_of(&s->authority, &s->all);
	assert_int_equal(r.state, ROTATION_NO_ROOT);
	assert_false(rotation_is_due(&r, at("2099-01-01")));
}

/* 90 days of renewBefore and two soaks of 4 days before the end of the root. */
static void test_at_rest(void **state)
{
	struct scene *s = *state;

	s->roots.n = 1;
	expect(s, ROTATION_AT_REST, "2035-09-25");
	expect_text(s, "2026-01-01", "nothing before 2035-09-25T00:00:00Z, when a new root is due");
	expect_text(s, "2035-09-25", "the root is near its end: `meshgen ca rotate stage`");
}

static void test_staged(void **state)
{
	struct scene *s = *state;

	expect(s, ROTATION_STAGED, "2026-02-05");
	expect_text(s, "2026-02-04", "`meshgen ca rotate activate` from 2026-02-05T00:00:00Z on");
	expect_text(s, "2026-02-05", "`meshgen ca rotate activate`");
}

static void activate(struct scene *s)
{
	s->list[0].phase = ROOT_RETIRING;
	s->list[1].phase = ROOT_ACTIVE;
}

static void test_entries_of_the_old_root(void **state)
{
	struct scene *s = *state;
	struct rotation r;

	activate(s);
	s->entries[0].entry.issuer = 2;
	r = rotation_of(&s->authority, &s->all);
	assert_int_equal(r.state, ROTATION_ACTIVATED);
	assert_int_equal(r.old, 1);
	expect_text(s, "2026-02-01", "`meshgen ca rotate activate`: 1 of generation 1 are left");
	s->entries[1].entry.issuer = 2;
	s->entries[1].state = STANDING_WRONG;
	r = rotation_of(&s->authority, &s->all);
	assert_int_equal(r.old, 1);
}

/* The soak begins with the last signature, not with the first. */
static void test_activated(void **state)
{
	struct scene *s = *state;

	activate(s);
	s->entries[0].entry.issuer = s->entries[1].entry.issuer = 2;
	expect(s, ROTATION_ACTIVATED, "2026-02-05");
	s->entries[0].entry.issued_at.text = S("2026-03-01T00:00:00Z");
	expect(s, ROTATION_ACTIVATED, "2026-03-05");
	expect_text(s, "2026-03-04", "`meshgen ca rotate retire` from 2026-03-05T00:00:00Z on");
	expect_text(s, "2026-03-05", "`meshgen ca rotate retire`");
	s->entries[1].authority = NULL; /* of another policy */
	s->entries[1].entry.issued_at.text = S("2026-04-01T00:00:00Z");
	expect(s, ROTATION_ACTIVATED, "2026-03-05");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_no_root),   TEST(test_at_rest),
		TEST(test_staged),    TEST(test_entries_of_the_old_root),
		TEST(test_activated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
