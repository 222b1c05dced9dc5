#include "model/decode.h"

#include "base/char.h"
#include "base/rfc3339.h"

#include <stdlib.h>
#include <string.h>

/* A string for ever: the nodes' arena goes, the file's text stays. */
static struct str keep(const struct decoder *d, struct str s)
{
	uintptr_t at = (uintptr_t)s.s, text = (uintptr_t)d->text.s;

	if (!d->arena || (at >= text && at + s.n <= text + d->text.n))
		return s;
	return arena_dup(d->arena, s);
}

static struct name name_of(const struct decoder *d, const struct node *x)
{
	return (struct name){ keep(d, node_text(x)), node_place(x) };
}

bool decode_find(const struct node *doc, struct str path, const struct node **ret_key,
		 const struct node **ret_value)
{
	*ret_key = *ret_value = doc;
	while (path.n && *ret_value) {
		size_t end = str_find(path, ' ');

		*ret_key = node_key(*ret_value, str_first(path, end));
		*ret_value = node_get(*ret_value, str_first(path, end));
		path = str_from(path, end + 1);
	}
	return *ret_value != NULL;
}

static bool report_empty(const struct decoder *d, const struct node *x)
{
	finding_help(finding_add(d->found, MG0216, node_place(x), "an entry of the list is empty"),
		     "remove it, or write what was meant");
	return false;
}

static bool decode_names(const struct decoder *d, const struct node *list, struct names *ret)
{
	struct items items = items_of(list);
	const struct node *item;
	bool ok = true;

	ret->list = ARENA_ARRAY(d->arena, list->n, struct name);
	while ((item = items_next(&items))) {
		if (item->kind != NODE_NULL && item->n)
			ret->list[ret->n++] = name_of(d, item);
		else
			ok = report_empty(d, item);
	}
	return ok;
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct label *)a)->key, ((const struct label *)b)->key);
}

static void decode_labels(const struct decoder *d, const struct node *map, struct labels *ret)
{
	ret->list = ARENA_ARRAY(d->arena, map->n, struct label);
	for (size_t i = 0; i < map->n; i++)
		ret->list[ret->n++] = (struct label){
			keep(d, node_text(&map->items[2 * i])),
			keep(d, node_text(&map->items[2 * i + 1])),
		};
	if (ret->n)
		qsort(ret->list, ret->n, sizeof(*ret->list), by_key);
}

static void decode_pairs(const struct decoder *d, const struct node *map, struct pairs *ret)
{
	ret->list = ARENA_ARRAY(d->arena, map->n, struct pair);
	for (size_t i = 0; i < map->n; i++)
		ret->list[ret->n++] = (struct pair){
			name_of(d, &map->items[2 * i]),
			name_of(d, &map->items[2 * i + 1]),
		};
}

static bool report_number(const struct decoder *d, const struct node *x)
{
	finding_help(finding_add(d->found, MG0219, node_place(x),
				 "the number '%.*s' cannot be here",
				 FMT(str_first(node_text(x), 40))),
		     "write a whole number from 0 to 999999999 in decimal digits");
	return false;
}

/* At most nine digits: they fit. */
static bool decode_number(const struct decoder *d, const struct node *x, uint32_t *ret)
{
	struct str text = node_text(x);
	uint32_t number = 0;

	if (text.n > 9 || (text.n > 1 && text.s[0] == '0'))
		return report_number(d, x);
	for (size_t i = 0; i < text.n; i++) {
		if (!is_digit(text.s[i]))
			return report_number(d, x);
		number = number * 10 + (uint32_t)(text.s[i] - '0');
	}
	*ret = number;
	return true;
}

static bool decode_time(const struct decoder *d, const struct node *x, struct name *ret)
{
	int64_t seconds;

	*ret = name_of(d, x);
	if (time_parse(ret->text, &seconds))
		return true;
	finding_help(finding_add(d->found, MG0225, ret->place, "'%.*s' is no time",
				 FMT(str_first(ret->text, 40))),
		     "write it in UTC, as 2027-01-31T12:00:00Z");
	return false;
}

