#include "diag/shown.h"
#include "diff/print.h"

enum { CLUSTERS_SHOWN = 8, VALUE_GLYPHS = 120 };

static const struct str reset = STR("\033[0m"), bold = STR("\033[1m"), red = STR("\033[31m"),
			yellow = STR("\033[33m"), green = STR("\033[32m");

struct printer {
	struct buf *out;
	const struct diff *diff;
	struct arena arena; /* of the group at hand */
	struct aliases names;
	bool color, whole;
};

static void switch_color(const struct printer *p, struct str code)
{
	if (p->color)
		buf_add(p->out, code);
}

static void print_sign(const struct printer *p, enum op op)
{
	switch_color(p, op == OP_ADDED ? green : op == OP_REMOVED ? red : yellow);
	buf_addc(p->out, op_sign(op));
	switch_color(p, reset);
	buf_addc(p->out, ' ');
}

static void print_values(struct printer *p, const struct difference *d)
{
	struct str old = difference_text(d->old, &p->names, &p->arena);
	struct str new = difference_text(d->new, &p->names, &p->arena);
	size_t most = p->whole ? SIZE_MAX : VALUE_GLYPHS, begin = show_where(old, new, most);

	if (d->op != OP_ADDED)
		show_from(p->out, old, begin, most);
	if (d->op == OP_CHANGED)
		buf_add(p->out, S(" -> "));
	if (d->op != OP_REMOVED)
		show_from(p->out, new, begin, most);
}

static void print_field(struct printer *p, const struct difference *d)
{
	buf_fill(p->out, ' ', 6);
	print_sign(p, d->op);
	show(p->out, difference_text(d->field, &p->names, &p->arena));
	buf_add(p->out, S(": "));
	if (d->op == OP_REORDERED)
		buf_add(p->out, S("in another order"));
	else
		print_values(p, d);
	buf_addc(p->out, '\n');
}

static void print_object(struct printer *p, const struct difference *d)
{
	buf_fill(p->out, ' ', 2);
	print_sign(p, d->field.n ? OP_CHANGED : d->op);
	show(p->out, object_text(d, &p->names, &p->arena));
	buf_addc(p->out, '\n');
}

static void print_clusters(const struct printer *p, const struct diff_group *g)
{
	size_t shown = p->whole || g->n_clusters <= CLUSTERS_SHOWN ? g->n_clusters : CLUSTERS_SHOWN;

	buf_add_count(p->out, g->n_clusters, "cluster");
	for (size_t i = 0; i < shown; i++) {
		buf_add(p->out, i ? S(", ") : S(": "));
		show(p->out, p->diff->clusters[g->clusters[i]].names.cluster);
	}
	if (shown < g->n_clusters)
		buf_addf(p->out, " and %zu more", g->n_clusters - shown);
}

static void print_group(struct printer *p, const struct diff_group *g)
{
	p->names = group_names(p->diff, g);
	buf_addc(p->out, '\n');
	switch_color(p, g->risk >= RISK_TRUST ? red : bold);
	buf_add(p->out, risk_name(g->risk));
	switch_color(p, reset);
	buf_add(p->out, g->refused ? S(", not allowed, in ") : S(" in "));
	print_clusters(p, g);
	buf_addc(p->out, '\n');
	for (size_t i = 0; i < g->n; i++) {
		if (i == 0 || !same_object(g->list[i - 1], g->list[i]))
			print_object(p, g->list[i]);
		if (g->list[i]->field.n)
			print_field(p, g->list[i]);
	}
	arena_reset(&p->arena);
}

void diff_print_text(struct buf *out, const struct diff *d, bool color, bool whole)
{
	struct printer p = { .out = out, .diff = d, .color = color, .whole = whole };

	if (!d->n_differ)
		return;
	buf_addf(out, "%zu of ", d->n_differ);
	buf_add_count(out, d->n_clusters, "cluster");
	buf_add(out, d->n_differ == 1 ? S(" differs: ") : S(" differ: "));
	diff_add_risks(out, d);
	buf_addc(out, '\n');
	for (size_t i = 0; i < d->groups.n; i++)
		print_group(&p, &d->groups.list[i]);
	arena_release(&p.arena);
}
