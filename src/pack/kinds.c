#include "pack/kinds.h"

/* What the agent sorts a work by; ORDER_LAST holds every custom resource. */
enum order {
	ORDER_FIRST,
	ORDER_RBAC,
	ORDER_POLICY,
	ORDER_CONFIG,
	ORDER_SERVICE,
	ORDER_WORKLOAD,
	ORDER_LAST = 7
};

#define APIEXTENSIONS STR("apiextensions.k8s.io")
#define RBAC STR("rbac.authorization.k8s.io")
#define NETWORKING STR("networking.istio.io")
#define SECURITY STR("security.istio.io")

/* Sorted by group, then kind. */
static const struct kind kinds[] = {
	{ .group = STR(""),
	  .kind = STR("ConfigMap"),
	  .plural = STR("configmaps"),
	  .order = ORDER_CONFIG,
	  .wave = WAVE_OPERATOR },
	{ .group = STR(""),
	  .kind = STR("Namespace"),
	  .plural = STR("namespaces"),
	  .survives = true,
	  .wave = WAVE_NAMESPACE },
	{ .group = STR(""),
	  .kind = STR("Secret"),
	  .plural = STR("secrets"),
	  .order = ORDER_CONFIG,
	  .wave = WAVE_OPERATOR },
	{ .group = STR(""),
	  .kind = STR("Service"),
	  .plural = STR("services"),
	  .order = ORDER_SERVICE,
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = STR(""),
	  .kind = STR("ServiceAccount"),
	  .plural = STR("serviceaccounts"),
	  .order = ORDER_POLICY,
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = APIEXTENSIONS,
	  .kind = STR("CustomResourceDefinition"),
	  .plural = STR("customresourcedefinitions"),
	  .survives = true,
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = STR("apps"),
	  .kind = STR("Deployment"),
	  .plural = STR("deployments"),
	  .order = ORDER_WORKLOAD,
	  .ignore = STR(".spec.replicas"),
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = STR("bitnami.com"),
	  .kind = STR("SealedSecret"),
	  .plural = STR("sealedsecrets"),
	  .order = ORDER_LAST,
	  .custom = true,
	  .feedback_name = STR("synced"),
	  .feedback_path = STR(".status.conditions[?(@.type==\"Synced\")].status"),
	  .wave = WAVE_OPERATOR },
	{ .group = STR("cert-manager.io"),
	  .kind = STR("Certificate"),
	  .plural = STR("certificates"),
	  .order = ORDER_LAST,
	  .custom = true,
	  .feedback_name = STR("ready"),
	  .feedback_path = STR(".status.conditions[?(@.type==\"Ready\")].status"),
	  .wave = WAVE_OPERATOR },
	{ .group = STR("external-secrets.io"),
	  .kind = STR("ExternalSecret"),
	  .plural = STR("externalsecrets"),
	  .order = ORDER_LAST,
	  .custom = true,
	  .feedback_name = STR("ready"),
	  .feedback_path = STR(".status.conditions[?(@.type==\"Ready\")].status"),
	  .wave = WAVE_OPERATOR },
	{ .group = STR("gateway.networking.k8s.io"),
	  .kind = STR("Gateway"),
	  .plural = STR("gateways"),
	  .file = STR("gateway-k8s"),
	  .order = ORDER_LAST,
	  .custom = true },
	{ .group = STR("install.istio.io"),
	  .kind = STR("IstioOperator"),
	  .plural = STR("istiooperators"),
	  .order = ORDER_LAST,
	  .custom = true,
	  .waits = true,
	  .feedback_name = STR("status"),
	  .feedback_path = STR(".status.status"),
	  .wave = WAVE_CONTROL_PLANE },
	{ .group = NETWORKING,
	  .kind = STR("DestinationRule"),
	  .plural = STR("destinationrules"),
	  .order = ORDER_LAST,
	  .custom = true },
	{ .group = NETWORKING,
	  .kind = STR("Gateway"),
	  .plural = STR("gateways"),
	  .file = STR("gateway-istio"),
	  .order = ORDER_LAST,
	  .custom = true },
	{ .group = NETWORKING,
	  .kind = STR("ServiceEntry"),
	  .plural = STR("serviceentries"),
	  .order = ORDER_LAST,
	  .custom = true },
	{ .group = NETWORKING,
	  .kind = STR("VirtualService"),
	  .plural = STR("virtualservices"),
	  .order = ORDER_LAST,
	  .custom = true },
	{ .group = RBAC,
	  .kind = STR("ClusterRole"),
	  .plural = STR("clusterroles"),
	  .order = ORDER_RBAC,
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = RBAC,
	  .kind = STR("ClusterRoleBinding"),
	  .plural = STR("clusterrolebindings"),
	  .order = ORDER_RBAC,
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = RBAC,
	  .kind = STR("Role"),
	  .plural = STR("roles"),
	  .order = ORDER_RBAC,
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = RBAC,
	  .kind = STR("RoleBinding"),
	  .plural = STR("rolebindings"),
	  .order = ORDER_RBAC,
	  .operates = true,
	  .wave = WAVE_OPERATOR },
	{ .group = SECURITY,
	  .kind = STR("AuthorizationPolicy"),
	  .plural = STR("authorizationpolicies"),
	  .order = ORDER_LAST,
	  .custom = true },
	{ .group = SECURITY,
	  .kind = STR("PeerAuthentication"),
	  .plural = STR("peerauthentications"),
	  .order = ORDER_LAST,
	  .custom = true },
};

const struct kind *kind_find(struct str group, struct str kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_eq(kinds[i].kind, kind) && str_eq(kinds[i].group, group))
			return &kinds[i];
	return NULL;
}

int kind_cmp(const struct kind *a, const struct kind *b)
{
	return (a > b) - (a < b);
}

struct str kind_file(const struct kind *k)
{
	return k->file.n ? k->file : k->kind;
}

const struct kind *kind_of_file(struct str name)
{
	struct str start = str_first(name, str_find(name, '.'));

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_distance(kind_file(&kinds[i]), start, 0) == 0)
			return &kinds[i];
	return NULL;
}
