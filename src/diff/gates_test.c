#include "diff/gates.h"

#include "diff/fixture_test.h"

/* The findings as "code: message (help)", a line each. */
static void expect(const struct gates *g, const char *due)
{
	struct diff d = three_clusters();
	struct findings found = { 0 };
	struct buf got = BUF_INIT;

	gates_check(g, &d, &found);
	for (size_t i = 0; i < found.n; i++)
		buf_addf(&got, "%s: %.*s (%.*s)\n", code_name(found.list[i]->code),
			 FMT(found.list[i]->message), FMT(found.list[i]->help));
	assert_string_equal(buf_str(&got).s, due);
	buf_release(&got);
	findings_release(&found);
	diff_release(&d);
}

static void test_open(void **state)
{
	struct gates g = GATES_OPEN;

	(void)state;
	assert_false(gates_closed(&g));
	expect(&g, "");
}

static void test_clusters(void **state)
{
	struct gates g = GATES_OPEN;

	(void)state;
	g.max_clusters = 3;
	assert_true(gates_closed(&g));
	expect(&g, "");
	g.max_clusters = 2;
	expect(&g, "MG0731: 3 clusters differ, and --max-clusters allows 2 "
		   "(--format=names lists them)\n");
}

static void test_risk(void **state)
{
	struct gates g = GATES_OPEN;

	(void)state;
	g.max_risk = RISK_TRUST;
	assert_true(gates_closed(&g));
	expect(&g,
	       "MG0732: destroyed: IstioOperator ns/b-old in 'b' (--max-risk=trust lets nothing "
	       "beyond it pass; if this is meant, --max-risk=destroyed)\n");
	g.max_risk = RISK_TRAFFIC;
	expect(&g,
	       "MG0732: destroyed: IstioOperator ns/b-old in 'b' (--max-risk=traffic lets nothing "
	       "beyond it pass; if this is meant, --max-risk=destroyed)\n"
	       "MG0732: control-plane: IstioOperator ns/{cluster}-m, spec.tag in 'a' and 2 more "
	       "clusters (--max-risk=traffic lets nothing beyond it pass; if this is meant, "
	       "--max-risk=control-plane)\n");
}

static void test_refused(void **state)
{
	struct diff d = { .tally = TALLY_INIT };
	struct difference x = change_of(RISK_TRUST, OP_CHANGED, S("\xff-m"), S("spec.\xfe['\n]"));
	struct gates g = GATES_OPEN;
	struct findings found = { 0 };
	struct arena a = { 0 };

	(void)state;
	allow_add(&g.allow, &a, S("Gateway"));
	assert_true(gates_closed(&g));
	x.refused = true;
	d.clusters = ARENA_ARRAY(&d.compilation.arena, 2, struct compared);
	d.n_clusters = 2;
	d.clusters[0].names = (struct aliases){ S("a"), S("m") };
	d.clusters[1].names = (struct aliases){ S("b"), S("m") };
	add_difference(&d, x, 0, 2);
	groups_make(&d.tally, &d.compilation.arena, &d.groups);
	gates_check(&g, &d, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.list[0]->message.s,
			    "not allowed: IstioOperator ns/{cluster}-m, spec.m['\n] in 'a' and 1 "
			    "more cluster");
	assert_string_equal(found.list[0]->help.s,
			    "if this is meant, --allow='IstioOperator/ns/*-m/spec.*[??]'");
	findings_release(&found);
	arena_release(&a);
	diff_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_clusters),
		cmocka_unit_test(test_risk),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
