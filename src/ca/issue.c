#include "ca/binding.h"
#include "ca/certify.h"
#include "ca/gate.h"
#include "ca/key.h"
#include "ca/keys_out.h"
#include "ca/root_key.h"
#include "ca/store.h"

/* One run of issue. */
struct issuing {
	struct ca *ca;
	struct survey all;
	const struct standing **list; /* those that get a new key */
	struct fingerprints *of;      /* whom each is sealed to */
	size_t n;
	struct store *store;
	struct keys_out keys_out;
	EVP_PKEY *key; /* of the root */
};

static bool leaves_in_the_clear(enum seal_method method)
{
	return method == SEAL_OUT_OF_BAND || method == SEAL_EXTERNAL_SECRET;
}

/* Why nothing can be signed for a policy; NULL when it can. Without a key at hand any would do. */
static const char *obstacle(const struct issuing *x, const struct authority *y)
{
	const struct root *root = authority_active(y);
	const struct certificate *c = root ? authority_certificate(y, root->generation) : NULL;

	if (!root)
		return "it has no root yet (`meshgen ca init`)";
	if (c->not_before > x->ca->options->now)
		return "its Active root is not valid yet: is the clock right?";
	if (c->not_after <= x->ca->options->now)
		return "its Active root has run out";
	if (x->key && !root_key_is_of(x->key, c))
		return "its Active root has another key";
	return NULL;
}

/* Those of one policy that need a certificate, if it can give them one. */
static void choose_of(struct issuing *x, const struct authority *y)
{
	const char *why = obstacle(x, y);
	bool needed = false;

	for (size_t i = 0; i < x->all.n; i++) {
		const struct standing *s = &x->all.list[i];

		if (s->authority != y || s->state == STANDING_GOOD)
			continue;
		needed = true;
		if (!why)
			x->list[x->n++] = s;
	}
	if (needed && why)
		buf_addf(&x->ca->said, "TrustPolicy '%.*s' is passed over: %s\n",
			 FMT(y->policy->name.text), why);
}

static void choose(struct issuing *x)
{
	const struct authorities *all = &x->ca->authorities;

	x->list = ARENA_ARRAY(&x->ca->c->arena, x->all.n, const struct standing *);
	x->n = 0;
	buf_truncate(&x->ca->said, 0);
	for (size_t i = 0; i < all->n; i++)
		choose_of(x, &all->list[i]);
}

static bool find_recipients(struct issuing *x)
{
	struct ca *ca = x->ca;
	bool ok = true;

	x->of = ARENA_ARRAY(&ca->c->arena, x->n, struct fingerprints);
	for (size_t i = 0; i < x->n; i++) {
		const struct holder *h = &x->list[i]->holder,
				    *last = i ? &x->list[i - 1]->holder : h;

		if (i && h->recipients == last->recipients && h->policy == last->policy)
			x->of[i] = x->of[i - 1];
		else
			ok &= recipients_fingerprints(h->recipients, h->policy->seal, h->cluster,
						      h->place, &ca->c->arena, &ca->c->findings,
						      &x->of[i]);
	}
	return ok && gate_pass(ca, &x->all, x->list, x->of, x->n);
}

/* Keys that are not sealed must go somewhere. */
static bool open_keys_out(struct issuing *x)
{
	struct ca *ca = x->ca;
	struct str folder = ca->options->keys_out;
	const struct trust_policy *clear = NULL;

	for (size_t i = 0; i < x->n && !clear; i++)
		if (leaves_in_the_clear(x->list[i]->holder.policy->seal))
			clear = x->list[i]->holder.policy;
	if (clear && folder.n)
		return keys_out_open(folder, ca->compile->root, store_templates(x->store),
				     &ca->c->findings, &x->keys_out);
	if (folder.n)
		buf_add(&ca->said, S("--keys-out is not used: every key is sealed\n"));
	if (!clear)
		return true;
	finding_help(finding_add(&ca->c->findings, MG0570, clear->method.place,
				 "the keys of method %.*s are not sealed, and have nowhere to go",
				 FMT(clear->method.text)),
		     "add --keys-out=DIR, outside of every repository");
	return false;
}

