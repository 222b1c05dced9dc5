#include "ca/status.h"

bool status_take(struct ca *ca, struct status *ret)
{
	*ret = (struct status){ 0 };
	if (!survey_take(ca, &ret->all))
		return false;
	ret->rotations = ARENA_ARRAY(&ca->c->arena, ca->input.trust.authorities.n, struct rotation);
	for (size_t i = 0; i < ca->input.trust.authorities.n; i++) {
		ret->rotations[i] = rotation_of(&ca->input.trust.authorities.list[i], &ret->all);
		ret->due |= rotation_is_due(&ret->rotations[i], ca->options->now);
	}
	for (size_t i = 0; i < ret->all.n; i++)
		ret->due |= ret->all.list[i].state != STANDING_GOOD;
	return true;
}

/* A table whose columns are as wide as their widest cell. */
struct table {
	struct str *cells;
	size_t n, cap, columns;
	struct arena *a;
};

static void add_cell(struct table *t, struct str text)
{
	t->cells = arena_grow(t->a, t->cells, t->n, &t->cap, sizeof(*t->cells));
	t->cells[t->n++] = text;
}

static size_t width_of(const struct table *t, size_t column)
{
	size_t width = 0;

	for (size_t i = column; i < t->n; i += t->columns)
		if (t->cells[i].n > width)
			width = t->cells[i].n;
	return width;
}

/* The last cell of a row is not padded. */
static void print_table(const struct table *t, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++) {
		bool last = (i + 1) % t->columns == 0;

		buf_add(out, S("  "));
		buf_add(out, t->cells[i]);
		if (last)
			buf_addc(out, '\n');
		else
			buf_fill(out, ' ', width_of(t, i % t->columns) - t->cells[i].n);
	}
}

static struct str end_of_root(const struct authority *y, const struct root *r, struct arena *a)
{
	return time_text(authority_certificate(y, r->generation)->not_after, a);
}

static void print_roots(const struct authority *y, struct arena *a, struct buf *out)
{
	struct table t = { .columns = 4, .a = a };

	add_cell(&t, S("ROOT"));
	add_cell(&t, S("PHASE"));
	add_cell(&t, S("SINCE"));
	add_cell(&t, S("UNTIL"));
	for (size_t i = 0; i < y->roots->n; i++) {
		const struct root *r = &y->roots->list[i];

		add_cell(&t, arena_fmt(a, "%u", r->generation));
		add_cell(&t, r->phase_name.text);
		add_cell(&t, r->since.text);
		add_cell(&t, end_of_root(y, r, a));
	}
	print_table(&t, out);
}

static struct str issuer_of(const struct standing *s, struct arena *a)
{
	return s->has_entry ? arena_fmt(a, "%u", s->entry.issuer) : S("-");
}

static void print_entries(const struct authority *y, const struct survey *all, struct arena *a,
			  struct buf *out)
{
	struct table t = { .columns = 5, .a = a };

	add_cell(&t, S("CLUSTER"));
	add_cell(&t, S("NAMESPACE"));
	add_cell(&t, S("ISSUER"));
	add_cell(&t, S("UNTIL"));
	add_cell(&t, S("STATE"));
	for (size_t i = 0; i < all->n; i++) {
		const struct standing *s = &all->list[i];

		if (s->authority != y)
			continue;
		add_cell(&t, s->holder.cluster);
		add_cell(&t, s->holder.namespace);
		add_cell(&t, issuer_of(s, a));
		add_cell(&t, s->has_entry ? s->entry.not_after.text : S("-"));
		add_cell(&t, standing_text(s, a));
	}
	if (t.n > t.columns)
		print_table(&t, out);
}

static bool is_made_elsewhere(const struct authority *y)
{
	return !y->roots && !policy_needs_roots(y->policy);
}

static size_t count_to_issue(const struct authority *y, const struct survey *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->list[i].authority == y && all->list[i].state != STANDING_GOOD;
	return n;
}

