/*
 * Trust across the fleet: what meshes that share a cacerts must agree on, how it
 * is delivered, and entries of the ledger that are for nobody.
 */
#include "fleet/check.h"

/* A mesh that was found is looked at only for its cacerts. */
static bool shares_cacerts(const struct fleet_mesh *m)
{
	return m->federated || !mesh_is_discovered(m);
}

static void check_pair(const struct fleet_mesh *m, const struct fleet_mesh *last,
		       const struct fleet_mesh *federated, struct arena *a, struct findings *found)
{
	if (!str_eq(mesh_trust_domain(last), mesh_trust_domain(m)))
		finding_help(report_clash(m, last, MG0420,
					  "has another trust domain than a mesh of its namespace",
					  a, found),
			     "one namespace has one cacerts, and so one trust domain: make "
			     "meshConfig.trustDomain equal, or take two namespaces");
	if (federated && m->federated && federated->policy != m->policy)
		finding_help(report_clash(m, federated, MG0422,
					  "is under another TrustPolicy than a mesh of its "
					  "namespace",
					  a, found),
			     "one namespace has one cacerts: name the federations of both in one "
			     "TrustPolicy, or take two namespaces");
}

static void check_shared(const struct fleet *f, const struct cluster *c, struct arena *a,
			 struct findings *found)
{
	const struct fleet_mesh *last = NULL, *federated = NULL;
	struct cluster_meshes all = meshes_by_namespace(f, c, shares_cacerts, a);

	for (size_t i = 0; i < all.n; i++) {
		const struct fleet_mesh *m = all.list[i];

		if (last &&
		    !str_eq(mesh_spec_of(last)->namespace.text, mesh_spec_of(m)->namespace.text))
			last = federated = NULL;
		if (last)
			check_pair(m, last, federated, a, found);
		last = m;
		if (m->federated)
			federated = m;
	}
}

static void check_delivery(const struct fleet *f, const struct cluster *c, struct findings *found)
{
	const struct name *delivery = &c->settings->delivery;

	if (!settings_deliver_works(c->settings))
		return;
	for (size_t i = 0; i < c->n_meshes; i++) {
		const struct trust_policy *p = mesh_policy(f, &f->meshes[c->first_mesh + i]);
		struct finding *said;

		if (!p || p->seal != SEAL_SOPS)
			continue;
		said = finding_add(found, MG0423, delivery->place,
				   "cluster '%.*s' gets its keys sealed by SOPS, which nothing "
				   "decrypts in a ManifestWork",
				   FMT(c->at->text));
		finding_note(said, p->method.place, "the method of TrustPolicy '%.*s'",
			     FMT(p->name.text));
		finding_help(said, "write delivery: direct, or method: SealedSecret");
		return;
	}
}

void check_trust(const struct fleet *f, const struct cluster *c, struct arena *a,
		 struct findings *found)
{
	check_delivery(f, c, found);
	if (c->n_meshes > 1)
		check_shared(f, c, a, found);
}

static bool has_holder(const struct fleet *f, const struct ledger_file *entry)
{
	const struct cluster *c = fleet_cluster(f, entry->cluster);

	for (size_t i = 0; c && i < c->n_meshes; i++) {
		const struct fleet_mesh *m = &f->meshes[c->first_mesh + i];
		const struct trust_policy *p = mesh_policy(f, m);

		if (p && str_eq(p->name.text, entry->policy) &&
		    str_eq(mesh_spec_of(m)->namespace.text, entry->namespace))
			return true;
	}
	return false;
}

void check_ledger(const struct model *m, const struct fleet *f, struct findings *found)
{
	if (m->incomplete || m->n_dropped || found->errors)
		return;
	for (size_t i = 0; i < m->n_ledger; i++) {
		const struct ledger_file *e = &m->ledger[i];
		struct finding *said;

		if (has_holder(f, e))
			continue;
		said = finding_add(found, MG0504, place_file(e->file),
				   "no federated mesh under TrustPolicy '%.*s' has its control "
				   "plane in namespace '%.*s' of cluster '%.*s'",
				   FMT(e->policy), FMT(e->namespace), FMT(e->cluster));
		finding_help(said, "delete the file: its certificate is for a mesh that is gone");
	}
}

void check_appliers(const struct model *m, struct findings *found)
{
	if (m->config.appliers != APPLIER_ARGOCD)
		return;
	for (size_t i = 0; i < m->n_trust_policies; i++) {
		const struct trust_policy *p = &m->trust_policies[i];
		struct finding *said;

		if (p->seal != SEAL_SOPS)
			continue;
		said = finding_add(found, MG0425, p->method.place,
				   "keys of TrustPolicy '%.*s' are sealed by SOPS, which Argo CD "
				   "does not decrypt",
				   FMT(p->name.text));
		finding_note(said, m->config.place, "the Config that names argocd alone");
		finding_help(said, "write method: SealedSecret; or let Argo CD run a plugin that "
				   "decrypts, such as ksops");
	}
}