static void list_work(struct issuing *x)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct standing *s = x->list[i];
		struct str text = standing_text(s, &x->ca->c->arena);

		buf_addf(&x->ca->data, "trust/%.*s/issued/%.*s/%.*s.yaml: %.*s\n",
			 FMT(s->holder.policy->name.text), FMT(s->holder.cluster),
			 FMT(s->holder.namespace), FMT(text));
	}
}

static void set(struct name *name, struct str text)
{
	name->text = text;
}

/* What is known before there is a certificate, which is bound to it. */
static void describe(struct intermediate_ca *e, const struct standing *s,
		     const struct fingerprints *to, int64_t now, struct arena *a)
{
	const struct holder *h = &s->holder;

	*e = (struct intermediate_ca){ .issuer = authority_active(s->authority)->generation };
	set(&e->name, arena_fmt(a, "%.*s.%.*s", FMT(h->cluster), FMT(h->namespace)));
	set(&e->policy, h->policy->name.text);
	set(&e->issued_at, time_text(now, a));
	set(&e->cluster, h->cluster);
	set(&e->namespace, h->namespace);
	set(&e->trust_domain, h->trust_domain);
	set(&e->method, h->policy->method.text);
	e->recipients = (struct names){ ARENA_ARRAY(a, to->n, struct name), to->n };
	for (size_t i = 0; i < to->n; i++)
		set(&e->recipients.list[i], to->list[i]);
}

static void add_certificate(struct intermediate_ca *e, const struct certificate *c, struct arena *a)
{
	set(&e->certificate, c->pem);
	set(&e->spki, c->spki);
	set(&e->serial, c->serial);
	set(&e->not_after, time_text(c->not_after, a));
}

static void add_sealed(struct intermediate_ca *e, const struct sealed *sealed, struct arena *a)
{
	set(&e->value, sealed->value);
	e->age = ARENA_ARRAY(a, sealed->n_age, struct age_stanza);
	for (size_t i = 0; i < sealed->n_age; i++) {
		set(&e->age[i].recipient, sealed->age[i].recipient);
		set(&e->age[i].enc, sealed->age[i].enc);
	}
	e->n_age = sealed->n_age;
	set(&e->last_modified, sealed->last_modified);
	set(&e->mac, sealed->mac);
}

/* Seals the key into the entry, or writes it to --keys-out. */
static bool deliver(struct issuing *x, size_t i, const struct secret *pem,
		    struct intermediate_ca *e, struct arena *a)
{
	const struct standing *s = x->list[i];
	const struct holder *h = &s->holder;
	const struct root *root = authority_active(s->authority);
	struct sealed sealed = { 0 };
	bool ok = true;

	if (leaves_in_the_clear(h->policy->seal))
		return keys_out_write(&x->keys_out, e, pem,
				      arena_fmt(a, "%.*s%.*s", FMT(e->certificate.text),
						FMT(root->certificate.text)),
				      s->authority->bundle, &x->ca->c->findings);
	if (h->policy->seal == SEAL_SEALED_SECRET)
		ok = seal_sealed_secret(pem, h->recipients->sealed_secrets.text, h->namespace,
					S("cacerts"), a, &sealed);
	else
		ok = seal_sops(pem, &h->recipients->age, x->ca->options->now, a, &sealed);
	if (!ok)
		report_no_chance(x->ca);
	add_sealed(e, &sealed, a);
	return ok;
}

static bool certify(struct issuing *x, const struct standing *s, EVP_PKEY *key,
		    const struct intermediate_ca *e, struct arena *a, struct str *ret_pem)
{
	const struct trust_policy *p = s->holder.policy;
	struct validity v = { x->ca->options->now, p->intermediate_validity };

	return certify_intermediate(x->key, authority_certificate(s->authority, e->issuer), key,
				    &s->holder, binding_text(e, a), v, a, ret_pem);
}

