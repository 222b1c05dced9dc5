#include "trust/entry.h"

#include "model/grammar.h"
#include "trust/binding.h"
#include "trust/sealed.h"

/* One entry that is being checked. */
struct checking {
	const struct intermediate_ca *e;
	const struct holder *h;
	const struct authority *y;
	struct certificate c;
	struct arena *arena;
	struct findings *found;
};

bool holder_needs_entry(const struct holder *h, const struct authority *y)
{
	return policy_needs_roots(h->policy) || (h->policy->seal == SEAL_OUT_OF_BAND && y->roots);
}

static void help_issue(struct finding *f, const struct holder *h)
{
	finding_help(f, "meshgen ca issue --key FILE --cluster %.*s", FMT(h->cluster));
}

void entry_report_missing(const struct holder *h, struct arena *a, struct findings *found)
{
	struct names recipients;
	struct finding *f =
		finding_add(found, MG0501, h->place,
			    "cluster '%.*s' has no intermediate certificate for namespace '%.*s'",
			    FMT(h->cluster), FMT(h->namespace));

	finding_note(f, h->policy->name.place, "its federation is under this TrustPolicy");
	help_issue(f, h);
	recipients_fingerprints(h->recipients, h->policy->seal, h->cluster, h->place, a, found,
				&recipients);
}

__attribute__((format(printf, 4, 5))) static struct finding *
report(const struct checking *k, enum code code, struct place place, const char *fmt, ...)
{
	struct finding *f;
	struct str message;
	va_list args;

	va_start(args, fmt);
	message = arena_vfmt(k->arena, fmt, args);
	va_end(args);
	f = finding_add(k->found, code, place, "%.*s", FMT(message));
	help_issue(f, k->h);
	return f;
}

static void check_holder(const struct checking *k, const char *what, const struct name *has,
			 struct str wants, struct place note)
{
	if (!str_eq(has->text, wants))
		finding_note(report(k, MG0520, has->place,
				    "the entry is for %s '%.*s' instead of '%.*s'", what,
				    FMT(has->text), FMT(wants)),
			     note, "the mesh that it stands for");
}

/* When it is somebody else's nothing more is worth saying. */
static bool is_for_holder(const struct checking *k)
{
	const struct intermediate_ca *e = k->e;
	const struct holder *h = k->h;
	size_t errors = k->found->errors;

	check_holder(k, "policy", &e->policy, h->policy->name.text, h->policy->name.place);
	check_holder(k, "cluster", &e->cluster, h->cluster, h->place);
	check_holder(k, "namespace", &e->namespace, h->namespace, h->place);
	check_holder(k, "trust domain", &e->trust_domain, h->trust_domain, h->place);
	return k->found->errors == errors;
}

static bool read_certificate(struct checking *k)
{
	const struct name *pem = &k->e->certificate;
	const char *why;

	if (is_private_key(pem->text) || is_private_key(k->e->value.text)) {
		finding_help(report(k, MG0537, place_file(pem->place.file),
				    "the entry holds a private key in the clear"),
			     "revoke it: all who can read the repository have it; then make "
			     "another in its place\n"
			     "meshgen ca issue --key FILE --cluster %.*s",
			     FMT(k->h->cluster));
		return false;
	}
	if (certificate_parse(pem->text, k->arena, &k->c, &why))
		return true;
	report(k, MG0521, pem->place, "the certificate of the entry is broken: it %s", why);
	return false;
}

static void check_field(const struct checking *k, const char *what, const struct name *has,
			struct str wants)
{
	if (!str_eq(has->text, wants))
		finding_note(report(k, MG0523, has->place,
				    "%s is '%.*s', but that of the certificate is '%.*s'", what,
				    FMT(has->text), FMT(wants)),
			     k->e->certificate.place, "the certificate");
}

static void check_named(const struct checking *k, struct str has, struct str wants)
{
	if (!str_eq(has, wants))
		finding_note(report(k, MG0527, k->e->certificate.place,
				    "the certificate names '%.*s' instead of '%.*s'", FMT(has),
				    FMT(wants)),
			     k->h->place, "the mesh that it stands for");
}

static void check_facts(const struct checking *k)
{
	const struct intermediate_ca *e = k->e;
	const char *why = certificate_intermediate_fault(&k->c);

	if (why)
		report(k, MG0522, e->certificate.place,
		       "the certificate cannot be an intermediate: it %s", why);
	check_field(k, "spki", &e->spki, k->c.spki);
	check_field(k, "serial", &e->serial, k->c.serial);
	check_field(k, "notAfter", &e->not_after, time_text(k->c.not_after, k->arena));
	if (!why)
		check_named(k, k->c.uri, holder_uri(k->h, k->arena));
	if (k->c.known_key && k->c.key != k->h->policy->key)
		finding_note(report(k, MG0534, e->certificate.place,
				    "the certificate has a key %.*s, but policy '%.*s' wants %.*s",
				    FMT(k->c.key_name), FMT(k->h->policy->name.text),
				    FMT(key_kind_name(k->h->policy->key))),
			     k->h->policy->name.place, "the policy");
}

/* Where it stands to whom the key is sealed. */
static struct place place_of_recipients(const struct intermediate_ca *e)
{
	return e->recipients.n ? e->recipients.list[0].place : e->method.place;
}

/* Is it the subject of somebody else? Only what `meshgen ca` or the addon wrote is known. */
static bool names_another(const struct checking *k, struct str unit)
{
	return k->c.unit.n && !str_eq(k->c.unit, unit) &&
	       !str_eq(k->c.unit, holder_addon_unit(k->h, k->arena));
}

