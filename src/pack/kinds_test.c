#include "pack/fixture_test.h"

#include "yaml/scalar.h"

static void test_find(void **state)
{
	const struct kind *k = kind_find(S("networking.istio.io"), S("Gateway"));

	(void)state;
	assert_string_equal(k->file.s, "gateway-istio");
	assert_string_equal(kind_find(S("gateway.networking.k8s.io"), S("Gateway"))->file.s,
			    "gateway-k8s");
	assert_true(k->custom);
	assert_null(kind_find(S(""), S("Gateway")));
	assert_null(kind_find(S("apps"), S("deployment")));
	assert_string_equal(kind_find(S("apps"), S("Deployment"))->ignore.s, ".spec.replicas");
	assert_string_equal(kind_find(S("install.istio.io"), S("IstioOperator"))->feedback_path.s,
			    ".status.status");
}

/* Deleting a work must spare these two and nothing else. */
static void test_survives(void **state)
{
	(void)state;
	assert_true(kind_find(S(""), S("Namespace"))->survives);
	assert_true(kind_find(S("apiextensions.k8s.io"), S("CustomResourceDefinition"))->survives);
	assert_false(kind_find(S(""), S("Secret"))->survives);
	assert_false(kind_find(S("install.istio.io"), S("IstioOperator"))->survives);
}

static void test_order(void **state)
{
	const struct kind *ranks[] = {
		kind_find(S(""), S("Namespace")),
		kind_find(S("rbac.authorization.k8s.io"), S("ClusterRole")),
		kind_find(S(""), S("ServiceAccount")),
		kind_find(S(""), S("Secret")),
		kind_find(S(""), S("Service")),
		kind_find(S("apps"), S("Deployment")),
		kind_find(S("install.istio.io"), S("IstioOperator")),
	};

	(void)state;
	for (size_t i = 1; i < sizeof(ranks) / sizeof(*ranks); i++)
		assert_true(ranks[i - 1]->order < ranks[i]->order);
}

static void test_waves(void **state)
{
	(void)state;
	assert_int_equal(kind_find(S(""), S("Namespace"))->wave, WAVE_NAMESPACE);
	assert_int_equal(kind_find(S("bitnami.com"), S("SealedSecret"))->wave, WAVE_OPERATOR);
	assert_int_equal(kind_find(S("install.istio.io"), S("IstioOperator"))->wave,
			 WAVE_CONTROL_PLANE);
	assert_int_equal(kind_find(S("networking.istio.io"), S("Gateway"))->wave, WAVE_DATA_PLANE);
	assert_true(kind_find(S("apiextensions.k8s.io"), S("CustomResourceDefinition"))->operates);
	assert_false(kind_find(S(""), S("Secret"))->operates);
	assert_false(kind_find(S(""), S("Namespace"))->operates);
}

/* What becomes a value has no need of quotes: nobody looks. */
static void assert_plain(const struct kind *k)
{
	const struct str texts[] = { k->group, k->plural, k->ignore, k->feedback_name,
				     k->feedback_path };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_true(!texts[i].n || scalar_is_plain(texts[i]));
}

/* Every kind of the table: by group, then kind. */
static void test_compare(void **state)
{
	static const struct {
		struct str group, kind;
	} ids[] = {
		{ STR(""), STR("ConfigMap") },
		{ STR(""), STR("Namespace") },
		{ STR(""), STR("Secret") },
		{ STR(""), STR("Service") },
		{ STR(""), STR("ServiceAccount") },
		{ STR("apiextensions.k8s.io"), STR("CustomResourceDefinition") },
		{ STR("apps"), STR("Deployment") },
		{ STR("gateway.networking.k8s.io"), STR("Gateway") },
		{ STR("install.istio.io"), STR("IstioOperator") },
		{ STR("networking.istio.io"), STR("DestinationRule") },
		{ STR("networking.istio.io"), STR("Gateway") },
		{ STR("networking.istio.io"), STR("ServiceEntry") },
		{ STR("networking.istio.io"), STR("VirtualService") },
		{ STR("rbac.authorization.k8s.io"), STR("ClusterRole") },
		{ STR("rbac.authorization.k8s.io"), STR("ClusterRoleBinding") },
		{ STR("rbac.authorization.k8s.io"), STR("Role") },
		{ STR("rbac.authorization.k8s.io"), STR("RoleBinding") },
		{ STR("security.istio.io"), STR("AuthorizationPolicy") },
		{ STR("security.istio.io"), STR("PeerAuthentication") },
	};
	const size_t n = sizeof(ids) / sizeof(*ids);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_plain(kind_find(ids[i].group, ids[i].kind));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			int d = kind_cmp(kind_find(ids[i].group, ids[i].kind),
					 kind_find(ids[k].group, ids[k].kind));

			assert_int_equal((d > 0) - (d < 0), (i > k) - (i < k));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),    cmocka_unit_test(test_survives),
		cmocka_unit_test(test_order),   cmocka_unit_test(test_waves),
		cmocka_unit_test(test_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
