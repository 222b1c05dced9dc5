#include "render/context.h"

/* As Go prints a time.Duration, so that no controller finds another text: 8760h0m0s. */
static struct str go_duration(int64_t seconds, struct arena *a)
{
	return arena_fmt(a, "%lldh%lldm%llds", (long long)(seconds / 3600),
			 (long long)(seconds / 60 % 60), (long long)(seconds % 60));
}

/* What cert-manager calls a kind of key. */
static void put_key_kind(struct map_builder *m, enum key_kind kind, struct arena *a)
{
	map_put_str(m, a, S("algorithm"), kind == KEY_RSA4096 ? S("RSA") : S("ECDSA"));
	map_put(m, a, S("size"),
		node_int(a, kind == KEY_RSA4096 ? 4096
			    : kind == KEY_P384  ? 384
						: 256));
}

static struct node issuer_node(const struct trust_policy *p, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("name"), p->issuer_name.text);
	map_put_str(&m, a, S("kind"), p->issuer_kind.text);
	map_put_str(&m, a, S("group"), p->issuer_group.text);
	return map_done(&m);
}

/* The sealed key. */
static struct node key_node(const struct intermediate_ca *e, struct arena *a)
{
	struct map_builder m = { 0 };
	struct node *stanzas = ARENA_ARRAY(a, e->n_age, struct node);

	for (size_t i = 0; i < e->n_age; i++) {
		struct map_builder stanza = { 0 };

		map_put_str(&stanza, a, S("recipient"), e->age[i].recipient.text);
		map_put_str(&stanza, a, S("enc"), e->age[i].enc.text);
		stanzas[i] = map_done(&stanza);
	}
	map_put_str(&m, a, S("value"), e->value.text);
	map_put(&m, a, S("age"), node_seq(stanzas, e->n_age));
	map_put_str(&m, a, S("lastModified"), e->last_modified.text);
	map_put_str(&m, a, S("mac"), e->mac.text);
	return map_done(&m);
}

/* The name of the key in a store tells its public half: it never meets another certificate. */
static struct str remote_key(const struct cacerts *c, struct arena *a)
{
	struct str prefix = c->holder.policy->key_prefix.text, spki = c->entry.spki.text;

	return arena_fmt(a, "%.*s%s%.*s/%.*s/%.*s", FMT(prefix), prefix.n ? "/" : "",
			 FMT(c->holder.cluster), FMT(c->holder.namespace),
			 FMT(str_from(spki, str_find(spki, ':') + 1)));
}

struct node context_holder(const struct cacerts *c, struct arena *a)
{
	const struct trust_policy *policy = c->holder.policy;
	struct map_builder m = { 0 }, trust = { 0 };

	map_put_str(&trust, a, S("policy"), policy->name.text);
	map_put_str(&trust, a, S("method"), policy->method.text);
	map_put_str(&trust, a, S("namespace"), c->holder.namespace);
	map_put_str(&trust, a, S("caCert"), c->ca_cert);
	map_put_str(&trust, a, S("certChain"), c->cert_chain);
	map_put_str(&trust, a, S("rootCert"), c->root_cert);
	map_put(&trust, a, S("key"), key_node(&c->entry, a));
	map_put_str(&trust, a, S("store"), policy->store.text);
	map_put_str(&trust, a, S("remoteKey"), remote_key(c, a));
	map_put_str(&trust, a, S("uri"), holder_uri(&c->holder, a));
	map_put_str(&trust, a, S("duration"), go_duration(policy->intermediate_validity, a));
	map_put_str(&trust, a, S("renewBefore"), go_duration(policy->renew_before, a));
	put_key_kind(&trust, policy->key, a);
	map_put(&trust, a, S("issuer"), issuer_node(policy, a));
	map_put_str(&m, a, S("cluster"), c->holder.cluster);
	map_put(&m, a, S("trust"), map_done(&trust));
	return map_done(&m);
}
