#include "ca/change.h"

#include "ca/change_policy.h"
#include "ca/rotation.h"
#include "model/ledger_path.h"

/* How many roots of these the others do not have. */
static size_t count_new(const struct trust_roots *roots, const struct trust_roots *others)
{
	size_t n = 0;

	for (size_t i = 0; i < roots->n; i++)
		n += !roots_find(others, roots->list[i].generation);
	return n;
}

static void report_edited(const struct root *r, const struct name *field, const char *what,
			  struct findings *found)
{
	finding_help(finding_add(found, MG0581, field->place,
				 "the %s of generation %u was edited in place", what,
				 r->generation),
		     "restore the file; a new root is a new generation: `meshgen ca rotate stage`");
}

/* What a root keeps: its bytes, and while its phase lasts when that began. */
static void check_kept(const struct trust_roots *old, const struct trust_roots *now,
		       struct findings *found)
{
	for (size_t i = 0; i < now->n; i++) {
		const struct root *r = &now->list[i], *was = roots_find(old, r->generation);

		if (!was)
			continue;
		if (!str_eq(was->certificate.text, r->certificate.text) ||
		    !str_eq(was->vouched_by.text, r->vouched_by.text))
			report_edited(r, &r->certificate, "certificate", found);
		else if (was->phase == r->phase && !str_eq(was->since.text, r->since.text))
			report_edited(r, &r->since, "time 'since'", found);
	}
}

/*
 * One step at most: the bundle gets one root, the newest, or loses one, which is not
 * Active, or two roots that stay swap their phases. One that was retired does not come
 * back: its key may have been stolen.
 */
static bool is_one_step(const struct trust_roots *old, const struct trust_roots *now)
{
	const struct root *was = roots_active(old), *is = roots_active(now);
	size_t added = count_new(now, old), removed = count_new(old, now);

	if (!was || !is || added + removed > 1)
		return false;
	if (added && roots_find(old, now->list[now->n - 1].generation))
		return false;
	if (added + removed == 1)
		return was->generation == is->generation;
	return roots_find(old, is->generation) != NULL;
}

static void check_soak(const struct trust_policy *p, const struct trust_roots *old,
		       const struct trust_roots *now, struct findings *found)
{
	const struct root *was = roots_active(old), *is = roots_active(now);
	const struct root *staged = is ? roots_find(old, is->generation) : NULL;
	int64_t soak = p ? rotation_soak(p) : 0, from, at;

	if (!was || !staged || staged->phase != ROOT_STAGED || is->force_reason.text.n ||
	    !time_parse(staged->since.text, &from) || !time_parse(is->since.text, &at))
		return;
	if (at - from < soak)
		finding_help(finding_add(found, MG0583, is->since.place,
					 "generation %u was activated before its soak had passed",
					 is->generation),
			     "`meshgen ca rotate activate` waits for it, or records --force-soak");
}

static void check_roots(struct ca *before, struct ca *after, const struct trust_roots *old)
{
	struct findings *found = &after->c->findings;
	struct str policy = old->name.text;
	const struct trust_roots *now = trust_roots_of(&after->input.model, policy);
	const struct trust_policy *p = ca_policy(before, policy);

	if (!now) {
		finding_help(
			finding_add_path(found, MG0580, ledger_roots_path(policy, &after->c->arena),
					 "the roots of TrustPolicy '%.*s' are gone", FMT(policy)),
			"restore the file; the meshes trust these roots");
		return;
	}
	check_kept(old, now, found);
	if (!is_one_step(old, now))
		finding_help(finding_add(found, MG0582, now->name.place,
					 "the roots of TrustPolicy '%.*s' skip a phase",
					 FMT(policy)),
			     "one step a commit: stage, activate, retire");
	check_soak(p, old, now, found);
}

static bool same_stanzas(const struct intermediate_ca *a, const struct intermediate_ca *b)
{
	bool same = a->n_age == b->n_age;

	for (size_t i = 0; same && i < a->n_age; i++)
		same = str_eq(a->age[i].recipient.text, b->age[i].recipient.text) &&
		       str_eq(a->age[i].enc.text, b->age[i].enc.text);
	return same;
}

/* Is the sealed key the same, to the byte? It belongs to one public key for ever. */
static bool same_sealed(const struct intermediate_ca *a, const struct intermediate_ca *b)
{
	return str_eq(a->method.text, b->method.text) && str_eq(a->value.text, b->value.text) &&
	       str_eq(a->mac.text, b->mac.text) &&
	       str_eq(a->last_modified.text, b->last_modified.text) &&
	       names_eq(&a->recipients, &b->recipients) && same_stanzas(a, b);
}

static void check_entry(struct ca *before, struct ca *after, const struct ledger_file *file,
			struct arena *a)
{
	const struct ledger_file *was = ledger_find(before->input.trust.ledger, file->policy,
						    file->cluster, file->namespace);
	struct findings ignored = { 0 };
	struct intermediate_ca old, now;

	if (was && ledger_read(before->input.trust.ledger, was, a, &ignored, &old) &&
	    ledger_read(after->input.trust.ledger, file, a, &ignored, &now) &&
	    str_eq(old.spki.text, now.spki.text) && !same_sealed(&old, &now))
		finding_help(
			finding_add(&after->c->findings, MG0584, now.method.place,
				    "the sealed key of namespace '%.*s' of cluster '%.*s' was "
				    "edited in place",
				    FMT(file->namespace), FMT(file->cluster)),
			"restore the file; with other recipients `meshgen ca issue` makes a new "
			"key");
	findings_release(&ignored);
}

/*
 * An entry of a TrustPolicy that had none for this mesh, which another one had: all at
 * once the mesh would trust roots that nobody vouched for.
 */
static void check_move(struct ca *before, struct ca *after, const struct ledger_file *file)
{
	const struct model *old = &before->input.model;

	if (ledger_find(before->input.trust.ledger, file->policy, file->cluster, file->namespace))
		return;
	for (size_t i = 0; i < old->n_trust_roots; i++) {
		struct str from = old->trust_roots[i].name.text;

		if (!ledger_find(before->input.trust.ledger, from, file->cluster, file->namespace))
			continue;
		finding_help(
			finding_add(&after->c->findings, MG0585, place_file(file->file),
				    "namespace '%.*s' of cluster '%.*s' goes from the roots of "
				    "TrustPolicy '%.*s' to those of '%.*s'",
				    FMT(file->namespace), FMT(file->cluster), FMT(from),
				    FMT(file->policy)),
			"leave its federation where it is; roots change by `meshgen ca "
			"rotate stage %.*s`",
			FMT(from));
		return;
	}
}

void change_check(struct ca *before, struct ca *after)
{
	const struct model *old = &before->input.model, *now = &after->input.model;
	struct arena a = { 0 };

	for (size_t i = 0; i < old->n_trust_roots; i++)
		check_roots(before, after, &old->trust_roots[i]);
	change_check_policies(before, after);
	for (size_t i = 0; i < now->n_ledger; i++) {
		check_entry(before, after, &now->ledger[i], &a);
		check_move(before, after, &now->ledger[i]);
		arena_reset(&a);
	}
	arena_release(&a);
}
