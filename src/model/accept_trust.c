#include "model/accept_trust.h"

#include "base/char.h"
#include "base/limits.h"
#include "model/grammar.h"
#include "model/ledger_path.h"

#include <stddef.h>

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
static const int64_t longest = INT64_C(36500) * DAY;

static const struct str key_names[] = {
	[KEY_P256] = STR("P-256"), [KEY_P384] = STR("P-384"), [KEY_RSA4096] = STR("RSA-4096")
};
static const struct str method_names[] = {
	[SEAL_OUT_OF_BAND] = STR("OutOfBand"),
	[SEAL_SEALED_SECRET] = STR("SealedSecret"),
	[SEAL_SOPS] = STR("SOPS"),
	[SEAL_EXTERNAL_SECRET] = STR("ExternalSecret"),
	[SEAL_CERTIFICATE] = STR("Certificate"),
};
struct str key_kind_name(enum key_kind kind)
{
	return key_names[kind];
}

static const struct str phase_names[] = { [ROOT_ACTIVE] = STR("Active"),
					  [ROOT_STAGED] = STR("Staged"),
					  [ROOT_RETIRING] = STR("Retiring") };

/* Which of n names a text is: the schema has seen to it that it is one; absent is the first. */
static unsigned choice(const struct name *x, const struct str *names, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (str_eq(names[i], x->text))
			return i;
	return 0;
}
#define CHOICE(x, names) choice((x), (names), sizeof(names) / sizeof(*(names)))

static const struct duration {
	const char *field;
	size_t from, to; /* offsets in a struct trust_policy_document */
	int64_t least, otherwise;
} durations[] = {
#define DURATION(path, name, to, least, otherwise)                                                 \
	{                                                                                          \
		path, offsetof(struct trust_policy_document, name),                                \
			offsetof(struct trust_policy_document, policy.to), least,                  \
			INT64_C(otherwise) * HOUR                                                  \
	}
	DURATION("validity.root", root, root_validity, MINUTE, 24 * 3650),
	DURATION("validity.intermediate", intermediate, intermediate_validity, MINUTE, 24 * 365),
	DURATION("validity.renewBefore", renew_before, renew_before, 0, 24 * 90),
	DURATION("soak.workloadMaxTTL", workload_max_ttl, workload_max_ttl, 0, 24),
	DURATION("soak.syncLag", sync_lag, sync_lag, 0, 72),
#undef DURATION
};

/* Seconds of "90d", "24h", "30m"; -1 when it is none, or too long. */
static int64_t duration_seconds(struct str text)
{
	struct str digits = str_first(text, text.n ? text.n - 1 : 0);
	int64_t n = 0, unit = 0;

	if (str_ends(text, S("d")))
		unit = DAY;
	else if (str_ends(text, S("h")))
		unit = HOUR;
	else if (str_ends(text, S("m")))
		unit = MINUTE;
	if (!unit || !digits.n || digits.n > 9)
		return -1;
	for (size_t i = 0; i < digits.n; i++) {
		if (!is_digit(digits.s[i]))
			return -1;
		n = n * 10 + (digits.s[i] - '0');
	}
	return n * unit <= longest ? n * unit : -1;
}

static bool set_duration(struct intake *in, const struct duration *d,
			 struct trust_policy_document *doc)
{
	const struct name *from = (const struct name *)(const void *)((char *)doc + d->from);
	int64_t *to = (int64_t *)(void *)((char *)doc + d->to);

	*to = d->otherwise;
	if (!from->place.file)
		return true;
	*to = duration_seconds(from->text);
	if (*to >= d->least)
		return true;
	finding_help(finding_add(in->found, MG0220, from->place, "'%.*s' cannot be spec.%s",
				 FMT(str_first(from->text, 40)), d->field),
		     "write a number of days, hours or minutes, %sat most 36500d: 365d, 24h, 30m",
		     d->least ? "not 0 and " : "");
	return false;
}

