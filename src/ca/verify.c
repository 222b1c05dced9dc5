#include "ca/ca.h"
#include "ca/change.h"

static bool check_ledger(struct ca *ca)
{
	const struct input *in = &ca->input;
	struct findings *found = &ca->c->findings;
	size_t errors = found->errors;
	struct arena a = { 0 };
	struct cacerts_list all;

	authorities_check_rooted(&in->model, &in->trust.authorities, found);
	if (found->errors > errors)
		return false;
	for (size_t i = 0; i < in->fleet.n_clusters; i++) {
		cacerts_read(&in->trust, &in->fleet, &in->fleet.clusters[i], true, &a, found, &all);
		arena_reset(&a);
	}
	arena_release(&a);
	return !found->errors;
}

/* The ledger before the change; that its fleet may have errors is of no concern. */
static bool open_base(struct ca *base, struct findings *found)
{
	compile_fleet(base->compile, base->c, &base->input);
	if (!base->input.tree) {
		findings_take(found, &base->c->findings);
		return false;
	}
	compile_open_trust(base->compile, base->c, &base->input);
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
