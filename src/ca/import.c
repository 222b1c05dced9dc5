#include "ca/ca.h"
#include "ca/dump.h"
#include "ca/store.h"
#include "fleet/holders.h"

/* What is taken over: a root a policy, and the intermediates of its meshes. */
struct importing {
	struct ca *ca;
	struct dump dump;
	struct store *store;
	struct intermediate_ca *entries;
	size_t n;
};

static const struct str root_suffix = STR("-sharedca");
static const struct str intermediate_suffix = STR("-intermediateca");

static struct str without(struct str name, struct str suffix)
{
	return str_first(name, name.n - suffix.n);
}

/* The PEM as the ledger has it, one new line at its end. */
static struct str pem_of(const struct dumped_secret *s, struct arena *a)
{
	return arena_fmt(a, "%.*s\n", FMT(str_trim(s->certificate)));
}

static const struct trust_policy *policy_of(const struct model *m, const struct dumped_secret *s)
{
	struct str name = without(s->name, root_suffix);

	for (size_t i = 0; i < m->n_trust_policies; i++) {
		const struct peers *of = &m->trust_policies[i].federations;

		for (size_t k = 0; k < of->n; k++)
			if (str_eq(of->list[k].cluster.text, s->namespace) &&
			    str_eq(of->list[k].name.text, name))
				return &m->trust_policies[i];
	}
	return NULL;
}

static bool report_no_policy(struct importing *x, const struct dumped_secret *s)
{
	finding_help(
		finding_add(&x->ca->c->findings, MG0592, s->place,
			    "no TrustPolicy has federation '%.*s' of namespace '%.*s'",
			    FMT(without(s->name, root_suffix)), FMT(s->namespace)),
		"write trust/<policy>/policy.yaml with this federation, key: RSA-4096, san: addon "
		"and seal: {method: OutOfBand}");
	return false;
}

static bool is_out_of_band(struct importing *x, const struct trust_policy *p)
{
	if (p->seal == SEAL_OUT_OF_BAND)
		return true;
	finding_help(
		finding_add(&x->ca->c->findings, MG0593, p->method.place,
			    "the keys of what is imported are not here to be sealed"),
		"write method: OutOfBand; `meshgen ca issue` makes new keys under another one");
	return false;
}

/* Adds roots to the model, or finds the same there. */
static bool add_root(struct importing *x, const struct dumped_secret *s)
{
	struct ca *ca = x->ca;
	struct model *m = &ca->input.model;
	struct arena *a = &ca->c->arena;
	const struct trust_policy *p = policy_of(m, s);
	struct root *root;

	if (!p)
		return report_no_policy(x, s);
	if (!is_out_of_band(x, p))
		return false;
	for (size_t i = 0; i < m->n_trust_roots; i++)
		if (str_eq(m->trust_roots[i].name.text, p->name.text)) {
			if (str_eq(m->trust_roots[i].list[0].certificate.text, pem_of(s, a)))
				return true;
			finding_help(finding_add(&ca->c->findings, MG0594, s->place,
						 "TrustPolicy '%.*s' has another root",
						 FMT(p->name.text)),
				     "one root a policy: federations with roots of their own need "
				     "policies of their own");
			return false;
		}
	root = ARENA_NEW(a, struct root);
	*root = (struct root){ .generation = 1, .phase = ROOT_ACTIVE, .place = s->place };
	root->since.text = time_text(ca->options->now, a);
	root->certificate = (struct name){ pem_of(s, a), s->place };
	m->trust_roots = arena_grow(a, m->trust_roots, m->n_trust_roots, &m->cap_trust_roots,
				    sizeof(*m->trust_roots));
	m->trust_roots[m->n_trust_roots++] = (struct trust_roots){ p->name, root, 1 };
	return true;
}

/* Whom the certificate of a mesh is for; NULL when the fleet has no such holder. */
static const struct holder *holder_of(struct ca *ca, const struct dumped_secret *s,
				      struct holders *ret)
{
	const struct fleet *f = &ca->input.fleet;
	const struct cluster *c = fleet_cluster(f, s->namespace);
	const struct fleet_mesh *m =
		fleet_find(f, s->namespace, without(s->name, intermediate_suffix));

	if (!c || !m)
		return NULL;
	*ret = holders_of(f, c, &ca->c->arena);
	for (size_t i = 0; i < ret->n; i++)
		if (str_eq(ret->list[i].namespace, mesh_spec_of(m)->namespace.text))
			return &ret->list[i];
	return NULL;
}

