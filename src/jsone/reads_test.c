#include "jsone/fixture_test.h"

static const struct str names[] = { STR("a"), STR("b"), STR("c") };
static const struct context_names context_names = { names, 3, 0 };

static const struct template *load(struct fixture *f, const char *yaml)
{
	const struct template *t =
		template_load(read(f, yaml), &context_names, &f->arena, &f->found);

	assert_non_null(t);
	return t;
}

static bool sees_path(const struct template *t, struct read path)
{
	return template_reads(t, &(struct reads){ &path, 1 });
}

/* Does a template see a, a.x, a.y and b? A letter of want stands for each: a x y b. */
static void sees(struct fixture *f, const char *yaml, const char *want)
{
	const struct template *t = load(f, yaml);
	bool a = sees_path(t, (struct read){ { STR("a") }, 1 });
	bool x = sees_path(t, (struct read){ { STR("a"), STR("x") }, 2 });
	bool y = sees_path(t, (struct read){ { STR("a"), STR("y") }, 2 });
	bool b = sees_path(t, (struct read){ { STR("b") }, 1 });
	struct str got = arena_fmt(&f->arena, "%s%s%s%s", a ? "a" : "", x ? "x" : "", y ? "y" : "",
				   b ? "b" : "");

	assert_string_equal(got.s, want);
}

static void test_paths(void **state)
{
	sees(*state, "{k: [1, two, {three: '$${a.x}'}]}", "");
	sees(*state, "${a.x}", "ax");
	sees(*state, "{k: 'one ${a.x} two ${b}'}", "axb");
	sees(*state, "{'${a.y}': 1}", "ay");
	sees(*state, "{$eval: a}", "axy");
	sees(*state, "{$eval: 'a.x.deep'}", "ax");
	sees(*state, "{$eval: '[a.x == 1, {k: !b}]'}", "axb");
	sees(*state, "{$eval: 'len(a.x) || b && (a.y != null)'}", "axyb");
}

/* What is asked of a value in another way than by name counts as all of it. */
static void test_indexes(void **state)
{
	sees(*state, "{$eval: 'a[''x'']'}", "axy");
	sees(*state, "{$eval: 'a[''x''].y'}", "axy");
	sees(*state, "{$eval: 'a.x[b]'}", "axb");
	sees(*state, "{$eval: '[1, 2][b]'}", "b");
}

static void test_operators(void **state)
{
	sees(*state, "{$if: c, then: '${a.x}', else: {$eval: b}}", "axb");
	sees(*state, "{$if: 'false', then: '${a.x}'}", "ax");
	sees(*state, "{$map: {$eval: a.x}, 'each(v,k)': '${v.y}${k}${b}'}", "axb");
	sees(*state, "{$merge: [{$eval: a.x}, {k: '${b}'}]}", "axb");
	sees(*state, "{$flatten: [[{$eval: a.x}], ['${b}']]}", "axb");
	sees(*state, "{$let: {v: {$eval: a.x}}, in: '${v.y}'}", "ax");
	sees(*state, "{$let: {v: 1}, in: {$eval: b}}", "b");
}

/* A name of the context that $let may leave as it was. */
static void test_outer(void **state)
{
	sees(*state, "{$let: {b: {$if: a.x, then: 1}}, in: '${b}'}", "axb");
	sees(*state, "{$map: [1], 'each(a)': '${a}'}", "");
}

/* Do two contexts look the same to a template? */
static bool alike(struct fixture *f, const char *template, const char *one, const char *two)
{
	const struct template *t = load(f, template);

	buf_truncate(&f->out, 0);
	buf_truncate(&f->other, 0);
	template_key(t, read(f, one), &f->out);
	template_key(t, read(f, two), &f->other);
	return str_eq(buf_str(&f->out), buf_str(&f->other));
}

static void test_keys(void **state)
{
	struct fixture *f = *state;

	assert_true(alike(f, "${a.x}", "{a: {x: 1, y: 2}}", "{a: {y: 3, x: 1}, b: 4}"));
	assert_false(alike(f, "${a.x}", "{a: {x: 1}}", "{a: {x: 2}}"));
	assert_false(alike(f, "${a.x}", "{a: {x: '1'}}", "{a: {x: 1}}"));
	assert_false(alike(f, "${a.x}", "{a: {x: null}}", "{a: {}}"));
	assert_false(alike(f, "${a.x}", "{a: {x: ''}}", "{a: {x: null}}"));
	assert_false(alike(f, "${a.x}${b}", "{a: {x: pq}, b: r}", "{a: {x: p}, b: qr}"));
	assert_false(alike(f, "{$eval: a}", "{a: [[p], q]}", "{a: [[p, q]]}"));
	assert_false(alike(f, "{$eval: a}", "{a: {p: 1, q: 2}}", "{a: {q: 2, p: 1}}"));
	assert_false(alike(f, "{$eval: a}", "{a: []}", "{a: {}}"));
	assert_true(alike(f, "constant", "{a: 1}", "{a: 2}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_indexes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_operators, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_outer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_keys, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
