#include "diff/risk.h"

static const struct str names[] = {
	[RISK_COSMETIC] = STR("cosmetic"),
	[RISK_TRAFFIC] = STR("traffic"),
	[RISK_CONTROL_PLANE] = STR("control-plane"),
	[RISK_EXPOSURE] = STR("exposure"),
	[RISK_TRUST] = STR("trust"),
	[RISK_DESTROYED] = STR("destroyed"),
};

/* The last rule matches everything. */
static const struct rule {
	struct str kind, field;
	enum risk risk;
} rules[] = {
#define RULE(kind, field, risk) { STR(kind), STR(field), RISK_##risk },
#define OPAQUE(kind, field)
#include "diff/rules.def"
#undef RULE
#undef OPAQUE
};

static const struct opaque {
	struct str kind, field;
} opaque[] = {
#define RULE(kind, field, risk)
#define OPAQUE(kind, field) { STR(kind), STR(field) },
#include "diff/rules.def"
#undef RULE
#undef OPAQUE
};

struct str risk_name(enum risk r)
{
	return names[r];
}

enum risk risk_named(struct str name)
{
	enum risk r = RISK_COSMETIC;

	while (r < RISK_COUNT && !str_eq(names[r], name))
		r++;
	return r;
}

enum risk risk_of(struct str kind, struct str field)
{
	size_t i = 0;

	while (!str_glob(rules[i].kind, kind) || !str_glob(rules[i].field, field))
		i++;
	return rules[i].risk;
}

bool is_opaque(struct str kind, struct str field)
{
	for (size_t i = 0; i < sizeof(opaque) / sizeof(*opaque); i++)
		if (str_glob(opaque[i].kind, kind) && str_glob(opaque[i].field, field))
			return true;
	return false;
}
