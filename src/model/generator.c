#include "model/generator.h"

#include "model/intake.h"

static void refuse_kind(const struct node *doc, struct findings *found)
{
	const struct node *kind = node_get(doc, S("kind"));

	finding_help(finding_add(found, MG0742, node_place(kind ? kind : doc),
				 "a document that is no " GENERATOR_KIND),
		     "write apiVersion: meshgen.dev/v1alpha1 and kind: " GENERATOR_KIND);
}

bool generator_read(const struct node *doc, struct str text, struct arena *a,
		    struct findings *found, struct generator *ret)
{
	struct arena scratch = { 0 };
	struct model m = { 0 };
	struct intake in = { .model = &m,
			     .arena = a,
			     .scratch = &scratch,
			     .found = found,
			     .path = S(""),
			     .text = text };
	const struct input_kind *k = NULL;
	enum recognised is = recognise(doc, found, &k);
	bool ok;

	if (is == RECOGNISED && k->input == INPUT_GENERATOR)
		intake_document(&in, doc);
	else if (is != REFUSED)
		refuse_kind(doc, found);
	ok = m.n_generators == 1;
	if (ok)
		*ret = m.generators[0];
	model_forget_peers(&m);
	arena_release(&scratch);
	return ok;
}
