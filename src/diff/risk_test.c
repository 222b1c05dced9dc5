#include "diff/risk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const struct {
	struct str kind, field;
	enum risk risk;
} cases[] = {
	{ STR("Secret"), STR(""), RISK_TRUST },
	{ STR("SealedSecret"), STR("spec.encryptedData[ca-key.pem]"), RISK_TRUST },
	{ STR("IstioOperator"), STR("spec.meshConfig.trustDomain"), RISK_TRUST },
	{ STR("Istio"), STR("spec.values.meshConfig.trustDomainAliases[]"), RISK_TRUST },
	{ STR("IstioOperator"), STR("spec.values.global.network"), RISK_TRUST },
	{ STR("IstioOperator"), STR("spec.values.global.multiCluster.clusterName"), RISK_TRUST },
	{ STR("Namespace"), STR("metadata.labels[topology.istio.io/network]"), RISK_TRUST },
	{ STR("ApplicationSet"), STR("spec.template.spec.source.repoURL"), RISK_TRUST },
	{ STR("ApplicationSet"), STR("spec.template.spec.source.targetRevision"), RISK_TRUST },
	{ STR("ApplicationSet"), STR("spec.generators[0].git.revision"), RISK_TRUST },
	{ STR("ApplicationSet"), STR("spec.template.spec.source.path"), RISK_CONTROL_PLANE },
	{ STR("ApplicationSet"), STR(""), RISK_CONTROL_PLANE },
	{ STR("Kustomization"), STR("spec.sourceRef.name"), RISK_TRUST },
	{ STR("Kustomization"), STR("spec.path"), RISK_CONTROL_PLANE },
	{ STR("Gateway"), STR(""), RISK_EXPOSURE },
	{ STR("Gateway"), STR("spec.servers[0].hosts[]"), RISK_EXPOSURE },
	{ STR("Gateway"), STR("metadata.labels.app"), RISK_COSMETIC },
	{ STR("IstioOperator"),
	  STR("spec.components.ingressGateways[istio-eastwestgateway].k8s.service.type"),
	  RISK_EXPOSURE },
	{ STR("Service"), STR("spec.type"), RISK_EXPOSURE },
	{ STR("Service"), STR("metadata.annotations[a/b]"), RISK_EXPOSURE },
	{ STR("Service"), STR("metadata.labels.app"), RISK_COSMETIC },
	{ STR("Service"), STR(""), RISK_CONTROL_PLANE },
	{ STR("IstioOperator"), STR("spec.tag"), RISK_CONTROL_PLANE },
	{ STR("IstioOperator"), STR(""), RISK_CONTROL_PLANE },
	{ STR("Deployment"), STR("spec.template.spec.containers[x].image"), RISK_CONTROL_PLANE },
	{ STR("Namespace"), STR("metadata.labels[istio.io/rev]"), RISK_CONTROL_PLANE },
	{ STR("Namespace"), STR("metadata.labels.istio-injection"), RISK_CONTROL_PLANE },
	{ STR("Namespace"), STR("metadata.annotations[argocd.argoproj.io/sync-options]"),
	  RISK_CONTROL_PLANE },
	{ STR("VirtualService"), STR("spec.http[0].route[0].weight"), RISK_TRAFFIC },
	{ STR("PeerAuthentication"), STR(""), RISK_TRAFFIC },
	{ STR("IstioOperator"), STR("spec.meshConfig.accessLogFile"), RISK_TRAFFIC },
	{ STR("Deployment"), STR("metadata.labels[istio.io/rev]"), RISK_COSMETIC },
	{ STR("Deployment"), STR("metadata.annotations.note"), RISK_COSMETIC },
	{ STR("Cluster"), STR(""), RISK_CONTROL_PLANE },
};

static void test_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		enum risk risk = risk_of(cases[i].kind, cases[i].field);

		if (risk != cases[i].risk)
			fail_msg("%s %s is %s", cases[i].kind.s, cases[i].field.s,
				 risk_name(risk).s);
	}
}

static void test_opaque(void **state)
{
	(void)state;
	assert_true(is_opaque(S("SealedSecret"), S("spec.encryptedData[ca-key.pem]")));
	assert_true(is_opaque(S("SealedSecret"), S("spec.template.data[cert-chain.pem]")));
	assert_true(is_opaque(S("Secret"), S("sops.age[3].enc")));
	assert_false(is_opaque(S("SealedSecret"), S("spec.template.data[root-cert.pem]")));
	assert_false(is_opaque(S("Secret"), S("sops.age[3].recipient")));
	assert_false(is_opaque(S("ConfigMap"), S("sops.mac")));
	assert_false(is_opaque(S("IstioOperator"), S("spec.tag")));
}

static void test_names(void **state)
{
	(void)state;
	for (enum risk r = RISK_COSMETIC; r < RISK_COUNT; r++)
		assert_int_equal(risk_named(risk_name(r)), r);
	assert_int_equal(risk_named(S("control-plane")), RISK_CONTROL_PLANE);
	assert_int_equal(risk_named(S("high")), RISK_COUNT);
	assert_true(RISK_DESTROYED > RISK_TRUST && RISK_TRUST > RISK_EXPOSURE &&
		    RISK_EXPOSURE > RISK_CONTROL_PLANE && RISK_CONTROL_PLANE > RISK_TRAFFIC &&
		    RISK_TRAFFIC > RISK_COSMETIC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_opaque),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
