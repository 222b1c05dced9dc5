#include "fleet/fleet.h"

#include "model/load_fixture.h"

#define DEPLOYMENT(name, more)                                                                     \
	"---\n" MESH_API "kind: MeshDeployment\nmetadata: {name: " name "}\nspec:\n"               \
	"  clusters: [c1, c2]\n  meshProvider: Upstream Istio\n"                                   \
	"  controlPlane: {namespace: istio-system, version: 1.22.3, components: [istiod]}\n" more
#define FOUND(name, cluster, spec)                                                                 \
	"---\n" MESH_API "kind: Mesh\nmetadata: {name: " name ", labels: "                         \
	"{mesh.open-cluster-management.io/discovery: \"true\"}}\n"                                 \
	"spec: {cluster: " cluster spec "}\n"
#define OLD(name, cluster) FOUND(name, cluster, ", controlPlane: {namespace: istio-system}")
#define FEDERATION(name, one, two)                                                                 \
	"---\n" MESH_API "kind: MeshFederation\nmetadata: {name: " name "}\nspec:\n"               \
	"  meshPeers: [{peers: [{name: " one ", cluster: c1}, {name: " two ", cluster: c2}]}]\n"
#define POLICY(name, federation, method)                                                           \
	"---\n" OWN_API "kind: TrustPolicy\nmetadata: {name: " name "}\n"                          \
	"spec: {federations: [{name: " federation "}], seal: {method: " method "}}\n"

static void check(struct repo *r, const char *text)
{
	struct fleet fleet;

	put(r, "x.yaml", text);
	load(r);
	fleet_build(&r->model, &r->arena, &r->found, &fleet);
	fleet_check(&r->model, &fleet, &r->arena, &r->found);
}

