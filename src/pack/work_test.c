#include "pack/fixture_test.h"

#include "pack/work.h"
#include "yaml/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file of a work of cluster c1. */
static const struct node *work_at(const struct files *all, const char *name, struct arena *a)
{
	const struct file *f = file_at(all, arena_fmt(a, "manifestwork/c1/%s.yaml", name));

	assert_non_null(f);
	assert_int_equal(f->form, FILE_OBJECT);
	return &f->node;
}

/* Does a part of a work equal this text? */
static void check(const struct node *got, struct str want, struct arena *a)
{
	struct node expected = node_of(want, a);

	assert_non_null(got);
	assert_true(node_eq(got, &expected));
}

static const struct node *spec_of(const struct node *work, const char *key)
{
	return node_get(node_get(work, S("spec")), str_of(key));
}

static struct files works_of(struct manifests *all, struct arena *a)
{
	struct findings found = { 0 };
	struct files files = { 0 };
	struct rendering r = rendering(a, &found);

	assert_true(manifests_sort(all, &found));
	assert_true(work_cluster(&r, S(""), S("c1"), all, &files));
	assert_int_equal(found.n, 0);
	return files;
}

static void test_plain(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };
	struct object o = named("apps/v1", "Deployment", "ns", "x", &a);
	struct files files;
	const struct node *work;

	(void)state;
	add(&all, o, &a);
	files = works_of(&all, &a);
	assert_int_equal(files.n, 2);
	work = work_at(&files, "mesh.m.control-plane", &a);
	check(node_get(work, S("metadata")), S("{name: mesh.m.control-plane, namespace: c1}"), &a);
	assert_null(spec_of(work, "deleteOption"));
	assert_ptr_equal(node_get(spec_of(work, "workload"), S("manifests"))->items[0].items,
			 o.shape->node.items);
	check(spec_of(work, "manifestConfigs"),
	      S("- resourceIdentifier: {group: apps, resource: deployments, namespace: ns, name: "
		"x}\n"
		"  updateStrategy:\n"
		"    type: ServerSideApply\n"
		"    serverSideApply:\n"
		"      force: true\n"
		"      fieldManager: work-agent-meshgen\n"
		"      ignoreFields:\n"
		"      - {condition: OnSpokePresent, jsonPaths: [.spec.replicas]}\n"),
	      &a);
	arena_release(&a);
}

static void test_feedback(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };
	struct files files;

	(void)state;
	add(&all, named("install.istio.io/v1alpha1", "IstioOperator", "ns", "x", &a), &a);
	files = works_of(&all, &a);
	check(spec_of(work_at(&files, "mesh.m.control-plane", &a), "manifestConfigs"),
	      S("- resourceIdentifier:\n"
		"    {group: install.istio.io, resource: istiooperators, namespace: ns, name: x}\n"
		"  updateStrategy:\n"
		"    type: ServerSideApply\n"
		"    serverSideApply: {force: true, fieldManager: work-agent-meshgen}\n"
		"  feedbackRules:\n"
		"  - {type: JSONPaths, jsonPaths: [{name: status, path: .status.status}]}\n"),
	      &a);
	arena_release(&a);
}

/* Deleting the work leaves namespaces and definitions, and what they hold. */
static void test_orphans(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };
	struct files files;

	(void)state;
	add(&all, named("v1", "Namespace", "", "ns", &a), &a);
	add(&all, named("v1", "Namespace", "", "m", &a), &a);
	add(&all, named("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "x", &a), &a);
	files = works_of(&all, &a);
	check(spec_of(work_at(&files, "meshgen-base", &a), "deleteOption"),
	      S("propagationPolicy: SelectivelyOrphan\n"
		"selectivelyOrphans:\n"
		"  orphaningRules:\n"
		"  - {group: '', resource: namespaces, name: m}\n"
		"  - {group: '', resource: namespaces, name: ns}\n"
		"  - {group: apiextensions.k8s.io, resource: customresourcedefinitions, name: "
		"x}\n"),
	      &a);
	arena_release(&a);
}

/* The agent may not write custom resources by itself: one rule a group, sorted. */
static void test_rights(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };
	struct files files;
	const struct node *manifests;

	(void)state;
	add(&all, named("v1", "Namespace", "", "ns", &a), &a);
	add(&all, named("networking.istio.io/v1", "Gateway", "ns", "a", &a), &a);
	add(&all, named("networking.istio.io/v1", "Gateway", "ns", "b", &a), &a);
	add(&all, named("networking.istio.io/v1", "DestinationRule", "ns", "a", &a), &a);
	add(&all, named("install.istio.io/v1alpha1", "IstioOperator", "ns", "a", &a), &a);
	files = works_of(&all, &a);
	manifests =
		node_get(spec_of(work_at(&files, "meshgen-base", &a), "workload"), S("manifests"));
	assert_int_equal(manifests->n, 2);
	check(&manifests->items[1],
	      S("apiVersion: rbac.authorization.k8s.io/v1\n"
		"kind: ClusterRole\n"
		"metadata:\n"
		"  name: open-cluster-management:meshgen:work\n"
		"  labels: {open-cluster-management.io/aggregate-to-work: \"true\"}\n"
		"rules:\n"
		"- apiGroups: [install.istio.io]\n"
		"  resources: [istiooperators]\n"
		"  verbs: [get, list, watch, create, update, patch, delete]\n"
		"- apiGroups: [networking.istio.io]\n"
		"  resources: [destinationrules, gateways]\n"
		"  verbs: [get, list, watch, create, update, patch, delete]\n"),
	      &a);
	arena_release(&a);
}

