#include "ca/ca.h"

/* Faults of the roots; that a policy has none yet is no fault for who makes them. */
static bool has_fault(const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->list[i]->severity == SEVERITY_ERROR && found->list[i]->code != MG0515)
			return true;
	return false;
}

/* Warnings are left to check: who issues wants to hear of what stops him. */
bool ca_open(struct ca *ca)
{
	struct compilation *c = ca->c;
	struct findings trust = { 0 };
	bool ok;

	if (!compile_fleet(ca->compile, c, &ca->input))
		return false;
	findings_truncate(&c->findings, 0);
	authorities_open(&ca->input.model, &c->arena, &trust, &ca->authorities);
	ok = !has_fault(&trust);
	if (!ok)
		findings_take(&c->findings, &trust);
	findings_release(&trust);
	ca->ledger = ledger_open(ca->input.tree, &ca->input.model, &c->sources, &c->arena);
	return ok;
}

void ca_close(struct ca *ca)
{
	authorities_release(&ca->authorities);
	tree_close(ca->input.tree);
	buf_release(&ca->said);
	buf_release(&ca->summary);
	buf_release(&ca->data);
}

const struct trust_policy *ca_policy(const struct ca *ca, struct str name)
{
	const struct model *m = &ca->input.model;

	for (size_t i = 0; i < m->n_trust_policies; i++)
		if (str_eq(m->trust_policies[i].name.text, name))
			return &m->trust_policies[i];
	return NULL;
}
