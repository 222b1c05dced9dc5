#include "ca/certify.h"
#include "ca/root_key.h"
#include "ca/rotation.h"
#include "ca/store.h"
#include "trust/binding.h"

/* One step of a rotation. */
struct step {
	struct ca *ca;
	struct store *store;
	const struct authority *authority;
	struct survey all; /* of --cluster, else of all clusters */
	struct rotation at;
};

static struct finding *refuse(struct step *s, enum code code, const char *why)
{
	return finding_add(&s->ca->c->findings, code, s->authority->policy->name.place, "%s", why);
}

/* Opens the ledger under the lock and finds the policy. */
static bool begin(struct step *s, struct str name)
{
	struct ca *ca = s->ca;
	const struct trust_policy *policy;

	s->store = store_open(ca->compile->root, &ca->c->findings);
	if (!s->store || !ca_open(ca))
		return false;
	policy = ca_policy(ca, name);
	if (!policy) {
		finding_help(finding_add_path(&ca->c->findings, MG0572, ca->compile->root,
					      "there is no TrustPolicy '%.*s'", FMT(name)),
			     "`meshgen ca status` lists them");
		return false;
	}
	s->authority = authority_of(&ca->input.trust.authorities, policy);
	if (!survey_take(ca, &s->all))
		return false;
	s->at = rotation_of(s->authority, &s->all);
	if (s->at.state != ROTATION_NO_ROOT)
		return true;
	finding_help(refuse(s, MG0573, "this TrustPolicy has no root that could be replaced"),
		     "`meshgen ca init %.*s --key FILE` makes the first one", FMT(name));
	return false;
}

static bool end(struct step *s, bool ok)
{
	store_close(s->store);
	return ok;
}

/* Is it this state of the rotation, in which the step can be taken? */
static bool is_in_turn(struct step *s, bool in_turn)
{
	struct ca *ca = s->ca;
	struct str text;

	if (in_turn)
		return true;
	text = rotation_text(&s->at, ca->options->now, &ca->c->arena);
	finding_help(refuse(s, MG0574, "it is not the turn of this step"), "next: %.*s", FMT(text));
	return false;
}

/* Has the soak passed, or is there a reason to cut it short? */
static bool has_soaked(struct step *s)
{
	struct ca *ca = s->ca;
	struct str from = time_text(s->at.from, &ca->c->arena);
	struct finding *f;

	if (ca->options->now >= s->at.from || ca->options->force_reason.n)
		return true;
	f = refuse(s, MG0575, "the soak has not passed");
	finding_note(f, s->at.other->since.place, "this phase began here");
	finding_help(f,
		     "wait until %.*s (syncLag and workloadMaxTTL of the policy); "
		     "--force-soak=REASON cuts it short and is recorded",
		     FMT(from));
	return false;
}

/* The key of that root. NULL after a finding. */
static EVP_PKEY *read_key(struct step *s, struct str path, const struct secret *passphrase,
			  const struct root *root)
{
	struct ca *ca = s->ca;
	EVP_PKEY *key = root_key_read(ca, path, passphrase);

	if (!key || root_key_is_of(key, authority_certificate(s->authority, root->generation)))
		return key;
	finding_help(finding_add_path(&ca->c->findings, MG0569, path,
				      "this is not the key of the root of generation %u",
				      root->generation),
		     "the step needs the key of that root");
	EVP_PKEY_free(key);
	return NULL;
}

/* The roots as the step leaves them, in the arena; room for one more. */
static struct trust_roots copy_roots(struct step *s)
{
	const struct trust_roots *old = s->authority->roots;
	struct trust_roots roots = { old->name, NULL, old->n };

	roots.list = ARENA_ARRAY(&s->ca->c->arena, old->n + 1, struct root);
	for (size_t i = 0; i < old->n; i++)
		roots.list[i] = old->list[i];
	return roots;
}

static void say_next(struct step *s, const char *done)
{
	buf_addf(&s->ca->summary, "%s; render, commit, and see `meshgen ca status`\n", done);
}

/* stage: the new root's certificate, and the old root's word for its key. */
static bool certify_next(struct step *s, EVP_PKEY *key, EVP_PKEY *next, struct root *ret)
{
	const struct trust_policy *p = s->authority->policy;
	const struct certificate *issuer =
		authority_certificate(s->authority, s->at.active->generation);
	struct validity v = { s->ca->options->now, p->root_validity };
	struct arena *a = &s->ca->c->arena;
	struct certificate c = { 0 };
	const char *why;
	bool ok;

	*ret = (struct root){ .generation = s->at.active->generation + 1, .phase = ROOT_STAGED };
	ret->since.text = time_text(v.now, a);
	ok = certify_root(next, p->name.text, ret->generation, v, a, &ret->certificate.text) &&
	     certificate_read(ret->certificate.text, a, &c, &why) &&
	     certify_voucher(key, issuer, &c, a, &ret->vouched_by.text);
	certificate_release(&c);
	if (!ok)
		report_no_chance(s->ca);
	return ok;
}

