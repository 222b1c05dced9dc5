#include "cli/krm.h"

#include "yaml/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define CONFIG                                                                                     \
	"functionConfig:\n"                                                                        \
	"  apiVersion: meshgen.dev/v1alpha1\n"                                                     \
	"  kind: MeshgenGenerator\n"                                                               \
	"  metadata:\n"                                                                            \
	"    name: east\n"                                                                         \
	"    annotations: {config.kubernetes.io/path: dir/generator.yaml}\n"                       \
	"  spec: {cluster: east}\n"
#define LIST "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"

/* A list that came in, and what is found. */
struct scene {
	struct arena a;
	struct sources sources;
	struct findings found;
	struct resource_list list;
	struct str text;
	bool ok;
};

static struct documents read_source(struct scene *s, const char *path, const char *text)
{
	struct documents documents;
	uint32_t file = sources_add(&s->sources, &s->a, str_of(path), str_of(text));

	assert_true(yaml_read(file, str_of(text), &s->a, &s->found, &documents));
	return documents;
}

static void open_list(struct scene *s, const char *text)
{
	*s = (struct scene){ .text = str_of(text) };
	s->ok = resource_list_of(&read_source(s, "(standard input)", text).list[0], &s->found,
				 &s->list) &&
		resource_list_check(&s->list, &s->found);
}

static void close_list(struct scene *s)
{
	findings_release(&s->found);
	arena_release(&s->a);
}

static void expect(struct scene *s, const struct documents *more, const char *printed)
{
	struct report report = { &s->found, &s->sources, S("."), S("") };
	struct node list = resource_list_with(&s->list, more, &report, &s->a);
	struct buf out = BUF_INIT;

	yaml_write(&out, &list);
	assert_string_equal(out.s, printed);
	buf_release(&out);
}

/* The place where a text begins in a file. */
static struct place at(const struct scene *s, uint32_t file, const char *text)
{
	struct str all = source_at(&s->sources, file).text, part = str_of(text);
	size_t off = str_search(all, part);

	assert_true(off < all.n);
	return place_at(file, off, part.n);
}

static void test_items_are_added(void **state)
{
	struct documents more;
	struct scene s;

	(void)state;
	open_list(&s, LIST "items:\n- {apiVersion: v1, kind: ConfigMap, mode: 0644}\n" CONFIG
			   "results: [{message: old}]\n");
	assert_true(s.ok);
	more = read_source(&s, "out", "kind: A\n---\nkind: B\n");
	expect(&s, &more,
	       LIST
	       "items:\n- apiVersion: v1\n  kind: ConfigMap\n  mode: 0644\n- kind: A\n- kind: B\n"
	       "functionConfig:\n"
	       "  apiVersion: meshgen.dev/v1alpha1\n"
	       "  kind: MeshgenGenerator\n"
	       "  metadata:\n"
	       "    name: east\n"
	       "    annotations:\n"
	       "      config.kubernetes.io/path: dir/generator.yaml\n"
	       "  spec:\n"
	       "    cluster: east\n");
	close_list(&s);
}

static void refuses(const char *text, enum code code)
{
	struct scene s;

	open_list(&s, text);
	assert_false(s.ok);
	assert_int_equal(s.found.n, 1);
	assert_int_equal(s.found.list[0]->code, code);
	close_list(&s);
}

static void test_no_list(void **state)
{
	(void)state;
	refuses("apiVersion: v1\nkind: List\nitems: []\n" CONFIG, MG0742);
	refuses("apiVersion: v1\nkind: ResourceList\n" CONFIG, MG0742);
	refuses(LIST "items: []\n", MG0742);
	refuses(LIST "items: {a: b}\n" CONFIG, MG0742);
	refuses(LIST "functionConfig: null\n", MG0742);
}

#define ITEM(api, kind) "items:\n- apiVersion: " api "\n  kind: " kind "\n  metadata: {name: x}\n"

static void test_input_among_items(void **state)
{
	static const char *const fine[] = {
		LIST ITEM("meshgen.dev/v1alpha1", "MeshgenGenerator") CONFIG,
		LIST ITEM("cluster.open-cluster-management.io/v1", "ManagedCluster") CONFIG,
		LIST ITEM("v1", "Namespace") CONFIG,
		LIST CONFIG,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(fine) / sizeof(*fine); i++) {
		struct scene s;

		open_list(&s, fine[i]);
		assert_true(s.ok);
		close_list(&s);
	}
	refuses(LIST ITEM("mesh.open-cluster-management.io/v1alpha1", "MeshDeployment") CONFIG,
		MG0743);
	refuses(LIST ITEM("meshgen.dev/v1alpha1", "ClusterConfig") CONFIG, MG0743);
	refuses(LIST ITEM("meshgen.dev/v1alpha1", "ClusterConfg") CONFIG, MG0206);
}

