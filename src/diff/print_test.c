#include "diff/print.h"

#include "diff/fixture_test.h"

static void expect_text(bool color, bool whole, const char *due)
{
	struct diff d = three_clusters();
	struct buf got = BUF_INIT;

	diff_print_text(&got, &d, color, whole);
	assert_string_equal(buf_str(&got).s, due);
	buf_release(&got);
	diff_release(&d);
}

static void test_text(void **state)
{
	(void)state;
	expect_text(false, false,
		    "3 of 4 clusters differ: 1 destroyed, 2 control-plane\n"
		    "\n"
		    "destroyed in 1 cluster: b\n"
		    "  - IstioOperator ns/b-old\n"
		    "\n"
		    "control-plane in 3 clusters: a, b, c\n"
		    "  ~ IstioOperator ns/{cluster}-m\n"
		    "      ~ spec.tag: 1.22.3 -> 1.22.4\n"
		    "      + spec.x: `<b>@x\\x0a{cluster}\\x1b[31m|\n"
		    "\n"
		    "cosmetic in 1 cluster: b\n"
		    "  ~ IstioOperator ns/b-m\n"
		    "      ~ env: in another order\n");
}

static void test_colors(void **state)
{
	struct diff d = three_clusters();
	struct buf got = BUF_INIT;

	(void)state;
	diff_print_text(&got, &d, true, false);
	assert_true(str_search(buf_str(&got), S("\n\033[31mdestroyed\033[0m in")) < got.n);
	assert_true(str_search(buf_str(&got), S("\n\033[1mcontrol-plane\033[0m in")) < got.n);
	assert_true(str_search(buf_str(&got), S("\033[32m+\033[0m spec.x: `<b>@x\\x0a")) < got.n);
	assert_true(str_search(buf_str(&got), S("\033[31m-\033[0m IstioOperator ns/b-old")) <
		    got.n);
	assert_true(str_search(buf_str(&got), S("\033[33m~\033[0m spec.tag")) < got.n);
	buf_truncate(&got, 0);
	d.groups.list[0].risk = RISK_TRUST;
	diff_print_text(&got, &d, true, false);
	assert_true(str_search(buf_str(&got), S("\n\033[31mtrust\033[0m in")) < got.n);
	buf_release(&got);
	diff_release(&d);
}

/* Long lists and values are cut, but not when all is wanted. */
static void test_whole(void **state)
{
	struct diff d = { .tally = TALLY_INIT };
	struct difference x = change_of(RISK_TRUST, OP_REMOVED, S("m"), S("f"));
	struct buf got = BUF_INIT, value = BUF_INIT;

	(void)state;
	buf_fill(&value, 'v', 121);
	x.old = buf_str(&value);
	d.clusters = ARENA_ARRAY(&d.compilation.arena, 10, struct compared);
	d.n_clusters = 10;
	for (size_t i = 0; i < 10; i++)
		d.clusters[i].names.cluster = S("c");
	add_difference(&d, x, 0, 10);
	groups_make(&d.tally, &d.compilation.arena, &d.groups);
	diff_print_text(&got, &d, false, false);
	assert_true(str_search(buf_str(&got), S(": c, c, c, c, c, c, c, c and 2 more\n")) < got.n);
	assert_true(str_search(buf_str(&got), S("v...\n")) < got.n);
	buf_truncate(&got, 0);
	diff_print_text(&got, &d, false, true);
	assert_true(str_search(buf_str(&got), S("c, c, c, c, c, c, c, c, c, c\n")) < got.n);
	assert_true(str_search(buf_str(&got), buf_str(&value)) < got.n);
	buf_release(&got);
	buf_release(&value);
	diff_release(&d);
}

/* What differs is in sight, wherever in two long values it is. */
static void test_long_values(void **state)
{
	struct diff d = { .tally = TALLY_INIT, .n_clusters = 1 };
	struct difference x = change_of(RISK_TRUST, OP_CHANGED, S("m"), S("f"));
	struct buf got = BUF_INIT, value = BUF_INIT;

	(void)state;
	buf_fill(&value, 'v', 200);
	buf_addc(&value, 'w');
	x.old = str_first(buf_str(&value), 200);
	x.new = buf_str(&value);
	d.clusters = ARENA_ARRAY(&d.compilation.arena, 1, struct compared);
	add_difference(&d, x, 0, 1);
	groups_make(&d.tally, &d.compilation.arena, &d.groups);
	diff_print_text(&got, &d, false, false);
	assert_true(str_ends(buf_str(&got), S(": ...vvvvvvvvvvvvvvvvvvvv -> "
					      "...vvvvvvvvvvvvvvvvvvvvw\n")));
	diff_print_markdown(&got, &d);
	assert_true(str_search(buf_str(&got), S("- f: ...vvvvvvvvvvvvvvvvvvvv\n"
						"+ f: ...vvvvvvvvvvvvvvvvvvvvw\n")) < got.n);
	buf_release(&got);
	buf_release(&value);
	diff_release(&d);
}

