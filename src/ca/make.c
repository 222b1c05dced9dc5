#include "base/workers.h"
#include "ca/certify.h"
#include "ca/issuing.h"
#include "ca/key.h"
#include "ca/root_key.h"
#include "ca/seal.h"
#include "trust/binding.h"

#include <pthread.h>
#include <stdatomic.h>

enum { KINDS = KEY_RSA4096 + 1 };

/* Of one worker. */
struct lane {
	struct batch *batch;
	EVP_PKEY_CTX *generators[KINDS]; /* each made when it is first needed */
};

/* All but the search for keys happens under the lock, in whatever worker. */
struct batch {
	struct issuing *issuing;
	pthread_mutex_t lock;
	atomic_bool failed;
	size_t done;
	struct arena arena; /* of the entry that is made now */
	EVP_PKEY *to;       /* of the controller of these recipients */
	const struct recipients *recipients;
};

bool issuing_in_the_clear(enum seal_method method)
{
	return method == SEAL_OUT_OF_BAND || method == SEAL_EXTERNAL_SECRET;
}

static void set(struct name *name, struct str text)
{
	name->text = text;
}

/* What is known before there is a certificate, which is bound to it. */
static void describe(struct intermediate_ca *e, const struct standing *s, const struct names *to,
		     int64_t now, struct arena *a)
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
	e->recipients = *to;
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

/* Clusters beside each other mostly have one controller's certificate in common. */
static bool seal_to_controller(struct batch *b, const struct secret *pem, const struct holder *h,
			       struct sealed *ret)
{
	if (h->recipients != b->recipients) {
		EVP_PKEY_free(b->to);
		b->to = sealing_key(h->recipients->sealed_secrets.text, &b->arena);
		b->recipients = h->recipients;
	}
	return b->to && seal_sealed_secret(pem, b->to, h->namespace, S("cacerts"), &b->arena, ret);
}

/* Seals the key into the entry, or writes it to --keys-out. */
static bool deliver(struct batch *b, size_t i, const struct secret *pem, struct intermediate_ca *e)
{
	struct issuing *x = b->issuing;
	const struct standing *s = x->list[i];
	const struct holder *h = &s->holder;
	const struct root *root = authority_active(s->authority);
	struct sealed sealed = { 0 };
	struct arena *a = &b->arena;
	bool ok = true;

	if (issuing_in_the_clear(h->policy->seal))
		return keys_out_write(&x->keys_out, e, pem,
				      arena_fmt(a, "%.*s%.*s", FMT(e->certificate.text),
						FMT(root->certificate.text)),
				      s->authority->bundle, &x->ca->c->findings);
	if (h->policy->seal == SEAL_SEALED_SECRET)
		ok = seal_to_controller(b, pem, h, &sealed);
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

/* The certificate of one new key, and its entry; without a key a finding. Returns false after one. */
static bool make(struct batch *b, size_t i, EVP_PKEY *key)
{
	struct issuing *x = b->issuing;
	const struct standing *s = x->list[i];
	struct ca *ca = x->ca;
	struct arena *a = &b->arena;
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
		ok = deliver(b, i, &pem, &e) && store_write_entry(x->store, &e, &ca->c->findings);
	} else {
		report_no_chance(ca);
	}
	secret_release(&pem);
	return ok;
}

static void make_under_lock(struct batch *b, size_t i, EVP_PKEY *key)
{
	const struct compile_options *o = b->issuing->ca->compile;

	if (make(b, i, key))
		b->done++;
	else
		b->failed = true;
	arena_reset(&b->arena);
	if (o->progress)
		o->progress(o->progress_arg, b->done, b->issuing->n);
}

static EVP_PKEY *new_key(struct lane *l, enum key_kind kind)
{
	if (!l->generators[kind])
		l->generators[kind] = key_generator(kind);
	return key_generate(l->generators[kind]);
}

static void make_some(void *lane, size_t chunk, size_t first, size_t end)
{
	struct lane *l = lane;
	struct batch *b = l->batch;

	(void)chunk;
	for (size_t i = first; i < end && !b->failed; i++) {
		EVP_PKEY *key = new_key(l, b->issuing->list[i]->holder.policy->key);

		pthread_mutex_lock(&b->lock);
		if (!b->failed)
			make_under_lock(b, i, key);
		pthread_mutex_unlock(&b->lock);
		EVP_PKEY_free(key);
	}
}

static size_t count_rsa(const struct issuing *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		n += x->list[i]->holder.policy->key == KEY_RSA4096;
	return n;
}

/* Such keys are found by trial; the progress is shown too. */
static void tell_of_rsa(struct issuing *x, size_t n, unsigned workers)
{
	if (x->ca->tell)
		x->ca->tell(arena_fmt(&x->ca->c->arena,
				      "RSA-4096: keys to find: %zu, in about %zu s\n", n,
				      n * RSA4096_SECONDS / workers));
}

bool issuing_make(struct issuing *x)
{
	struct batch b = { .issuing = x, .lock = PTHREAD_MUTEX_INITIALIZER };
	size_t n_rsa = count_rsa(x);
	unsigned k = n_rsa ? workers_count(x->ca->compile->workers, n_rsa, 1) : 1;
	struct lane lanes[WORKERS_MAX] = { 0 };

	for (unsigned i = 0; i < k; i++)
		lanes[i].batch = &b;
	if (n_rsa)
		tell_of_rsa(x, n_rsa, k);
	workers_run(k, x->n, 1, lanes, sizeof(*lanes), make_some);
	for (unsigned i = 0; i < k; i++)
		for (size_t kind = 0; kind < KINDS; kind++)
			EVP_PKEY_CTX_free(lanes[i].generators[kind]);
	pthread_mutex_destroy(&b.lock);
	EVP_PKEY_free(b.to);
	arena_release(&b.arena);
	x->ca->c->n_changes += b.done;
	buf_addf(&x->ca->summary, "%zu of %zu certificates made%s\n", b.done, x->n,
		 b.failed ? "" : "; next: `meshgen render`");
	return !b.failed;
}
