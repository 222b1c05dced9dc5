#include "base/buf.h"
#include "base/limits.h"
#include "jsone/template.h"
#include "yaml/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct findings found;
	struct node context;
	struct buf out;
};

static const struct str name_list[] = { STR("mesh"), STR("list"), STR("word"), STR("seven"),
					STR("nothing") };
static const struct context_names names = { name_list, 5, 0 };

/* mesh: {name: east, 'a-b': 1}, list: [1, two], word: abc, seven: 7, nothing: null */
static struct node make_context(struct arena *a)
{
	struct map_builder all = { 0 }, mesh = { 0 };
	struct node *list = ARENA_ARRAY(a, 2, struct node);

	map_put_str(&mesh, a, S("name"), S("east"));
	map_put(&mesh, a, S("a-b"), node_int(a, 1));
	list[0] = node_int(a, 1);
	list[1] = node_str(S("two"));
	map_put(&all, a, S("mesh"), map_done(&mesh));
	map_put(&all, a, S("list"), node_seq(list, 2));
	map_put_str(&all, a, S("word"), S("abc"));
	map_put(&all, a, S("seven"), node_int(a, 7));
	map_put(&all, a, S("nothing"), node_null());
	return map_done(&all);
}

static int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){ .out = BUF_INIT };
	f.context = make_context(&f.arena);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_release(&f->arena);
	findings_release(&f->found);
	buf_release(&f->out);
	return 0;
}

/* {$eval: text}, its text at byte 100 of file 1. */
static struct node eval_of(struct fixture *f, struct str text)
{
	struct map_builder m = { 0 };
	struct node x = node_str(text);

	x.file = 1;
	x.off = 100;
	x.flags = NODE_VERBATIM;
	map_put(&m, &f->arena, S("$eval"), x);
	return map_done(&m);
}

/* The value as YAML. */
static void gives(struct fixture *f, const char *text, const char *yaml)
{
	struct node *x = ARENA_NEW(&f->arena, struct node), value;
	const struct template *t;

	*x = eval_of(f, str_of(text));
	t = template_load(x, &names, &f->arena, &f->found);
	assert_non_null(t);
	assert_true(template_eval(t, &f->context, &f->arena, &f->found, &value));
	assert_int_equal(f->found.n, 0);
	buf_truncate(&f->out, 0);
	yaml_write(&f->out, &value);
	assert_string_equal(f->out.s, yaml);
}

/* One finding at byte off of the text, found when it is loaded or when it is evaluated. */
static void fails(struct fixture *f, const char *text, bool loads, enum code code, uint32_t off,
		  uint32_t len)
{
	struct node *x = ARENA_NEW(&f->arena, struct node), value;
	const struct template *t;
	size_t before = f->found.n;

	*x = eval_of(f, str_of(text));
	t = template_load(x, &names, &f->arena, &f->found);
	assert_int_equal(t != NULL, loads);
	if (t)
		assert_false(template_eval(t, &f->context, &f->arena, &f->found, &value));
	assert_int_equal(f->found.n, before + 1);
	assert_int_equal(f->found.list[before]->code, code);
	assert_int_equal(f->found.list[before]->place.off, 100 + off);
	assert_int_equal(f->found.list[before]->place.len, len);
}

static void test_paths(void **state)
{
	gives(*state, "mesh.name", "east\n");
	gives(*state, " mesh [ 'name' ] ", "east\n");
	gives(*state, "mesh['a-b']", "1\n");
	gives(*state, "mesh['absent']", "null\n");
	gives(*state, "nothing", "null\n");
	gives(*state, "list[1]", "two\n");
	gives(*state, "list[-2]", "1\n");
	gives(*state, "word[1]", "b\n");
	gives(*state, "list[list[0]]", "two\n");
	gives(*state, "(mesh).name", "east\n");
}

