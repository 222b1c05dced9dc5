#include "ca/ca.h"

/* Warnings are left to check: who issues wants to hear of what stops him. */
bool ca_open(struct ca *ca)
{
	struct findings *found = &ca->c->findings;

	if (!compile_fleet(ca->compile, ca->c, &ca->input))
		return false;
	findings_truncate(found, 0);
	compile_open_trust(ca->compile, ca->c, &ca->input);
	if (found->errors)
		return false;
	findings_truncate(found, 0);
	return true;
}

void ca_close(struct ca *ca)
{
	input_close(&ca->input);
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
