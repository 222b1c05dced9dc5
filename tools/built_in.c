/*
 * Prints what the program carries as C: its schemas as validation needs them, for
 * src/schema/schema.c, and its templates as they are loaded, for src/render/built_in.c.
 *
 *	usage: built_in schemas|templates
 */
#include "built_in.h"

#include "base/bug.h"
#include "base/embedded.h"
#include "diag/print.h"
#include "render/declared.h"
#include "yaml/read.h"

#include <stdio.h>

/* Two question marks may begin a trigraph. */
void print_literal(struct str s)
{
	putchar('"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		bool is_itself = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '?';

		printf(is_itself ? "%c" : "\\%03o", c);
	}
	putchar('"');
}

void print_str(struct str s)
{
	printf("{ ");
	print_literal(s);
	printf(", %zu },\n", s.n);
}

struct printing {
	bool templates; /* else schemas */
	struct arena arena;
	struct findings found;
};

/* Lua is for Argo CD. */
static void print_row(struct printing *p, uint32_t file, const struct embedded *e)
{
	struct str path = e->path, folder = p->templates ? S("templates/") : S("schemas/");
	const struct template *t;
	struct documents docs;
	struct str name;

	if (!str_starts(path, folder) || str_ends(path, S(".lua")) ||
	    !yaml_read(file, e->bytes, &p->arena, &p->found, &docs))
		return;
	if (docs.n != 1)
		BUG("%.*s is not one document", FMT(path));
	name = str_from(path, folder.n);
	name = str_first(name, str_find(name, '.'));
	if (!p->templates) {
		print_schema(name, docs.list);
		return;
	}
	t = template_load(docs.list, template_names(name), &p->arena, &p->found);
	if (t)
		print_template(name, t);
}

int main(int argc, char **argv)
{
	struct printing p = { .templates = argc == 2 && str_eq(str_of(argv[1]), S("templates")) };
	const struct embedded *files;
	size_t n = embedded_files(&files);
	struct sources none = { 0 };
	struct buf said = BUF_INIT;
	bool right;

	for (size_t i = 0; i < n; i++)
		print_row(&p, (uint32_t)(SOURCE_EMBEDDED + i), &files[i]);
	print_text(&said, &p.found, &none, SEVERITY_WARNING, false);
	fwrite(said.s, 1, said.n, stderr);
	right = !p.found.errors && fflush(stdout) == 0;
	buf_release(&said);
	findings_release(&p.found);
	arena_release(&p.arena);
	return right ? 0 : 1;
}