static void test_nothing(void **state)
{
	struct diff d = { .tally = TALLY_INIT, .old = S("A"), .new = S("B"), .n_clusters = 2 };
	struct buf got = BUF_INIT;

	(void)state;
	d.clusters = ARENA_ARRAY(&d.compilation.arena, 2, struct compared);
	diff_print_text(&got, &d, false, false);
	assert_int_equal(got.n, 0);
	diff_print_markdown(&got, &d);
	assert_string_equal(buf_str(&got).s, "<h3>meshgen: none of 2 clusters differ</h3>\n"
					     "<code>A</code> &rarr; <code>B</code>\n\n");
	buf_truncate(&got, 0);
	diff_print_json(&got, &d);
	assert_string_equal(buf_str(&got).s,
			    "{\"version\":1,\n\"old\":\"A\",\n\"new\":\"B\",\n\"compared\":2,\n"
			    "\"differ\":0,\n\"risks\":{\"destroyed\":0,\"trust\":0,\"exposure\":0,"
			    "\"control-plane\":0,\"traffic\":0,\"cosmetic\":0},\n\"groups\":[]}\n");
	buf_release(&got);
	diff_release(&d);
}

static void test_json(void **state)
{
	struct diff d = three_clusters();
	struct buf got = BUF_INIT;

	(void)state;
	diff_print_json(&got, &d);
	assert_true(str_ends(
		buf_str(&got),
		S("\"groups\":[\n"
		  "{\"risk\":\"destroyed\",\"allowed\":true,\"clusters\":[\"b\"],\"differences\":["
		  "{\"op\":\"removed\",\"group\":\"install.istio.io\",\"kind\":\"IstioOperator\","
		  "\"namespace\":\"ns\",\"name\":\"b-old\",\"field\":null,\"old\":null,\"new\":"
		  "null}]},\n"
		  "{\"risk\":\"control-plane\",\"allowed\":true,\"clusters\":[\"a\",\"b\",\"c\"],"
		  "\"differences\":["
		  "{\"op\":\"changed\",\"group\":\"install.istio.io\",\"kind\":\"IstioOperator\","
		  "\"namespace\":\"ns\",\"name\":\"{cluster}-m\",\"field\":\"spec.tag\","
		  "\"old\":\"1.22.3\",\"new\":\"1.22.4\"},"
		  "{\"op\":\"added\",\"group\":\"install.istio.io\",\"kind\":\"IstioOperator\","
		  "\"namespace\":\"ns\",\"name\":\"{cluster}-m\",\"field\":\"spec.x\","
		  "\"old\":null,\"new\":\"`<b>@x\\n{cluster}\\u001b[31m|\"}]},\n"
		  "{\"risk\":\"cosmetic\",\"allowed\":true,\"clusters\":[\"b\"],\"differences\":["
		  "{\"op\":\"reordered\",\"group\":\"install.istio.io\",\"kind\":\"IstioOperator\","
		  "\"namespace\":\"ns\",\"name\":\"b-m\",\"field\":\"env\",\"old\":null,"
		  "\"new\":null}]}\n]}\n")));
	buf_release(&got);
	diff_release(&d);
}

