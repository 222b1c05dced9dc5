#include "diff/groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct difference of(enum risk risk, const char *field)
{
	return (struct difference){ .risk = risk,
				    .op = OP_CHANGED,
				    .id = { .kind = S("K"), .name = S("n") },
				    .field = str_of(field) };
}

static void add(struct tally *t, enum risk risk, const char *field, uint32_t cluster)
{
	struct difference d = of(risk, field);

	tally_add(t, &d, cluster);
}

/* "risk clusters: fields", one group a line. */
static void expect(struct tally *t, const char *due)
{
	struct arena a = { 0 };
	struct groups groups;
	struct buf got = BUF_INIT;

	groups_make(t, &a, &groups);
	for (size_t i = 0; i < groups.n; i++) {
		const struct diff_group *g = &groups.list[i];

		buf_addf(&got, "%s%.*s", g->refused ? "!" : "", FMT(risk_name(g->risk)));
		for (size_t k = 0; k < g->n_clusters; k++)
			buf_addf(&got, " %u", (unsigned)g->clusters[k]);
		buf_addc(&got, ':');
		for (size_t k = 0; k < g->n; k++)
			buf_addf(&got, " %.*s", FMT(g->list[k]->field));
		buf_addc(&got, '\n');
	}
	assert_string_equal(buf_str(&got).s, due);
	buf_release(&got);
	arena_release(&a);
	tally_release(t);
}

static void test_same_clusters_are_one_group(void **state)
{
	struct tally t = TALLY_INIT;

	(void)state;
	for (uint32_t i = 0; i < 3; i++) {
		add(&t, RISK_TRAFFIC, "b", i);
		add(&t, RISK_TRAFFIC, "a", i);
		add(&t, RISK_COSMETIC, "c", i);
	}
	add(&t, RISK_TRAFFIC, "d", 1);
	expect(&t, "traffic 0 1 2: a b\ntraffic 1: d\ncosmetic 0 1 2: c\n");
}

static void test_order(void **state)
{
	struct tally t = TALLY_INIT;
	struct difference refused = of(RISK_COSMETIC, "r");

	(void)state;
	refused.refused = true;
	add(&t, RISK_TRUST, "x", 5);
	add(&t, RISK_TRUST, "y", 3);
	add(&t, RISK_TRUST, "z", 4);
	add(&t, RISK_TRUST, "z", 9);
	add(&t, RISK_DESTROYED, "q", 9);
	tally_add(&t, &refused, 0);
	expect(&t, "!cosmetic 0: r\ndestroyed 9: q\ntrust 4 9: z\ntrust 3: y\ntrust 5: x\n");
}

/* Workers take chunks in any order. */
static void test_joined_tallies(void **state)
{
	struct tally t = TALLY_INIT, one = TALLY_INIT, two = TALLY_INIT;

	(void)state;
	add(&one, RISK_TRUST, "x", 7);
	add(&one, RISK_TRUST, "x", 8);
	add(&two, RISK_TRUST, "x", 1);
	add(&two, RISK_TRUST, "x", 1);
	add(&two, RISK_TRUST, "y", 1);
	tally_join(&t, &one);
	tally_join(&t, &two);
	tally_release(&one);
	tally_release(&two);
	expect(&t, "trust 1 7 8: x\ntrust 1: y\n");
}

static void test_nothing(void **state)
{
	struct tally t = TALLY_INIT;

	(void)state;
	expect(&t, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_clusters_are_one_group),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_joined_tallies),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