/* One of the two is written, since the defaults fit each other. */
static bool refuse_validities(struct intake *in, const struct name *first,
			      const struct name *second, const char *why, const char *help)
{
	const struct name *at = first->place.file ? first : second;
	struct finding *f = finding_add(in->found, MG0221, at->place, "%s", why);

	if (at == first && second->place.file)
		finding_note(f, second->place, "the other one is here");
	finding_help(f, "%s", help);
	return false;
}

static bool check_validities(struct intake *in, const struct trust_policy_document *d)
{
	const struct trust_policy *p = &d->policy;
	bool ok = true;

	if (p->intermediate_validity > p->root_validity)
		ok = refuse_validities(in, &d->intermediate, &d->root,
				       "an intermediate is to be valid for longer than its root",
				       "make validity.intermediate shorter (365d when absent), or "
				       "validity.root longer (3650d when absent)");
	if (p->renew_before >= p->intermediate_validity)
		ok = refuse_validities(in, &d->renew_before, &d->intermediate,
				       "an intermediate is to be renewed as soon as it is made",
				       "make validity.renewBefore shorter (90d when absent), or "
				       "validity.intermediate longer (365d when absent)");
	return ok;
}

/* A field of seal that belongs to one method. */
static bool check_owner(struct intake *in, const struct trust_policy *p, struct place written,
			const char *field, enum seal_method owner)
{
	struct finding *f;

	if (!written.file || p->seal == owner)
		return true;
	f = finding_add(in->found, MG0222, written, "the method %.*s has no use for 'spec.seal.%s'",
			FMT(p->method.text), field);
	finding_note(f, p->method.place, "the method is here");
	finding_help(f, "remove it, or write method: %.*s", FMT(method_names[owner]));
	return false;
}

static bool check_needed(struct intake *in, const struct trust_policy *p, const struct name *value,
			 const char *field, enum seal_method owner)
{
	if (p->seal != owner || value->text.n)
		return true;
	finding_help(finding_add(in->found, MG0203, p->method.place,
				 "the method %.*s needs the field 'spec.seal.%s'",
				 FMT(p->method.text), field),
		     "add '%s' below 'spec.seal'", field);
	return false;
}

static bool check_grammar(struct intake *in, const struct name *value, const char *what,
			  bool (*is_right)(struct str s), const char *help)
{
	if (!value->text.n || is_right(value->text))
		return true;
	finding_help(finding_add(in->found, MG0223, value->place, "'%.*s' is no %s",
				 FMT(str_first(value->text, 80)), what),
		     "%s", help);
	return false;
}

static bool check_seal(struct intake *in, const struct trust_policy_document *d)
{
	static const char name_help[] =
		"a name is lower-case letters, digits, '-' and '.', a letter or digit at both ends";
	const struct trust_policy *p = &d->policy;
	bool ok = check_owner(in, p, p->store.place, "store", SEAL_EXTERNAL_SECRET);

	ok = check_owner(in, p, p->key_prefix.place, "keyPrefix", SEAL_EXTERNAL_SECRET) && ok;
	ok = check_owner(in, p, d->issuer_ref, "issuerRef", SEAL_CERTIFICATE) && ok;
	ok = check_needed(in, p, &p->store, "store", SEAL_EXTERNAL_SECRET) && ok;
	ok = check_needed(in, p, &p->issuer_name, "issuerRef", SEAL_CERTIFICATE) && ok;
	ok = check_grammar(in, &p->store, "name of a ClusterSecretStore", is_dns_subdomain,
			   name_help) &&
	     ok;
	ok = check_grammar(in, &p->key_prefix, "prefix of a key", is_key_prefix,
			   "write a path such as mesh/cacerts, without '/' at its ends") &&
	     ok;
	ok = check_grammar(in, &p->issuer_name, "name of an issuer", is_dns_subdomain, name_help) &&
	     ok;
	ok = check_grammar(in, &p->issuer_kind, "kind of an issuer", is_kind,
			   "write Issuer or ClusterIssuer") &&
	     ok;
	return check_grammar(in, &p->issuer_group, "API group", is_dns_subdomain,
			     "write cert-manager.io") &&
	       ok;
}

