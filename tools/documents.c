/*
 * Prints the schemas and templates that the program carries as the nodes that they
 * are, for src/yaml/embedded.c.
 */
#include "base/bug.h"
#include "base/embedded.h"
#include "diag/print.h"
#include "yaml/read.h"

#include <stdio.h>

/* Two question marks may begin a trigraph. */
static void print_literal(struct str s)
{
	putchar('"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		bool is_itself = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '?';

		printf(is_itself ? "%c" : "\\%03o", c);
	}
	putchar('"');
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

static void print_row(uint32_t file, const struct embedded *e, struct arena *a,
		      struct findings *found)
{
	struct documents docs;

	if (!yaml_read(file, e->bytes, a, found, &docs))
		return;
	if (docs.n != 1)
		BUG("%.*s is not one document", FMT(e->path));
	printf("{ { ");
	print_literal(e->path);
	printf(", %zu },\n", e->path.n);
	print_node(&docs.list[0]);
	printf("},\n");
}

/* Not what init writes, and not what Argo CD runs. */
static bool is_document(struct str path)
{
	return str_starts(path, S("schemas/")) ||
	       (str_starts(path, S("templates/")) && !str_ends(path, S(".lua")));
}

int main(void)
{
	const struct embedded *files;
	size_t n = embedded_files(&files);
	struct sources none = { 0 };
	struct findings found = { 0 };
	struct arena a = { 0 };
	struct buf said = BUF_INIT;
	bool right;

	for (size_t i = 0; i < n; i++)
		if (is_document(files[i].path))
			print_row((uint32_t)(SOURCE_EMBEDDED + i), &files[i], &a, &found);
	print_text(&said, &found, &none, SEVERITY_WARNING, false);
	fwrite(said.s, 1, said.n, stderr);
	right = !found.errors && fflush(stdout) == 0;
	buf_release(&said);
	findings_release(&found);
	arena_release(&a);
	return right ? 0 : 1;
}
