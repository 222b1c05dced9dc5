#include "jsone/fixture_test.h"

#include "yaml/write.h"

enum { MOST_STEPS = 80 };

static const struct str names[] = { STR("open"), STR("a"), STR("b") };
static const struct read open_list[] = {
	{ { STR("open") }, 1 },
	{ { STR("a"), STR("open") }, 2 },
};
static const struct reads open_paths = { open_list, 2 };

/* The same but for the values at the open paths. */
static const char one[] = "{open: '', a: {open: x, t: true, f: false, text: some},"
			  " b: [{k: v}, {k: w}]}";
static const char two[] = "{open: yes, a: {open: other, t: true, f: false, text: some},"
			  " b: [{k: v}, {k: w}]}";

static const char *const templates[] = {
	"plain",
	"{a: [b, {c: d}]}",
	"${a.text}",
	"${open}",
	"${a.open}-${a.text}",
	"{$eval: a}",
	"{$eval: a.open}",
	"{k: '${open}', l: '${a.text}', m: {n: [1, '${a.text}', '${a.open}', {o: p}]}}",
	"{k: {$if: a.f, then: 1}, l: {$if: a.t, then: '${open}'}, m: {$if: a.f, then: '${open}'}}",
	"[{$if: a.f, then: 1}, {$if: a.t, then: [2]}, '${open}', {$if: open, then: 3}]",
	"{$if: a.f, then: '${open}'}",
	"{$if: a.t, then: {$if: a.t, then: '${open}'}}",
	"{$if: a.t, then: {$if: a.t, then: {k: '${open}'}}}",
	"{$if: open, then: {$if: a.t, then: '${a.text}'}, else: {$if: a.f, then: 1}}",
	"{$if: open, then: {$if: a.t, then: '${a.open}'}, else: {$if: a.t, then: '${a.open}'}}",
	"{$if: 'open && a.t', then: [x]}",
	"{$if: 'a.t && open', then: [x]}",
	"{'${open}': 1, '${a.text}': 2, k: {$if: a.f, then: 3}}",
	"{'${a.text}': {$if: a.f, then: 3}, k: '${open}'}",
	"{k: 1, '${a.text}': '${open}'}",
	"{$map: {$eval: b}, 'each(x)': '${x.k}'}",
	"{$map: {$eval: b}, 'each(x)': '${x.k}${open}'}",
	"{k: {$map: {$eval: b}, 'each(x)': {$if: 'x.k == ''v''', then: '${x.k}'}}, l: '${open}'}",
	"{$merge: [{k: '${open}'}, {l: '${a.text}'}]}",
	"{$flatten: [['${open}'], {$eval: b}]}",
	"{$let: {v: '${a.text}'}, in: {k: '${v}', l: '${open}'}}",
	"{k: {$let: {v: '${a.text}'}, in: {k: '${v}'}}, l: '${open}'}",
	"{$let: {a: {$if: open, then: {text: t}}}, in: '${a.text}'}",
	"{k: {$merge: [{l: [1, 2, 3]}, {m: {$eval: b}}]}, l: '${open}'}",
	"{k: '${a.none}', l: '${open}'}",
	"{k: {$if: a.f, then: '${a.none}'}, l: '${open}'}",
	"{k: {$if: open, then: '${a.none}'}, l: '${open}'}",
	"{$if: a.none, then: '${open}'}",
	"{k: {$eval: 'a[open]'}}",
};

/* The text of what it gives, or of the finding's message when it fails. */
static bool print(struct fixture *f, const struct template *t, const struct node *context,
		  struct buf *ret)
{
	struct findings found = { 0 };
	struct node x;
	bool ok = template_eval(t, context, &f->arena, &found, &x);

	buf_truncate(ret, 0);
	if (ok)
		yaml_write(ret, &x);
	findings_release(&found);
	return ok;
}

/* The same value, and the same failures with whatever steps are allowed. */
static void check(struct fixture *f, const char *yaml, size_t steps)
{
	const struct context_names all = { names, 3, steps };
	const struct node *contexts[] = { read(f, one), read(f, two) };
	const struct template *t = template_load(read(f, yaml), &all, &f->arena, &f->found);

	assert_non_null(t);
	for (size_t i = 0; i < 4; i++) {
		const struct node *context = contexts[i % 2];
		const struct template *special =
			template_specialise(t, contexts[i / 2], &open_paths, &f->arena);

		if (print(f, t, context, &f->out) != print(f, special, context, &f->other))
			fail_msg("fails in one way only with %zu steps: %s", steps, yaml);
		assert_string_equal(f->other.s, f->out.s);
	}
}

static void test_same(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(templates) / sizeof(*templates); i++)
		for (size_t steps = 1; steps < MOST_STEPS; steps++)
			check(f, templates[i], steps);
}

/* What does not depend on the open values is there already. */
static void test_shared(void **state)
{
	struct fixture *f = *state;
	const struct context_names all = { names, 3, 0 };
	const struct template *t = template_load(read(f, "{k: {l: '${a.text}'}, m: '${open}'}"),
						 &all, &f->arena, &f->found);
	const struct template *special =
		template_specialise(t, read(f, one), &open_paths, &f->arena);
	struct node x, y;

	assert_true(template_eval(special, read(f, one), &f->arena, &f->found, &x));
	assert_true(template_eval(special, read(f, two), &f->arena, &f->found, &y));
	assert_ptr_equal(node_get(&x, S("k"))->items, node_get(&y, S("k"))->items);
	assert_false(node_eq(&x, &y));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_shared, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
