#include "ca/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/*
 * The roots of a policy in short: a generation and the first letter of its phase each,
 * such as "1A 2S"; '!' behind it: other bytes.
 */
static struct trust_roots roots_of(const char *text, struct arena *a)
{
	struct trust_roots roots = { { .text = S("prod") }, ARENA_ARRAY(a, 4, struct root), 0 };

	for (; *text; text++) {
		struct root *r = &roots.list[roots.n];

		if (*text == ' ')
			continue;
		r->generation = (uint32_t)(*text++ - '0');
		r->phase = *text == 'A' ? ROOT_ACTIVE : *text == 'S' ? ROOT_STAGED : ROOT_RETIRING;
		r->since.text = S("2026-01-01T00:00:00Z");
		r->certificate.text =
			arena_fmt(a, "%u%s", r->generation, text[1] == '!' ? "!" : "");
		text += text[1] == '!';
		roots.n++;
	}
	return roots;
}

/* The code of the only finding; CODE_COUNT when there is none. */
static enum code compare(struct trust_roots *old, struct trust_roots *now,
			 struct trust_policy *policy)
{
	struct compilation c = { 0 };
	struct ca before = { .c = &c }, after = { .c = &c };
	enum code code;

	before.input.model.trust_roots = old;
	before.input.model.n_trust_roots = 1;
	before.input.model.trust_policies = policy;
	before.input.model.n_trust_policies = 1;
	after.input.model.trust_roots = now;
	after.input.model.n_trust_roots = now != NULL;
	change_check(&before, &after);
	assert_in_range(c.findings.n, 0, 1);
	code = c.findings.n ? c.findings.list[0]->code : CODE_COUNT;
	compilation_release(&c);
	return code;
}

static void test_phases(void **state)
{
	static const struct {
		const char *old, *now;
		enum code code;
	} cases[] = {
		{ "1A", "1A", CODE_COUNT },       { "1A", "1A 2S", CODE_COUNT },
		{ "1A 2S", "1R 2A", CODE_COUNT }, { "1R 2A", "2A", CODE_COUNT },
		{ "1A 2S", "1A", CODE_COUNT },    { "1R 2A", "1A 2S", CODE_COUNT },
		{ "1A", "2A", MG0582 },           { "1A", "1R 2A", MG0582 },
		{ "1A 2S", "2A", MG0582 },        { "1R 2A", "2A 3S", MG0582 },
		{ "1A 2S", "1A 3S", MG0582 },     { "1R 2A", "1A", MG0582 },
		{ "1A", "1S", MG0582 },           { "1A", "1A!", MG0581 },
		{ "1A 2S", "1R 2A!", MG0581 },    { "2A", "1R 2A", MG0582 },
	};
	struct trust_policy policy = { .name.text = S("prod") };
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct trust_roots old = roots_of(cases[i].old, &a);
		struct trust_roots now = roots_of(cases[i].now, &a);
		enum code code = compare(&old, &now, &policy);

		if (code != cases[i].code)
			fail_msg("from %s to %s: code %d", cases[i].old, cases[i].now, (int)code);
	}
	arena_release(&a);
}

static void test_roots_that_vanish(void **state)
{
	struct trust_policy policy = { .name.text = S("prod") };
	struct arena a = { 0 };
	struct trust_roots old = roots_of("1A", &a);

	(void)state;
	assert_int_equal(compare(&old, NULL, &policy), MG0580);
	arena_release(&a);
}

static void test_soak(void **state)
{
	struct trust_policy policy = trust_policy_defaults();
	struct arena a = { 0 };
	struct trust_roots old = roots_of("1A 2S", &a), now = roots_of("1R 2A", &a);

	(void)state;
	policy.name.text = S("prod");
	now.list[1].since.text = S("2026-01-04T23:59:59Z");
	assert_int_equal(compare(&old, &now, &policy), MG0583);
	now.list[1].force_reason.text = S("stolen");
	assert_int_equal(compare(&old, &now, &policy), CODE_COUNT);
	now.list[1].force_reason.text = S("");
	now.list[1].since.text = S("2026-01-05T00:00:00Z");
	assert_int_equal(compare(&old, &now, &policy), CODE_COUNT);
	arena_release(&a);
}

static void test_time_of_a_phase(void **state)
{
	struct trust_policy policy = { .name.text = S("prod") };
	struct arena a = { 0 };
	struct trust_roots old = roots_of("1A 2S", &a), now = roots_of("1A 2S", &a);

	(void)state;
	now.list[1].since.text = S("2025-01-01T00:00:00Z");
	assert_int_equal(compare(&old, &now, &policy), MG0581);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phases),
		cmocka_unit_test(test_roots_that_vanish),
		cmocka_unit_test(test_soak),
		cmocka_unit_test(test_time_of_a_phase),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
