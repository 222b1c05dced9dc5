#include "jsone/fixture_test.h"

#include "base/limits.h"
#include "yaml/write.h"

#include <string.h>

static const struct context_names any = { 0 };

static const struct template *load(struct fixture *f, const struct node *x,
				   const struct node *context)
{
	struct str *list = ARENA_ARRAY(&f->arena, context->n, struct str);
	struct context_names names = { list, context->n, 0 };

	for (uint32_t i = 0; i < context->n; i++)
		list[i] = node_text(&context->items[2 * i]);
	return template_load(x, &names, &f->arena, &f->found);
}

static void gives(struct fixture *f, const char *template, const char *context, const char *want)
{
	const struct node *c = read(f, context);
	const struct template *t = load(f, read(f, template), c);
	struct node value;

	assert_non_null(t);
	assert_true(template_eval(t, c, &f->arena, &f->found, &value));
	assert_int_equal(f->found.n, 0);
	buf_truncate(&f->out, 0);
	yaml_write(&f->out, &value);
	assert_string_equal(f->out.s, want);
}

/* The finding stands exactly where `at` does in the template for the last time. */
static void fails(struct fixture *f, const char *template, const char *context, enum code code,
		  const char *at)
{
	const struct node *c = read(f, context);
	const struct template *t = load(f, read(f, template), c);
	struct node value;
	const struct finding *found;

	if (t)
		assert_false(template_eval(t, c, &f->arena, &f->found, &value));
	assert_int_equal(f->found.n, 1);
	found = f->found.list[0];
	assert_int_equal(found->code, code);
	assert_int_equal(found->place.file, 1);
	assert_memory_equal(template + found->place.off, at, strlen(at));
	assert_int_equal(found->place.len, strlen(at));
	findings_release(&f->found);
}

static void test_interpolation(void **state)
{
	const char *context = "{a: x, i: 7, t: true, z: null, f: 1.5, m: {k: w}}";

	gives(*state, "${a}", context, "x\n");
	gives(*state, "${a}-${m.k}${i}", context, "x-w7\n");
	gives(*state, "['v${i}', '${i}', '${t}', '${z}', '${f}']", context,
	      "- v7\n- \"7\"\n- \"true\"\n- \"\"\n- \"1.5\"\n");
	gives(*state, "'${\"}\"}}'", context, "\"}}\"\n");
	gives(*state, "{'k-${i}': 1, '${a}': 2, x: 3}", context, "k-7: 1\nx: 3\n");
}

static void test_escapes(void **state)
{
	gives(*state, "'$${a}'", "{}", "${a}\n");
	gives(*state, "'$$${a}${i}$${'", "{i: 7}", "$${a}7${\n");
	gives(*state, "'$ $$ $a'", "{}", "$ $$ $a\n");
	gives(*state, "[{k: '$${a}'}]", "{}", "- k: ${a}\n");
	gives(*state, "{$$if: a, $$-x: '${i}', '$$${i}': 1}", "{i: 7}",
	      "$if: a\n$-x: \"7\"\n$${i}: 1\n");
	gives(*state, "{$-: 1, $$-: 2}", "{}", "$-: 2\n");
}

static void test_if(void **state)
{
	gives(*state, "{$if: a, then: 1, else: 2}", "{a: x}", "1\n");
	gives(*state, "{$if: a, then: 1, else: 2}", "{a: ''}", "2\n");
	gives(*state, "{$if: a, then: 1}", "{a: 0}", "null\n");
	gives(*state, "{$if: a, else: 1}", "{a: 1}", "null\n");
	gives(*state, "{$if: a, then: null, else: 1}", "{a: 1}", "null\n");
	gives(*state, "[1, {$if: a, then: 2}, 3]", "{a: 0}", "- 1\n- 3\n");
	gives(*state, "{k: {$if: a, then: 2}, l: 3}", "{a: 0}", "l: 3\n");
	gives(*state, "{'${l}': 1, l: {$if: a, then: 2}}", "{a: 0, l: l}", "l: 1\n");
	gives(*state, "[{$if: a, then: null}]", "{a: 1}", "- null\n");
}

