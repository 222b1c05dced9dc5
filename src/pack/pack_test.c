#include "pack/fixture_test.h"

#include "base/limits.h"
#include "render/cacerts.h"

enum { MANY = 30 };

static const struct cacerts_list nobody = { 0 };

static void add_object(struct objects *all, struct object o, struct arena *a)
{
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = o;
}

static struct files pack(const struct objects *objects, unsigned trees, struct arena *a)
{
	struct findings found = { 0 };
	struct files files = { 0 };
	struct rendering r = rendering(a, &found);
	struct packing how = { .trees = trees };

	assert_true(pack_cluster(&r, &how, S("c1"), objects, &nobody, &files));
	assert_int_equal(found.n, 0);
	return files;
}

/* A namespace, an operator and many large objects. */
static struct objects large_cluster(struct arena *a)
{
	struct objects all = { 0 };

	add_object(&all, named("v1", "Namespace", "", "ns", a), a);
	add_object(&all, named("install.istio.io/v1alpha1", "IstioOperator", "ns", "m", a), a);
	for (size_t i = 0; i < MANY; i++)
		add_object(&all, sized(arena_fmt(a, "c%zu", i).s, 50 * 1000, a), a);
	return all;
}

static void test_folders(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(str_eq(pack_tree(S("out/"), TREE_ARGOCD, &a), S("out/apply/argocd")));
	assert_true(str_eq(pack_tree(S(""), TREE_CA, &a), S("ca")));
	assert_true(str_eq(pack_folder(S("out/"), TREE_FLUX_HUB, S("c1"), &a),
			   S("out/apply/flux/hub/c1")));
	arena_release(&a);
}

static void test_empty(void **state)
{
	struct arena a = { 0 };
	struct objects none = { 0 };

	(void)state;
	assert_int_equal(pack(&none, TREE_ALL, &a).n, 0);
	arena_release(&a);
}

static void test_trees(void **state)
{
	struct arena a = { 0 };
	struct objects all = { 0 };
	struct files files;

	(void)state;
	add_object(&all, named("v1", "Secret", "ns", "x", &a), &a);
	files = pack(&all, TREE_ISTIO, &a);
	assert_int_equal(files.n, 3);
	for (size_t i = 0; i < files.n; i++)
		assert_true(str_starts(files.list[i].path, S("istio/c1/")));
	files = pack(&all, TREE_MANIFESTWORK, &a);
	assert_int_equal(files.n, 2);
	for (size_t i = 0; i < files.n; i++)
		assert_true(str_starts(files.list[i].path, S("manifestwork/c1/")));
	files = pack(&all, TREE_ALL, &a);
	assert_int_equal(files.n, 5);
	for (size_t i = 1; i < files.n; i++)
		assert_true(str_cmp(files.list[i - 1].path, files.list[i].path) < 0);
	arena_release(&a);
}

/* A kustomization names every file beside it and nothing else, sorted. */
static void test_kustomizations(void **state)
{
	struct arena a = { 0 };
	struct objects all = large_cluster(&a);
	struct files files = pack(&all, TREE_MANIFESTWORK, &a);
	const struct file *k = file_at(&files, S("manifestwork/c1/kustomization.yaml"));
	const struct node *names = node_get(&k->node, S("resources"));

	(void)state;
	assert_int_equal(names->n, files.n - 1);
	for (size_t i = 0; i < names->n; i++) {
		struct str name = node_text(&names->items[i]);

		assert_non_null(file_at(&files, arena_fmt(&a, "manifestwork/c1/%.*s", FMT(name))));
		assert_true(i == 0 || str_cmp(node_text(&names->items[i - 1]), name) < 0);
	}
	arena_release(&a);
}

static const struct node *manifests_in(const struct file *f)
{
	return node_get(node_get(node_get(&f->node, S("spec")), S("workload")), S("manifests"));
}

/* How often the works hold this very node. */
static size_t count(const struct files *files, const struct node *object)
{
	size_t n = 0;

	for (size_t i = 0; i < files->n; i++) {
		const struct node *manifests = manifests_in(&files->list[i]);

		for (size_t k = 0; manifests && k < manifests->n; k++)
			n += manifests->items[k].items == object->items;
	}
	return n;
}

/* Every object in one work and no other, each work within the limit. */
static void test_works(void **state)
{
	struct arena a = { 0 };
	struct objects all = large_cluster(&a);
	struct files files = pack(&all, TREE_MANIFESTWORK, &a);
	size_t objects = 0, works = 0;

	(void)state;
	for (size_t i = 0; i < all.n; i++)
		assert_int_equal(count(&files, &all.list[i].shape->node), 1);
	for (size_t i = 0; i < files.n; i++) {
		const struct node *manifests = manifests_in(&files.list[i]);
		size_t bytes = 0;

		if (files.list[i].form == FILE_KUSTOMIZATION)
			continue;
		assert_true(manifests->n > 0);
		for (size_t k = 0; k < manifests->n; k++)
			bytes += plan_size(&manifests->items[k]);
		assert_true(bytes <= LIMIT_WORK_BYTES);
		objects += manifests->n;
		works++;
	}
	assert_true(works >= 4);
	assert_int_equal(objects, all.n + 1); /* with the rights of the agent */
	arena_release(&a);
}

