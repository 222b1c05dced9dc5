#include "render/cacerts.h"

/* A PEM as the ledger has it, with exactly one new line at its end. */
static struct str one_line_end(struct str pem, struct arena *a)
{
	struct str parts[] = { pem, STR("\n") };

	while (parts[0].n && parts[0].s[parts[0].n - 1] == '\n')
		parts[0].n--;
	return arena_concat(a, parts, 2);
}

/* cert-chain.pem begins with the intermediate: istiod takes its expiry from the first block. */
static void put_together(struct cacerts *c, struct arena *a)
{
	const struct certificate *issuer = authority_certificate(c->authority, c->entry.issuer);
	struct str chain[2];

	c->ca_cert = one_line_end(c->entry.certificate.text, a);
	chain[0] = c->ca_cert;
	chain[1] = issuer->pem;
	c->cert_chain = arena_concat(a, chain, 2);
	c->root_cert = c->authority->bundle;
	c->has_entry = true;
}

static bool read_one(const struct trust *t, bool check, struct arena *a, struct findings *found,
		     struct cacerts *c)
{
	const struct holder *h = &c->holder;
	const struct ledger_file *file;

	if (!holder_needs_entry(h, c->authority))
		return true;
	file = ledger_find(t->ledger, h->policy->name.text, h->cluster, h->namespace);
	if (!file) {
		entry_report_missing(h, a, found);
		return false;
	}
	if (!ledger_read(t->ledger, file, a, found, &c->entry))
		return false;
	if (check && !entry_check(&c->entry, h, c->authority, t->at, a, found))
		return false;
	put_together(c, a);
	return true;
}

bool cacerts_read(const struct trust *t, const struct fleet *f, const struct cluster *cluster,
		  bool check, struct arena *a, struct findings *found, struct cacerts_list *ret)
{
	struct holders holders = holders_of(f, cluster, a);
	bool ok = true;

	*ret = (struct cacerts_list){ ARENA_ARRAY(a, holders.n, struct cacerts), holders.n };
	for (size_t i = 0; i < holders.n; i++) {
		struct cacerts *c = &ret->list[i];

		c->holder = holders.list[i];
		c->authority = authority_of(&t->authorities, c->holder.policy);
		if (!read_one(t, check, a, found, c))
			ok = false;
	}
	return ok;
}

const struct cacerts *cacerts_of(const struct cacerts_list *all, struct str namespace)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->list[i].holder.namespace, namespace))
			return &all->list[i];
	return NULL;
}

bool cacerts_need_sops(const struct cacerts_list *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].holder.policy->seal == SEAL_SOPS)
			return true;
	return false;
}

bool cacerts_is_given(const struct cacerts *c)
{
	return c->authority->roots || c->holder.policy->seal == SEAL_CERTIFICATE;
}