static void test_map(void **state)
{
	gives(*state, "{$map: [a, b], each(x): '${x}!'}", "{}", "- a!\n- b!\n");
	gives(*state, "{$map: [a, b], 'each(x,i)': '${x}${i}'}", "{}", "- a0\n- b1\n");
	gives(*state, "{$map: [a, b], 'each(x,  x)': '${x}'}", "{}", "- \"0\"\n- \"1\"\n");
	gives(*state, "{$map: {$eval: l}, each(x): {$if: x, then: {$eval: x}}}", "{l: [0, 1, 2]}",
	      "- 1\n- 2\n");
	gives(*state, "{$map: {a: 1, b: 2}, each(x): {'${x.key}': {$eval: x.val}, z: 0}}", "{}",
	      "a: 1\nz: 0\nb: 2\n");
	gives(*state, "{$map: {a: 1, b: 2}, 'each(v,k)': {$if: v == 2, then: {'${k}': '${v}'}}}",
	      "{}", "b: \"2\"\n");
	gives(*state, "{$map: [1, 2], each(x): {$map: [3, 4], each(y): '${x}${y}'}}", "{}",
	      "- - \"13\"\n  - \"14\"\n- - \"23\"\n  - \"24\"\n");
	gives(*state, "{$map: [], each(x): 1}", "{}", "[]\n");
}

static void test_merge_and_flatten(void **state)
{
	gives(*state, "{$merge: [{a: 1, b: 2}, {$if: c, then: {a: 3}}, {$eval: m}]}",
	      "{c: 1, m: {x: 4}}", "a: 3\nb: 2\nx: 4\n");
	gives(*state, "{$merge: []}", "{}", "{}\n");
	gives(*state, "{$flatten: [1, [2, [3]], {$eval: l}, []]}", "{l: [4]}",
	      "- 1\n- 2\n- - 3\n- 4\n");
	gives(*state, "{$merge: {$map: [a, b], each(x): {'${x}': 1}}}", "{}", "a: 1\nb: 1\n");
}

/* n keys, each given twice. */
static void merge_many(struct fixture *f, int n)
{
	struct buf template = BUF_INIT, want = BUF_INIT;

	buf_add(&template, S("$merge:\n"));
	for (int i = 0; i < 2 * n; i++)
		buf_addf(&template, "- {k%d: %d}\n", i % n, i);
	for (int i = 0; i < n; i++)
		buf_addf(&want, "k%d: %d\n", i, n + i);
	gives(f, template.s, "{}", want.s);
	buf_release(&template);
	buf_release(&want);
}

/* Few keys are searched one by one, many are not. */
static void test_merge_many(void **state)
{
	for (int n = 14; n < 20; n++)
		merge_many(*state, n);
	merge_many(*state, 300);
}

static void test_let(void **state)
{
	gives(*state, "{$let: {b: '${a}y', c: 1}, in: '${a}${b}${c}'}", "{a: x}", "xxy1\n");
	gives(*state, "{$let: {a: w}, in: '${a}'}", "{a: x}", "w\n");
	gives(*state, "[{$let: {a: w}, in: '${a}'}, '${a}']", "{a: x}", "- w\n- x\n");
	gives(*state, "{$let: {a: '${a}y'}, in: {$let: {b: z, a: '${a}z'}, in: '${a}${b}'}}",
	      "{a: x}", "xyzz\n");
	gives(*state, "{$let: {a: {$if: o, then: y}}, in: '${a}'}", "{a: x, o: 0}", "x\n");
	gives(*state, "{$let: {a: w}, in: {$let: {a: {$if: o, then: y}}, in: '${a}'}}",
	      "{a: x, o: 0}", "w\n");
	gives(*state, "{$let: {a: 1}, in: {$if: o, then: 1}}", "{o: 0}", "null\n");
	fails(*state, "{$let: {b: {$if: o, then: y}}, in: '${b}'}", "{o: 0}", MG0605, "b");
}

/* What holds nothing to evaluate is the node that was read. */
static void test_sharing(void **state)
{
	struct fixture *f = *state;
	const struct node *x = read(f, "{a: {b: [1, {c: d}]}, e: '${f}'}"), *c = read(f, "{f: g}");
	const struct template *t = load(f, x, c);
	struct node value;

	assert_non_null(t);
	assert_true(template_eval(t, c, &f->arena, &f->found, &value));
	assert_ptr_equal(node_get(&value, S("a"))->items, x->items[1].items);
	assert_int_equal(node_place(node_get(&value, S("a"))).off, 4);
	assert_ptr_equal(node_get(&value, S("e"))->text, c->items[1].text);
}

