/*
 * JSON-e's own test suite, read from ../shared/jsone beside the project. A case
 * is inside when it loads and gives the result (or, where the suite wants an
 * error, one), and refused when it is outside of the language. inside.txt lists
 * the titles of the inside cases: a case that changes sides fails.
 */
#include "base/map.h"
#include "jsone/template.h"
#include "jsone/value.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define SUITE "../shared/jsone/specification.yml"
#define INSIDE "src/jsone/inside.txt"

enum side { SIDE_INSIDE, SIDE_REFUSED, SIDE_WRONG };

struct suite {
	struct arena arena;
	struct str section;
	struct map titles; /* times that a qualified title was seen */
	struct str listed; /* inside.txt, with a new line before each title */
	size_t inside, refused, wrong;
};

static bool read_file(const char *path, struct arena *a, struct str *ret)
{
	FILE *f = fopen(path, "r");
	char *bytes;
	long n;

	if (!f)
		return false;
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	bytes = arena_alloc(a, (size_t)n + 1);
	*ret = (struct str){ bytes, fread(bytes, 1, (size_t)n, f) };
	fclose(f);
	return true;
}

/* `section | title`, with ` #2` behind the second case of one title. */
static struct str qualified(struct suite *s, const struct node *c)
{
	struct str title = arena_fmt(&s->arena, "%.*s | %.*s", FMT(s->section),
				     FMT(str_trim(node_get_str(c, S("title")))));
	void **seen = map_at(&s->titles, title, &s->arena);
	uintptr_t n = (uintptr_t)*seen + 1;

	*seen = (void *)n;
	return n == 1 ? title : arena_fmt(&s->arena, "%.*s #%zu", FMT(title), (size_t)n);
}

static bool result_is(const struct node *c, const struct node *got)
{
	const struct node *want = node_key(c, S("result"));
	size_t budget = 100 * 1000;

	return want && value_equal(&want[1], got, &budget) == VALUE_SAME;
}

/* Outside of the language, with a place for each finding? */
static bool is_refused(const struct findings *found)
{
	bool outside = false, placed = true;

	for (size_t i = 0; i < found->n; i++) {
		outside = outside || found->list[i]->code == MG0601;
		placed = placed && found->list[i]->place.file;
	}
	return outside && placed;
}

static enum side run(const struct node *c, struct arena *a, struct findings *found)
{
	const struct node *key = node_key(c, S("template")), *context = node_key(c, S("context"));
	bool wants_error = node_key(c, S("error")) || node_key(c, S("panic"));
	const struct template *t;
	struct node value;

	assert_non_null(key);
	assert_non_null(context);
	t = template_load(&key[1], NULL, a, found);
	if (!t && is_refused(found))
		return SIDE_REFUSED;
	if (!t || !template_eval(t, &context[1], a, found, &value)) {
		assert_true(found->n);
		return wants_error ? SIDE_INSIDE : SIDE_WRONG;
	}
	assert_int_equal(found->n, 0);
	return !wants_error && result_is(c, &value) ? SIDE_INSIDE : SIDE_WRONG;
}

static bool is_listed(struct suite *s, struct str title)
{
	struct str line = arena_fmt(&s->arena, "\n%.*s\n", FMT(title));

	return str_search(s->listed, line) < s->listed.n;
}

static void complain(const char *what, struct str title, const struct findings *found)
{
	struct str message = found->n ? found->list[0]->message : S("no finding");

	print_error("%s: %.*s (%.*s)\n", what, FMT(title), FMT(message));
}

static void run_case(struct suite *s, const struct node *c)
{
	struct findings found = { 0 };
	struct str title = qualified(s, c);
	enum side side = run(c, &s->arena, &found);
	bool listed = is_listed(s, title);

	s->inside += side == SIDE_INSIDE;
	s->refused += side == SIDE_REFUSED;
	s->wrong += side == SIDE_WRONG || listed != (side == SIDE_INSIDE);
	if (side == SIDE_WRONG)
		complain("wrong", title, &found);
	else if (side == SIDE_INSIDE && !listed)
		complain("inside, but not listed", title, &found);
	else if (side == SIDE_REFUSED && listed)
		complain("refused, but listed as inside", title, &found);
	findings_release(&found);
}

static void run_document(struct suite *s, struct str text)
{
	struct findings found = { 0 };
	struct documents docs;

	if (!yaml_read(1, text, &s->arena, &found, &docs)) {
		complain("not read", text, &found);
		s->wrong++;
	}
	for (size_t i = 0; i < docs.n; i++) {
		if (node_get(&docs.list[i], S("section")))
			s->section = str_trim(node_get_str(&docs.list[i], S("section")));
		else
			run_case(s, &docs.list[i]);
	}
	findings_release(&found);
}

/* Document by document, so that one that cannot be read costs no other. */
static void run_all(struct suite *s, struct str text)
{
	while (text.n) {
		size_t n = str_search(text, S("\n---\n"));

		run_document(s, str_first(text, n));
		text = str_from(text, n + 5);
	}
}

/* The list begins with a new line of its own. */
static size_t count_lines(struct str list)
{
	size_t n = 0;

	for (size_t i = 1; i < list.n; i++)
		n += list.s[i] == '\n';
	return n;
}

static void test_suite(void **state)
{
	struct suite s = { 0 };
	struct str text = { 0 };

	(void)state;
	if (!read_file(SUITE, &s.arena, &text)) {
		print_message("jsone suite: skipped, there is no " SUITE "\n");
		skip();
	}
	assert_true(read_file(INSIDE, &s.arena, &s.listed));
	s.listed = arena_fmt(&s.arena, "\n%.*s", FMT(s.listed));
	run_all(&s, text);
	print_message("jsone suite: %zu inside passed, %zu refused\n", s.inside, s.refused);
	assert_int_equal(s.wrong, 0);
	assert_int_equal(s.inside, count_lines(s.listed));
	arena_release(&s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_suite) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