static bool stage_with(struct step *s, EVP_PKEY *key, EVP_PKEY *next)
{
	struct trust_roots roots = copy_roots(s);

	if (!certify_next(s, key, next, &roots.list[roots.n]))
		return false;
	roots.n++;
	if (!store_write_roots(s->store, &roots, &s->ca->c->findings))
		return false;
	say_next(s, "the new root is staged");
	return true;
}

/*
 * The passphrase of the new key: of its own source; else, since a descriptor is read
 * once, the one that was given for the old key; else it is asked for.
 */
static bool ask_for_next(struct step *s, struct secret *given, struct secret *ret)
{
	const struct ca_options *o = s->ca->options;
	bool own = o->new_passphrase.file.n || o->new_passphrase.fd != NO_FD;
	bool asked = !o->passphrase.file.n && o->passphrase.fd == NO_FD;

	if (own || asked)
		return root_key_ask(s->ca, o->new_key, true, &o->new_passphrase, ret);
	*ret = *given;
	*given = (struct secret){ 0 };
	return key_path_check(o->new_key, s->ca->compile->root, &s->ca->c->findings);
}

static bool stage(struct step *s)
{
	const struct ca_options *o = s->ca->options;
	struct secret passphrase = { 0 }, next_passphrase = { 0 };
	EVP_PKEY *key = NULL, *next = NULL;
	bool ok;

	if (!is_in_turn(s, s->at.state == ROTATION_AT_REST) ||
	    !authority_check_root_at(s->authority, s->at.active, o->now, &s->ca->c->findings))
		return false;
	if (root_key_ask(s->ca, o->key, false, &o->passphrase, &passphrase))
		key = read_key(s, o->key, &passphrase, s->at.active);
	if (key && ask_for_next(s, &passphrase, &next_passphrase))
		next = root_key_for_new(s->ca, s->authority->policy, o->new_key, &next_passphrase);
	ok = next && stage_with(s, key, next);
	secret_release(&passphrase);
	secret_release(&next_passphrase);
	EVP_PKEY_free(key);
	EVP_PKEY_free(next);
	return ok;
}

bool ca_rotate_stage(struct ca *ca, struct str policy)
{
	struct step s = { .ca = ca };

	return end(&s, begin(&s, policy) && stage(&s));
}

/* An entry that the new root is to sign. */
static bool is_to_be_signed(const struct step *s, const struct standing *x, uint32_t generation)
{
	return x->authority == s->authority && x->has_entry && x->entry.issuer != generation;
}

/* A wrong entry would stay wrong under another signature. */
static bool are_signable(struct step *s, uint32_t generation)
{
	size_t errors = s->ca->c->findings.errors;

	for (size_t i = 0; i < s->all.n; i++) {
		const struct standing *x = &s->all.list[i];

		if (is_to_be_signed(s, x, generation) && x->state == STANDING_WRONG)
			finding_help(finding_add(&s->ca->c->findings, MG0576, x->entry.name.place,
						 "this entry is wrong already: %.*s", FMT(x->why)),
				     "`meshgen ca issue --key FILE` replaces it");
	}
	return s->ca->c->findings.errors == errors;
}

/*
 * The same public key under the new root, until the same time: how long a key lives
 * is not for a rotation to say. The new root vouches for recipients that the old one
 * has vouched for: other entries are wrong.
 */
static bool sign_entry(struct step *s, EVP_PKEY *key, const struct certificate *issuer,
		       uint32_t generation, const struct standing *x)
{
	struct ca *ca = s->ca;
	struct arena *a = &ca->c->arena;
	struct intermediate_ca e = x->entry;
	struct certificate old = { 0 }, fresh = { 0 };
	struct str pem;
	const char *why;
	bool ok = certificate_read(e.certificate.text, a, &old, &why);
	struct validity v = { ca->options->now, old.not_after - ca->options->now };

	e.issuer = generation;
	e.issued_at.text = time_text(v.now, a);
	ok = ok &&
	     certify_intermediate(key, issuer, X509_get0_pubkey(old.x509), &x->holder,
				  binding_text(&e, a), v, a, &pem) &&
	     certificate_read(pem, a, &fresh, &why);
	if (ok) {
		e.certificate.text = fresh.pem;
		e.serial.text = fresh.serial;
		e.not_after.text = time_text(fresh.not_after, a);
		ok = store_write_entry(s->store, &e, &ca->c->findings);
	} else {
		report_no_chance(ca);
	}
	certificate_release(&old);
	certificate_release(&fresh);
	return ok;
}