/* Adds a finding and expects the one result that it gives. */
static void expect_result(struct scene *s, struct place place, const char *path, const char *help,
			  const char *printed)
{
	struct report report = { &s->found, &s->sources, S("."), S("") };
	struct buf out = BUF_INIT;
	struct finding *f = place.file
				    ? finding_add(&s->found, MG0341, place, "no good")
				    : finding_add_path(&s->found, MG0341, str_of(path), "no good");
	struct node results;

	if (help)
		finding_help(f, "%s", help);
	results = krm_results(&s->list, &report, &s->a);
	yaml_write(&out, &results);
	assert_string_equal(out.s, printed);
	buf_release(&out);
	findings_release(&s->found);
	s->found = (struct findings){ 0 };
}

#define DEPLOYMENT                                                                                 \
	"apiVersion: v1\nkind: ConfigMap\n---\napiVersion: v1\nkind: List\nitems:\n"               \
	"- apiVersion: a/v1\n  kind: A\n  metadata: {name: first}\n"                               \
	"- apiVersion: a/v1\n  kind: A\n  metadata: {namespace: ns, name: second}\n"               \
	"  spec: {list: [one, {a.b: two}]}\n"

static void test_result_of_a_file(void **state)
{
	struct scene s;

	(void)state;
	open_list(&s, LIST CONFIG);
	read_source(&s, "dir/mesh.yaml", DEPLOYMENT);
	expect_result(&s, at(&s, 2, "two"), NULL, "mend it",
		      "- message: |-\n    no good\n    help: mend it\n  severity: error\n"
		      "  resourceRef:\n    apiVersion: a/v1\n    kind: A\n    namespace: ns\n    "
		      "name: second\n"
		      "  field:\n    path: spec.list[1][a.b]\n"
		      "  file:\n    path: dir/mesh.yaml\n    index: 1\n"
		      "  tags:\n    code: MG0341\n    line: \"13\"\n    column: \"28\"\n");
	expect_result(&s, at(&s, 2, "first"), NULL, NULL,
		      "- message: no good\n  severity: error\n"
		      "  resourceRef:\n    apiVersion: a/v1\n    kind: A\n    name: first\n"
		      "  field:\n    path: metadata.name\n"
		      "  file:\n    path: dir/mesh.yaml\n    index: 1\n"
		      "  tags:\n    code: MG0341\n    line: \"9\"\n    column: \"20\"\n");
	expect_result(&s, at(&s, 2, "ConfigMap"), NULL, NULL,
		      "- message: no good\n  severity: error\n"
		      "  field:\n    path: kind\n"
		      "  file:\n    path: dir/mesh.yaml\n    index: 0\n"
		      "  tags:\n    code: MG0341\n    line: \"2\"\n    column: \"7\"\n");
	close_list(&s);
}

static void test_result_without_a_place(void **state)
{
	struct scene s;

	(void)state;
	open_list(&s, LIST CONFIG);
	read_source(&s, "dir/mesh.yaml", DEPLOYMENT);
	expect_result(&s, place_file(2), NULL, NULL,
		      "- message: no good\n  severity: error\n  file:\n    path: dir/mesh.yaml\n"
		      "  tags:\n    code: MG0341\n");
	expect_result(&s, (struct place){ 0 }, "out/x.yaml", NULL,
		      "- message: no good\n  severity: error\n  file:\n    path: out/x.yaml\n"
		      "  tags:\n    code: MG0341\n");
	expect_result(&s, (struct place){ 0 }, ".", NULL,
		      "- message: no good\n  severity: error\n  tags:\n    code: MG0341\n");
	close_list(&s);
}

static void test_result_of_the_list(void **state)
{
	struct scene s;

	(void)state;
	open_list(&s, LIST "items:\n- apiVersion: v1\n  kind: A\n  metadata: {name: x}\n" CONFIG);
	expect_result(&s, at(&s, 1, "east}"), NULL, NULL,
		      "- message: no good\n  severity: error\n"
		      "  resourceRef:\n    apiVersion: meshgen.dev/v1alpha1\n"
		      "    kind: MeshgenGenerator\n    name: east\n"
		      "  field:\n    path: spec.cluster\n"
		      "  file:\n    path: dir/generator.yaml\n  tags:\n    code: MG0341\n");
	expect_result(&s, at(&s, 1, "x}"), NULL, NULL,
		      "- message: no good\n  severity: error\n"
		      "  resourceRef:\n    apiVersion: v1\n    kind: A\n    name: x\n"
		      "  field:\n    path: metadata.name\n  tags:\n    code: MG0341\n");
	close_list(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items_are_added),
		cmocka_unit_test(test_no_list),
		cmocka_unit_test(test_input_among_items),
		cmocka_unit_test(test_result_of_a_file),
		cmocka_unit_test(test_result_without_a_place),
		cmocka_unit_test(test_result_of_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
