/*
 * Any document that is a ResourceList goes out again as one, with its items as they came
 * and a result for each finding; no ResourceList is taken without a finding.
 */
#include "base/bug.h"
#include "base/limits.h"
#include "cli/krm.h"
#include "fuzz/fuzz.h"
#include "model/generator.h"
#include "yaml/write.h"

static size_t count(const struct node *list, struct str name)
{
	const struct node *found = node_get(list, name);

	return found && found->kind == NODE_SEQ ? found->n : 0;
}

static void check_output(const struct resource_list *l, struct findings *found,
			 const struct sources *sources, struct arena *a)
{
	struct report report = { found, sources, S("."), S("") };
	struct documents none = { 0 }, again;
	struct findings clean = { 0 };
	struct buf out = BUF_INIT;
	struct node list = resource_list_with(l, &none, &report, a);
	const struct node *items = node_get(&l->node, S("items"));
	size_t due = found->n < LIMIT_FINDINGS_REPORTED ? found->n : LIMIT_FINDINGS_REPORTED;

	yaml_write(&out, &list);
	if (!yaml_read(0, buf_str(&out), a, &clean, &again) || again.n != 1)
		BUG("an output that is no document");
	if (!resource_list_of(&again.list[0], &clean, &(struct resource_list){ 0 }))
		BUG("an output that is no ResourceList");
	if (items && items->n && !node_eq(items, node_get(&again.list[0], S("items"))))
		BUG("other items than came in");
	if (count(&again.list[0], S("results")) != due)
		BUG("findings without a result");
	findings_release(&clean);
	buf_release(&out);
}

static void check_document(const struct node *doc, struct str text, struct findings *found,
			   const struct sources *sources, struct arena *a)
{
	struct resource_list l;
	struct generator g = { 0 };

	if (!resource_list_of(doc, found, &l)) {
		if (!found->errors)
			BUG("refused without a finding");
		return;
	}
	if (resource_list_check(&l, found) && !generator_read(l.config, text, a, found, &g) &&
	    !found->errors)
		BUG("a configuration refused without a finding");
	findings_sort(found, sources);
	check_output(&l, found, sources, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct findings found = { 0 };
	struct documents documents = { 0 };
	struct sources sources = { 0 };
	struct arena a = { 0 };
	struct str text;
	uint32_t file;

	if (yaml_decode((struct str){ (const char *)bytes, n }, S("(list)"), &a, &found, &text)) {
		file = sources_add(&sources, &a, S("(list)"), text);
		if (yaml_read(file, text, &a, &found, &documents) && documents.n == 1)
			check_document(&documents.list[0], text, &found, &sources, &a);
	}
	findings_release(&found);
	arena_release(&a);
	return 0;
}
