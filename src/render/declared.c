#include "render/declared.h"

#include "base/limits.h"

static const struct str names[] = { STR("cluster"),  STR("since"),     STR("mesh"),
				    STR("operator"), STR("namespace"), STR("trust") };
const struct context_names context_names = { names, sizeof(names) / sizeof(*names), LIMIT_STEPS };

static const struct read own_list[] = {
	{ { STR("cluster") }, 1 },
	{ { STR("mesh"), STR("name") }, 2 },
	{ { STR("mesh"), STR("network") }, 2 },
	{ { STR("mesh"), STR("clusterName") }, 2 },
	{ { STR("trust") }, 1 },
};
const struct reads context_own = { own_list, sizeof(own_list) / sizeof(*own_list) };

static const struct str kustomization_names[] = { STR("resources") };
static const struct str object_names[] = { STR("group"),   STR("resource"), STR("namespace"),
					   STR("name"),    STR("ignore"),   STR("feedback"),
					   STR("survives") };
static const struct str role_names[] = { STR("rules") };
static const struct str work_names[] = { STR("cluster"), STR("name"), STR("manifests"),
					 STR("orphans"), STR("configs") };
static const struct str set_names[] = { STR("repository"), STR("directories") };
static const struct str health_names[] = { STR("health") };
static const struct str flux_names[] = { STR("cluster"), STR("path"), STR("gitRepository"),
					 STR("sops"), STR("after") };
static const struct str ledger_names[] = { STR("policy"), STR("roots"), STR("entry") };

/* pack/ and ca/ evaluate these, with contexts of their own. */
struct packed {
	struct str name;
	struct context_names names;
	bool is_own;
};

#define PACKED(name, names, is_own)                                                                \
	{                                                                                          \
		STR(name), { names, sizeof(names) / sizeof(*names), LIMIT_STEPS_PACKED }, is_own   \
	}

static const struct packed packed_templates[] = {
	PACKED("kustomize/kustomization", kustomization_names, true),
	PACKED("manifestwork/object", object_names, true),
	PACKED("manifestwork/cluster-role", role_names, false),
	PACKED("manifestwork/work", work_names, true),
	PACKED("argocd/direct", set_names, true),
	PACKED("argocd/manifestwork", set_names, true),
	PACKED("argocd/argocd-cm", health_names, false),
	PACKED("flux/control-plane", flux_names, true),
	PACKED("flux/data-plane", flux_names, true),
	PACKED("flux/manifestwork", flux_names, true),
};

/* All in this folder. */
static const struct packed ledger_templates = PACKED("ledger/", ledger_names, true);

#undef PACKED

bool template_is_of_ledger(struct str name)
{
	return str_starts(name, ledger_templates.name);
}

/* NULL when it is the template of an object. */
static const struct packed *packed_of(struct str name)
{
	for (size_t i = 0; i < sizeof(packed_templates) / sizeof(*packed_templates); i++)
		if (str_eq(packed_templates[i].name, name))
			return &packed_templates[i];
	return template_is_of_ledger(name) ? &ledger_templates : NULL;
}

const struct context_names *template_names(struct str name)
{
	const struct packed *packed = packed_of(name);

	return packed ? &packed->names : &context_names;
}

bool template_is_own(struct str name, const struct template *t)
{
	const struct packed *packed = packed_of(name);

	return packed ? packed->is_own : template_reads(t, &context_own);
}