static void test_missing(void **state)
{
	fails(*state, "mesh.naem", true, MG0605, 5, 4);
	fails(*state, "seven.x", true, MG0605, 6, 1);
	fails(*state, "nothing.x", true, MG0605, 8, 1);
	fails(*state, "list[2]", true, MG0605, 5, 1);
	fails(*state, "list[-3]", true, MG0605, 6, 1);
	fails(*state, "list['a']", true, MG0605, 5, 3);
	fails(*state, "list[0.5]", true, MG0605, 5, 3);
	fails(*state, "mesh[0]", true, MG0605, 5, 1);
	fails(*state, "seven[0]", true, MG0605, 5, 1);
	fails(*state, "len(mesh)", true, MG0605, 0, 3);
	fails(*state, "len(7)", true, MG0605, 0, 3);
}

static void test_logic(void **state)
{
	gives(*state, "!nothing", "true\n");
	gives(*state, "!!word", "true\n");
	gives(*state, "nothing || seven", "true\n");
	gives(*state, "seven || mesh.absent", "true\n");
	gives(*state, "nothing && mesh.absent", "false\n");
	gives(*state, "seven && nothing", "false\n");
	gives(*state, "true || true && false", "true\n");
	gives(*state, "false && false == false", "false\n");
	gives(*state, "seven == 7 == true", "true\n");
	gives(*state, "seven != 7", "false\n");
	gives(*state, "'abc' == word && seven != 8", "true\n");
	gives(*state, "!(mesh.name == 'west')", "true\n");
	fails(*state, "seven == 7.5 || true == 1", true, MG0605, 21, 2);
}

static void test_literals(void **state)
{
	gives(*state, "007", "7\n");
	gives(*state, "-1", "-1\n");
	gives(*state, "- 0", "0\n");
	gives(*state, "10.5", "10.5\n");
	gives(*state, "\"it's\"", "it's\n");
	gives(*state, "[]", "[]\n");
	gives(*state, "{}", "{}\n");
	gives(*state, "[1, [seven], null]", "- 1\n- - 7\n- null\n");
	gives(*state, "{a: 1, 'b c': word, a: 2}", "a: 2\nb c: abc\n");
	gives(*state, "len('\xe2\x98\xa2x')", "2\n");
	gives(*state, "len(list)", "2\n");
}

static void test_malformed(void **state)
{
	fails(*state, "", false, MG0602, 0, 1);
	fails(*state, "mesh.", false, MG0602, 5, 1);
	fails(*state, "mesh.'a'", false, MG0602, 5, 3);
	fails(*state, "mesh.true", false, MG0602, 5, 4);
	fails(*state, "mesh.in", false, MG0602, 5, 2);
	fails(*state, "(seven", false, MG0602, 6, 1);
	fails(*state, "seven)", false, MG0602, 5, 1);
	fails(*state, "seven seven", false, MG0602, 6, 5);
	fails(*state, "seven ==", false, MG0602, 8, 1);
	fails(*state, "'abc", false, MG0602, 0, 4);
	fails(*state, "[1,]", false, MG0602, 3, 1);
	fails(*state, "[1 2]", false, MG0602, 3, 1);
	fails(*state, "{a 1}", false, MG0602, 3, 1);
	fails(*state, "{a: 1,}", false, MG0602, 6, 1);
	fails(*state, "{1: 1}", false, MG0602, 1, 1);
	fails(*state, "list[]", false, MG0602, 5, 1);
	fails(*state, "list[0", false, MG0602, 6, 1);
	fails(*state, "len(list, list)", false, MG0602, 8, 1);
	fails(*state, "!mesh.name", false, MG0602, 0, 1);
	fails(*state, "!len(list)", false, MG0602, 0, 1);
	fails(*state, "a = b", false, MG0603, 0, 1);
	fails(*state, "word # x", false, MG0602, 5, 1);
}

