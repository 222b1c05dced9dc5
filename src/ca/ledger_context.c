#include "ca/ledger_context.h"

static struct node done(struct map_builder *top, struct arena *a, struct str key,
			const struct map_builder *inner)
{
	map_put(top, a, key, map_done(inner));
	return map_done(top);
}

static void put_policy(struct map_builder *top, struct arena *a, struct str name)
{
	struct map_builder policy = { 0 };

	map_put_str(&policy, a, S("name"), name);
	done(top, a, S("policy"), &policy);
}

struct node context_policy(const struct trust_policy *p, struct arena *a)
{
	struct node *items = ARENA_ARRAY(a, p->federations.n, struct node);
	struct map_builder top = { 0 }, policy = { 0 };

	for (size_t i = 0; i < p->federations.n; i++) {
		struct map_builder one = { 0 };

		map_put_str(&one, a, S("namespace"), p->federations.list[i].cluster.text);
		map_put_str(&one, a, S("name"), p->federations.list[i].name.text);
		items[i] = map_done(&one);
	}
	map_put_str(&policy, a, S("name"), p->name.text);
	map_put_str(&policy, a, S("method"), p->method.text);
	map_put(&policy, a, S("federations"), node_seq(items, p->federations.n));
	return done(&top, a, S("policy"), &policy);
}

static struct node root_node(const struct root *r, struct arena *a)
{
	static const struct str phases[] = {
		[ROOT_ACTIVE] = STR("Active"),
		[ROOT_STAGED] = STR("Staged"),
		[ROOT_RETIRING] = STR("Retiring"),
	};
	struct map_builder m = { 0 };

	map_put(&m, a, S("generation"), node_int(a, r->generation));
	map_put_str(&m, a, S("phase"), phases[r->phase]);
	map_put_str(&m, a, S("since"), r->since.text);
	map_put_str(&m, a, S("certificate"), r->certificate.text);
	map_put_str(&m, a, S("vouchedBy"), r->vouched_by.text);
	map_put_str(&m, a, S("forceReason"), r->force_reason.text);
	return map_done(&m);
}

struct node context_roots(const struct trust_roots *roots, struct arena *a)
{
	struct node *items = ARENA_ARRAY(a, roots->n, struct node);
	struct map_builder top = { 0 };

	put_policy(&top, a, roots->name.text);
	for (size_t i = 0; i < roots->n; i++)
		items[i] = root_node(&roots->list[i], a);
	map_put(&top, a, S("roots"), node_seq(items, roots->n));
	return map_done(&top);
}

static struct node names_node(const struct names *names, struct arena *a)
{
	struct node *items = ARENA_ARRAY(a, names->n, struct node);

	for (size_t i = 0; i < names->n; i++)
		items[i] = node_str(names->list[i].text);
	return node_seq(items, names->n);
}

static struct node stanzas_node(const struct intermediate_ca *e, struct arena *a)
{
	struct node *items = ARENA_ARRAY(a, e->n_age, struct node);

	for (size_t i = 0; i < e->n_age; i++) {
		struct map_builder m = { 0 };

		map_put_str(&m, a, S("recipient"), e->age[i].recipient.text);
		map_put_str(&m, a, S("enc"), e->age[i].enc.text);
		items[i] = map_done(&m);
	}
	return node_seq(items, e->n_age);
}

static void put_entry(struct map_builder *m, const struct intermediate_ca *e, struct arena *a)
{
	map_put_str(m, a, S("cluster"), e->cluster.text);
	map_put_str(m, a, S("namespace"), e->namespace.text);
	map_put_str(m, a, S("trustDomain"), e->trust_domain.text);
	map_put(m, a, S("issuer"), node_int(a, e->issuer));
	map_put_str(m, a, S("issuedAt"), e->issued_at.text);
	map_put_str(m, a, S("certificate"), e->certificate.text);
	map_put_str(m, a, S("spki"), e->spki.text);
	map_put_str(m, a, S("serial"), e->serial.text);
	map_put_str(m, a, S("notAfter"), e->not_after.text);
	map_put_str(m, a, S("method"), e->method.text);
	map_put(m, a, S("recipients"), names_node(&e->recipients, a));
	map_put_str(m, a, S("value"), e->value.text);
	map_put(m, a, S("age"), stanzas_node(e, a));
	map_put_str(m, a, S("lastModified"), e->last_modified.text);
	map_put_str(m, a, S("mac"), e->mac.text);
}

struct node context_entry(const struct intermediate_ca *e, struct arena *a)
{
	struct map_builder top = { 0 }, entry = { 0 };

	put_policy(&top, a, e->policy.text);
	put_entry(&entry, e, a);
	return done(&top, a, S("entry"), &entry);
}

struct node context_secret(const struct intermediate_ca *e, struct str key, struct str chain,
			   struct str bundle, struct arena *a)
{
	struct map_builder top = { 0 }, entry = { 0 };

	put_policy(&top, a, e->policy.text);
	put_entry(&entry, e, a);
	map_put_str(&entry, a, S("key"), key);
	map_put_str(&entry, a, S("chain"), chain);
	map_put_str(&entry, a, S("bundle"), bundle);
	return done(&top, a, S("entry"), &entry);
}