static void test_places(void **state)
{
	fails(*state, "k: a ${mesh.naem} b", "{mesh: {name: x}}", MG0605, "naem");
	fails(*state, "k: \"${ mehs }\"", "{mesh: 1}", MG0603, "mehs");
	fails(*state, "k: '${a + 1}'", "{a: 1}", MG0601, "+");
	fails(*state, "k: \"\\t${b}\"", "{a: 1}", MG0603, "\"");
	fails(*state, "'${b}': 1", "{a: 1}", MG0603, "b");
	fails(*state, "$if: a >= 1", "{a: 1}", MG0601, ">=");
	fails(*state, "k: ${m}", "{m: {}}", MG0605, "m");
	fails(*state, "k: ${m}", "{m: []}", MG0605, "m");
	fails(*state, "k: ${m}", "{m: 0x10}", MG0605, "m");
	fails(*state, "k: x${a\n", "{a: 1}", MG0602, "\n");
}

/* What the one finding says, and its help. */
static void says(struct fixture *f, const char *template, const char *message, const char *help)
{
	const struct node *c = read(f, "{a: 1, l: [x], m: {name: x}, n1: 1.50}");
	const struct template *t = load(f, read(f, template), c);
	struct node value;

	if (t)
		assert_false(template_eval(t, c, &f->arena, &f->found, &value));
	assert_int_equal(f->found.n, 1);
	assert_string_equal(arena_dup(&f->arena, f->found.list[0]->message).s, message);
	assert_string_equal(arena_dup(&f->arena, f->found.list[0]->help).s, help);
	findings_release(&f->found);
}

static void test_messages(void **state)
{
	says(*state, "{$mreg: []}",
	     "'$mreg' is no operator, and keys that begin with '$' are reserved",
	     "did you mean '$merge'? As a key of the output it is '$$mreg'");
	says(*state, "{$sorts: []}",
	     "'$sorts' is no operator, and keys that begin with '$' are reserved",
	     "as a key of the output it is '$$sorts'");
	says(*state, "{$eval: true}", "'$eval' takes an expression in a string, this is a boolean",
	     "quote it");
	says(*state, "{$eval: [a]}", "'$eval' takes an expression in a string, this is a list",
	     "write a list or a map without it");
	says(*state, "{$eval: {a: 1}}", "'$eval' takes an expression in a string, this is a map",
	     "write a list or a map without it");
	says(*state, "k: ${m}", "a map cannot stand in a string", "");
	says(*state, "k: ${l}", "a list cannot stand in a string", "");
	says(*state, "k: ${n1}",
	     "a number with more than one way to write it cannot stand in a string: quote it where "
	     "it comes from",
	     "");
	says(*state, "k: ${m.naem}", "the map has no property 'naem'", "did you mean 'name'?");
	says(*state, "k: ${m.x}", "the map has no property 'x'",
	     "write ['x'] if it may be absent: that gives null");
	says(*state, "k: ${l.x}", "property 'x' is asked of a list, which has none", "");
	says(*state, "k: ${l[1]}", "index 1 is out of range: there are 1", "");
	says(*state, "{$eval: a == true}",
	     "implementations of JSON-e disagree whether a number equals a boolean", "");
	says(*state, "{$map: {$if: 'false', then: 1}, each(x): 1}",
	     "'$map' takes a list or a map, this is nothing", "");
	says(*state, "{$merge: [{}, 1]}", "'$merge' takes a list of maps, item 1 is a number", "");
	says(*state, "{$let: {a: 1}}", "'$let' needs the key 'in'", "");
	says(*state, "{$if: a, x: 1}", "'x' stands beside '$if', which takes no such key",
	     "it takes 'then' and 'else'");
	says(*state, "{$let: {a: 1}, in: 1, x: 1}",
	     "'x' stands beside '$let', which takes no such key", "it takes 'in'");
	says(*state, "{$merge: [], x: 1}", "'x' stands beside '$merge', which takes no such key",
	     "");
}