/* Only imported certificates, whose keys stay where they are, may be bound to nothing. */
static void check_binding(const struct checking *k)
{
	const struct intermediate_ca *e = k->e;
	struct str unit;

	if (binding_fits(e, &k->c, k->arena))
		return;
	unit = holder_unit(k->h, k->arena);
	if (names_another(k, unit))
		check_named(k, k->c.unit, unit);
	else if (k->h->policy->seal != SEAL_OUT_OF_BAND)
		finding_note(report(k, MG0539, e->serial.place,
				    "the certificate was not signed for this entry: its serial "
				    "number is no hash of it"),
			     place_of_recipients(e),
			     "the root does not vouch for what stands here");
}

static bool check_signature(const struct checking *k, const struct root *root)
{
	const struct certificate *issuer = authority_certificate(k->y, root->generation);
	struct place place = k->e->certificate.place, note = root->certificate.place;
	const char *why = certificate_issuer_fault(&k->c, issuer);

	if (why)
		finding_note(report(k, MG0525, place,
				    "the certificate is not signed by root %u: %s",
				    root->generation, why),
			     note, "root %u", root->generation);
	else if (k->c.not_after > issuer->not_after)
		finding_note(report(k, MG0526, place, "the certificate ends %.*s, after root %u",
				    FMT(time_text(k->c.not_after, k->arena)), root->generation),
			     note, "it ends %.*s", FMT(time_text(issuer->not_after, k->arena)));
	return !why;
}

/* Did a root of the bundle sign it? */
static bool check_issuer(const struct checking *k)
{
	const struct root *root = authority_root(k->y, k->e->issuer);

	if (!root) {
		finding_note(report(k, MG0524, k->e->issuer_place,
				    "root %u is not in the bundle of policy '%.*s'", k->e->issuer,
				    FMT(k->h->policy->name.text)),
			     k->y->roots->name.place, "the bundle");
		return false;
	}
	if (root->phase == ROOT_STAGED)
		finding_note(report(k, MG0524, k->e->issuer_place,
				    "root %u is only Staged, so it may not sign yet", k->e->issuer),
			     root->phase_name.place, "its phase");
	return check_signature(k, root);
}

/* The first of a list that another one lacks; NULL when there is none. */
static const struct name *first_lacking(const struct names *list, const struct names *in)
{
	for (size_t i = 0; i < list->n; i++)
		if (!names_have(in, list->list[i].text))
			return &list->list[i];
	return NULL;
}

static struct finding *report_recipients(const struct checking *k, const struct name *more,
					 const struct name *less)
{
	struct place place = place_of_recipients(k->e);

	if (more)
		return report(
			k, MG0529, more->place,
			"the key is sealed to '%.*s', which is no recipient of cluster '%.*s'",
			FMT(more->text), FMT(k->h->cluster));
	if (less)
		return report(k, MG0529, place,
			      "the key is not sealed to '%.*s', a recipient of cluster '%.*s'",
			      FMT(less->text), FMT(k->h->cluster));
	return report(k, MG0529, place, "the recipients are not sorted, or one stands twice");
}

static void check_recipients(const struct checking *k, const struct names *wanted)
{
	const struct names *all = &k->e->recipients;
	const struct name *less = first_lacking(wanted, all);
	struct finding *f;

	if (names_eq(all, wanted))
		return;
	f = report_recipients(k, first_lacking(all, wanted), less);
	if (wanted->n)
		finding_note(f, less ? less->place : wanted->list[0].place,
			     "the recipients of the cluster");
}

static bool check_method(const struct checking *k)
{
	const struct trust_policy *policy = k->h->policy;
	const struct name *method = &k->e->method;

	if (str_eq(method->text, policy->method.text))
		return true;
	finding_note(report(k, MG0528, method->place,
			    "the key is sealed by method '%.*s' instead of '%.*s'",
			    FMT(method->text), FMT(policy->method.text)),
		     policy->method.place, "the method of policy '%.*s'", FMT(policy->name.text));
	return false;
}

static void check_key(const struct checking *k)
{
	const struct trust_policy *policy = k->h->policy;
	struct names wanted;
	struct place place;
	const char *why;

	if (recipients_fingerprints(k->h->recipients, policy->seal, k->h->cluster, k->h->place,
				    k->arena, k->found, &wanted))
		check_recipients(k, &wanted);
	why = sealed_fault(k->e, policy->seal, k->arena, &place);
	if (why)
		report(k, MG0533, place, "the sealed key is malformed: %s", why);
}

static void check_at(const struct checking *k, int64_t at)
{
	int64_t due = k->c.not_after - k->h->policy->renew_before;
	struct place place = k->e->certificate.place;

	if (at < k->c.not_before)
		report(k, MG0535, place, "the certificate is not valid before %.*s",
		       FMT(time_text(k->c.not_before, k->arena)));
	else if (at > k->c.not_after)
		report(k, MG0535, place, "the certificate expired %.*s",
		       FMT(time_text(k->c.not_after, k->arena)));
	else if (at >= due)
		report(k, MG0536, place, "the certificate ends %.*s: it is due for renewal",
		       FMT(time_text(k->c.not_after, k->arena)));
}

bool entry_check(const struct intermediate_ca *e, const struct holder *h, const struct authority *y,
		 int64_t at, struct arena *a, struct findings *found)
{
	struct checking k = { .e = e, .h = h, .y = y, .arena = a, .found = found };
	size_t errors = found->errors;
	bool is_signed;

	if (!y->ok || !read_certificate(&k) || !is_for_holder(&k))
		return false;
	check_facts(&k);
	is_signed = check_issuer(&k);
	if (check_method(&k)) {
		if (is_signed)
			check_binding(&k);
		check_key(&k);
	}
	if (at != ANY_TIME)
		check_at(&k, at);
	return found->errors == errors;
}