static bool sign_entries(struct step *s, EVP_PKEY *key, uint32_t generation)
{
	const struct certificate *issuer = authority_certificate(s->authority, generation);

	for (size_t i = 0; i < s->all.n; i++) {
		if (!is_to_be_signed(s, &s->all.list[i], generation))
			continue;
		if (!sign_entry(s, key, issuer, generation, &s->all.list[i]))
			return false;
		s->ca->c->n_changes++;
	}
	return true;
}

/* The roots first: entries of a root that is Staged are refused, of one that is Retiring not. */
static bool flip(struct step *s)
{
	struct trust_roots roots = copy_roots(s);
	struct name now = { .text = time_text(s->ca->options->now, &s->ca->c->arena) };

	for (size_t i = 0; i < roots.n; i++) {
		struct root *r = &roots.list[i];

		r->since = now;
		r->phase = r->phase == ROOT_STAGED ? ROOT_ACTIVE : ROOT_RETIRING;
		if (r->phase == ROOT_ACTIVE && s->at.from > s->ca->options->now)
			r->force_reason.text = s->ca->options->force_reason;
	}
	return store_write_roots(s->store, &roots, &s->ca->c->findings);
}

/* The new key may have been given with either option. */
static const struct passphrase_source *passphrase_of_next(const struct ca_options *o)
{
	bool own = o->new_passphrase.file.n || o->new_passphrase.fd != NO_FD;

	return o->new_key.n && own ? &o->new_passphrase : &o->passphrase;
}

static bool activate(struct step *s)
{
	const struct ca_options *o = s->ca->options;
	bool staged = s->at.state == ROTATION_STAGED;
	const struct root *next = staged ? s->at.other : s->at.active;
	struct str file = o->new_key.n ? o->new_key : o->key;
	struct secret passphrase = { 0 };
	EVP_PKEY *key = NULL;
	bool ok;

	if (!is_in_turn(s, staged || s->at.state == ROTATION_ACTIVATED) ||
	    (staged && !has_soaked(s)) || !are_signable(s, next->generation))
		return false;
	if (root_key_ask(s->ca, file, false, passphrase_of_next(o), &passphrase))
		key = read_key(s, file, &passphrase, next);
	secret_release(&passphrase);
	ok = key && (!staged || flip(s)) && sign_entries(s, key, next->generation);
	EVP_PKEY_free(key);
	if (ok)
		say_next(s,
			 staged ? "the new root signs" : "more entries are signed by the new root");
	return ok;
}

bool ca_rotate_activate(struct ca *ca, struct str policy)
{
	struct step s = { .ca = ca };

	return end(&s, begin(&s, policy) && activate(&s));
}

/* Who would lose his trust: an entry that the old root has signed, or none that is right. */
static bool is_out_of_use(struct step *s)
{
	for (size_t i = 0; i < s->all.n; i++) {
		const struct standing *x = &s->all.list[i];
		struct finding *f;

		if (x->authority != s->authority || (x->has_entry && x->state != STANDING_WRONG &&
						     x->entry.issuer == s->at.active->generation))
			continue;
		f = finding_add(&s->ca->c->findings, MG0577, x->holder.place,
				"namespace '%.*s' of cluster '%.*s' has no certificate of the new "
				"root",
				FMT(x->holder.namespace), FMT(x->holder.cluster));
		finding_help(f, "`meshgen ca rotate activate %.*s` signs those that are left",
			     FMT(s->authority->policy->name.text));
	}
	return !s->ca->c->findings.errors;
}

static bool retire(struct step *s)
{
	struct trust_roots roots = { s->authority->roots->name, NULL, 1 };
	struct root last;

	if (!is_in_turn(s, s->at.state == ROTATION_ACTIVATED) || !is_out_of_use(s) ||
	    !has_soaked(s))
		return false;
	last = *s->at.active;
	if (s->at.from > s->ca->options->now)
		last.force_reason.text = s->ca->options->force_reason;
	roots.list = &last;
	if (!store_write_roots(s->store, &roots, &s->ca->c->findings))
		return false;
	say_next(s, "the old root is gone");
	return true;
}

bool ca_rotate_retire(struct ca *ca, struct str policy)
{
	struct step s = { .ca = ca };

	return end(&s, begin(&s, policy) && retire(&s));
}