/* Certificates come before the next step of a rotation. */
static struct str next_step(struct ca *ca, const struct authority *y, const struct status *s,
			    const struct rotation *r)
{
	struct arena *a = &ca->c->arena;
	size_t n = count_to_issue(y, &s->all);

	if (is_made_elsewhere(y))
		return S("");
	if (r->active && n)
		return arena_fmt(a, "`meshgen ca issue`: %zu missing, wrong or due", n);
	return rotation_text(r, ca->options->now, a);
}

void status_text(struct ca *ca, const struct status *s, struct buf *out)
{
	struct arena *a = &ca->c->arena;

	for (size_t i = 0; i < ca->input.trust.authorities.n; i++) {
		const struct authority *y = &ca->input.trust.authorities.list[i];
		struct str next = next_step(ca, y, s, &s->rotations[i]);

		buf_addf(out, "%s%.*s (%.*s)\n", i ? "\n" : "", FMT(y->policy->name.text),
			 FMT(y->policy->method.text));
		if (is_made_elsewhere(y)) {
			buf_add(out, S("  certificates are made elsewhere\n"));
			continue;
		}
		if (y->roots)
			print_roots(y, a, out);
		print_entries(y, &s->all, a, out);
		buf_addf(out, "  next: %.*s\n", FMT(next));
	}
}

static struct node root_node(const struct authority *y, const struct root *r, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put(&m, a, S("generation"), node_int(a, r->generation));
	map_put_str(&m, a, S("phase"), r->phase_name.text);
	map_put_str(&m, a, S("since"), r->since.text);
	map_put_str(&m, a, S("notAfter"), end_of_root(y, r, a));
	return map_done(&m);
}

static struct node roots_node(const struct authority *y, struct arena *a)
{
	size_t n = y->roots ? y->roots->n : 0;
	struct node *items = ARENA_ARRAY(a, n, struct node);

	for (size_t i = 0; i < n; i++)
		items[i] = root_node(y, &y->roots->list[i], a);
	return node_seq(items, n);
}

static struct node entry_node(const struct standing *s, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("cluster"), s->holder.cluster);
	map_put_str(&m, a, S("namespace"), s->holder.namespace);
	map_put(&m, a, S("issuer"), s->has_entry ? node_int(a, s->entry.issuer) : node_null());
	map_put(&m, a, S("notAfter"),
		s->has_entry ? node_str(s->entry.not_after.text) : node_null());
	map_put_str(&m, a, S("state"), standing_word(s->state));
	map_put_str(&m, a, S("why"), s->why);
	return map_done(&m);
}

static struct node entries_node(const struct authority *y, const struct survey *all,
				struct arena *a)
{
	struct node *items = ARENA_ARRAY(a, all->n, struct node);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].authority == y)
			items[n++] = entry_node(&all->list[i], a);
	return node_seq(items, n);
}

static struct node policy_node(struct ca *ca, const struct authority *y, const struct status *s,
			       const struct rotation *r)
{
	struct arena *a = &ca->c->arena;
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("name"), y->policy->name.text);
	map_put_str(&m, a, S("method"), y->policy->method.text);
	map_put(&m, a, S("roots"), roots_node(y, a));
	map_put(&m, a, S("due"), node_bool(rotation_is_due(r, ca->options->now)));
	map_put_str(&m, a, S("next"), next_step(ca, y, s, r));
	map_put(&m, a, S("cacerts"), entries_node(y, &s->all, a));
	return map_done(&m);
}

struct node status_node(struct ca *ca, const struct status *s)
{
	struct arena *a = &ca->c->arena;
	struct node *items = ARENA_ARRAY(a, ca->input.trust.authorities.n, struct node);
	struct map_builder m = { 0 };

	for (size_t i = 0; i < ca->input.trust.authorities.n; i++)
		items[i] =
			policy_node(ca, &ca->input.trust.authorities.list[i], s, &s->rotations[i]);
	map_put_str(&m, a, S("at"), time_text(ca->options->now, a));
	map_put(&m, a, S("due"), node_bool(s->due));
	map_put(&m, a, S("policies"), node_seq(items, ca->input.trust.authorities.n));
	return map_done(&m);
}
