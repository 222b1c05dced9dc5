#include "diag/json.h"
#include "diff/print.h"

static const char *const ops[] = {
	[OP_ADDED] = "added",
	[OP_REMOVED] = "removed",
	[OP_CHANGED] = "changed",
	[OP_REORDERED] = "reordered",
};

static void put_number(cJSON *object, const char *key, size_t n)
{
	json_put(object, key, cJSON_CreateNumber((double)n));
}

/* null where there is none. */
static void put_text(cJSON *object, const char *key, struct str text, bool there,
		     const struct aliases *names, struct arena *a)
{
	json_put(object, key,
		 there ? json_string(difference_text(text, names, a)) : cJSON_CreateNull());
}

static cJSON *json_difference(const struct difference *d, const struct aliases *names,
			      struct arena *a)
{
	cJSON *x = json_checked(cJSON_CreateObject());
	bool field = d->field.n > 0;

	json_put(x, "op", json_string(str_of(ops[d->op])));
	json_put(x, "group", json_string(d->id.group));
	json_put(x, "kind", json_string(d->id.kind));
	put_text(x, "namespace", d->id.namespace, true, names, a);
	put_text(x, "name", d->id.name, true, names, a);
	put_text(x, "field", d->field, field, names, a);
	put_text(x, "old", d->old, field && (d->op == OP_REMOVED || d->op == OP_CHANGED), names, a);
	put_text(x, "new", d->new, field && (d->op == OP_ADDED || d->op == OP_CHANGED), names, a);
	return x;
}

static cJSON *json_group(const struct diff *d, const struct diff_group *g, struct arena *a)
{
	struct aliases names = group_names(d, g);
	cJSON *x = json_checked(cJSON_CreateObject());
	cJSON *clusters = json_checked(cJSON_CreateArray());
	cJSON *differences = json_checked(cJSON_CreateArray());

	for (size_t i = 0; i < g->n_clusters; i++)
		cJSON_AddItemToArray(clusters,
				     json_string(d->clusters[g->clusters[i]].names.cluster));
	for (size_t i = 0; i < g->n; i++)
		cJSON_AddItemToArray(differences, json_difference(g->list[i], &names, a));
	json_put(x, "risk", json_string(risk_name(g->risk)));
	json_put(x, "allowed", cJSON_CreateBool(!g->refused));
	json_put(x, "clusters", clusters);
	json_put(x, "differences", differences);
	return x;
}

static cJSON *json_risks(const struct diff *d)
{
	struct risk_counts counts = diff_count_risks(d);
	cJSON *x = json_checked(cJSON_CreateObject());

	for (size_t i = RISK_COUNT; i-- > 0;)
		put_number(x, risk_name((enum risk)i).s, counts.of[i]);
	return x;
}

static void add_value(struct buf *out, const char *key, cJSON *value)
{
	buf_addf(out, "\"%s\":", key);
	json_add(out, value);
	buf_add(out, S(",\n"));
}

/* One group a line, so that only one of them is in memory. */
void diff_print_json(struct buf *out, const struct diff *d)
{
	struct arena a = { 0 };

	buf_add(out, S("{"));
	add_value(out, "version", json_checked(cJSON_CreateNumber(1)));
	add_value(out, "old", json_string(d->old));
	add_value(out, "new", json_string(d->new));
	add_value(out, "compared", json_checked(cJSON_CreateNumber((double)d->n_clusters)));
	add_value(out, "differ", json_checked(cJSON_CreateNumber((double)d->n_differ)));
	add_value(out, "risks", json_risks(d));
	buf_add(out, S("\"groups\":["));
	for (size_t i = 0; i < d->groups.n; i++) {
		buf_add(out, i ? S(",\n") : S("\n"));
		json_add(out, json_group(d, &d->groups.list[i], &a));
		arena_reset(&a);
	}
	buf_add(out, d->groups.n ? S("\n]}\n") : S("]}\n"));
	arena_release(&a);
}