static void test_operators(void **state)
{
	fails(*state, "[{$sort: [1]}]", "{}", MG0601, "$sort");
	fails(*state, "{k: {$fromNow: ''}}", "{}", MG0601, "$fromNow");
	fails(*state, "{$mrge: []}", "{}", MG0604, "$mrge");
	fails(*state, "{a: {$_0: []}}", "{}", MG0604, "$_0");
	fails(*state, "{$eval: a, $if: a}", "{a: 1}", MG0604, "$if");
	fails(*state, "{$eval: a, b: 1}", "{a: 1}", MG0604, "b");
	fails(*state, "{$eval: a, '': 1}", "{a: 1}", MG0604, "''");
	fails(*state, "{$eval: [a]}", "{a: 1}", MG0604, "[");
	fails(*state, "{$if: true}", "{}", MG0604, "true");
	fails(*state, "{$if: a, then: '${b}', else: 1}", "{a: 1}", MG0603, "b");
	fails(*state, "{$if: a, then: 1, else: '${b}'}", "{a: 1}", MG0603, "b");
	fails(*state, "{$if: b, then: 1, else: 1}", "{a: 1}", MG0603, "b");
	fails(*state, "{$if: a, than: 1}", "{a: 1}", MG0604, "than");
	fails(*state, "{$map: [1]}", "{}", MG0604, "$map");
	fails(*state, "{$map: [1], each(x): 1, each(y): 1}", "{}", MG0604, "$map");
	fails(*state, "{$map: [1], each(): 1}", "{}", MG0604, "each()");
	fails(*state, "{$map: [1], 'eachx)': 1}", "{}", MG0604, "'eachx)'");
	fails(*state, "{$map: [1], 'each(x': 1}", "{}", MG0604, "'each(x'");
	fails(*state, "{$map: [1], 'each(x,)': 1}", "{}", MG0604, "'each(x,)'");
	fails(*state, "{$map: [1], 'each(x ,y)': 1}", "{}", MG0604, "'each(x ,y)'");
	fails(*state, "{$map: [1], 'each(x,y )': 1}", "{}", MG0604, "'each(x,y )'");
	fails(*state, "{$map: [1], 'each(x,y,z)': 1}", "{}", MG0604, "'each(x,y,z)'");
	fails(*state, "{$let: {a: 1}}", "{}", MG0604, "$let");
	fails(*state, "{$let: [1], in: 1}", "{}", MG0604, "[");
	fails(*state, "{$let: {a-b: 1}, in: 1}", "{}", MG0604, "a-b");
	fails(*state, "{$let: {'x${a}': 1}, in: 1}", "{a: 1}", MG0601, "'x${a}'");
	fails(*state, "{$let: {$eval: a}, in: 1}", "{a: {}}", MG0601, "$eval");
}

static void test_kinds(void **state)
{
	fails(*state, "{$map: {$eval: a}, each(x): 1}", "{a: 1}", MG0605, "{");
	fails(*state, "{$map: abc, each(x): 1}", "{}", MG0605, "abc");
	fails(*state, "{$map: {k: 1}, each(x): abc}", "{}", MG0605, "abc");
	fails(*state, "{$merge: {k: 1}}", "{}", MG0605, "{");
	fails(*state, "{$merge: abc}", "{}", MG0605, "abc");
	fails(*state, "{$flatten: abc}", "{}", MG0605, "abc");
	fails(*state, "{a: {$merge: [{}, 1]}}", "{}", MG0605, "[");
}

static void test_scope(void **state)
{
	fails(*state, "[{$map: [1], each(x): '${x}'}, '${xy}']", "{a: 1}", MG0603, "xy");
	fails(*state, "{$let: {x: 1, y: '${x}'}, in: 1}", "{a: 1}", MG0603, "x");
	fails(*state, "{$map: '${x}', each(x): 1}", "{a: 1}", MG0603, "x");
	fails(*state, "{$let: {len: 1}, in: '${len(a)}'}", "{a: []}", MG0601, "len");
	gives(*state, "{$let: {now: 1, len: 2}, in: '${now}${len}'}", "{}", "\"12\"\n");
	gives(*state, "${min}", "{min: x}", "x\n");
}

/* All that is wrong is said at once. */
static void test_all_findings(void **state)
{
	struct fixture *f = *state;
	const struct node *x = read(f, "[{$if: a +, then: '${b}', else: '${'}, {$x: 1}, '${c}']");

	assert_null(template_load(x, &any, &f->arena, &f->found));
	assert_int_equal(f->found.n, 5);
}

