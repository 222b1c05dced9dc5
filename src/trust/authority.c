#include "trust/authority.h"

#include "base/bug.h"
#include "model/grammar.h"

static const char only_ca[] = "only `meshgen ca` writes this file: restore it from git";

static bool read_root(const struct authority *y, size_t i, struct arena *a, struct findings *found)
{
	const struct root *root = &y->roots->list[i];
	struct certificate *c = &y->certificates[i];
	const char *why;

	if (is_private_key(root->certificate.text) || is_private_key(root->vouched_by.text)) {
		finding_help(
			finding_add(found, MG0537, place_file(root->place.file),
				    "root %u of policy '%.*s' holds a private key in the clear",
				    root->generation, FMT(y->policy->name.text)),
			"whoever has it can sign for every mesh of the policy: begin with a new "
			"root on all clusters");
		return false;
	}
	if (certificate_read(root->certificate.text, a, c, &why))
		why = certificate_root_fault(c);
	if (!why)
		return true;
	finding_help(finding_add(found, MG0510, root->certificate.place,
				 "root %u of policy '%.*s' cannot be one: the certificate %s",
				 root->generation, FMT(y->policy->name.text), why),
		     only_ca);
	certificate_release(c);
	return false;
}

static void check_root(const struct authority *y, const struct root *root, struct findings *found)
{
	const struct root *before = root > y->roots->list ? root - 1 : NULL;
	struct finding *f;

	if (root->generation > (before ? before->generation : 0))
		return;
	f = finding_add(found, MG0512, root->place,
			before ? "root %u of policy '%.*s' cannot stand behind root %u"
			       : "root %u of policy '%.*s': generations begin with 1",
			root->generation, FMT(y->policy->name.text),
			before ? before->generation : 0);
	if (before)
		finding_note(f, before->place, "root %u", before->generation);
	finding_help(f, only_ca);
}

static void report_phase(const struct authority *y, const struct root *root,
			 const struct root *active, const char *how, struct findings *found)
{
	struct finding *f =
		finding_add(found, MG0511, root->phase_name.place,
			    "root %u of policy '%.*s' cannot be %.*s: %s", root->generation,
			    FMT(y->policy->name.text), FMT(root->phase_name.text), how);

	finding_note(f, active->phase_name.place, "root %u is Active", active->generation);
	finding_help(f, only_ca);
}

/* One root is Active; one other at most is Staged behind it, or Retiring before it. */
static void check_phases(const struct authority *y, struct findings *found)
{
	const struct trust_roots *all = y->roots;
	const struct root *active = authority_active(y);

	if (!active) {
		finding_help(finding_add(found, MG0511, all->name.place,
					 "policy '%.*s' has no Active root",
					 FMT(y->policy->name.text)),
			     only_ca);
		return;
	}
	for (const struct root *root = all->list; root < all->list + all->n; root++) {
		if (root == active)
			continue;
		if (all->n > 2)
			report_phase(y, root, active, "there are more than two roots", found);
		else if (root->phase == ROOT_ACTIVE)
			report_phase(y, root, active, "there can be one", found);
		else if (root->phase == ROOT_STAGED && root < active)
			report_phase(y, root, active, "it is older", found);
		else if (root->phase == ROOT_RETIRING && root > active)
			report_phase(y, root, active, "it is newer", found);
	}
}

/*
 * What is wrong with the voucher of a root: it has the same name and key, signed by
 * the root before it. When that one has gone its signature cannot be checked.
 */
static const char *voucher_fault(const struct authority *y, size_t i, struct arena *a)
{
	const struct certificate *c = &y->certificates[i];
	struct certificate voucher;
	const char *why;

	if (certificate_parse(y->roots->list[i].vouched_by.text, a, &voucher, &why))
		why = certificate_voucher_fault(&voucher);
	if (why)
		return arena_fmt(a, "the certificate of vouchedBy %s", why).s;
	if (!str_eq(voucher.spki, c->spki))
		return "vouchedBy certifies another key";
	if (!str_eq(voucher.subject_name, c->subject_name))
		return "vouchedBy certifies another name";
	why = i ? certificate_issuer_fault(&voucher, &y->certificates[i - 1]) : NULL;
	return why ? arena_fmt(a, "vouchedBy is not from the root before it: %s", why).s : NULL;
}

