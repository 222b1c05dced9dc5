#include "model/ledger.h"

#include "model/ledger_path.h"
#include "model/recognise.h"
#include "model/tables.h"
#include "schema/schema.h"
#include "yaml/read.h"

#include <stdlib.h>

struct ledger {
	struct tree *tree;
	const struct model *model;
	struct sources *sources;
	struct arena *arena;
};

static int by_entry(const void *a, const void *b)
{
	const struct ledger_file *x = a, *y = b;
	int order = str_cmp(x->policy, y->policy);

	if (!order)
		order = str_cmp(x->cluster, y->cluster);
	return order ? order : str_cmp(x->namespace, y->namespace);
}

void ledger_list(const struct entries *issued, struct arena *a, struct sources *sources,
		 struct findings *found, struct model *m)
{
	m->ledger = ARENA_ARRAY(a, issued->n, struct ledger_file);
	for (size_t i = 0; i < issued->n; i++) {
		struct str path = arena_dup(a, issued->list[i].path);
		struct ledger_file f;

		if (!ledger_entry_of(path, &f)) {
			finding_help(
				finding_add_path(found, MG0502, path,
						 "a file at a place for no entry of the ledger"),
				"entries are trust/<policy>/issued/<cluster>/<namespace>.yaml: "
				"move it there, or out of the folder issued");
			continue;
		}
		f.file = sources_add(sources, a, path, S(""));
		m->ledger[m->n_ledger++] = f;
	}
	if (m->n_ledger)
		qsort(m->ledger, m->n_ledger, sizeof(*m->ledger), by_entry);
}

struct ledger *ledger_open(struct tree *t, const struct model *m, struct sources *sources,
			   struct arena *a)
{
	struct ledger *l = ARENA_NEW(a, struct ledger);

	*l = (struct ledger){ t, m, sources, a };
	return l;
}

const struct ledger_file *ledger_find(const struct ledger *l, struct str policy, struct str cluster,
				      struct str namespace)
{
	struct ledger_file sought = { .policy = policy,
				      .cluster = cluster,
				      .namespace = namespace };
	const struct model *m = l->model;

	return m->n_ledger ? bsearch(&sought, m->ledger, m->n_ledger, sizeof(*m->ledger), by_entry)
			   : NULL;
}

/* The text of an entry in UTF-8. */
static bool read_text(const struct ledger *l, const struct ledger_file *f, struct arena *a,
		      struct findings *found, struct str *ret)
{
	struct str bytes;

	return tree_read(l->tree, f->path, a, found, &bytes) &&
	       yaml_decode(bytes, f->path, a, found, ret);
}

static bool refuse(struct findings *found, struct place at, const char *what)
{
	finding_help(finding_add(found, MG0502, at, "%s in a file of the trust ledger", what),
		     "only meshgen ca writes these files: take it out, or remove the file and run "
		     "meshgen ca issue");
	return false;
}

/* The one IntermediateCA of a file; NULL after a finding. */
static const struct node *only_document(const struct documents *all, struct place whole,
					struct findings *found)
{
	const struct input_kind *kind;

	if (all->n == 0) {
		refuse(found, whole, "no document");
		return NULL;
	}
	switch (recognise(&all->list[0], found, &kind)) {
	case REFUSED:
		return NULL;
	case PASSED_OVER:
		break;
	case RECOGNISED:
		if (kind->input != INPUT_INTERMEDIATE_CA)
			break;
		if (all->n == 1)
			return &all->list[0];
		refuse(found, node_place(&all->list[1]), "a second document");
		return NULL;
	}
	refuse(found, node_place(&all->list[0]), "a document that is no IntermediateCA");
	return NULL;
}

bool ledger_read(const struct ledger *l, const struct ledger_file *f, struct arena *a,
		 struct findings *found, struct intermediate_ca *ret)
{
	struct decoder d = { .arena = a, .found = found };
	struct documents all = { 0 };
	const struct node *doc;

	*ret = (struct intermediate_ca){ 0 };
	if (!read_text(l, f, a, found, &d.text) || !yaml_read(f->file, d.text, a, found, &all))
		return false;
	doc = only_document(&all, place_file(f->file), found);
	return doc && schema_check(S("IntermediateCA"), doc, found) &&
	       decode(&d, &intermediate_ca_table, doc, ret);
}

/* The text of a file that a place points into, if it was not kept. */
static void keep_text(const struct ledger *l, struct place p)
{
	struct findings ignored = { 0 };
	struct ledger_file f = { .path = source_at(l->sources, p.file).path };
	struct str text;

	if (!p.file || p.off == PLACE_WHOLE || source_at(l->sources, p.file).text.n)
		return;
	if (read_text(l, &f, l->arena, &ignored, &text))
		l->sources->list[p.file - 1].text = text;
	findings_release(&ignored);
}

void ledger_show(const struct ledger *l, const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++) {
		keep_text(l, found->list[i]->place);
		for (const struct note *n = found->list[i]->notes; n; n = n->next)
			keep_text(l, n->place);
	}
}
