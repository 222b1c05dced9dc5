#include "render/built_in.h"

#include "base/embedded.h"
#include "jsone/form.h"
#include "render/declared.h"
#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* What follows compares all that a template knows, but for addresses. */

static void same_str(struct str a, struct str b)
{
	assert_true(str_eq(a, b));
}

static void same_place(struct place a, struct place b)
{
	assert_int_equal(a.file, b.file);
	assert_int_equal(a.off, b.off);
	assert_int_equal(a.len, b.len);
}

static void same_node(const struct node *a, const struct node *b)
{
	size_t items = a->kind == NODE_MAP ? 2 * (size_t)a->n : a->kind == NODE_SEQ ? a->n : 0;

	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->flags, b->flags);
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->file, b->file);
	assert_int_equal(a->off, b->off);
	same_str(node_text(a), node_text(b));
	for (size_t i = 0; i < items; i++)
		same_node(&a->items[i], &b->items[i]);
}

static void same_expr(const struct expr *a, const struct expr *b);

static void same_members(const struct expr *a, const struct expr *b)
{
	assert_int_equal(a->n, b->n);
	for (uint32_t i = 0; i < a->n; i++) {
		same_expr(a->items[i], b->items[i]);
		if (a->kind == EXPR_MAP)
			same_node(&a->keys[i], &b->keys[i]);
	}
}

static void same_expr(const struct expr *a, const struct expr *b)
{
	assert_int_equal(!a, !b);
	if (!a)
		return;
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->depth, b->depth);
	same_place(a->place, b->place);
	if (a->kind == EXPR_LITERAL) {
		same_node(&a->literal, &b->literal);
	} else if (a->kind == EXPR_VARIABLE || a->kind == EXPR_CONTEXT) {
		same_str(a->name, b->name);
		assert_int_equal(a->slot, b->slot);
	} else if (a->kind == EXPR_LIST || a->kind == EXPR_MAP) {
		same_members(a, b);
	} else {
		same_expr(a->left, b->left);
		same_expr(a->right, b->right);
		if (a->kind == EXPR_PROPERTY)
			same_str(a->property, b->property);
	}
}

static void same_form(const struct form *a, const struct form *b);

static void same_entry(const struct entry *a, const struct entry *b)
{
	same_node(&a->key, &b->key);
	same_form(a->key_form, b->key_form);
	same_form(a->value, b->value);
}

static void same_binding(const struct binding *a, const struct binding *b)
{
	assert_int_equal(a->slot, b->slot);
	same_form(a->value, b->value);
	same_expr(a->outer, b->outer);
}

static void same_part(const struct form *a, const struct form *b, size_t i)
{
	if (a->kind == FORM_TEXT) {
		same_str(a->pieces[i].text, b->pieces[i].text);
		same_expr(a->pieces[i].expr, b->pieces[i].expr);
	} else if (a->kind == FORM_LIST) {
		same_form(a->items[i], b->items[i]);
	} else if (a->kind == FORM_MAP) {
		same_entry(&a->entries[i], &b->entries[i]);
	} else {
		assert_int_equal(a->kind, FORM_LET);
		same_binding(&a->bindings[i], &b->bindings[i]);
	}
}

static void same_each(const struct form *a, const struct form *b)
{
	same_form(a->over, b->over);
	same_form(a->body, b->body);
	assert_int_equal(a->slot, b->slot);
	assert_int_equal(a->index_slot, b->index_slot);
	assert_int_equal(a->has_index, b->has_index);
}

static void same_form(const struct form *a, const struct form *b)
{
	assert_int_equal(!a, !b);
	if (!a)
		return;
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->steps, b->steps);
	assert_int_equal(a->n, b->n);
	same_place(a->place, b->place);
	for (size_t i = 0; i < a->n; i++)
		same_part(a, b, i);
	if (a->kind == FORM_CONSTANT) {
		same_node(&a->value, &b->value);
	} else if (a->kind == FORM_MAP) {
		assert_int_equal(a->distinct, b->distinct);
	} else if (a->kind == FORM_EVAL) {
		same_expr(a->expr, b->expr);
	} else if (a->kind == FORM_IF) {
		same_expr(a->condition, b->condition);
		same_form(a->then, b->then);
		same_form(a->otherwise, b->otherwise);
	} else if (a->kind == FORM_EACH) {
		same_each(a, b);
	} else if (a->kind == FORM_MERGE || a->kind == FORM_FLATTEN) {
		same_form(a->inner, b->inner);
	} else if (a->kind == FORM_LET) {
		same_form(a->in, b->in);
	}
}

static void same_template(const struct template *a, const struct template *b)
{
	same_form(a->root, b->root);
	assert_int_equal(a->n_slots, b->n_slots);
	assert_int_equal(a->steps, b->steps);
	assert_int_equal(a->any_context, b->any_context);
	assert_int_equal(a->reads.n, b->reads.n);
	for (size_t i = 0; i < a->reads.n; i++) {
		const struct read *read = &a->reads.list[i];

		assert_int_equal(read->n, b->reads.list[i].n);
		for (size_t k = 0; k < read->n; k++)
			same_str(read->names[k], b->reads.list[i].names[k]);
	}
}

/* Each template of the source tree, and nothing else, is what loading makes of it now. */
static void test_all(void **state)
{
	const struct str folder = S("templates/"), suffix = S(".yaml");
	const struct named_template *list;
	const struct embedded *files;
	size_t n = built_in_templates(&list), n_files = embedded_files(&files), seen = 0;
	struct findings found = { 0 };
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < n_files; i++) {
		struct str path = files[i].path, name = str_from(path, folder.n);
		const struct template *t;
		struct documents docs;

		if (!str_starts(path, folder) || !str_ends(path, suffix))
			continue;
		name.n -= suffix.n;
		assert_true(seen < n);
		same_str(list[seen].name, name);
		assert_true(yaml_read((uint32_t)(SOURCE_EMBEDDED + i), files[i].bytes, &a, &found,
				      &docs));
		t = template_load(docs.list, template_names(name), &a, &found);
		assert_non_null(t);
		same_template(list[seen].template, t);
		assert_int_equal(list[seen].is_own, template_is_own(name, t));
		seen++;
	}
	assert_int_equal(seen, n);
	assert_true(n > 20);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
