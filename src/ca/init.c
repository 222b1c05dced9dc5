#include "ca/certify.h"
#include "ca/root_key.h"
#include "ca/store.h"
#include "model/grammar.h"

static struct finding *refuse(struct ca *ca, enum code code, struct str policy, const char *why)
{
	return finding_add_path(&ca->c->findings, code,
				arena_fmt(&ca->c->arena, "trust/%.*s", FMT(policy)), "%s", why);
}

/* May a policy of this name get its first root? policy is NULL when it is to be made. */
static bool may_begin(struct ca *ca, struct str name, const struct trust_policy *policy)
{
	if (!is_dns_subdomain(name)) {
		finding_help(refuse(ca, MG0564, name, "this is no name of a TrustPolicy"),
			     "lower-case letters, digits, '-' and '.', such as prod");
		return false;
	}
	if (!policy)
		return true;
	if (authority_active(authority_of(&ca->input.trust.authorities, policy))) {
		finding_help(refuse(ca, MG0565, name, "this TrustPolicy has roots already"),
			     "a new root comes by rotation: `meshgen ca rotate stage %.*s`; "
			     "to begin from nothing, remove its roots.yaml and issued/",
			     FMT(name));
		return false;
	}
	if (policy->seal == SEAL_CERTIFICATE) {
		finding_help(
			finding_add(&ca->c->findings, MG0567, policy->method.place,
				    "under this method the issuer of cert-manager has the root"),
			"nothing is to be made: `meshgen render`");
		return false;
	}
	return true;
}

static bool is_under_a_policy(const struct model *m, const struct federation *f)
{
	for (size_t i = 0; i < m->n_trust_policies; i++) {
		const struct peers *of = &m->trust_policies[i].federations;

		for (size_t k = 0; k < of->n; k++)
			if (str_eq(of->list[k].cluster.text, f->namespace) &&
			    str_eq(of->list[k].name.text, f->name.text))
				return true;
	}
	return false;
}

/* What all clusters with a federated mesh under no policy can open. */
struct abilities {
	bool sealed_secrets, age;
	struct str lacks; /* the first cluster without a Sealed Secrets certificate */
};

static void add_cluster(const struct cluster *c, struct abilities *all)
{
	bool sealed_secrets = c->settings->recipients.sealed_secrets.text.n > 0;
	bool age = c->settings->recipients.age.n > 0;

	all->sealed_secrets &= sealed_secrets;
	all->age &= age;
	if (!sealed_secrets && !age && !all->lacks.n)
		all->lacks = c->at->text;
}

static bool awaits_policy(const struct fleet *fleet, const struct cluster *c)
{
	const struct fleet_mesh *meshes = &fleet->meshes[c->first_mesh];

	for (size_t i = 0; i < c->n_meshes; i++)
		if (meshes[i].federated && !meshes[i].policy)
			return true;
	return false;
}

static struct abilities abilities_of(const struct fleet *fleet)
{
	struct abilities all = { true, true, S("") };

	for (size_t i = 0; i < fleet->n_clusters; i++)
		if (awaits_policy(fleet, &fleet->clusters[i]))
			add_cluster(&fleet->clusters[i], &all);
	return all;
}

static struct str choose_method(struct ca *ca)
{
	struct abilities all = abilities_of(&ca->input.fleet);
	struct str method = S("OutOfBand");

	buf_add(&ca->said, S("method "));
	if (all.sealed_secrets) {
		method = S("SealedSecret");
		buf_add(&ca->said, S("SealedSecret: every cluster has recipients.sealedSecrets"));
	} else if (all.age) {
		method = S("SOPS");
		buf_add(&ca->said, S("SOPS: every cluster has recipients.age"));
	} else if (all.lacks.n) {
		buf_addf(&ca->said,
			 "OutOfBand: cluster '%.*s' has no recipients, so keys cannot be sealed",
			 FMT(all.lacks));
	} else {
		buf_add(&ca->said,
			S("OutOfBand: some clusters have recipients.sealedSecrets alone, "
			  "some recipients.age alone"));
	}
	buf_add(&ca->said, S("; seal.method in policy.yaml says otherwise\n"));
	return method;
}

/* A policy for the federations that have none. NULL after a finding. */
static const struct trust_policy *new_policy(struct ca *ca, struct str name)
{
	const struct model *m = &ca->input.model;
	struct trust_policy *p = ARENA_NEW(&ca->c->arena, struct trust_policy);

	*p = trust_policy_defaults();
	p->name.text = name;
	p->federations.list = ARENA_ARRAY(&ca->c->arena, m->n_federations, struct peer);
	for (size_t i = 0; i < m->n_federations; i++) {
		const struct federation *f = &m->federations[i];

		if (is_under_a_policy(m, f))
			continue;
		p->federations.list[p->federations.n++] =
			(struct peer){ .name = f->name, .cluster = { .text = f->namespace } };
	}
	if (!p->federations.n) {
		finding_help(refuse(ca, MG0566, name,
				    "there is no MeshFederation without a TrustPolicy"),
			     "declare a MeshFederation, or name the TrustPolicy that has no roots");
		return NULL;
	}
	p->method.text = choose_method(ca);
	return p;
}

static bool write_all_of(struct ca *ca, struct store *store, const struct trust_policy *policy,
			 bool is_new, struct str certificate)
{
	struct findings *found = &ca->c->findings;
	struct root root = { .generation = 1, .phase = ROOT_ACTIVE };
	struct trust_roots roots = { .list = &root, .n = 1 };

	root.since.text = time_text(ca->options->now, &ca->c->arena);
	root.certificate.text = certificate;
	roots.name = policy->name;
	if (is_new && !store_write_policy(store, policy, found))
		return false;
	if (!store_write_roots(store, &roots, found))
		return false;
	buf_addf(&ca->summary,
		 "TrustPolicy '%.*s' has its first root; next: `meshgen ca issue "
		 "--key %.*s`\n",
		 FMT(policy->name.text), FMT(ca->options->key));
	return true;
}

static bool begin(struct ca *ca, struct store *store, struct str name)
{
	const struct trust_policy *policy = ca_policy(ca, name);
	const struct ca_options *o = ca->options;
	bool is_new = !policy, ok;
	struct secret passphrase;
	struct str certificate;
	EVP_PKEY *key = NULL;

	if (!may_begin(ca, name, policy) || (is_new && !(policy = new_policy(ca, name))))
		return false;
	if (root_key_ask(ca, o->key, true, &o->passphrase, &passphrase))
		key = root_key_for_new(ca, policy, o->key, &passphrase);
	secret_release(&passphrase);
	if (!key)
		return false;
	ok = certify_root(key, name, 1,
			  (struct validity){ ca->options->now, policy->root_validity },
			  &ca->c->arena, &certificate);
	EVP_PKEY_free(key);
	if (!ok)
		report_no_chance(ca);
	return ok && write_all_of(ca, store, policy, is_new, certificate);
}

bool ca_init(struct ca *ca, struct str name)
{
	struct store *store = store_open(ca->compile->root, &ca->c->findings);
	bool ok = store && ca_open(ca) && begin(ca, store, name);

	store_close(store);
	return ok;
}
