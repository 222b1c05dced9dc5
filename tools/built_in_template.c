/*
 * Prints a template as it is loaded: its forms, its expressions, what it reads. Nothing of
 * it has a name; what a pointer points to is printed in its place.
 */
#include "built_in.h"
#include "jsone/form.h"
#include "render/declared.h"

#include <stdio.h>

static void print_place(struct place p)
{
	printf(".place = { .file = %u, .off = %u, .len = %u }, ", (unsigned)p.file, (unsigned)p.off,
	       (unsigned)p.len);
}

static void print_node(const struct node *x)
{
	size_t n = x->kind == NODE_MAP ? 2 * (size_t)x->n : x->n;

	printf("{ .n = %u, .file = %u, .off = %u, .kind = %u, .flags = %u, ", x->n, x->file, x->off,
	       x->kind, x->flags);
	if (x->kind < NODE_SEQ) {
		printf(".text = ");
		print_literal(node_text(x));
	} else if (n) {
		printf(".items = (const struct node[]){\n");
		for (size_t i = 0; i < n; i++)
			print_node(&x->items[i]);
		printf("}");
	}
	printf(" },\n");
}

static void print_expr(const struct expr *x);

static void print_members(const struct expr *x)
{
	printf(".n = %u, ", x->n);
	if (!x->n)
		return;
	printf(".items = (const struct expr *const[]){\n");
	for (uint32_t i = 0; i < x->n; i++)
		print_expr(x->items[i]);
	printf("}, ");
	if (x->kind != EXPR_MAP)
		return;
	printf(".keys = (const struct node[]){\n");
	for (uint32_t i = 0; i < x->n; i++)
		print_node(&x->keys[i]);
	printf("}, ");
}

static void print_operands(const struct expr *x)
{
	printf(".left = ");
	print_expr(x->left);
	printf(".right = ");
	print_expr(x->right);
	if (x->kind != EXPR_PROPERTY)
		return;
	printf(".property = ");
	print_str(x->property);
}

static void print_expr(const struct expr *x)
{
	if (!x) {
		printf("NULL,\n");
		return;
	}
	printf("&(const struct expr){ .kind = %u, .depth = %u, ", x->kind, x->depth);
	print_place(x->place);
	switch ((enum expr_kind)x->kind) {
	case EXPR_LITERAL:
		printf(".literal = ");
		print_node(&x->literal);
		break;
	case EXPR_VARIABLE:
	case EXPR_CONTEXT:
		printf(".slot = %u, .name = ", x->slot);
		print_str(x->name);
		break;
	case EXPR_PROPERTY:
	case EXPR_INDEX:
	case EXPR_NOT:
	case EXPR_AND:
	case EXPR_OR:
	case EXPR_EQUAL:
	case EXPR_DIFFERENT:
	case EXPR_LEN:
		print_operands(x);
		break;
	case EXPR_LIST:
	case EXPR_MAP:
		print_members(x);
	}
	printf("},\n");
}

static void print_form(const struct form *f);

static void print_pieces(const struct form *f)
{
	printf(".pieces = (const struct piece[]){\n");
	for (size_t i = 0; i < f->n; i++) {
		printf("{ .text = ");
		print_str(f->pieces[i].text);
		printf(".expr = ");
		print_expr(f->pieces[i].expr);
		printf("},\n");
	}
	printf("}, ");
}

static void print_items(const struct form *f)
{
	printf(".items = (const struct form *const[]){\n");
	for (size_t i = 0; i < f->n; i++)
		print_form(f->items[i]);
	printf("}, ");
}

static void print_entries(const struct form *f)
{
	printf(".distinct = %d, .entries = (const struct entry[]){\n", f->distinct);
	for (size_t i = 0; i < f->n; i++) {
		printf("{ .key = ");
		print_node(&f->entries[i].key);
		printf(".key_form = ");
		print_form(f->entries[i].key_form);
		printf(".value = ");
		print_form(f->entries[i].value);
		printf("},\n");
	}
	printf("}, ");
}

static void print_if(const struct form *f)
{
	printf(".condition = ");
	print_expr(f->condition);
	printf(".then = ");
	print_form(f->then);
	printf(".otherwise = ");
	print_form(f->otherwise);
}

static void print_each(const struct form *f)
{
	printf(".slot = %u, .index_slot = %u, .has_index = %d, .over = ", f->slot, f->index_slot,
	       f->has_index);
	print_form(f->over);
	printf(".body = ");
	print_form(f->body);
}

static void print_let(const struct form *f)
{
	if (f->n)
		printf(".bindings = (const struct binding[]){\n");
	for (size_t i = 0; i < f->n; i++) {
		printf("{ .slot = %u, .value = ", f->bindings[i].slot);
		print_form(f->bindings[i].value);
		printf(".outer = ");
		print_expr(f->bindings[i].outer);
		printf("},\n");
	}
	printf("%s.in = ", f->n ? "}, " : "");
	print_form(f->in);
}

static void print_form(const struct form *f)
{
	if (!f) {
		printf("NULL,\n");
		return;
	}
	printf("&(const struct form){ .kind = %u, .steps = %zu, .n = %zu, ", f->kind, f->steps,
	       f->n);
	print_place(f->place);
	switch ((enum form_kind)f->kind) {
	case FORM_CONSTANT:
		printf(".value = ");
		print_node(&f->value);
		break;
	case FORM_TEXT:
		print_pieces(f);
		break;
	case FORM_LIST:
		print_items(f);
		break;
	case FORM_MAP:
		print_entries(f);
		break;
	case FORM_EVAL:
		printf(".expr = ");
		print_expr(f->expr);
		break;
	case FORM_IF:
		print_if(f);
		break;
	case FORM_EACH:
		print_each(f);
		break;
	case FORM_MERGE:
	case FORM_FLATTEN:
		printf(".inner = ");
		print_form(f->inner);
		break;
	case FORM_LET:
		print_let(f);
	}
	printf("},\n");
}

static void print_reads(const struct reads *all)
{
	printf(".reads = { .n = %zu, ", all->n);
	if (all->n)
		printf(".list = (const struct read[]){\n");
	for (size_t i = 0; i < all->n; i++) {
		printf("{ .n = %zu, .names = {\n", all->list[i].n);
		for (size_t k = 0; k < all->list[i].n; k++)
			print_str(all->list[i].names[k]);
		printf("} },\n");
	}
	printf("%s}, ", all->n ? "} " : "");
}

void print_template(struct str name, const struct template *t)
{
	printf("{ .is_own = %d, .name = ", template_is_own(name, t));
	print_str(name);
	printf(".template = &(const struct template){ .n_slots = %u, .steps = %zu, "
	       ".any_context = %d, ",
	       t->n_slots, t->steps, t->any_context);
	print_reads(&t->reads);
	printf(".root = ");
	print_form(t->root);
	printf("} },\n");
}
