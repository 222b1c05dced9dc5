#include "ca/gate.h"

#include "trust/binding.h"

/*
 * Was a key of this cluster sealed to it, in any of its namespaces? What an entry says
 * counts only as the root signed it: anybody can write a recipient into one.
 */
static bool is_known(const struct survey *all, const struct standing *s, struct str fingerprint)
{
	const struct standing *end = all->list + all->n;
	struct str cluster = s->holder.cluster;

	while (s > all->list && str_eq(s[-1].holder.cluster, cluster))
		s--;
	for (; s < end && str_eq(s->holder.cluster, cluster); s++)
		if (s->has_entry && names_have(&s->entry.recipients, fingerprint) &&
		    binding_holds(&s->entry, s->authority))
			return true;
	return false;
}

static void report(struct ca *ca, const struct holder *h, struct place at, struct str options)
{
	struct finding *f = finding_add(&ca->c->findings, MG0563, at,
					"no key of cluster '%.*s' was sealed to this recipient yet",
					FMT(h->cluster));

	finding_help(f, "compare the fingerprint with what the cluster itself says, then add%.*s",
		     FMT(options));
}

/* One finding for all that are new; at the first of them. */
static void check_new(struct ca *ca, const struct survey *all, const struct standing *s,
		      const struct names *of)
{
	struct buf options = BUF_INIT;
	struct place first = { 0 };

	for (size_t i = 0; i < of->n; i++) {
		const struct name *x = &of->list[i];

		if (names_have(&ca->options->accepted, x->text) || is_known(all, s, x->text))
			continue;
		if (!options.n)
			first = x->place;
		buf_addf(&options, " --accept-recipient=%.*s", FMT(x->text));
	}
	if (options.n)
		report(ca, &s->holder, first, buf_str(&options));
	buf_release(&options);
}

bool gate_pass(struct ca *ca, const struct survey *all, const struct standing *const *list,
	       const struct names *of, size_t n)
{
	size_t errors = ca->c->findings.errors;

	for (size_t i = 0; i < n; i++)
		check_new(ca, all, list[i], &of[i]);
	return ca->c->findings.errors == errors;
}

bool gate_is_valid(struct ca *ca, const struct holder *h)
{
	const struct name *pem = &h->recipients->sealed_secrets;
	struct arena *a = &ca->c->arena;
	int64_t now = ca->options->now;
	struct certificate c;
	const char *why;
	struct str end;

	if (h->policy->seal != SEAL_SEALED_SECRET || !certificate_parse(pem->text, a, &c, &why) ||
	    now < c.not_after)
		return true;
	end = time_text(c.not_after, a);
	finding_help(finding_add(&ca->c->findings, MG0538, pem->place,
				 "the certificate to seal to has run out on %.*s", FMT(end)),
		     "the one of its controller: kubeseal --fetch-cert");
	return false;
}
