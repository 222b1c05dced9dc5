#include "ca/gate.h"
#include "ca/issuing.h"
#include "ca/root_key.h"
#include "model/ledger_path.h"

static bool is_work_of(const struct standing *s, const struct authority *y)
{
	return s->authority == y && s->state != STANDING_GOOD;
}

static bool has_work(const struct issuing *x, const struct authority *y)
{
	for (size_t i = 0; i < x->all.n; i++)
		if (is_work_of(&x->all.list[i], y))
			return true;
	return false;
}

/* Is the key at hand that of the root? Without one any would do. */
static bool has_key(const struct issuing *x, const struct authority *y, const struct root *root)
{
	return !x->key || root_key_is_of(x->key, authority_certificate(y, root->generation));
}

/* Those of one policy that need a certificate, if it can give them one. */
static void choose_of(struct issuing *x, const struct authority *y)
{
	struct ca *ca = x->ca;
	const struct root *root = authority_active(y);

	if (!root || !has_work(x, y) ||
	    !authority_check_root_at(y, root, ca->options->now, &ca->c->findings))
		return;
	if (!has_key(x, y, root)) {
		buf_addf(&ca->said,
			 "TrustPolicy '%.*s' is passed over: its Active root has another key\n",
			 FMT(y->policy->name.text));
		return;
	}
	for (size_t i = 0; i < x->all.n; i++)
		if (is_work_of(&x->all.list[i], y))
			x->list[x->n++] = &x->all.list[i];
}

static void choose(struct issuing *x)
{
	const struct authorities *all = &x->ca->input.trust.authorities;

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

	x->of = ARENA_ARRAY(&ca->c->arena, x->n, struct names);
	for (size_t i = 0; i < x->n; i++) {
		const struct holder *h = &x->list[i]->holder,
				    *last = i ? &x->list[i - 1]->holder : h;

		if (i && h->recipients == last->recipients && h->policy == last->policy)
			x->of[i] = x->of[i - 1];
		else
			ok &= recipients_fingerprints(h->recipients, h->policy->seal, h->cluster,
						      h->place, &ca->c->arena, &ca->c->findings,
						      &x->of[i]) &&
			      gate_is_valid(ca, h);
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
		if (issuing_in_the_clear(x->list[i]->holder.policy->seal))
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
		const struct holder *h = &s->holder;
		struct arena *a = &x->ca->c->arena;
		struct str path =
			ledger_entry_path(h->policy->name.text, h->cluster, h->namespace, a);
		struct str text = standing_text(s, a);

		buf_addf(&x->ca->data, "%.*s: %.*s\n", FMT(path), FMT(text));
	}
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
	authorities_check_rooted(&ca->input.model, &ca->input.trust.authorities, &ca->c->findings);
	choose(x);
	if (ca->options->dry_run) {
		list_work(x);
		return find_recipients(x);
	}
	if (!x->n) {
		if (!ca->c->findings.errors)
			buf_add(&ca->summary, S("no certificate is missing or due\n"));
		return true;
	}
	if (!read_key(x))
		return false;
	choose(x);
	return is_of_use(x) && find_recipients(x) && open_keys_out(x) && issuing_make(x);
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
