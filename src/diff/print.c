#include "diff/print.h"

struct risk_counts diff_count_risks(const struct diff *d)
{
	struct risk_counts counts = { 0 };

	for (size_t i = 0; i < d->n_clusters; i++)
		if (d->clusters[i].differs)
			counts.of[d->clusters[i].risk]++;
	return counts;
}

void diff_add_risks(struct buf *out, const struct diff *d)
{
	struct risk_counts counts = diff_count_risks(d);
	const char *comma = "";

	for (size_t i = RISK_COUNT; i-- > 0;) {
		if (!counts.of[i])
			continue;
		buf_addf(out, "%s%zu %.*s", comma, counts.of[i], FMT(risk_name((enum risk)i)));
		comma = ", ";
	}
}

struct aliases group_names(const struct diff *d, const struct diff_group *g)
{
	struct aliases names = d->clusters[g->clusters[0]].names;

	for (size_t i = 1; i < g->n_clusters; i++) {
		names.cluster = S("");
		if (!str_eq(d->clusters[g->clusters[i]].names.mesh, names.mesh))
			names.mesh = S("");
	}
	return names;
}

bool same_object(const struct difference *a, const struct difference *b)
{
	return str_eq(a->id.name, b->id.name) && str_eq(a->id.namespace, b->id.namespace) &&
	       str_eq(a->id.kind, b->id.kind) && str_eq(a->id.group, b->id.group);
}

char op_sign(enum op op)
{
	return op == OP_ADDED ? '+' : op == OP_REMOVED ? '-' : '~';
}

struct str object_text(const struct difference *d, const struct aliases *names, struct arena *a)
{
	struct str parts[] = { d->id.kind, S(" "), difference_text(d->id.namespace, names, a),
			       d->id.namespace.n ? S("/") : S(""),
			       difference_text(d->id.name, names, a) };

	return arena_concat(a, parts, sizeof(parts) / sizeof(*parts));
}

void diff_print_names(struct buf *out, const struct diff *d)
{
	for (size_t i = 0; i < d->n_clusters; i++)
		if (d->clusters[i].differs)
			buf_addf(out, "%.*s\n", FMT(d->clusters[i].names.cluster));
}
