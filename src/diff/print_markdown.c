#include "diag/markdown.h"
#include "diag/shown.h"
#include "diff/print.h"

enum { CLUSTERS_SHOWN = 10, NAME_GLYPHS = 100, FIELD_GLYPHS = 300, VALUE_GLYPHS = 200 };

struct printer {
	struct buf *out;
	const struct diff *diff;
	struct arena arena; /* of the group at hand */
	struct buf part;    /* what comes next, if there is room */
	struct aliases names;
	size_t groups, differences; /* left out: whole groups, and of the last one shown */
};

/* Begins with a sign, so no line of the input can end the fence that it stands in. */
static void add_line(struct printer *p, const char *sign, struct str field, struct str value,
		     size_t begin)
{
	buf_addf(&p->part, "%s ", sign);
	show_start(&p->part, difference_text(field, &p->names, &p->arena), FIELD_GLYPHS);
	buf_add(&p->part, S(": "));
	show_from(&p->part, value, begin, VALUE_GLYPHS);
	buf_addc(&p->part, '\n');
}

static void add_values(struct printer *p, const struct difference *d)
{
	struct str old = difference_text(d->old, &p->names, &p->arena);
	struct str new = difference_text(d->new, &p->names, &p->arena);
	size_t begin = show_where(old, new, VALUE_GLYPHS);

	if (d->op != OP_ADDED)
		add_line(p, "-", d->field, old, begin);
	if (d->op != OP_REMOVED)
		add_line(p, "+", d->field, new, begin);
}

static void add_object(struct printer *p, const struct difference *d)
{
	bool whole = !d->field.n;

	buf_addf(&p->part, "%s ", whole ? d->op == OP_ADDED ? "+" : "-" : "@@");
	show_start(&p->part, object_text(d, &p->names, &p->arena), FIELD_GLYPHS);
	buf_add(&p->part, whole ? S("\n") : S(" @@\n"));
}

static void add_difference(struct printer *p, const struct diff_group *g, size_t i)
{
	const struct difference *d = g->list[i];

	if (i == 0 || !same_object(g->list[i - 1], d))
		add_object(p, d);
	if (!d->field.n)
		return;
	if (d->op == OP_REORDERED)
		add_line(p, "!", d->field, S("in another order"), 0);
	else
		add_values(p, d);
}

static void add_head(struct printer *p, const struct diff_group *g)
{
	size_t shown = g->n_clusters < CLUSTERS_SHOWN ? g->n_clusters : CLUSTERS_SHOWN;

	buf_add(&p->part, g->risk >= RISK_TRUST ? S("<details open>") : S("<details>"));
	buf_addf(&p->part, "<summary><b>%.*s</b>%s in ", FMT(risk_name(g->risk)),
		 g->refused ? ", not allowed," : "");
	buf_add_count(&p->part, g->n_clusters, "cluster");
	for (size_t i = 0; i < shown; i++) {
		buf_add(&p->part, i ? S(", ") : S(": "));
		markdown_code(&p->part, p->diff->clusters[g->clusters[i]].names.cluster,
			      NAME_GLYPHS);
	}
	if (shown < g->n_clusters)
		buf_addf(&p->part, " and %zu more", g->n_clusters - shown);
	buf_add(&p->part, S("</summary>\n\n```diff\n"));
}

/* False when nothing more fits. */
static bool add_group(struct printer *p, const struct diff_group *g)
{
	size_t i = 0;

	p->names = group_names(p->diff, g);
	add_head(p, g);
	for (; i < g->n; i++) {
		add_difference(p, g, i);
		if (!markdown_take(p->out, &p->part))
			break;
	}
	if (i > 0)
		buf_add(p->out, S("```\n\n</details>\n\n"));
	arena_reset(&p->arena);
	p->differences = i > 0 ? g->n - i : 0;
	p->groups -= i > 0;
	return i == g->n;
}

static void add_summary(struct buf *out, const struct diff *d)
{
	struct risk_counts counts = diff_count_risks(d);

	buf_add(out, S("<h3>meshgen: "));
	if (d->n_differ)
		buf_addf(out, "%zu", d->n_differ);
	else
		buf_add(out, S("none"));
	buf_add(out, S(" of "));
	buf_add_count(out, d->n_clusters, "cluster");
	buf_add(out, d->n_differ == 1 ? S(" differs</h3>\n") : S(" differ</h3>\n"));
	markdown_code(out, d->old, NAME_GLYPHS);
	buf_add(out, S(" &rarr; "));
	markdown_code(out, d->new, NAME_GLYPHS);
	buf_add(out, d->n_differ ? S("\n\n| highest risk | clusters |\n|:--|--:|\n") : S("\n"));
	for (size_t i = RISK_COUNT; i-- > 0;)
		if (counts.of[i])
			buf_addf(out, "| **%.*s** | %zu |\n", FMT(risk_name((enum risk)i)),
				 counts.of[i]);
	buf_addc(out, '\n');
}

static void add_left_out(const struct printer *p)
{
	if (!p->groups && !p->differences)
		return;
	buf_add(p->out, S("**Left out**, since a comment holds no more: "));
	if (p->differences)
		buf_add_count(p->out, p->differences, "difference");
	if (p->differences)
		buf_add(p->out, S(" of the last group"));
	if (p->differences && p->groups)
		buf_add(p->out, S(", "));
	if (p->groups)
		buf_add_count(p->out, p->groups, "group");
	buf_add(p->out, S(". `meshgen diff` tells them all.\n"));
}

void diff_print_markdown(struct buf *out, const struct diff *d)
{
	struct printer p = { .out = out, .diff = d, .part = BUF_INIT, .groups = d->groups.n };
	size_t i = 0;

	add_summary(out, d);
	while (i < d->groups.n && add_group(&p, &d->groups.list[i]))
		i++;
	add_left_out(&p);
	buf_release(&p.part);
	arena_release(&p.arena);
}
