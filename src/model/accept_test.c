#include "model/load_fixture.h"

static void test_deployment(void **state)
{
	struct repo r;
	const struct deployment *d;

	(void)state;
	load_text(&r,
		  MESH_API "kind: MeshDeployment\n"
			   "metadata:\n"
			   "  name: istio\n"
			   "  annotations: {meshgen.dev/clusters-from: labels/env=prod, x/y: z}\n"
			   "spec:\n"
			   "  meshProvider: \"Upstream\\x20Istio\"\n"
			   "  clusters: [c1, c2]\n"
			   "  controlPlane:\n"
			   "    {namespace: ns, version: 1.22.3, revision: r, profiles: [p], "
			   "components: [a, b],\n"
			   "     peers: [{name: m, cluster: c}]}\n"
			   "  meshConfig:\n"
			   "    trustDomain: td\n"
			   "    proxyConfig:\n"
			   "      accessLogging:\n"
			   "        file: f\n"
			   "        encoding: e\n"
			   "        format: |\n"
			   "          one\n"
			   "          two\n"
			   "  meshMemberRoll: [m1]\n");
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_deployments, 1);
	d = &r.model.deployments[0];
	assert_true(is(d->name.text, "istio"));
	assert_int_equal(place_find(&r.sources, d->name.place).line, 4);
	assert_true(is(d->namespace, "default"));
	assert_true(is(d->clusters_from.text, "labels/env=prod"));
	assert_int_equal(d->clusters.n, 2);
	assert_true(is(d->clusters.list[1].text, "c2"));
	assert_int_equal(place_find(&r.sources, d->clusters.list[1].place).column, 18);
	assert_true(is(d->spec.provider.text, "Upstream Istio"));
	assert_true(is(d->spec.namespace.text, "ns"));
	assert_true(is(d->spec.version.text, "1.22.3"));
	assert_true(is(d->spec.revision.text, "r"));
	assert_true(is(d->spec.profiles.list[0].text, "p"));
	assert_true(is(d->spec.components.list[1].text, "b"));
	assert_int_equal(d->spec.peers.n, 1);
	assert_true(is(d->spec.peers.list[0].name.text, "m"));
	assert_true(is(d->spec.peers.list[0].cluster.text, "c"));
	assert_int_equal(place_find(&r.sources, d->spec.peers.place).line, 11);
	assert_int_equal(place_find(&r.sources, d->spec.control_plane).line, 9);
	assert_true(d->spec.has_mesh_config);
	assert_true(is(d->spec.trust_domain.text, "td"));
	assert_true(is(d->spec.access_log_file.text, "f"));
	assert_true(is(d->spec.access_log_encoding.text, "e"));
	assert_true(is(d->spec.access_log_format.text, "one\ntwo\n"));
	assert_true(is(d->spec.members.list[0].text, "m1"));
	end(&r);
}

static void test_absent_and_null(void **state)
{
	struct repo r;
	const struct deployment *d;

	(void)state;
	load_text(&r, MESH_API "kind: MeshDeployment\nmetadata: {name: a, namespace: hub}\n"
			       "spec: {controlPlane: null, meshConfig: null, clusters: null}\n");
	assert_int_equal(r.found.n, 0);
	d = &r.model.deployments[0];
	assert_true(is(d->namespace, "hub"));
	assert_int_equal(d->clusters.n, 0);
	assert_int_equal(d->spec.control_plane.file, 0);
	assert_false(d->spec.has_mesh_config);
	assert_int_equal(d->spec.version.text.n, 0);
	end(&r);
}

static void test_mesh(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r,
		  MESH_API "kind: Mesh\nmetadata: {name: b, namespace: c1}\nspec: {cluster: c1}\n"
			   "---\n" MESH_API "kind: Mesh\n"
			   "metadata: {name: a, labels: "
			   "{mesh.open-cluster-management.io/discovery: \"true\"}}\n"
			   "spec: {cluster: c2, meshConfig: {}}\n");
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_meshes, 2);
	assert_true(is(r.model.meshes[0].discovery.text, ""));
	assert_true(is(r.model.meshes[0].cluster.text, "c1"));
	assert_true(is(r.model.meshes[1].discovery.text, "true"));
	assert_true(r.model.meshes[1].spec.has_mesh_config);
	assert_true(is(r.model.meshes[1].namespace.text, "c2"));
	end(&r);
}