static bool describe(const struct holder *h, const struct dumped_secret *s, struct arena *a,
		     struct findings *found, struct intermediate_ca *ret)
{
	struct certificate c = { 0 };
	const char *why;
	bool ok = certificate_read(pem_of(s, a), a, &c, &why);

	if (!ok)
		finding_help(finding_add(found, MG0595, s->place, "the certificate %s", why),
			     "take a new dump of the secret on the hub");
	*ret = (struct intermediate_ca){ .issuer = 1, .name.place = s->place };
	ret->policy.text = h->policy->name.text;
	ret->issued_at.text = time_text(c.not_before, a);
	ret->cluster.text = h->cluster;
	ret->namespace.text = h->namespace;
	ret->trust_domain.text = h->trust_domain;
	ret->certificate = (struct name){ c.pem, s->place };
	ret->spki.text = c.spki;
	ret->serial.text = c.serial;
	ret->not_after.text = time_text(c.not_after, a);
	ret->method.text = h->policy->method.text;
	certificate_release(&c);
	return ok;
}

/* Adds the entry of one secret; nothing is written before all are right. */
static bool add_entry(struct importing *x, const struct dumped_secret *s)
{
	struct ca *ca = x->ca;
	struct arena *a = &ca->c->arena;
	struct findings *found = &ca->c->findings;
	struct intermediate_ca *e = &x->entries[x->n];
	struct holders all;
	const struct holder *h = holder_of(ca, s, &all);
	const struct authority *y =
		h ? authority_of(&ca->input.trust.authorities, h->policy) : NULL;

	if (!h || !y->ok || !y->roots) {
		finding_help(
			finding_add(found, MG0596, s->place,
				    "'%.*s' of namespace '%.*s' is for no mesh with a root here",
				    FMT(s->name), FMT(s->namespace)),
			"it is passed over; dump the secret <federation>-sharedca too");
		return true;
	}
	if (!describe(h, s, a, found, e) || !entry_check(e, h, y, ca->options->now, a, found))
		return false;
	x->n++;
	return true;
}

static bool add_roots(struct importing *x)
{
	struct ca *ca = x->ca;

	for (size_t i = 0; i < x->dump.n; i++)
		if (str_ends(x->dump.list[i].name, root_suffix) && x->dump.list[i].certificate.n &&
		    !add_root(x, &x->dump.list[i]))
			return false;
	authorities_release(&ca->input.trust.authorities);
	authorities_open(&ca->input.model, &ca->c->arena, &ca->c->findings,
			 &ca->input.trust.authorities);
	return !ca->c->findings.errors;
}

static bool add_entries(struct importing *x)
{
	bool ok = true;

	x->entries = ARENA_ARRAY(&x->ca->c->arena, x->dump.n, struct intermediate_ca);
	for (size_t i = 0; i < x->dump.n; i++) {
		const struct dumped_secret *s = &x->dump.list[i];

		if (str_ends(s->name, intermediate_suffix) && s->certificate.n)
			ok = add_entry(x, s) && ok;
	}
	return ok;
}

static bool write_all_of(struct importing *x, size_t known)
{
	const struct model *m = &x->ca->input.model;
	struct findings *found = &x->ca->c->findings;

	for (size_t i = known; i < m->n_trust_roots; i++)
		if (!store_write_roots(x->store, &m->trust_roots[i], found))
			return false;
	for (size_t i = 0; i < x->n; i++)
		if (!store_write_entry(x->store, &x->entries[i], found))
			return false;
	return true;
}

static bool import(struct importing *x)
{
	size_t known = x->ca->input.model.n_trust_roots;

	if (!add_roots(x) || !add_entries(x) || !write_all_of(x, known))
		return false;
	buf_addf(&x->ca->summary, "%zu certificate%s imported; their keys stay where they are\n",
		 x->n, x->n == 1 ? "" : "s");
	return true;
}

bool ca_import(struct ca *ca, const struct names *files)
{
	struct importing x = { .ca = ca };
	bool ok;

	x.store = store_open(ca->compile->root, &ca->c->findings);
	ok = x.store && ca_open(ca);
	for (size_t i = 0; ok && i < files->n; i++)
		ok = dump_read(files->list[i].text, ca->compile->root, &ca->c->arena,
			       &ca->c->sources, &ca->c->findings, &x.dump);
	ok = ok && import(&x);
	store_close(x.store);
	return ok;
}
