#include "fleet/holders.h"

#include "model/load_fixture.h"

#define DEPLOYMENT(name, namespace, more)                                                          \
	"---\n" MESH_API "kind: MeshDeployment\nmetadata: {name: " name "}\nspec:\n"               \
	"  clusters: [c1, c2]\n  meshProvider: Upstream Istio\n"                                   \
	"  controlPlane: {namespace: " namespace ", version: 1.22.3" more
#define FEDERATION(name, peers)                                                                    \
	"---\n" MESH_API "kind: MeshFederation\nmetadata: {name: " name "}\nspec:\n"               \
	"  meshPeers: [{peers: [" peers "]}]\n"
#define POLICY_SEALED(name, federation, method)                                                    \
	"---\n" OWN_API "kind: TrustPolicy\nmetadata: {name: " name "}\n"                          \
	"spec: {federations: [{name: " federation "}], seal: {method: " method "}}\n"
#define POLICY(name, federation) POLICY_SEALED(name, federation, "SOPS")
#define FOUND                                                                                      \
	"---\n" MESH_API "kind: Mesh\nmetadata: {name: found, labels: "                            \
	"{mesh.open-cluster-management.io/discovery: \"true\"}}\n"                                 \
	"spec: {cluster: c3, controlPlane: {namespace: old, revision: x}}\n"
#define FOUND_AND_ONE "{name: found, cluster: c3}, {name: c1-a, cluster: c1}"
#define ONE_AND_TWO(name) "{name: c1-" name ", cluster: c1}, {name: c2-" name ", cluster: c2}"

/* The holders of cluster c1. */
static struct holders build(struct repo *r, const char *text)
{
	struct fleet fleet;

	load_text(r, text);
	fleet_build(&r->model, &r->arena, &r->found, &fleet);
	assert_int_equal(r->found.errors, 0);
	return holders_of(&fleet, fleet_cluster(&fleet, S("c1")), &r->arena);
}

static void test_sorted_by_namespace(void **state)
{
	struct repo r;
	struct holders all;

	(void)state;
	all = build(
		&r,
		DEPLOYMENT("a", "zoo", ", revision: r}\n  meshConfig: {trustDomain: td}\n")
			DEPLOYMENT("b", "istio-system", "}\n") DEPLOYMENT(
				"c", "alone", ", revision: s}\n") FEDERATION("f", ONE_AND_TWO("a"))
				FEDERATION("g", ONE_AND_TWO("b")) POLICY("p", "f") POLICY(
					"q", "g") "---\n" OWN_API
						  "kind: ClusterConfig\nmetadata: {name: c1}\n"
						  "spec: {match: {names: [c1]}, recipients: {age: "
						  "[age1x]}}\n");
	assert_int_equal(all.n, 2);
	assert_true(is(all.list[0].namespace, "istio-system"));
	assert_true(is(all.list[0].cluster, "c1"));
	assert_true(is(all.list[0].trust_domain, "cluster.local"));
	assert_true(is(all.list[0].revision, "1-22-3"));
	assert_true(is(all.list[0].policy->name.text, "q"));
	assert_true(is(all.list[0].recipients->age.list[0].text, "age1x"));
	assert_int_equal(place_find(&r.sources, all.list[0].place).line, 15);
	assert_true(is(all.list[1].namespace, "zoo"));
	assert_true(is(all.list[1].trust_domain, "td"));
	assert_true(is(all.list[1].revision, "r"));
	assert_true(is(all.list[1].policy->name.text, "p"));
	end(&r);
}

/* A federation under no policy needs nothing; a mesh that was found is a holder. */
static void test_who_is_one(void **state)
{
	struct repo r;
	struct holders all;

	(void)state;
	all = build(&r, DEPLOYMENT("a", "istio-system", "}\n") FEDERATION("f", ONE_AND_TWO("a")));
	assert_int_equal(all.n, 0);
	end(&r);
	all = build(
		&r,
		DEPLOYMENT("a", "istio-system",
			   "}\n") "---\n" MESH_API "kind: Mesh\nmetadata: {name: found, labels: "
				  "{mesh.open-cluster-management.io/discovery: \"true\"}}\n"
				  "spec: {cluster: c1, controlPlane: {namespace: old, revision: "
				  "x}}\n" FEDERATION(
					  "f",
					  "{name: found, cluster: c1}, {name: c2-a, cluster: c2}")
					  POLICY("p", "f"));
	assert_int_equal(all.n, 1);
	assert_true(is(all.list[0].namespace, "old"));
	assert_true(is(all.list[0].revision, "x"));
	end(&r);
}

static bool gets_objects(const char *text, const char *cluster)
{
	struct repo r;
	struct fleet fleet;
	bool gets;

	load_text(&r, text);
	fleet_build(&r.model, &r.arena, &r.found, &fleet);
	assert_int_equal(r.found.errors, 0);
	gets = cluster_gets_objects(&fleet, fleet_cluster(&fleet, str_of(cluster)), &r.arena);
	end(&r);
	return gets;
}

/* Where the only mesh was found it depends on how its certificates travel. */
static void test_who_gets_objects(void **state)
{
	(void)state;
	assert_true(gets_objects(FOUND DEPLOYMENT("a", "istio-system", "}\n"), "c1"));
	assert_false(gets_objects(FOUND DEPLOYMENT("a", "istio-system", "}\n"), "c3"));
	assert_true(gets_objects(FOUND DEPLOYMENT("a", "istio-system", "}\n")
					 FEDERATION("f", FOUND_AND_ONE) POLICY("p", "f"),
				 "c3"));
	assert_false(gets_objects(FOUND DEPLOYMENT("a", "istio-system", "}\n") FEDERATION(
					  "f", FOUND_AND_ONE) POLICY_SEALED("p", "f", "OutOfBand"),
				  "c3"));
}

/* Meshes of one namespace share its cacerts: the first by name speaks for them. */
static void test_one_a_namespace(void **state)
{
	struct repo r;
	struct holders all;

	(void)state;
	all = build(&r, DEPLOYMENT("b", "ns", ", revision: second}\n")
				DEPLOYMENT("a", "ns", ", revision: first}\n")
					FEDERATION("f", ONE_AND_TWO("a") ", " ONE_AND_TWO("b"))
						POLICY("p", "f"));
	assert_int_equal(all.n, 1);
	assert_true(is(all.list[0].revision, "first"));
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sorted_by_namespace),
		cmocka_unit_test(test_who_is_one),
		cmocka_unit_test(test_one_a_namespace),
		cmocka_unit_test(test_who_gets_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
