#include "model/load_fixture.h"
#include "model/recognise.h"

static void test_foreign_documents(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r,
		  "apiVersion: mesh.megaease.com/v1beta1\nkind: MeshDeployment\n---\n"
		  "kind: MeshDeployment\n---\n"
		  "just open-cluster-management.io text\n---\n- a list\n---\n"
		  "apiVersion: policy.open-cluster-management.io/v1\nkind: Policy\n---\n"
		  "apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedClustr\n---\n"
		  "apiVersion: [1]\nkind: {a: b}\n---\n"
		  "apiVersion: v1\nkind: List\nitems: 3\n---\n"
		  "apiVersion: v2\nkind: List\nitems: [{apiVersion: meshgen.dev/v1}]\n---\n"
		  "apiVersion: mesh.open-cluster-management.io/v1beta1\n"
		  "kind: MeshDeploymentList\nitems: [{a: b}]\n---\n" MESH_API
		  "kind: MultiClusterMesh\n");
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_deployments, 0);
	end(&r);
}

static void test_which_bytes_count(void **state)
{
	(void)state;
	assert_true(may_be_ours(S("\xef\xbb\xbf"
				  "a: b")));
	assert_true(may_be_ours(S("\xff\xfe"
				  "a")));
	assert_true(may_be_ours(S("\xfe\xff"
				  "a")));
	assert_true(may_be_ours(S("a\0")));
	assert_true(may_be_ours(S("x.open-cluster-management.io")));
	assert_true(may_be_ours(S("# meshgen.dev")));
	assert_false(may_be_ours(S("a: b\n")));
	assert_true(declares_ours(S("a: [\n  apiVersion:  'meshgen.dev/v1'\n")));
	assert_true(declares_ours(
		S("apiVersion: x/v1\n{\"apiVersion\":\"mesh.open-cluster-management.io/v1\"")));
	assert_false(declares_ours(S("apiVersion: meshgen.development/v1\n# meshgen.dev/v1")));
	assert_false(declares_ours(S("apiVersion: cluster.open-cluster-management.io/v1\n")));
}

static void expect_kind(const char *text, enum code code, const char *message, const char *help)
{
	struct repo r;
	const struct finding *f;

	load_text(&r, text);
	f = only(&r, code);
	says(f, message);
	helps(f, help);
	assert_true(r.model.incomplete);
	end(&r);
}

static void test_bare_lists(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, "[{\"a\": 1}, 3, {"
		      "\"apiVersion\": \"meshgen.dev/v1\", \"kind\": \"X\"}]");
	assert_int_equal(r.found.n, 0);
	end(&r);
	expect_kind("- a: b\n- "
		    "apiVersion: mesh.open-cluster-management.io/v1beta1\n"
		    "  kind: MeshDeployment\n- apiVersion: meshgen.dev/v1alpha1\n  kind: Config\n",
		    MG0202, "a MeshDeployment in a bare list, where no object counts",
		    "write apiVersion: v1, kind: List, and the list below items:");
}

static void test_other_version_of_ocm(void **state)
{
	struct repo r;
	const struct finding *f;

	(void)state;
	load_text(&r, "apiVersion: cluster.open-cluster-management.io/v1alpha1\n"
		      "kind: PlacementDecision\nmetadata: {name: x}\n");
	f = only(&r, MG0770);
	says(f, "a PlacementDecision of version 'v1alpha1' is passed over");
	helps(f, "dump it as apiVersion: cluster.open-cluster-management.io/v1beta1");
	assert_int_equal(r.model.n_dropped, 0);
	assert_false(r.model.incomplete);
	end(&r);
}

static void test_no_version(void **state)
{
	struct repo r;

	(void)state;
	expect_kind("kind: Mesh\nmetadata: {name: x}\nspec: {}\n# meshgen.dev\n", MG0203,
		    "a Mesh without apiVersion",
		    "write apiVersion: mesh.open-cluster-management.io/v1alpha1");
	load_text(&r, "kind: Mesh\nmetadata: {name: x}\n# meshgen.dev\n---\nkind: Mesh\n"
		      "spec: {}\n---\nkind: Mesh\nmetadata: 3\nspec: {}\n---\nkind: Mesh\n"
		      "metadata: {}\nspec: []\n---\nkind: Config\nmetadata: {}\nspec: {}\n---\n"
		      "apiVersion: 3\nkind: Mesh\nmetadata: {}\nspec: {}\n");
	assert_int_equal(r.found.n, 0);
	end(&r);
}