static void test_context_without_names(void **state)
{
	struct fixture *f = *state;
	const struct template *t = template_load(read(f, "1"), NULL, &f->arena, &f->found);
	struct node value;

	assert_non_null(t);
	assert_false(template_eval(t, read(f, "{a b: 1}"), &f->arena, &f->found, &value));
	assert_int_equal(f->found.list[0]->code, MG0605);
	assert_true(template_eval(t, read(f, "{ab: 1}"), &f->arena, &f->found, &value));
}

/* A list in a list, n deep. */
static struct node nest(struct fixture *f, size_t n)
{
	struct node x = node_str(S("${a}"));

	for (size_t i = 0; i < n; i++) {
		struct node *item = ARENA_NEW(&f->arena, struct node);

		*item = x;
		x = node_seq(item, 1);
	}
	return x;
}

static void test_depth(void **state)
{
	struct fixture *f = *state;
	struct node deep = nest(f, LIMIT_DEPTH - 1), deeper = nest(f, LIMIT_DEPTH);

	assert_non_null(template_load(&deep, NULL, &f->arena, &f->found));
	assert_null(template_load(&deeper, NULL, &f->arena, &f->found));
	assert_int_equal(f->found.n, 1);
	assert_int_equal(f->found.list[0]->code, MG0608);
}

/* {$let: {v1: step of v0}, in: {$let: {v2: step of v1}, in: ... last}} */
static const char *doubling(struct fixture *f, const char *step, int times)
{
	struct buf b = BUF_INIT;
	const char *text;

	for (int i = 1; i <= times; i++) {
		buf_addf(&b, "{$let: {v%d: ", i);
		for (const char *c = step; *c; c++)
			if (*c == '#')
				buf_addf(&b, "v%d", i - 1);
			else
				buf_addc(&b, *c);
		buf_add(&b, S("}, in: "));
	}
	buf_addf(&b, "{$eval: v%d}", times);
	buf_fill(&b, '}', (size_t)times);
	text = arena_dup(&f->arena, buf_str(&b)).s;
	buf_release(&b);
	return text;
}

static void grows_too_large(struct fixture *f, const char *context, const char *template)
{
	const struct node *c = read(f, context);
	const struct template *t = load(f, read(f, template), c);
	struct node value;

	assert_non_null(t);
	assert_false(template_eval(t, c, &f->arena, &f->found, &value));
	assert_int_equal(f->found.n, 1);
	assert_int_equal(f->found.list[0]->code, MG0608);
	arena_release(&f->arena);
	findings_release(&f->found);
}

/* A long constant for each item of a long list. */
static const char *product(struct fixture *f, int items, int values)
{
	struct buf b = BUF_INIT;
	const char *text;

	buf_add(&b, S("$map:\n"));
	for (int i = 0; i < items; i++)
		buf_add(&b, S("- x\n"));
	buf_add(&b, S("each(x):\n"));
	for (int i = 0; i < values; i++)
		buf_add(&b, S("- x\n"));
	text = arena_dup(&f->arena, buf_str(&b)).s;
	buf_release(&b);
	return text;
}

static void test_budget(void **state)
{
	struct fixture *f = *state;

	grows_too_large(f, "{v0: [x]}", doubling(f, "{$eval: '[#, #]'}", 30));
	grows_too_large(f, "{v0: [x]}", doubling(f, "[{$eval: '#'}, {$eval: '#'}]", 30));
	grows_too_large(f, "{v0: [x]}",
			doubling(f, "{$flatten: [{$eval: '#'}, {$eval: '#'}]}", 30));
	grows_too_large(f, "{}", product(f, 2100, 2000));
	grows_too_large(f, "{v0: x}", doubling(f, "'${#}${#}'", 30));
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_interpolation),
		TEST(test_escapes),
		TEST(test_if),
		TEST(test_map),
		TEST(test_merge_and_flatten),
		TEST(test_merge_many),
		TEST(test_let),
		TEST(test_sharing),
		TEST(test_places),
		TEST(test_messages),
		TEST(test_operators),
		TEST(test_kinds),
		TEST(test_scope),
		TEST(test_all_findings),
		TEST(test_context_without_names),
		TEST(test_depth),
		TEST(test_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