static void test_role_taken(void **state)
{
	struct arena a = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };
	struct files files = { 0 };
	struct rendering r;

	(void)state;
	add(&all, named("networking.istio.io/v1", "Gateway", "ns", "a", &a), &a);
	add(&all,
	    named("rbac.authorization.k8s.io/v1", "ClusterRole", "",
		  "open-cluster-management:meshgen:work", &a),
	    &a);
	r = rendering(&a, &found);
	assert_false(work_cluster(&r, S(""), S("c1"), &all, &files));
	assert_int_equal(found.list[0]->code, MG0702);
	findings_release(&found);
	arena_release(&a);
}

/* The work of two Deployments; its text lies in ret. The cluster's memory is written over. */
static void print_work(const struct rendering *r, struct buf *ret)
{
	struct manifests all = { 0 };
	struct files files = { 0 };

	add(&all, named("apps/v1", "Deployment", "ns", "x", r->arena), r->arena);
	add(&all, named("apps/v1", "Deployment", "ns", "y", r->arena), r->arena);
	assert_true(work_cluster(r, S(""), S("c1"), &all, &files));
	buf_truncate(ret, 0);
	yaml_write(ret, work_at(&files, "mesh.m.control-plane", r->arena));
	arena_reset(r->arena);
	letters(4096, r->arena);
}

/* Whatever is kept between clusters outlives them. */
static void test_next_cluster(void **state)
{
	struct arena a = { 0 }, cluster = { 0 };
	struct findings found = { 0 };
	struct memo memo = MEMO_INIT;
	struct buf first = BUF_INIT, next = BUF_INIT;
	struct rendering r = rendering(&a, &found);

	(void)state;
	r.memo = &memo;
	r.arena = &cluster;
	print_work(&r, &first);
	print_work(&r, &next);
	assert_string_equal(next.s, first.s);
	buf_release(&first);
	buf_release(&next);
	memo_release(&memo);
	arena_release(&cluster);
	arena_release(&a);
}

/* What works come to when a template is replaced by this text. */
static enum code refusal(const char *template, const char *text)
{
	char folder[] = "/tmp/meshgen-pack-XXXXXX";
	struct arena a = { 0 };
	struct sources sources = { 0 };
	struct findings found = { 0 };
	struct manifests all = { 0 };
	struct files files = { 0 };
	struct rendering r;
	struct tree *tree;
	struct str outer, inner, file;
	enum code code;
	FILE *f;

	assert_non_null(mkdtemp(folder));
	outer = arena_fmt(&a, "%s/t", folder);
	inner = arena_fmt(&a, "%s/manifestwork", outer.s);
	file = arena_fmt(&a, "%s/%s", inner.s, template);
	assert_int_equal(mkdir(outer.s, 0777), 0);
	assert_int_equal(mkdir(inner.s, 0777), 0);
	f = fopen(file.s, "w");
	fputs(text, f);
	fclose(f);
	tree = tree_open_folder(str_of(folder), &found);
	add(&all, named("v1", "Secret", "ns", "x", &a), &a);
	r = (struct rendering){ render_open(tree, S("t"), &a, &sources, &found), NULL, &a, &found };
	assert_false(work_cluster(&r, S(""), S("c1"), &all, &files));
	assert_int_equal(found.n, 1);
	code = found.list[0]->code;
	tree_close(tree);
	unlink(file.s);
	rmdir(inner.s);
	rmdir(outer.s);
	rmdir(folder);
	findings_release(&found);
	arena_release(&a);
	return code;
}

/* A work that came to nothing would take its objects away: never silently. */
static void test_nothing(void **state)
{
	(void)state;
	assert_int_equal(refusal("work.yaml", "$if: name == ''\nthen: {}\n"), MG0701);
	assert_int_equal(refusal("object.yaml", "[]\n"), MG0701);
	assert_int_equal(refusal("object.yaml", "{config: {$if: 'false', then: 1}}\n"), MG0701);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),        cmocka_unit_test(test_feedback),
		cmocka_unit_test(test_orphans),      cmocka_unit_test(test_rights),
		cmocka_unit_test(test_role_taken),   cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_next_cluster),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