static bool decode_records(const struct decoder *d, const struct row *r, const struct node *list,
			   char *base)
{
	char *records = arena_array(d->arena, list->n, r->table->size);
	struct items items = items_of(list);
	const struct node *item;
	size_t n = 0;
	bool ok = true;

	while ((item = items_next(&items))) {
		if (item->kind == NODE_NULL)
			ok = report_empty(d, item);
		else if (!decode(d, r->table, item, records + n++ * r->table->size))
			ok = false;
	}
	memcpy(base + r->at, &records, sizeof(records));
	memcpy(base + r->n_at, &n, sizeof(n));
	return ok;
}

/* The values of a record alone, in the order of the rows that have a path: its keys are known. */
static struct node values_of(const struct decoder *d, const struct table *table,
			     const struct node *record, struct arena *a)
{
	struct node *values = ARENA_ARRAY(a, table->n, struct node), ret = node_seq(values, 0);

	ret.file = record->file;
	ret.off = record->off;
	for (size_t i = 0; i < table->n; i++) {
		struct node *to = &values[ret.n];
		const struct node *key, *value;

		if (!table->rows[i].path.n)
			continue;
		ret.n++;
		*to = (struct node){ .off = record->off,
				     .kind = NODE_NULL,
				     .flags = NODE_VERBATIM };
		if (!decode_find(record, table->rows[i].path, &key, &value))
			continue;
		*to = *value;
		to->text = keep(d, node_text(value)).s;
	}
	return ret;
}

static bool decode_long(const struct decoder *d, const struct table *table, const struct node *list,
			struct long_list *ret)
{
	struct items items = items_of(list);
	struct arena scratch = { 0 };
	const struct node *item;
	bool ok = true;

	*ret = (struct long_list){ .text = d->text.s, .file = list->file };
	while ((item = items_next(&items))) {
		struct node values;

		if (item->kind == NODE_NULL) {
			ok = report_empty(d, item);
			continue;
		}
		values = values_of(d, table, item, &scratch);
		long_list_add(ret, &values, d->lists);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
	return ok;
}

static bool decode_row(const struct decoder *d, const struct row *r, const struct node *key,
		       const struct node *value, char *base)
{
	void *to = base + r->at;

	switch (r->kind) {
	case ROW_TEXT:
		*(struct str *)to = keep(d, node_text(value));
		return true;
	case ROW_NAME:
		*(struct name *)to = name_of(d, value);
		return true;
	case ROW_TIME:
		return decode_time(d, value, to);
	case ROW_NAMES:
		return decode_names(d, value, to);
	case ROW_LABELS:
		decode_labels(d, value, to);
		return true;
	case ROW_PAIRS:
		decode_pairs(d, value, to);
		return true;
	case ROW_NUMBER:
		return decode_number(d, value, to);
	case ROW_PRESENT:
		*(bool *)to = true;
		return true;
	case ROW_PLACE:
		*(struct place *)to = node_place(key);
		return true;
	case ROW_RECORD:
		return decode(d, r->table, value, to);
	case ROW_LONG:
		return decode_long(d, r->table, value, to);
	case ROW_RECORDS:
		break;
	}
	return decode_records(d, r, value, base);
}

bool decode(const struct decoder *d, const struct table *table, const struct node *doc, void *ret)
{
	bool ok = true;

	for (size_t i = 0; i < table->n; i++) {
		const struct node *key, *value;

		if (decode_find(doc, table->rows[i].path, &key, &value))
			ok = decode_row(d, &table->rows[i], key, value, ret) && ok;
	}
	return ok;
}

bool decode_next(struct items *walk, const struct table *table, void *ret)
{
	const struct decoder in_place = { .arena = NULL };
	const struct node *values = items_next(walk), *value;

	memset(ret, 0, table->size);
	if (!values)
		return false;
	value = values->items;
	for (size_t i = 0; i < table->n; i++) {
		const struct row *r = &table->rows[i];
		const struct node *x = r->path.n ? value++ : values;

		if (x->kind != NODE_NULL)
			decode_row(&in_place, r, x, x, ret);
	}
	return true;
}
