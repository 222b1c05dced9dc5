/*
 * Templates: the input is a context and a template, with a line "---" between
 * them. What fails must say why, and a template must give the same twice.
 */
#include "fuzz/fuzz.h"

#include "base/bug.h"
#include "jsone/template.h"
#include "yaml/read.h"

static const struct node *read(struct str bytes, struct arena *a, struct findings *found)
{
	struct documents docs;
	struct str text;

	if (!yaml_decode(bytes, S("fuzz"), a, found, &text) || !yaml_read(1, text, a, found, &docs))
		return NULL;
	return docs.n == 1 ? docs.list : NULL;
}

static const struct template *load(const struct node *x, const struct node *context,
				   struct arena *a, struct findings *found)
{
	struct str *list = ARENA_ARRAY(a, context->n, struct str);
	struct context_names names = { list, context->n, 0 };

	for (uint32_t i = 0; i < context->n; i++)
		list[i] = node_text(&context->items[2 * i]);
	return template_load(x, &names, a, found);
}

static void evaluate(const struct template *t, const struct node *context, struct arena *a,
		     struct findings *found)
{
	size_t before = found->n;
	struct node once, again;
	bool right = template_eval(t, context, a, found, &once);

	if (right != (found->n == before))
		BUG("a failure without a finding, or a finding without a failure");
	if (right && !(template_eval(t, context, a, found, &again) && node_eq(&once, &again)))
		BUG("one template and context, two values");
}

static void run(struct str first, struct str second, struct arena *a, struct findings *found)
{
	const struct node *context = read(first, a, found);
	const struct node *x = read(second, a, found);
	const struct template *declared, *any;
	size_t before = found->n;

	if (!x || !context || context->kind != NODE_MAP)
		return;
	declared = load(x, context, a, found);
	if (!declared != (found->n > before))
		BUG("a failure without a finding, or a finding without a failure");
	any = template_load(x, NULL, a, found);
	if (declared)
		evaluate(declared, context, a, found);
	if (any)
		evaluate(any, context, a, found);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str all = { (const char *)bytes, n };
	size_t split = str_search(all, S("\n---\n"));
	struct arena a = { 0 };
	struct findings found = { 0 };

	run(str_first(all, split), str_from(all, split + 5), &a, &found);
	findings_release(&found);
	arena_release(&a);
	return 0;
}