static void test_mesh_outside_its_namespace(void **state)
{
	struct repo r;
	const struct finding *f;

	(void)state;
	load_text(&r,
		  MESH_API "kind: Mesh\nmetadata: {name: a, namespace: c1}\nspec: {cluster: c2}\n");
	f = only(&r, MG0212);
	says(f, "Mesh 'a' is in namespace 'c1', but its cluster is 'c2'");
	assert_int_equal(place_find(&r.sources, f->place).line, 3);
	assert_int_equal(place_find(&r.sources, f->notes->place).line, 4);
	assert_int_equal(r.model.n_meshes, 0);
	assert_true(model_was_dropped(&r.model, S("Mesh"), S("c1"), S("a")));
	assert_false(model_was_dropped(&r.model, S("Mesh"), S("c2"), S("a")));
	end(&r);
	load_text(&r, MESH_API "kind: Mesh\nmetadata: {name: a, namespace: c1}\n");
	says(only(&r, MG0203), "Mesh 'a' needs the field 'spec.cluster'");
	end(&r);
}

static void test_federation(void **state)
{
	struct repo r;
	const struct federation *f;
	struct items peers;
	struct peer p;

	(void)state;
	load_text(&r, MESH_API "kind: MeshFederation\nmetadata: {name: f}\nspec:\n"
			       "  meshPeers:\n"
			       "  - peers: [{name: a, cluster: c1}, {name: \"b\\x62\"}]\n"
			       "  - {}\n"
			       "  trustConfig: {trustType: Complete}\n");
	assert_int_equal(r.found.n, 0);
	f = &r.model.federations[0];
	assert_true(is(f->namespace, "default"));
	assert_int_equal(f->n_groups, 2);
	peers = items_of_long(&f->groups[0].peers);
	assert_true(peer_next(&peers, &p));
	assert_true(is(p.name.text, "a"));
	assert_true(is(p.cluster.text, "c1"));
	assert_int_equal(place_find(&r.sources, p.place).column, 13);
	assert_true(peer_next(&peers, &p));
	assert_true(is(p.name.text, "bb"));
	assert_int_equal(place_find(&r.sources, p.name.place).column, 44);
	assert_int_equal(p.cluster.text.n, 0);
	assert_false(peer_next(&peers, &p));
	assert_int_equal(f->groups[1].peers.n, 0);
	assert_int_equal(place_find(&r.sources, f->groups[1].place).line, 7);
	assert_true(is(f->trust_type.text, "Complete"));
	model_forget_peers(&r.model);
	assert_int_equal(f->n_groups, 0);
	end(&r);
}