static void test_unknown_kinds(void **state)
{
	(void)state;
	expect_kind(OWN_API "kind: ClusterConfg\n", MG0206,
		    "meshgen.dev has no kind 'ClusterConfg'", "did you mean 'ClusterConfig'?");
	expect_kind(
		OWN_API "kind: Whatever\n", MG0206, "meshgen.dev has no kind 'Whatever'",
		"known: Config (in meshgen.yaml), ClusterConfig, TrustPolicy, MeshgenGenerator");
	expect_kind(
		OWN_API "metadata: {name: x}\n", MG0206, "a document of meshgen.dev has no kind",
		"known: Config (in meshgen.yaml), ClusterConfig, TrustPolicy, MeshgenGenerator");
	expect_kind("apiVersion: meshgen.dev/v1\nkind: TrustPolicy\n", MG0206,
		    "TrustPolicy has no version 'v1'", "write apiVersion: meshgen.dev/v1alpha1");
	expect_kind(MESH_API "kind: meshdeployment\n", MG0207,
		    "mesh.open-cluster-management.io has no kind 'meshdeployment'",
		    "did you mean 'MeshDeployment'?");
	expect_kind("apiVersion: mesh.open-cluster-management.io/v1beta1\nkind: Mesh\n", MG0207,
		    "Mesh has no version 'v1beta1'",
		    "write apiVersion: mesh.open-cluster-management.io/v1alpha1");
	expect_kind("# mesh.open-cluster-management.io\n"
		    "apiVersion: mesh.open-cluster-managment.io/v1alpha1\nkind: MeshDeployment\n",
		    MG0207,
		    "a MeshDeployment of an unknown group, 'mesh.open-cluster-managment.io'",
		    "write apiVersion: mesh.open-cluster-management.io/v1alpha1");
	expect_kind("# meshgen.dev\napiVersion: mesh-gen.dev/v1alpha1\nkind: TrustPolicy\n", MG0206,
		    "a TrustPolicy of an unknown group, 'mesh-gen.dev'",
		    "write apiVersion: meshgen.dev/v1alpha1");
	expect_kind(MESH_API "kind: MeshDeploymentList\nitems: [{metadata: {name: x}}]\n", MG0207,
		    "an item of a MeshDeploymentList has no kind",
		    "write apiVersion and kind in each item, as kubectl get -o yaml does");
}

static void test_identity_twice(void **state)
{
	struct repo r;
	const struct finding *f;

	(void)state;
	start(&r);
	put_deployment(&r, "a.yaml", "istio");
	put_deployment(&r, "b/c.yml", "istio");
	put(&r, "d.json",
	    "{\"apiVersion\": \"mesh.open-cluster-management.io/v1alpha1\", "
	    "\"kind\": \"MeshDeployment\", "
	    "\"metadata\": {\"name\": \"istio\", \"namespace\": \"other\"}}");
	load(&r);
	f = only(&r, MG0208);
	says(f, "MeshDeployment 'istio' in namespace 'default' is declared twice");
	assert_true(is(source_at(&r.sources, f->place.file).path, "b/c.yml"));
	assert_true(is(source_at(&r.sources, f->notes->place.file).path, "a.yaml"));
	assert_int_equal(r.model.n_deployments, 2);
	end(&r);
	load_text(&r, CLUSTER_API
		  "kind: ManagedCluster\nmetadata: {name: c, namespace: a}\n---\n" CLUSTER_API
		  "kind: ManagedCluster\nmetadata: {name: c, namespace: b}\n");
	says(only(&r, MG0208), "ManagedCluster 'c' is declared twice");
	end(&r);
}

static void expect_name(const char *kind_and_name, const char *message)
{
	struct buf text = BUF_INIT;
	struct repo r;

	buf_addf(&text, MESH_API "kind: MeshDeployment\n%s\n", kind_and_name);
	load_text(&r, text.s);
	says(only(&r, MG0209), message);
	assert_int_equal(r.model.n_deployments, 0);
	end(&r);
	buf_release(&text);
}

