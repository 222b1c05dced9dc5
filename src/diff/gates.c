#include "diff/gates.h"

#include "diff/print.h"

bool gates_closed(const struct gates *g)
{
	return g->max_clusters < SIZE_MAX || g->max_risk < RISK_DESTROYED || g->allow.n > 0;
}

/* "Gateway istio-system/x, spec.servers[0].hosts[]" of the first difference of a group. */
static struct str example_of(const struct diff *d, const struct diff_group *g, struct arena *a)
{
	const struct difference *x = g->list[0];
	struct aliases names = group_names(d, g);
	struct str parts[] = { object_text(x, &names, a), x->field.n ? S(", ") : S(""),
			       difference_text(x->field, &names, a) };

	return arena_concat(a, parts, 3);
}

static struct finding *report(struct findings *found, enum code code, const struct diff *d,
			      const struct diff_group *g, const char *why)
{
	struct arena a = { 0 };
	struct str first = d->clusters[g->clusters[0]].names.cluster;
	struct buf where = BUF_INIT;
	struct finding *f;

	buf_addf(&where, "'%.*s'", FMT(first));
	if (g->n_clusters > 1) {
		buf_add(&where, S(" and "));
		buf_add_count(&where, g->n_clusters - 1, "more cluster");
	}
	f = finding_add_path(found, code, S(""), "%s: %.*s in %s", why, FMT(example_of(d, g, &a)),
			     where.s);
	buf_release(&where);
	arena_release(&a);
	return f;
}

/* A pattern that can be pasted between single quotes, whatever bytes a key of the input has. */
static struct buf pattern_of(const struct difference *x, struct arena *a)
{
	struct aliases any = { S("*"), S("*") };
	struct str parts[] = { x->id.kind, S("/"),     x->id.namespace,
			       S("/"),     x->id.name, x->field.n ? S("/") : S(""),
			       x->field };
	struct str all = arena_concat(a, parts, sizeof(parts) / sizeof(*parts));
	struct buf pattern = BUF_INIT;

	buf_add(&pattern, difference_text(all, &any, a));
	for (size_t i = 0; i < pattern.n; i++)
		if ((unsigned char)pattern.s[i] < ' ' || pattern.s[i] == '\'')
			pattern.s[i] = '?';
	return pattern;
}

static void report_refused(const struct diff *d, const struct diff_group *g, struct findings *found)
{
	struct arena a = { 0 };
	struct buf pattern = pattern_of(g->list[0], &a);

	finding_help(report(found, MG0733, d, g, "not allowed"), "if this is meant, --allow='%s'",
		     pattern.s);
	buf_release(&pattern);
	arena_release(&a);
}

static void check_group(const struct gates *gates, const struct diff *d, const struct diff_group *g,
			struct findings *found)
{
	struct str risk = risk_name(g->risk), most = risk_name(gates->max_risk);

	if (g->risk > gates->max_risk)
		finding_help(report(found, MG0732, d, g, risk.s),
			     "--max-risk=%.*s lets nothing beyond it pass; if this is meant, "
			     "--max-risk=%.*s",
			     FMT(most), FMT(risk));
	if (g->refused)
		report_refused(d, g, found);
}

void gates_check(const struct gates *g, const struct diff *d, struct findings *found)
{
	if (d->n_differ > g->max_clusters)
		finding_help(finding_add_path(found, MG0731, S(""),
					      "%zu clusters differ, and --max-clusters allows %zu",
					      d->n_differ, g->max_clusters),
			     "--format=names lists them");
	for (size_t i = 0; i < d->groups.n; i++)
		check_group(g, d, &d->groups.list[i], found);
}