static void set_choices(struct trust_policy_document *d)
{
	struct trust_policy *p = &d->policy;

	p->key = (enum key_kind)CHOICE(&d->key, key_names);
	p->seal = (enum seal_method)CHOICE(&p->method, method_names);
	p->addon_san = str_eq(d->san.text, S("addon"));
	if (!p->issuer_kind.text.n)
		p->issuer_kind.text = S("Issuer");
	if (!p->issuer_group.text.n)
		p->issuer_group.text = S("cert-manager.io");
	for (size_t i = 0; i < p->federations.n; i++)
		if (p->federations.list[i].cluster.text.n == 0)
			p->federations.list[i].cluster.text = S("default");
}

static bool check_number(struct intake *in, const struct trust_policy *p)
{
	if (in->model->n_trust_policies < LIMIT_POLICIES)
		return true;
	finding_help(finding_add(in->found, MG0224, p->name.place, "more than %d TrustPolicies",
				 LIMIT_POLICIES),
		     "let one policy name all federations that may share a root");
	return false;
}

struct trust_policy trust_policy_defaults(void)
{
	struct trust_policy_document d = { 0 };

	for (size_t i = 0; i < sizeof(durations) / sizeof(*durations); i++)
		*(int64_t *)(void *)((char *)&d + durations[i].to) = durations[i].otherwise;
	return d.policy;
}

bool accept_trust_policy(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct trust_policy_document d = { 0 };
	bool ok = intake_decode(in, &trust_policy_table, doc, &d);

	set_choices(&d);
	for (size_t i = 0; i < sizeof(durations) / sizeof(*durations); i++)
		ok = set_duration(in, &durations[i], &d) && ok;
	ok = ok && check_validities(in, &d);
	ok = check_seal(in, &d) && ok;
	ok = check_number(in, &d.policy) && ok;
	if (!ok)
		return false;
	m->trust_policies = arena_grow(in->arena, m->trust_policies, m->n_trust_policies,
				       &m->cap_trust_policies, sizeof(d.policy));
	m->trust_policies[m->n_trust_policies++] = d.policy;
	return true;
}

static bool check_roots_path(struct intake *in, const struct trust_roots *t)
{
	struct str path = ledger_roots_path(t->name.text, in->scratch);

	if (str_eq(in->path, path))
		return true;
	finding_help(
		finding_add(in->found, MG0502, t->name.place,
			    "the TrustRoots of policy '%.*s' are not where meshgen ca reads them",
			    FMT(t->name.text)),
		"move them to %.*s, the only document there", FMT(path));
	return false;
}

bool accept_trust_roots(struct intake *in, const struct node *doc)
{
	struct model *m = in->model;
	struct trust_roots t = { 0 };
	bool ok = intake_decode(in, &trust_roots_table, doc, &t);

	ok = check_roots_path(in, &t) && ok;
	for (size_t i = 0; i < t.n; i++) {
		t.list[i].phase = (enum root_phase)CHOICE(&t.list[i].phase_name, phase_names);
		if (ok && !t.list[i].generation) {
			finding_help(finding_add(in->found, MG0219, t.list[i].place,
						 "a root of generation 0"),
				     "generations are counted from 1 on");
			ok = false;
		}
	}
	if (!ok)
		return false;
	m->trust_roots = arena_grow(in->arena, m->trust_roots, m->n_trust_roots,
				    &m->cap_trust_roots, sizeof(t));
	m->trust_roots[m->n_trust_roots++] = t;
	return true;
}

bool refuse_intermediate_ca(struct intake *in, const struct node *doc)
{
	finding_help(
		finding_add(in->found, MG0502, node_place(node_get(doc, S("kind"))),
			    "an IntermediateCA outside of the trust ledger"),
		"its place is trust/<policy>/issued/<cluster>/<namespace>.yaml; remove it here "
		"and run meshgen ca issue");
	return false;
}
