#include "ca/rotation.h"

static int64_t seconds_of(const struct name *time)
{
	int64_t seconds = 0;

	time_parse(time->text, &seconds);
	return seconds;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Counts what keeps the old root, and finds when the last entry was signed anew. */
static void look_at_entries(struct rotation *r, const struct authority *y, const struct survey *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct standing *s = &all->list[i];

		if (s->authority != y)
			continue;
		if (s->has_entry && s->state != STANDING_WRONG &&
		    s->entry.issuer == r->active->generation)
			r->from = later(r->from, seconds_of(&s->entry.issued_at));
		else
			r->old++;
	}
}

int64_t rotation_soak(const struct trust_policy *p)
{
	return p->sync_lag + p->workload_max_ttl;
}

struct rotation rotation_of(const struct authority *y, const struct survey *all)
{
	const struct trust_policy *p = y->policy;
	int64_t soak = rotation_soak(p);
	struct rotation r = { .active = authority_active(y) };

	if (!r.active)
		return r;
	r.state = ROTATION_AT_REST;
	for (size_t i = 0; i < y->roots->n; i++)
		if (&y->roots->list[i] != r.active)
			r.other = &y->roots->list[i];
	if (!r.other) {
		r.from = authority_certificate(y, r.active->generation)->not_after -
			 p->renew_before - 2 * soak;
		return r;
	}
	r.state = r.other->phase == ROOT_STAGED ? ROTATION_STAGED : ROTATION_ACTIVATED;
	if (r.state == ROTATION_STAGED) {
		r.from = seconds_of(&r.other->since) + soak;
		return r;
	}
	r.from = seconds_of(&r.active->since);
	look_at_entries(&r, y, all);
	r.from += soak;
	return r;
}

bool rotation_is_due(const struct rotation *r, int64_t now)
{
	return r->state != ROTATION_NO_ROOT && (r->old || now >= r->from);
}

struct str rotation_text(const struct rotation *r, int64_t now, struct arena *a)
{
	struct str from = time_text(r->from, a);
	bool due = rotation_is_due(r, now);

	switch (r->state) {
	case ROTATION_NO_ROOT:
		return S("`meshgen ca init` makes the root");
	case ROTATION_AT_REST:
		return due ? S("the root is near its end: `meshgen ca rotate stage`")
			   : arena_fmt(a, "nothing before %.*s, when a new root is due", FMT(from));
	case ROTATION_STAGED:
		return due ? S("`meshgen ca rotate activate`")
			   : arena_fmt(a, "`meshgen ca rotate activate` from %.*s on", FMT(from));
	case ROTATION_ACTIVATED:
		break;
	}
	if (r->old)
		return arena_fmt(a, "`meshgen ca rotate activate`: %zu of generation %u are left",
				 r->old, r->other->generation);
	return due ? S("`meshgen ca rotate retire`")
		   : arena_fmt(a, "`meshgen ca rotate retire` from %.*s on", FMT(from));
}