static void check_voucher(const struct authority *y, size_t i, struct arena *a,
			  struct findings *found)
{
	const struct root *root = &y->roots->list[i];
	bool absent = !root->vouched_by.text.n;
	const char *why = absent ? (i ? "vouchedBy is absent" : NULL) : voucher_fault(y, i, a);
	struct finding *f;

	if (!why)
		return;
	f = finding_add(found, MG0513, absent ? root->place : root->vouched_by.place,
			"nobody vouches for root %u of policy '%.*s': %s", root->generation,
			FMT(y->policy->name.text), why);
	if (i)
		finding_note(f, root[-1].place, "root %u is the one that has to",
			     root[-1].generation);
	finding_help(f, "a root is added by `meshgen ca rotate stage %.*s --key FILE` alone",
		     FMT(y->policy->name.text));
}

/* Of the newest: an older one is on its way out. */
static void check_key(const struct authority *y, struct findings *found)
{
	const struct root *newest = &y->roots->list[y->roots->n - 1];
	const struct certificate *c = &y->certificates[y->roots->n - 1];
	struct finding *f;

	if (c->key == y->policy->key)
		return;
	f = finding_add(found, MG0514, newest->certificate.place,
			"root %u has a key %.*s, but policy '%.*s' wants %.*s", newest->generation,
			FMT(c->key_name), FMT(y->policy->name.text),
			FMT(key_kind_name(y->policy->key)));
	finding_note(f, y->policy->name.place, "the policy");
	finding_help(f,
		     "the next root has the key that the policy wants: `meshgen ca rotate stage "
		     "%.*s --key FILE --new-key FILE`",
		     FMT(y->policy->name.text));
}

static void open_roots(struct authority *y, struct arena *a, struct findings *found)
{
	size_t n = y->roots->n;
	struct str *blocks = ARENA_ARRAY(a, n, struct str);
	bool readable = true;

	y->certificates = ARENA_ARRAY(a, n, struct certificate);
	for (size_t i = 0; i < n; i++) {
		readable = read_root(y, i, a, found) && readable;
		check_root(y, &y->roots->list[i], found);
		blocks[i] = y->certificates[i].pem;
	}
	check_phases(y, found);
	for (size_t i = 0; readable && i < n; i++)
		check_voucher(y, i, a, found);
	if (readable && n)
		check_key(y, found);
	y->bundle = arena_concat(a, blocks, n);
}

const struct trust_roots *trust_roots_of(const struct model *m, struct str policy)
{
	for (size_t i = 0; i < m->n_trust_roots; i++)
		if (str_eq(m->trust_roots[i].name.text, policy))
			return &m->trust_roots[i];
	return NULL;
}

static void report_strays(const struct model *m, struct findings *found)
{
	for (size_t i = 0; i < m->n_trust_roots; i++) {
		const struct name *name = &m->trust_roots[i].name;
		bool known = model_may_lack(m, S("TrustPolicy"));

		for (size_t j = 0; j < m->n_trust_policies && !known; j++)
			known = str_eq(m->trust_policies[j].name.text, name->text);
		if (!known)
			finding_help(finding_add(found, MG0503, name->place,
						 "there is no TrustPolicy '%.*s' for these roots",
						 FMT(name->text)),
				     "restore its policy.yaml from git, or remove trust/%.*s whole",
				     FMT(name->text));
	}
}

/* The first entry of a policy; NULL: there is none. */
static const struct ledger_file *first_entry(const struct model *m, struct str policy)
{
	for (size_t i = 0; i < m->n_ledger; i++)
		if (str_eq(m->ledger[i].policy, policy))
			return &m->ledger[i];
	return NULL;
}

/* Entries without roots are no beginning: a new root would restart every istiod. */
static void report_rootless(const struct trust_policy *policy, const struct ledger_file *entry,
			    struct findings *found)
{
	struct str name = policy->name.text;
	struct finding *f = finding_add(
		found, MG0515, policy->name.place,
		"TrustPolicy '%.*s' has no roots, so nothing can be checked", FMT(name));