/* One new key, its certificate and its entry. Returns false after a finding. */
static bool make(struct issuing *x, size_t i, struct arena *a)
{
	const struct standing *s = x->list[i];
	struct ca *ca = x->ca;
	EVP_PKEY *key = key_new(s->holder.policy->key);
	struct certificate c = { 0 };
	struct secret pem = { 0 };
	struct intermediate_ca e;
	const char *why;
	struct str text;
	bool ok;

	describe(&e, s, &x->of[i], ca->options->now, a);
	ok = key && certify(x, s, key, &e, a, &text) && certificate_parse(text, a, &c, &why) &&
	     key_pem(key, &pem);
	if (ok) {
		add_certificate(&e, &c, a);
		ok = deliver(x, i, &pem, &e, a) &&
		     store_write_entry(x->store, &e, &ca->c->findings);
	} else {
		report_no_chance(ca);
	}
	secret_release(&pem);
	EVP_PKEY_free(key);
	return ok;
}

/* Such keys are found by trial, a second each; the progress is shown too. */
static void tell_of_rsa(struct issuing *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		n += x->list[i]->holder.policy->key == KEY_RSA4096;
	if (n && x->ca->tell)
		x->ca->tell(
			arena_fmt(&x->ca->c->arena,
				  "%zu keys of kind RSA-4096 take about %zu s; of kind P-256 no "
				  "time\n",
				  n, n));
}

static bool make_all(struct issuing *x)
{
	const struct compile_options *o = x->ca->compile;
	struct arena a = { 0 };
	bool ok = true;

	tell_of_rsa(x);
	for (size_t i = 0; i < x->n && ok; i++) {
		ok = make(x, i, &a);
		arena_reset(&a);
		if (o->progress)
			o->progress(o->progress_arg, i + 1, x->n);
		x->ca->c->n_changes += ok;
	}
	arena_release(&a);
	buf_addf(&x->ca->summary, "%zu of %zu certificates made%s\n", x->ca->c->n_changes, x->n,
		 ok ? "; next: `meshgen render`" : "");
	return ok;
}

static bool read_key(struct issuing *x)
{
	const struct ca_options *o = x->ca->options;
	struct secret passphrase;

	if (root_key_ask(x->ca, o->key, false, &o->passphrase, &passphrase))
		x->key = root_key_read(x->ca, o->key, &passphrase);
	secret_release(&passphrase);
	return x->key != NULL;
}

static bool is_of_use(struct issuing *x)
{
	if (x->n)
		return true;
	finding_help(finding_add_path(&x->ca->c->findings, MG0569, x->ca->options->key,
				      "no TrustPolicy with work to do has an Active root of this "
				      "key"),
		     "`meshgen ca status` lists the roots");
	return false;
}

/* With the key the choice is made again: it signs for its own policy alone. */
static bool issue(struct issuing *x)
{
	struct ca *ca = x->ca;

	if (!survey_take(ca, &x->all))
		return false;
	choose(x);
	if (ca->options->dry_run) {
		list_work(x);
		return find_recipients(x);
	}
	if (!x->n) {
		buf_add(&ca->summary, S("no certificate is missing or due\n"));
		return true;
	}
	if (!read_key(x))
		return false;
	choose(x);
	return is_of_use(x) && find_recipients(x) && open_keys_out(x) && make_all(x);
}

bool ca_issue(struct ca *ca)
{
	struct issuing x = { .ca = ca, .keys_out.fd = -1 };
	bool ok;

	if (!ca->options->dry_run && !(x.store = store_open(ca->compile->root, &ca->c->findings)))
		return false;
	ok = ca_open(ca) && issue(&x);
	keys_out_close(&x.keys_out);
	store_close(x.store);
	EVP_PKEY_free(x.key);
	return ok;
}