/* The only code that is found, n times. */
static void expect(const char *text, size_t n, enum code code, const char *message)
{
	struct repo r;

	start(&r);
	check(&r, text);
	assert_int_equal(r.found.n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(r.found.list[i]->code, code);
	if (n)
		says(r.found.list[0], message);
	end(&r);
}

#define TWO_FEDERATIONS                                                                            \
	OLD("o1", "c1")                                                                            \
	OLD("o2", "c2") FEDERATION("f", "c1-a", "c2-a") FEDERATION("g", "o1", "o2")
#define BOTH(name)                                                                                 \
	"---\n" OWN_API "kind: TrustPolicy\nmetadata: {name: " name "}\n"                          \
	"spec: {federations: [{name: f}, {name: g}], seal: {method: OutOfBand}}\n"

static void test_one_policy_a_namespace(void **state)
{
	(void)state;
	expect(DEPLOYMENT("a", "") TWO_FEDERATIONS BOTH("p"), 0, MG0422, "");
	expect(DEPLOYMENT("a", "") TWO_FEDERATIONS POLICY("p", "f", "OutOfBand")
		       POLICY("q", "g", "OutOfBand"),
	       2, MG0422,
	       "mesh 'o1' of cluster 'c1' is under another TrustPolicy than a mesh of its "
	       "namespace");
}

/* A mesh that was found counts when it is federated. */
static void test_one_trust_domain_a_namespace(void **state)
{
	(void)state;
	expect(DEPLOYMENT("a", "  meshConfig: {trustDomain: cluster.local}\n")
		       TWO_FEDERATIONS BOTH("p"),
	       0, MG0420, "");
	expect(DEPLOYMENT("a", "  meshConfig: {trustDomain: td}\n") TWO_FEDERATIONS BOTH("p"), 2,
	       MG0420,
	       "mesh 'o1' of cluster 'c1' has another trust domain than a mesh of its namespace");
	expect(DEPLOYMENT("a", "  meshConfig: {trustDomain: td}\n") OLD("o1", "c1")
		       FEDERATION("f", "c1-a", "c2-a") POLICY("p", "f", "OutOfBand"),
	       0, MG0420, "");
}

/* What a certificate is made of must be right in a mesh that was found, too. */
static void test_found_mesh(void **state)
{
	(void)state;
	expect(DEPLOYMENT("a", "") FOUND("o1", "c1", "") FEDERATION("f", "o1", "c2-a")
		       POLICY("p", "f", "OutOfBand"),
	       1, MG0333, "no controlPlane.namespace");
	expect(DEPLOYMENT("a", "") FOUND("o1", "c1", ", controlPlane: {namespace: X}")
		       FEDERATION("f", "o1", "c2-a") POLICY("p", "f", "OutOfBand"),
	       1, MG0334, "no name of a namespace: 'X'");
	expect(DEPLOYMENT("a", "") FOUND("o1", "c1",
					 ", controlPlane: {namespace: x}, "
					 "meshConfig: {trustDomain: X}")
		       FEDERATION("f", "o1", "c2-a") POLICY("p", "f", "OutOfBand"),
	       1, MG0343, "no trust domain: 'X'");
	expect(DEPLOYMENT("a", "") FOUND("o1", "c1", ""), 0, MG0333, "");
}

#define MESHES DEPLOYMENT("a", "") FEDERATION("f", "c1-a", "c2-a")
#define DELIVERY(cluster, how)                                                                     \
	"---\n" OWN_API "kind: ClusterConfig\nmetadata: {name: x}\n"                               \
	"spec: {match: {names: [" cluster "]}, delivery: " how "}\n"

static void test_delivery_of_sops(void **state)
{
	(void)state;
	expect(MESHES POLICY("p", "f", "SOPS") DELIVERY("c2", "manifestwork"), 1, MG0423,
	       "cluster 'c2' gets its keys sealed by SOPS, which nothing decrypts in a "
	       "ManifestWork");
	expect(MESHES POLICY("p", "f", "SOPS") DELIVERY("c2", "direct"), 0, MG0423, "");
	expect(MESHES POLICY("p", "f", "SealedSecret") DELIVERY("c2", "manifestwork"), 0, MG0423,
	       "");
}

/* Flux decrypts, Argo CD does not. */
static void test_appliers_of_sops(void **state)
{
	struct {
		const char *appliers, *method;
		size_t n;
	} cases[] = { { "argocd", "SOPS", 1 },
		      { "argocd, flux", "SOPS", 0 },
		      { "flux", "SOPS", 0 },
		      { "argocd", "SealedSecret", 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct repo r;
		char config[200], policy[1000];

		snprintf(config, sizeof(config),
			 OWN_API "kind: Config\nspec: {appliers: [%s], "
				 "repository: {url: 'https://h/x'}}\n",
			 cases[i].appliers);
		snprintf(policy, sizeof(policy), MESHES POLICY("p", "f", "%s"), cases[i].method);
		start(&r);
		put(&r, "meshgen.yaml", config);
		check(&r, policy);
		assert_int_equal(r.found.n, cases[i].n);
		if (cases[i].n)
			says(only(&r, MG0425), "keys of TrustPolicy 'p' are sealed by SOPS, which "
					       "Argo CD does not decrypt");
		end(&r);
	}
}

static void test_ledger_of_a_mesh_that_is_gone(void **state)
{
	static const char meshes[] = MESHES POLICY("p", "f", "OutOfBand");
	static const char *const paths[] = {
		"trust/p/issued/c1/istio-system.yaml", /* the one that has a holder */
		"trust/q/issued/c1/istio-system.yaml",
		"trust/p/issued/c3/istio-system.yaml",
		"trust/p/issued/c1/istio.yaml",
	};
	struct repo r;

	(void)state;
	start(&r);
	for (size_t i = 0; i < 4; i++)
		put(&r, paths[i], "");
	check(&r, meshes);
	assert_int_equal(r.found.n, 3);
	assert_int_equal(r.found.errors, 0);
	says(r.found.list[0], "no federated mesh under TrustPolicy 'p' has its control plane in "
			      "namespace 'istio' of cluster 'c1'");
	assert_true(is(source_at(&r.sources, r.found.list[0]->place.file).path, paths[3]));
	end(&r);
	start(&r);
	put(&r, paths[2], "");
	put(&r, "y.yaml", MESH_API "kind: MeshDeployment\nmetadata: {name: x}\nspec: {a: b}\n");
	check(&r, meshes);
	only(&r, MG0201);
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_policy_a_namespace),
		cmocka_unit_test(test_one_trust_domain_a_namespace),
		cmocka_unit_test(test_found_mesh),
		cmocka_unit_test(test_delivery_of_sops),
		cmocka_unit_test(test_appliers_of_sops),
		cmocka_unit_test(test_ledger_of_a_mesh_that_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
