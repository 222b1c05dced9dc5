#include "ca/survey.h"

struct str standing_word(enum standing_state state)
{
	static const struct str words[] = {
		[STANDING_GOOD] = STR("good"),       [STANDING_DUE] = STR("due"),
		[STANDING_WRONG] = STR("wrong"),     [STANDING_MISSING] = STR("missing"),
		[STANDING_NO_ROOT] = STR("no root"),
	};

	return words[state];
}

struct str standing_text(const struct standing *s, struct arena *a)
{
	struct str word = standing_word(s->state);

	return s->why.n ? arena_fmt(a, "%.*s: %.*s", FMT(word), FMT(s->why)) : word;
}

static const struct finding *first_error(const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->list[i]->severity == SEVERITY_ERROR)
			return found->list[i];
	return NULL;
}

static const struct finding *first_of(const struct findings *found, enum code code)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->list[i]->code == code)
			return found->list[i];
	return NULL;
}

static void judge_entry(struct ca *ca, struct standing *s, const struct ledger_file *file)
{
	struct arena *a = &ca->c->arena, checking = { 0 };
	struct findings found = { 0 };
	const struct finding *said;

	s->has_entry = ledger_read(ca->input.trust.ledger, file, a, &found, &s->entry);
	if (s->has_entry)
		entry_check(&s->entry, &s->holder, s->authority, ca->options->now, &checking,
			    &found);
	said = first_error(&found);
	s->state = said ? STANDING_WRONG : STANDING_GOOD;
	if (!said && (said = first_of(&found, MG0536)))
		s->state = STANDING_DUE;
	if (said)
		s->why = arena_dup(a, said->message);
	findings_release(&found);
	arena_release(&checking);
}

static void judge(struct ca *ca, struct standing *s)
{
	const struct holder *h = &s->holder;
	const struct ledger_file *file =
		ledger_find(ca->input.trust.ledger, h->policy->name.text, h->cluster, h->namespace);

	if (!authority_active(s->authority)) {
		s->state = STANDING_NO_ROOT;
		s->why = arena_fmt(&ca->c->arena, "TrustPolicy '%.*s' has no root",
				   FMT(h->policy->name.text));
	} else if (!file) {
		s->state = STANDING_MISSING;
	} else {
		judge_entry(ca, s, file);
	}
}

static void add_cluster(struct ca *ca, const struct cluster *c, struct survey *all)
{
	struct arena *a = &ca->c->arena;
	struct holders holders = holders_of(&ca->input.fleet, c, a);

	for (size_t i = 0; i < holders.n; i++) {
		struct standing s = { .holder = holders.list[i] };

		s.authority = authority_of(&ca->input.trust.authorities, s.holder.policy);
		if (!holder_needs_entry(&s.holder, s.authority))
			continue;
		judge(ca, &s);
		all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
		all->list[all->n++] = s;
	}
}

bool survey_take(struct ca *ca, struct survey *ret)
{
	const struct fleet *f = &ca->input.fleet;
	struct chosen_clusters chosen;

	*ret = (struct survey){ 0 };
	if (!compile_choose(ca->compile, f, ca->c, &chosen))
		return false;
	for (size_t i = 0; i < chosen.n; i++)
		add_cluster(ca, chosen_cluster(f, &chosen, i), ret);
	return true;
}
