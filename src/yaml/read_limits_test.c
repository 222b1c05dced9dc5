#include "yaml/read_fixture.h"

#include "base/buf.h"
#include "base/limits.h"

/* A list of depth lists, the innermost holding what inside says. */
static bool read_nested(struct fixture *f, size_t depth, const char *before, const char *inside)
{
	struct buf text = BUF_INIT;
	struct str copy;

	buf_addf(&text, "%s", before);
	buf_fill(&text, '[', depth);
	buf_addf(&text, "%s", inside);
	buf_fill(&text, ']', depth);
	copy = arena_dup(&f->arena, buf_str(&text));
	buf_release(&text);
	return read_text(f, copy);
}

static void assert_too_much(struct fixture *f)
{
	assert_int_equal(f->found.n, 1);
	assert_int_equal(f->found.list[0]->code, MG0110);
}

static void test_depth(void **state)
{
	struct fixture *f = *state;

	assert_true(read_nested(f, LIMIT_DEPTH, "", ""));
	assert_false(read_nested(f, LIMIT_DEPTH + 1, "", ""));
	assert_too_much(f);
	assert_false(read_nested(f, 100 * 1000, "", ""));
	assert_too_much(f);
	assert_true(read_nested(f, LIMIT_DEPTH - 3, "- &a [[b]]\n- ", "*a"));
	assert_false(read_nested(f, LIMIT_DEPTH - 2, "- &a [[b]]\n- ", "*a"));
	assert_too_much(f);
}

static void test_aliases_cap(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a 1\n");
	for (int i = 0; i < LIMIT_ALIASES; i++)
		buf_addf(&text, "- *a\n");
	assert_true(read_text(f, buf_str(&text)));
	buf_addf(&text, "- *a\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

/* Ten times ten to the eighth values in a few hundred bytes. */
static void test_bomb(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a0 [x, x, x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 9; i++) {
		buf_addf(&text, "- &a%d [*a%d", i, i - 1);
		for (int k = 0; k < 9; k++)
			buf_addf(&text, ", *a%d", i - 1);
		buf_addf(&text, "]\n");
	}
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

/* Exactly as many values as may be, and one more. */
static void test_nodes_cap(void **state)
{
	enum { ITEMS = 3998, ALIASES = 999, FILLERS = 999 };
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a [x");
	for (int i = 1; i < ITEMS; i++)
		buf_addf(&text, ",x");
	buf_addf(&text, "]\n");
	for (int i = 0; i < ALIASES; i++)
		buf_addf(&text, "- *a\n");
	for (int i = 0; i < FILLERS; i++)
		buf_addf(&text, "- x\n");
	assert_true(read_text(f, buf_str(&text)));
	buf_addf(&text, "- x\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

/* A list of two texts, named again and again: as many bytes as may be, and one more. */
static void test_bytes_cap(void **state)
{
	enum { LONG = 512 * 1024, ALIASES = 63 };
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	buf_addf(&text, "- &a [\"\\x61");
	buf_fill(&text, 'a', LONG - 1);
	buf_addf(&text, "\", ");
	buf_fill(&text, 'b', LONG);
	buf_addf(&text, "]\n");
	for (int i = 0; i < ALIASES; i++)
		buf_addf(&text, "- *a\n");
	assert_true(read_text(f, buf_str(&text)));
	buf_addf(&text, "- b\n");
	assert_false(read_text(f, buf_str(&text)));
	assert_too_much(f);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		READ_TEST(test_depth),     READ_TEST(test_aliases_cap), READ_TEST(test_bomb),
		READ_TEST(test_nodes_cap), READ_TEST(test_bytes_cap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
