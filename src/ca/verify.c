#include "ca/ca.h"
#include "ca/change.h"
#include "fleet/holders.h"

/* Every entry that the fleet needs, as render will judge it. */
static void check_cluster(struct ca *ca, const struct cluster *c, struct arena *a)
{
	struct holders holders = holders_of(&ca->input.fleet, c, a);
	struct findings *found = &ca->c->findings;

	for (size_t i = 0; i < holders.n; i++) {
		const struct holder *h = &holders.list[i];
		const struct authority *y = authority_of(&ca->authorities, h->policy);
		const struct ledger_file *file =
			ledger_find(ca->ledger, h->policy->name.text, h->cluster, h->namespace);
		struct intermediate_ca entry;

		if (!y->ok || !holder_needs_entry(h, y))
			continue;
		if (!file)
			entry_report_missing(h, found);
		else if (ledger_read(ca->ledger, file, &ca->c->arena, found, &entry))
			entry_check(&entry, h, y, ANY_TIME, a, found);
	}
}

static bool check_ledger(struct ca *ca)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < ca->input.fleet.n_clusters; i++) {
		check_cluster(ca, &ca->input.fleet.clusters[i], &a);
		arena_reset(&a);
	}
	arena_release(&a);
	return !ca->c->findings.errors;
}

/* The ledger before the change; that its fleet may have errors is of no concern. */
static bool open_base(struct ca *base, struct findings *found)
{
	compile_fleet(base->compile, base->c, &base->input);
	if (!base->input.tree) {
		findings_take(found, &base->c->findings);
		return false;
	}
	base->ledger = ledger_open(base->input.tree, &base->input.model, &base->c->sources,
				   &base->c->arena);
	return true;
}

bool ca_verify(struct ca *ca)
{
	return ca_open(ca) && check_ledger(ca);
}

bool ca_verify_change(struct ca *ca, struct str base_rev, struct str head_rev)
{
	struct compile_options before = *ca->compile, after = *ca->compile;
	const struct compile_options *given = ca->compile;
	struct compilation c = { 0 };
	struct ca base = { .options = ca->options,
			   .compile = &before,
			   .c = &c,
			   .said = BUF_INIT,
			   .summary = BUF_INIT,
			   .data = BUF_INIT };
	bool ok;

	before.from = base_rev;
	after.from = head_rev;
	ca->compile = &after;
	ok = open_base(&base, &ca->c->findings) && ca_open(ca);
	if (ok) {
		change_check(&base, ca);
		ok = check_ledger(ca);
	}
	ca->compile = given;
	ca_close(&base);
	compilation_release(&c);
	return ok;
}
