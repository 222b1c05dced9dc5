/*
 * Any bytes are read or refused with a finding, and what is written of them
 * reads back as the same data and is written the same again.
 */
#include "diag/print.h"
#include "fuzz/fuzz.h"
#include "yaml/read.h"
#include "yaml/write.h"

#include <stdlib.h>

/* Reads a text that must be right. */
static struct node read_back(const struct buf *text, struct arena *a)
{
	struct findings found = { 0 };
	struct documents again;

	if (!yaml_read(1, buf_str(text), a, &found, &again) || again.n != 1)
		abort();
	findings_release(&found);
	return again.list[0];
}

static void check_document(const struct node *x)
{
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct arena a = { 0 };
	struct node again;

	yaml_write(&first, x);
	again = read_back(&first, &a);
	if (!node_eq(x, &again) || json_size(x) != json_size(&again))
		abort();
	if (json_size(x) > json_size_at_most(x))
		abort();
	yaml_write(&second, &again);
	if (!str_eq(buf_str(&first), buf_str(&second)))
		abort();
	buf_release(&first);
	buf_release(&second);
	arena_release(&a);
}

static void check_findings(struct findings *found, const struct sources *sources)
{
	struct buf out = BUF_INIT;

	findings_sort(found, sources);
	print_text(&out, found, sources, SEVERITY_WARNING, false);
	for (size_t i = 0; i < out.n; i++)
		if ((unsigned char)out.s[i] < ' ' && out.s[i] != '\n' && out.s[i] != '\t')
			abort();
	print_json(&out, found, sources);
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct findings found = { 0 };
	struct documents documents = { 0 };
	struct sources sources = { 0 };
	struct arena a = { 0 };
	struct str text;
	uint32_t file;
	bool ok =
		yaml_decode((struct str){ (const char *)bytes, n }, S("f.yaml"), &a, &found, &text);

	file = sources_add(&sources, &a, S("f.yaml"), text);
	ok = ok && yaml_read(file, text, &a, &found, &documents);
	if (ok != !found.errors)
		abort();
	for (size_t i = 0; ok && i < documents.n; i++)
		check_document(&documents.list[i]);
	check_findings(&found, &sources);
	findings_release(&found);
	arena_release(&a);
	return 0;
}