static void test_names(void **state)
{
	struct repo r;

	(void)state;
	expect_name("metadata: {name: ..}", "'..' is no name of a MeshDeployment");
	expect_name("metadata: {name: a/b}", "'a/b' is no name of a MeshDeployment");
	expect_name("metadata: {name: \"a\\nb\"}", "'a\nb' is no name of a MeshDeployment");
	expect_name("metadata: {name: a, namespace: a.b}", "'a.b' is no name of a namespace");
	expect_name("metadata: {name: a}\nspec: {clusters: [b, c.d]}",
		    "'c.d' is no name of a cluster");
	load_text(&r, MESH_API "kind: MeshDeployment\nmetadata: {name: 12}\n");
	says(only(&r, MG0202), "'metadata.name' is the number 12, a string is due");
	assert_true(r.model.incomplete);
	end(&r);
	load_text(&r, MESH_API "kind: MeshDeployment\nmetadata: {name: a}\nspec: {x: y}\n");
	assert_false(r.model.incomplete);
	assert_true(model_was_dropped(&r.model, S("MeshDeployment"), S("default"), S("a")));
	end(&r);
	load_text(&r, MESH_API "kind: MeshDeployment\nmetadata: {}\n");
	says(only(&r, MG0203), "MeshDeployment needs the field 'metadata.name'");
	assert_true(r.model.incomplete);
	end(&r);
	load_text(&r, MESH_API
		  "kind: MeshDeployment\nmetadata: {name: a}\nspec: {clusters: [b, \"\", null]}\n");
	assert_int_equal(r.found.n, 2);
	assert_int_equal(r.found.list[0]->code, MG0216);
	assert_int_equal(r.found.list[1]->code, MG0216);
	assert_int_equal(r.model.n_deployments, 0);
	end(&r);
}

static void test_names_of_clusters(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, MESH_API "kind: MeshDeployment\nmetadata: {name: a.b}\n");
	assert_int_equal(r.found.n, 0);
	end(&r);
	load_text(&r, CLUSTER_API "kind: ManagedCluster\nmetadata: {name: a.b}\n");
	says(only(&r, MG0209), "'a.b' is no name of a ManagedCluster");
	end(&r);
	load_text(&r, "apiVersion: cluster.open-cluster-management.io/v1beta1\n"
		      "kind: PlacementDecision\nmetadata: {name: d}\n"
		      "status: {decisions: [{clusterName: a.b}]}\n");
	says(only(&r, MG0209), "'a.b' is no name of a cluster");
	assert_int_equal(r.model.n_placement_decisions, 0);
	end(&r);
}

static void test_odd_items(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, MESH_API "kind: MeshDeploymentList\nitems: [3, [], null]\n");
	assert_int_equal(r.found.n, 0);
	end(&r);
	load_text(&r, "apiVersion: v1\nkind: List\n# meshgen.dev\nitems: [3, {a: b}, null]\n");
	assert_int_equal(r.found.n, 0);
	end(&r);
}

static void test_annotations(void **state)
{
	struct repo r;
	const struct finding *f;

	(void)state;
	load_text(&r, MESH_API "kind: MeshDeployment\n"
			       "metadata: {name: a, annotations: {meshgen.dev/cluster-from: x}}\n");
	f = only(&r, MG0201);
	says(f, "a MeshDeployment has no annotation 'meshgen.dev/cluster-from'");
	helps(f, "did you mean 'meshgen.dev/clusters-from'?");
	end(&r);
	load_text(&r,
		  MESH_API "kind: MeshFederation\n"
			   "metadata: {name: a, annotations: {meshgen.dev/clusters-from: x}}\n");
	says(only(&r, MG0201), "a MeshFederation has no annotation 'meshgen.dev/clusters-from'");
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_foreign_documents),
		cmocka_unit_test(test_which_bytes_count),
		cmocka_unit_test(test_bare_lists),
		cmocka_unit_test(test_other_version_of_ocm),
		cmocka_unit_test(test_no_version),
		cmocka_unit_test(test_unknown_kinds),
		cmocka_unit_test(test_identity_twice),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_names_of_clusters),
		cmocka_unit_test(test_odd_items),
		cmocka_unit_test(test_annotations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