static void test_markdown(void **state)
{
	struct diff d = three_clusters();
	struct buf got = BUF_INIT;

	(void)state;
	d.old = S("a`b<i>\n|*@me");
	d.groups.list[1].refused = true;
	diff_print_markdown(&got, &d);
	assert_string_equal(
		buf_str(&got).s,
		"<h3>meshgen: 3 of 4 clusters differ</h3>\n"
		"<code>a`b&#60;i&#62;\\x0a|*@me</code> &rarr; <code>worktree</code>\n"
		"\n"
		"| highest risk | clusters |\n"
		"|:--|--:|\n"
		"| **destroyed** | 1 |\n"
		"| **control-plane** | 2 |\n"
		"\n"
		"<details open><summary><b>destroyed</b> in 1 cluster: <code>b</code></summary>\n"
		"\n"
		"```diff\n"
		"- IstioOperator ns/b-old\n"
		"```\n"
		"\n"
		"</details>\n"
		"\n"
		"<details><summary><b>control-plane</b>, not allowed, in 3 clusters: "
		"<code>a</code>, <code>b</code>, <code>c</code></summary>\n"
		"\n"
		"```diff\n"
		"@@ IstioOperator ns/{cluster}-m @@\n"
		"- spec.tag: 1.22.3\n"
		"+ spec.tag: 1.22.4\n"
		"+ spec.x: `<b>@x\\x0a{cluster}\\x1b[31m|\n"
		"```\n"
		"\n"
		"</details>\n"
		"\n"
		"<details><summary><b>cosmetic</b> in 1 cluster: <code>b</code></summary>\n"
		"\n"
		"```diff\n"
		"@@ IstioOperator ns/b-m @@\n"
		"! env: in another order\n"
		"```\n"
		"\n"
		"</details>\n"
		"\n");
	buf_release(&got);
	diff_release(&d);
}

/* Differences of n fields of so many bytes each, of one cluster each or of all. */
static struct diff long_diff(uint32_t n, size_t bytes, bool one_group)
{
	struct diff d = { .tally = TALLY_INIT, .old = S("a"), .new = S("b"), .n_clusters = n };
	struct buf field = BUF_INIT;

	d.clusters = ARENA_ARRAY(&d.compilation.arena, n, struct compared);
	for (uint32_t i = 0; i < n; i++) {
		d.clusters[i].names.cluster = S("c");
		buf_truncate(&field, 0);
		buf_addf(&field, "%u", (unsigned)i);
		buf_fill(&field, 'f', bytes - field.n);
		add_difference(&d, change_of(RISK_TRAFFIC, OP_REORDERED, S("m"), buf_str(&field)),
			       one_group ? 0 : i, one_group ? 1 : i + 1);
	}
	buf_release(&field);
	groups_make(&d.tally, &d.compilation.arena, &d.groups);
	return d;
}

static void expect_cut(struct diff d, const char *end)
{
	struct buf got = BUF_INIT;

	diff_print_markdown(&got, &d);
	assert_true(got.n <= 65535);
	if (!str_ends(buf_str(&got), str_of(end)))
		fail_msg("ends in: %s", got.s + got.n - 200);
	buf_release(&got);
	diff_release(&d);
}

static void test_markdown_is_cut(void **state)
{
	(void)state;
	expect_cut(long_diff(500, 100, true), "```\n\n</details>\n\n");
	expect_cut(
		long_diff(1000, 100, true),
		"```\n\n</details>\n\n**Left out**, since a comment holds no more: 463 differences "
		"of the last group. `meshgen diff` tells them all.\n");
	expect_cut(long_diff(1000, 100, false),
		   "```\n\n</details>\n\n**Left out**, since a comment holds no more: 734 groups. "
		   "`meshgen diff` tells them all.\n");
	for (size_t bytes = 5; bytes < 400; bytes += 7)
		expect_cut(long_diff(20000, bytes, true), "tells them all.\n");
}

/* A long name does not push out what comes behind it. */
static void test_markdown_of_hostile_names(void **state)
{
	struct diff d = { .tally = TALLY_INIT, .n_clusters = 20 };
	struct buf name = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < 200000; i++)
		buf_add(&name, S("\xe2\x80\xae"));
	d.old = d.new = buf_str(&name);
	d.clusters = ARENA_ARRAY(&d.compilation.arena, 20, struct compared);
	for (size_t i = 0; i < 20; i++)
		d.clusters[i].names.cluster = buf_str(&name);
	add_difference(&d, change_of(RISK_TRUST, OP_ADDED, S("m"), buf_str(&name)), 0, 20);
	add_difference(&d, change_of(RISK_TRUST, OP_ADDED, buf_str(&name), S("f")), 0, 20);
	groups_make(&d.tally, &d.compilation.arena, &d.groups);
	expect_cut(d, "```\n\n</details>\n\n");
	buf_release(&name);
}

static void test_names(void **state)
{
	struct diff d = three_clusters();
	struct buf got = BUF_INIT;

	(void)state;
	diff_print_names(&got, &d);
	assert_string_equal(buf_str(&got).s, "a\nb\nc\n");
	buf_release(&got);
	diff_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_colors),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_long_values),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_markdown_is_cut),
		cmocka_unit_test(test_markdown_of_hostile_names),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
