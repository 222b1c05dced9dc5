#include "ca/change_policy.h"

static bool same_issuer(const struct trust_policy *a, const struct trust_policy *b)
{
	return str_eq(a->issuer_name.text, b->issuer_name.text) &&
	       str_eq(a->issuer_kind.text, b->issuer_kind.text) &&
	       str_eq(a->issuer_group.text, b->issuer_group.text);
}

static bool is_rooted(const struct ca *ca, const struct trust_policy *p)
{
	return authority_of(&ca->input.trust.authorities, p)->roots != NULL;
}

/* Whom the meshes of a policy trust, for messages; empty: nobody that is known here. */
static struct str trusted(const struct ca *ca, const struct trust_policy *p, struct arena *a)
{
	if (p->seal == SEAL_CERTIFICATE)
		return arena_fmt(a, "%.*s '%.*s' of %.*s", FMT(p->issuer_kind.text),
				 FMT(p->issuer_name.text), FMT(p->issuer_group.text));
	return is_rooted(ca, p) ? arena_fmt(a, "the roots of TrustPolicy '%.*s'", FMT(p->name.text))
				: S("");
}

/* From roots to roots is a matter of the ledger. */
static bool goes_over(const struct trust_policy *was, const struct trust_policy *is)
{
	if (was->seal != SEAL_CERTIFICATE && is->seal != SEAL_CERTIFICATE)
		return false;
	return was->seal != is->seal || !same_issuer(was, is);
}

static void check_trusted(struct ca *before, const struct trust_policy *was, struct ca *after,
			  const struct trust_policy *is)
{
	struct arena *a = &after->c->arena;
	struct str from = trusted(before, was, a), to = trusted(after, is, a);

	if (!goes_over(was, is) || !from.n || !to.n)
		return;
	finding_help(
		finding_add(&after->c->findings, MG0597, is->method.place,
			    "the meshes of TrustPolicy '%.*s' go from %.*s to %.*s",
			    FMT(is->name.text), FMT(from), FMT(to)),
		"nobody vouches for it: ask whose it is, and let all workloads restart; if that is "
		"meant, merge it past this check");
}

/* "90d", as a policy has it. */
static struct str duration_text(int64_t seconds, struct arena *a)
{
	enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
	int64_t unit = seconds % DAY == 0 ? DAY : seconds % HOUR == 0 ? HOUR : MINUTE;

	return arena_fmt(a, "%lld%c", (long long)(seconds / unit),
			 unit == DAY    ? 'd'
			 : unit == HOUR ? 'h'
					: 'm');
}

static void check_careful(const struct trust_policy *was, const struct trust_policy *is,
			  struct ca *after)
{
	struct arena *a = &after->c->arena;
	const struct {
		const char *field;
		bool worse;
		int64_t was, is;
	} all[] = {
		{ "validity.intermediate", is->intermediate_validity > was->intermediate_validity,
		  was->intermediate_validity, is->intermediate_validity },
		{ "soak.workloadMaxTTL", is->workload_max_ttl < was->workload_max_ttl,
		  was->workload_max_ttl, is->workload_max_ttl },
		{ "soak.syncLag", is->sync_lag < was->sync_lag, was->sync_lag, is->sync_lag },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].worse)
			finding_help(
				finding_add(&after->c->findings, MG0598, is->name.place,
					    "spec.%s of TrustPolicy '%.*s' goes from %.*s to %.*s",
					    all[i].field, FMT(is->name.text),
					    FMT(duration_text(all[i].was, a)),
					    FMT(duration_text(all[i].is, a))),
				"ask its author why: the next `meshgen ca issue` and `meshgen ca "
				"rotate` go by it");
}

/* Of the mesh in a namespace of a cluster; NULL when it is absent or under none. */
static const struct trust_policy *policy_in(const struct fleet *f, const struct cluster *c,
					    struct str namespace)
{
	const struct trust_policy *p = NULL;

	for (size_t i = 0; c && i < c->n_meshes && !p; i++) {
		const struct fleet_mesh *m = &f->meshes[c->first_mesh + i];

		if (str_eq(mesh_spec_of(m)->namespace.text, namespace))
			p = mesh_policy(f, m);
	}
	return p;
}

/*
 * The pairs of an old and a new policy that some mesh goes from and to, each checked once. By
 * meshes and not by name, as federations and policies can be renamed.
 */
static void check_meshes(struct ca *before, struct ca *after)
{
	const struct fleet *old = &before->input.fleet, *now = &after->input.fleet;
	size_t n_old = before->input.model.n_trust_policies;
	struct arena a = { 0 };
	bool *seen = ARENA_ARRAY(&a, n_old * after->input.model.n_trust_policies, bool);

	for (size_t i = 0; i < now->n_meshes; i++) {
		const struct fleet_mesh *m = &now->meshes[i];
		const struct trust_policy *is = mesh_policy(now, m);
		const struct trust_policy *was =
			is ? policy_in(old, fleet_cluster(old, m->at->text),
				       mesh_spec_of(m)->namespace.text)
			   : NULL;
		bool *pair = was ? &seen[(size_t)(is - now->policies) * n_old +
					 (size_t)(was - old->policies)]
				 : NULL;

		if (!pair || *pair)
			continue;
		*pair = true;
		check_trusted(before, was, after, is);
		check_careful(was, is, after);
	}
	arena_release(&a);
}

static void check_first_roots(struct ca *before, struct ca *after, const struct trust_policy *is)
{
	const struct authority *y = authority_of(&after->input.trust.authorities, is);
	const struct trust_policy *was = ca_policy(before, is->name.text);

	if (!y->ok || (was && is_rooted(before, was)))
		return;
	finding_help(
		finding_add(&after->c->findings, MG0599, y->roots->name.place,
			    "TrustPolicy '%.*s' gets its first root, for which nobody vouches: "
			    "its key is '%.*s'",
			    FMT(is->name.text), FMT(y->certificates[0].spki)),
		"ask who keeps it: openssl pkey -in FILE -pubout -outform DER | sha256sum");
}

void change_check_policies(struct ca *before, struct ca *after)
{
	const struct model *now = &after->input.model;

	check_meshes(before, after);
	for (size_t i = 0; i < now->n_trust_policies; i++)
		check_first_roots(before, after, &now->trust_policies[i]);
}