/* The same files whatever the order in which the objects came. */
static void test_order(void **state)
{
	struct arena a = { 0 };
	struct objects all = large_cluster(&a), turned = { 0 };
	struct files files = pack(&all, TREE_ALL, &a), other;

	(void)state;
	for (size_t i = all.n; i > 0; i--)
		add_object(&turned, all.list[i - 1], &a);
	other = pack(&turned, TREE_ALL, &a);
	assert_int_equal(files.n, other.n);
	for (size_t i = 0; i < files.n; i++) {
		assert_true(str_eq(files.list[i].path, other.list[i].path));
		assert_true(node_eq(&files.list[i].node, &other.list[i].node));
	}
	arena_release(&a);
}

/* A cacerts of that namespace, as an entry of the ledger has it or without one. */
static struct cacerts cacerts_in(struct str namespace, enum seal_method seal, bool has_entry,
				 struct arena *a)
{
	struct trust_policy *policy = ARENA_NEW(a, struct trust_policy);

	policy->seal = seal;
	return (struct cacerts){ .holder = { .namespace = namespace, .policy = policy },
				 .has_entry = has_entry,
				 .ca_cert = S("CA\n"),
				 .cert_chain = S("CA\nROOT\n"),
				 .root_cert = S("ROOT\n") };
}

static unsigned trees_with(enum seal_method seal, bool has_entry, struct arena *a)
{
	struct cacerts list[] = { cacerts_in(S("a"), SEAL_OUT_OF_BAND, false, a),
				  cacerts_in(S("b"), seal, has_entry, a),
				  cacerts_in(S("c"), SEAL_OUT_OF_BAND, false, a) };

	return pack_trees(&(struct cacerts_list){ list, 3 });
}

static void test_trees_of_cacerts(void **state)
{
	const unsigned all = TREE_ISTIO | TREE_MANIFESTWORK | TREE_CA;
	struct arena a = { 0 };

	(void)state;
	assert_int_equal(pack_trees(&nobody), TREE_ISTIO | TREE_MANIFESTWORK);
	assert_int_equal(trees_with(SEAL_CERTIFICATE, false, &a), TREE_ISTIO | TREE_MANIFESTWORK);
	assert_int_equal(trees_with(SEAL_OUT_OF_BAND, true, &a), all);
	assert_int_equal(trees_with(SEAL_SEALED_SECRET, true, &a), all);
	assert_int_equal(trees_with(SEAL_SOPS, true, &a), TREE_ISTIO | TREE_CA);
	arena_release(&a);
}

static void test_bundles(void **state)
{
	static const struct str paths[] = { STR("out/ca/c1/b/GENERATED"),
					    STR("out/ca/c1/b/ca-cert.pem"),
					    STR("out/ca/c1/b/cert-chain.pem"),
					    STR("out/ca/c1/b/root-cert.pem") };
	static const struct packing all_trees = { .below = STR("out/"), .trees = TREE_ALL };
	static const struct packing works = { .trees = TREE_MANIFESTWORK };
	struct arena a = { 0 };
	struct cacerts list[] = { cacerts_in(S("a"), SEAL_OUT_OF_BAND, false, &a),
				  cacerts_in(S("b"), SEAL_SOPS, true, &a) };
	struct cacerts_list all = { list, 2 };
	struct objects none = { 0 };
	struct findings found = { 0 };
	struct rendering r = rendering(&a, &found);
	struct files files;

	(void)state;
	assert_true(pack_cluster(&r, &all_trees, S("c1"), &none, &all, &files));
	assert_int_equal(files.n, 4);
	for (size_t i = 0; i < files.n; i++) {
		assert_true(str_eq(files.list[i].path, paths[i]));
		assert_int_equal(files.list[i].form, i ? FILE_BARE : FILE_MARKER);
	}
	assert_true(str_eq(files.list[1].text, S("CA\n")));
	assert_true(str_eq(files.list[2].text, S("CA\nROOT\n")));
	assert_true(str_eq(files.list[3].text, S("ROOT\n")));
	assert_true(pack_cluster(&r, &works, S("c1"), &none, &all, &files));
	assert_int_equal(files.n, 0);
	arena_release(&a);
}

static size_t refusals(const struct objects *all, struct arena *a)
{
	struct findings found = { 0 };
	struct files files;
	struct rendering r = rendering(a, &found);
	struct packing how = { .trees = TREE_ALL };
	bool ok = pack_cluster(&r, &how, S("c1"), all, &nobody, &files);
	size_t n = found.n;

	assert_int_equal(ok, n == 0);
	assert_true(ok || files.n == 0);
	findings_release(&found);
	return n;
}

/* All that is wrong with the objects is found in one run. */
static void test_refused(void **state)
{
	struct arena a = { 0 };
	struct objects all = { 0 };

	(void)state;
	add_object(&all, named("v1", "Secret", "ns", "x", &a), &a);
	assert_int_equal(refusals(&all, &a), 0);
	add_object(&all, object_of(S("{apiVersion: v1, kind: Pod, metadata: {name: x}}"), &a), &a);
	assert_int_equal(refusals(&all, &a), 1);
	add_object(&all, object_of(S("{apiVersion: v1, kind: Secret}"), &a), &a);
	add_object(&all, named("v1", "Secret", "ns", "x", &a), &a);
	assert_int_equal(refusals(&all, &a), 3);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_folders), cmocka_unit_test(test_empty),
		cmocka_unit_test(test_trees),   cmocka_unit_test(test_kustomizations),
		cmocka_unit_test(test_works),   cmocka_unit_test(test_order),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_trees_of_cacerts),
		cmocka_unit_test(test_bundles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