static void test_inventory(void **state)
{
	struct repo r;
	const struct model *m = &r.model;

	(void)state;
	load_text(&r, "apiVersion: v1\nkind: List\nitems:\n"
		      "- apiVersion: cluster.open-cluster-management.io/v1\n"
		      "  kind: ManagedCluster\n"
		      "  metadata: {name: c1, labels: {z: \"1\", a: b}}\n"
		      "- apiVersion: v1\n"
		      "  kind: List\n"
		      "  items:\n"
		      "  - apiVersion: cluster.open-cluster-management.io/v1beta2\n"
		      "    kind: ManagedClusterSet\n"
		      "    metadata: {name: s}\n"
		      "    spec:\n"
		      "      clusterSelector:\n"
		      "        selectorType: LabelSelector\n"
		      "        labelSelector:\n"
		      "          matchLabels: {a: b}\n"
		      "          matchExpressions:\n"
		      "          - {key: z, operator: In, values: [\"1\", \"2\"]}\n"
		      "          - {key: x, operator: DoesNotExist}\n"
		      "- apiVersion: cluster.open-cluster-management.io/v1beta1\n"
		      "  kind: ManagedClusterSet\n"
		      "  metadata: {name: t}\n"
		      "- apiVersion: cluster.open-cluster-management.io/v1beta1\n"
		      "  kind: PlacementDecision\n"
		      "  metadata: {name: d-1, labels: "
		      "{cluster.open-cluster-management.io/placement: p}}\n"
		      "  status: {decisions: [{clusterName: c1, reason: x}]}\n");
	assert_int_equal(r.found.n, 0);
	assert_int_equal(m->n_managed_clusters, 1);
	assert_true(is(m->managed_clusters[0].labels.list[0].key, "a"));
	assert_int_equal(m->n_cluster_sets, 2);
	assert_true(m->cluster_sets[0].by_selector);
	assert_int_equal(m->cluster_sets[0].selector.n, 3);
	assert_true(selector_matches(&m->cluster_sets[0].selector, &m->managed_clusters[0].labels));
	assert_false(m->cluster_sets[1].by_selector);
	assert_int_equal(m->n_placement_decisions, 1);
	assert_true(is(m->placement_decisions[0].placement, "p"));
	assert_true(is(m->placement_decisions[0].namespace, "default"));
	assert_true(is(m->placement_decisions[0].clusters.list[0].text, "c1"));
	end(&r);
}

static void expect_selector(const char *expression, const char *message)
{
	struct buf text = BUF_INIT;
	struct repo r;

	buf_addf(&text,
		 "apiVersion: cluster.open-cluster-management.io/v1beta2\n"
		 "kind: ManagedClusterSet\nmetadata: {name: s}\n"
		 "spec: {clusterSelector: {labelSelector: {matchExpressions: [%s]}}}\n",
		 expression);
	load_text(&r, text.s);
	says(only(&r, MG0213), message);
	assert_int_equal(r.model.n_cluster_sets, 0);
	end(&r);
	buf_release(&text);
}

static void test_malformed_selectors(void **state)
{
	(void)state;
	expect_selector("{key: a, operator: in, values: [b]}",
			"'in' is no requirement: an operator is In, NotIn, Exists or DoesNotExist");
	expect_selector("{key: a, operator: NotIn}", "'NotIn' is no requirement: it needs values");
	expect_selector("{key: a, operator: Exists, values: [b]}",
			"'Exists' is no requirement: it takes no values");
}

static void test_cluster_config(void **state)
{
	struct repo r;
	const struct cluster_config *c;

	(void)state;
	load_text(&r, OWN_API "kind: ClusterConfig\nmetadata: {name: c}\nspec:\n"
			      "  match: {names: [c1, \"eu-*\"], labels: {env: prod}}\n"
			      "  target: istiooperator\n  delivery: direct\n  members: label\n"
			      "  network: net\n  hub: h\n  imagePullSecrets: [s]\n"
			      "  eastWest: {serviceType: NodePort, annotations: {b: c, a: b}}\n"
			      "  recipients: {sealedSecrets: PEM, age: [age1x, age1y]}\n");
	assert_int_equal(r.found.n, 0);
	c = &r.model.cluster_configs[0];
	assert_int_equal(place_find(&r.sources, c->match).line, 5);
	assert_true(is(c->match_names.list[1].text, "eu-*"));
	assert_true(is(c->match_labels.list[0].value, "prod"));
	assert_true(is(c->target.text, "istiooperator"));
	assert_true(is(c->delivery.text, "direct"));
	assert_true(is(c->members.text, "label"));
	assert_true(is(c->network.text, "net"));
	assert_true(is(c->hub.text, "h"));
	assert_true(is(c->image_pull_secrets.list[0].text, "s"));
	assert_int_equal(place_find(&r.sources, c->image_pull_secrets_place).line, 11);
	assert_true(is(c->service_type.text, "NodePort"));
	assert_true(is(c->annotations.list[0].key, "a"));
	assert_int_equal(place_find(&r.sources, c->annotations_place).line, 12);
	assert_true(is(c->recipients.sealed_secrets.text, "PEM"));
	assert_int_equal(c->recipients.age.n, 2);
	assert_true(is(c->recipients.age.list[1].text, "age1y"));
	assert_int_equal(place_find(&r.sources, c->recipients.sealed_secrets.place).line, 13);
	end(&r);
}