	if (!entry) {
		finding_help(f, "make the first one: meshgen ca init %.*s --key FILE", FMT(name));
		return;
	}
	finding_note(f, place_file(entry->file), "a certificate that one of them signed");
	finding_help(f,
		     "restore trust/%.*s/roots.yaml from git; or remove trust/%.*s/issued, if "
		     "these certificates are used nowhere",
		     FMT(name), FMT(name));
}

void authorities_open(const struct model *m, struct arena *a, struct findings *found,
		      struct authorities *ret)
{
	*ret = (struct authorities){ ARENA_ARRAY(a, m->n_trust_policies, struct authority),
				     m->n_trust_policies };
	report_strays(m, found);
	for (size_t i = 0; i < ret->n; i++) {
		struct authority *y = &ret->list[i];
		size_t errors = found->errors;

		y->policy = &m->trust_policies[i];
		y->roots = trust_roots_of(m, y->policy->name.text);
		if (y->roots)
			open_roots(y, a, found);
		y->ok = y->roots && found->errors == errors;
	}
}

bool policy_needs_roots(const struct trust_policy *p)
{
	return p->seal != SEAL_CERTIFICATE && p->seal != SEAL_OUT_OF_BAND;
}

void authorities_check_rooted(const struct model *m, const struct authorities *all,
			      struct findings *found)
{
	for (size_t i = 0; i < all->n && !model_may_lack(m, S("TrustRoots")); i++) {
		const struct trust_policy *p = all->list[i].policy;

		if (!all->list[i].roots && policy_needs_roots(p))
			report_rootless(p, first_entry(m, p->name.text), found);
	}
}

void authorities_release(struct authorities *all)
{
	for (size_t i = 0; i < all->n; i++)
		for (size_t j = 0; all->list[i].roots && j < all->list[i].roots->n; j++)
			certificate_release(&all->list[i].certificates[j]);
}

const struct authority *authority_of(const struct authorities *all,
				     const struct trust_policy *policy)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].policy == policy)
			return &all->list[i];
	BUG("a policy of another model");
}

const struct root *roots_find(const struct trust_roots *roots, uint32_t generation)
{
	for (size_t i = 0; i < roots->n; i++)
		if (roots->list[i].generation == generation)
			return &roots->list[i];
	return NULL;
}

const struct root *roots_active(const struct trust_roots *roots)
{
	for (size_t i = 0; i < roots->n; i++)
		if (roots->list[i].phase == ROOT_ACTIVE)
			return &roots->list[i];
	return NULL;
}

const struct root *authority_root(const struct authority *y, uint32_t generation)
{
	return y->roots ? roots_find(y->roots, generation) : NULL;
}

const struct certificate *authority_certificate(const struct authority *y, uint32_t generation)
{
	const struct root *root = authority_root(y, generation);

	return root ? &y->certificates[root - y->roots->list] : NULL;
}

const struct root *authority_active(const struct authority *y)
{
	return y->roots ? roots_active(y->roots) : NULL;
}

bool authority_check_root_at(const struct authority *y, const struct root *root, int64_t at,
			     struct findings *found)
{
	const struct certificate *c = &y->certificates[root - y->roots->list];
	bool over = at > c->not_after;
	struct arena a = { 0 };
	struct finding *f;

	if (!over && at >= c->not_before)
		return true;
	f = finding_add(found, MG0516, root->certificate.place, "root %u of policy '%.*s' %s %.*s",
			root->generation, FMT(y->policy->name.text),
			over ? "expired" : "is not valid before",
			FMT(time_text(over ? c->not_after : c->not_before, &a)));
	if (!over)
		finding_help(f, "is the clock right, or the date of --at?");
	else if (root->phase == ROOT_ACTIVE)
		finding_help(f, "it can vouch for no other: put its federations under a "
				"TrustPolicy of another name (docs/rotation.md, \"The root's key "
				"is lost\")");
	else
		finding_help(f, "`meshgen ca status` tells the next step of the rotation");
	arena_release(&a);
	return false;
}

void authorities_check_at(const struct authorities *all, int64_t at, struct findings *found)
{
	for (size_t i = 0; i < all->n; i++)
		for (size_t j = 0; all->list[i].ok && j < all->list[i].roots->n; j++)
			authority_check_root_at(&all->list[i], &all->list[i].roots->list[j], at,
						found);
}