static void test_outside(void **state)
{
	fails(*state, "seven + 1", false, MG0601, 6, 1);
	fails(*state, "seven - 1", false, MG0601, 6, 1);
	fails(*state, "-seven", false, MG0601, 0, 1);
	fails(*state, "+1", false, MG0601, 0, 1);
	fails(*state, "seven ** 2", false, MG0601, 6, 2);
	fails(*state, "seven <= 2", false, MG0601, 6, 2);
	fails(*state, "word in list", false, MG0601, 5, 2);
	fails(*state, "list[0:1]", false, MG0601, 6, 1);
	fails(*state, "list[:1]", false, MG0601, 5, 1);
	fails(*state, "min(1, 2)", false, MG0601, 0, 3);
	fails(*state, "mesh.name()", false, MG0601, 9, 1);
	fails(*state, "now", false, MG0601, 0, 3);
	fails(*state, "len", false, MG0601, 0, 3);
	fails(*state, "1.50", false, MG0601, 0, 4);
	fails(*state, "12345678901234567", false, MG0601, 0, 17);
}

static void test_names(void **state)
{
	struct fixture *f = *state;

	fails(f, "mehs.name", false, MG0603, 0, 4);
	assert_true(str_eq(f->found.list[0]->help, S("did you mean 'mesh'?")));
	fails(f, "wrods", false, MG0603, 0, 5);
	assert_true(str_eq(f->found.list[1]->help, S("did you mean 'word'?")));
	fails(f, "mesh.name == elsewhere", false, MG0603, 13, 9);
	assert_int_equal(f->found.list[2]->help.n, 0);
}

static void says(struct fixture *f, const char *text, enum code code, const char *message)
{
	size_t before = f->found.n;

	fails(f, text, false, code, 0, (uint32_t)strlen(text));
	assert_true(str_eq(f->found.list[before]->message, str_of(message)));
}

static void test_messages(void **state)
{
	says(*state, "'a", MG0602, "a string has no closing '");
	says(*state, "\"", MG0602, "a string has no closing \"");
	says(*state, "]", MG0602, "']' stands where a value is expected");
	says(*state, "*", MG0601, "operator '*' is outside of the template language");
	says(*state, "1.0", MG0601, "number '1.0' is outside of the template language");
	says(*state, "now", MG0601, "'now' is outside of the template language");
	fails(*state, "seven ==", false, MG0602, 8, 1);
	assert_true(str_eq(((struct fixture *)*state)->found.list[6]->message,
			   S("the expression ends where a value is expected")));
}

static const char *repeated(struct fixture *f, const char *word, size_t n, const char *last)
{
	struct buf b = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < n; i++)
		buf_add(&b, str_of(word));
	buf_add(&b, str_of(last));
	text = arena_dup(&f->arena, buf_str(&b)).s;
	buf_release(&b);
	return text;
}

static void test_depth(void **state)
{
	struct fixture *f = *state;

	gives(f, repeated(f, "!", LIMIT_DEPTH - 1, "true"), "false\n");
	fails(f, repeated(f, "!", LIMIT_DEPTH, "true"), false, MG0608, LIMIT_DEPTH, 4);
	fails(f, repeated(f, "!", 1000 * 1000, "true"), false, MG0608, LIMIT_DEPTH, 1);
	fails(f, repeated(f, "(", 1000 * 1000, ""), false, MG0608, LIMIT_DEPTH, 1);
	fails(f, repeated(f, "[", 1000 * 1000, ""), false, MG0608, LIMIT_DEPTH, 1);
	fails(f, repeated(f, "mesh[", 1000 * 1000, ""), false, MG0608, 5 * LIMIT_DEPTH, 4);
	fails(f, repeated(f, "true||", 1000 * 1000, "true"), false, MG0608,
	      6 * (LIMIT_DEPTH - 1) + 4, 2);
	fails(f, repeated(f, "list[0][0]", 1, repeated(f, "[0]", 1000 * 1000, "")), false, MG0608,
	      4 + 3 * (LIMIT_DEPTH - 1), 1);
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_paths),    TEST(test_missing),   TEST(test_logic),
		TEST(test_literals), TEST(test_malformed), TEST(test_outside),
		TEST(test_names),    TEST(test_messages),  TEST(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