static void test_cluster_config_later(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, OWN_API "kind: ClusterConfig\nmetadata: {name: c}\nspec:\n"
			      "  match: {names: [c1]}\n"
			      "  eastWest: {addresses: [198.51.100.7], port: 15443}\n"
			      "  recipients: {age: [age1x]}\n");
	assert_int_equal(r.found.n, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(r.found.list[i]->code, MG0211);
	says(r.found.list[0], "'addresses' is read, but its effect comes in a later version");
	says(r.found.list[1], "'port' is read, but its effect comes in a later version");
	assert_int_equal(r.model.n_cluster_configs, 0);
	end(&r);
	load_text(&r, OWN_API
		  "kind: ClusterConfig\nmetadata: {name: c}\nspec: {match: {labels: {}}}\n");
	says(only(&r, MG0203), "'spec.match' names no cluster and no label");
	end(&r);
}

static void test_match_by_labels(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, OWN_API
		  "kind: ClusterConfig\nmetadata: {name: c}\nspec: {match: {labels: {a: b}}}\n");
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_cluster_configs, 1);
	end(&r);
}

#define GENERATOR(spec) OWN_API "kind: MeshgenGenerator\nmetadata: {name: g}\nspec: " spec "\n"

static void test_generator(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, GENERATOR("{cluster: c1}") "---\n" GENERATOR(
			      "{cluster: c2, only: manifestwork, "
			      "path: ./a b/c/}") "---\n" GENERATOR("{cluster: c3, path: .}"));
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_generators, 3);
	assert_true(is(r.model.generators[0].name.text, "g"));
	assert_true(is(r.model.generators[0].cluster.text, "c1"));
	assert_true(is(r.model.generators[0].only.text, ""));
	assert_true(is(r.model.generators[0].path.text, ""));
	assert_true(is(r.model.generators[1].only.text, "manifestwork"));
	assert_true(is(r.model.generators[1].path.text, "a b/c"));
	assert_true(is(r.model.generators[2].path.text, ""));
	end(&r);
}

static void expect_no_path(const char *spec, const char *message)
{
	struct repo r;

	load_text(&r, spec);
	says(only(&r, MG0741), message);
	assert_int_equal(r.model.n_generators, 0);
	end(&r);
}

static void test_path_of_a_generator(void **state)
{
	(void)state;
	expect_no_path(GENERATOR("{cluster: c, path: ../x}"),
		       "'../x' cannot be spec.path: it must stay below the root");
	expect_no_path(GENERATOR("{cluster: c, path: a/../../x}"),
		       "'a/../../x' cannot be spec.path: it must stay below the root");
	expect_no_path(GENERATOR("{cluster: c, path: /x}"),
		       "'/x' cannot be spec.path: it must be relative");
	expect_no_path(GENERATOR("{cluster: c, path: a//b}"),
		       "'a//b' cannot be spec.path: a part of it is empty");
}

static void test_cluster_of_a_generator(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, GENERATOR("{cluster: A.b}"));
	says(only(&r, MG0209), "'A.b' is no name of a cluster");
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deployment),
		cmocka_unit_test(test_absent_and_null),
		cmocka_unit_test(test_mesh),
		cmocka_unit_test(test_mesh_outside_its_namespace),
		cmocka_unit_test(test_federation),
		cmocka_unit_test(test_inventory),
		cmocka_unit_test(test_malformed_selectors),
		cmocka_unit_test(test_cluster_config),
		cmocka_unit_test(test_cluster_config_later),
		cmocka_unit_test(test_match_by_labels),
		cmocka_unit_test(test_generator),
		cmocka_unit_test(test_path_of_a_generator),
		cmocka_unit_test(test_cluster_of_a_generator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
