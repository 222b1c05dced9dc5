#include "schema/check.h"

#include "base/buf.h"
#include "base/char.h"
#include "yaml/items.h"

enum { MISTAKES = 200, SHOWN_BYTES = 60 };

/* The way from the document down to a node: a field's name, or an index if it is empty. */
struct step {
	const struct step *up;
	struct str name;
	size_t index;
};

struct check {
	const struct subschema *root;
	struct str kind;
	struct findings *found;
	size_t mistakes;
};

static void check_node(struct check *c, const struct subschema *s, const struct node *x,
		       const struct step *at);

static void add_path(struct buf *b, const struct step *at)
{
	if (!at)
		return;
	add_path(b, at->up);
	if (at->name.n == 0)
		buf_addf(b, "[%zu]", at->index);
	else
		buf_addf(b, "%s%.*s", b->n ? "." : "", FMT(at->name));
}

/* The text as it is shown in a message: not all of it, no half of a character. */
static struct str shown(struct str text)
{
	size_t n = SHOWN_BYTES;

	if (text.n <= n)
		return text;
	while (n && ((unsigned char)text.s[n] & 0xc0) == 0x80)
		n--;
	return str_first(text, n);
}

static const char *rest(struct str text)
{
	return text.n > SHOWN_BYTES ? "..." : "";
}

static void add_value(struct buf *b, const struct node *x)
{
	struct str text = node_text(x);

	switch ((enum node_kind)x->kind) {
	case NODE_NULL:
		buf_addf(b, "empty");
		break;
	case NODE_BOOL:
		buf_addf(b, "the boolean %.*s", FMT(text));
		break;
	case NODE_INT:
	case NODE_FLOAT:
		buf_addf(b, "the number %.*s%s", FMT(shown(text)), rest(text));
		break;
	case NODE_OTHER:
		buf_addf(b, "%.*s%s without quotes", FMT(shown(text)), rest(text));
		break;
	case NODE_STR:
		buf_addf(b, "the string '%.*s%s'", FMT(shown(text)), rest(text));
		break;
	case NODE_SEQ:
		buf_addf(b, "a list");
		break;
	case NODE_MAP:
		buf_addf(b, "a map");
		break;
	}
}

static const char *type_due(enum schema_type type)
{
	switch (type) {
	case TYPE_STRING:
		return "a string";
	case TYPE_INTEGER:
		return "a whole number";
	case TYPE_LIST:
		return "a list";
	case TYPE_MAP:
		return "a map";
	case TYPE_ANY:
		break;
	}
	return "a value";
}

static bool is_whole(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!is_digit(text.s[i]))
			return false;
	return text.n > 0;
}

static bool needs_no_escape(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.s[i] == '"' || text.s[i] == '\\' || (unsigned char)text.s[i] < ' ')
			return false;
	return text.n <= SHOWN_BYTES;
}

static void help_type(struct finding *f, enum schema_type due, const struct node *x)
{
	struct str text;

	if (due == TYPE_STRING && x->kind == NODE_SEQ && x->n == 1)
		x = &x->items[0];
	text = node_text(x);
	if (x->kind == NODE_SEQ || x->kind == NODE_MAP || x->kind == NODE_NULL ||
	    !needs_no_escape(text))
		return;
	if (due == TYPE_STRING)
		finding_help(f, "write \"%.*s\"", FMT(text));
	else if (due == TYPE_LIST)
		finding_help(f, "write [\"%.*s\"]", FMT(text));
	else if (due == TYPE_INTEGER && is_whole(text))
		finding_help(f, "write %.*s without quotes", FMT(text));
}

static void report_type(struct check *c, const struct subschema *s, const struct node *x,
			const struct step *at)
{
	struct buf path = BUF_INIT, value = BUF_INIT;
	struct finding *f;

	add_path(&path, at);
	add_value(&value, x);
	f = finding_add(c->found, MG0202, node_place(x), "'%s' is %s, %s is due", path.s, value.s,
			type_due(s->type));
	help_type(f, s->type, x);
	c->mistakes++;
	buf_release(&path);
	buf_release(&value);
}

static bool is_type(enum schema_type type, const struct node *x)
{
	switch (type) {
	case TYPE_STRING:
		return x->kind == NODE_STR;
	case TYPE_INTEGER:
		return x->kind == NODE_INT;
	case TYPE_LIST:
		return x->kind == NODE_SEQ;
	case TYPE_MAP:
		return x->kind == NODE_MAP;
	case TYPE_ANY:
		break;
	}
	return true;
}

static void add_list(struct buf *b, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addf(b, "%s%.*s", i ? ", " : "", FMT(list[i]));
}

static void check_values(struct check *c, const struct subschema *s, const struct node *x,
			 const struct step *at)
{
	struct buf path = BUF_INIT, list = BUF_INIT;
	struct str text = node_text(x), meant;
	struct finding *f;

	for (size_t i = 0; i < s->n_values; i++)
		if (str_eq(s->values[i], text))
			return;
	meant = str_nearest(text, s->values, s->n_values);
	add_path(&path, at);
	add_list(&list, s->values, s->n_values);
	f = finding_add(c->found, MG0204, node_place(x), "'%s' is '%.*s%s', it can be %s%s", path.s,
			FMT(shown(text)), rest(text), s->n_values > 1 ? "one of: " : "only ",
			list.s);
	if (meant.n)
		finding_help(f, "did you mean '%.*s'?", FMT(meant));
	c->mistakes++;
	buf_release(&path);
	buf_release(&list);
}

static void check_each(struct check *c, const struct subschema *s, const struct node *list,
		       const struct step *at)
{
	struct items items = items_of(list);
	struct step step = { at, S(""), 0 };
	const struct node *item;

	for (; c->mistakes < MISTAKES && (item = items_next(&items)); step.index++)
		if (item->kind != NODE_NULL)
			check_node(c, s, item, &step);
	items_end(&items);
}

static void check_items(struct check *c, const struct subschema *s, const struct node *x,
			const struct step *at)
{
	if (x->n < s->min_items) {
		struct buf path = BUF_INIT;

		add_path(&path, at);
		finding_help(finding_add(c->found, MG0205, node_place(x),
					 "'%s' has %u entries, at least %zu %s due", path.s,
					 (unsigned)x->n, s->min_items,
					 s->min_items == 1 ? "is" : "are"),
			     "add what is missing");
		c->mistakes++;
		buf_release(&path);
	}
	if (s->items)
		check_each(c, s->items, x, at);
}

/* Finds where else in the kind a field of that name is. */
static bool find_elsewhere(const struct subschema *s, struct str name, const struct step *at,
			   struct buf *ret_path)
{
	if (at && subschema_field(s, name)) {
		add_path(ret_path, at);
		return true;
	}
	for (size_t i = 0; i < s->n_fields; i++) {
		struct step field = { at, s->fields[i].name, 0 };

		if (find_elsewhere(s->fields[i].value, name, &field, ret_path))
			return true;
	}
	return false;
}

static void help_field(struct check *c, struct finding *f, const struct subschema *s,
		       struct str name)
{
	struct arena a = { 0 };
	struct str *names = ARENA_ARRAY(&a, s->n_fields, struct str);
	struct buf text = BUF_INIT;
	struct str meant;

	for (size_t i = 0; i < s->n_fields; i++)
		names[i] = s->fields[i].name;
	meant = str_nearest(name, names, s->n_fields);
	if (meant.n) {
		finding_help(f, "did you mean '%.*s'?", FMT(meant));
	} else if (find_elsewhere(c->root, name, NULL, &text)) {
		finding_help(f, "'%.*s' belongs in '%s'", FMT(name), text.s);
	} else {
		add_list(&text, names, s->n_fields);
		finding_help(f, "known here: %s", text.s);
	}
	buf_release(&text);
	arena_release(&a);
}

static void report_unknown(struct check *c, const struct subschema *s, const struct node *key,
			   const struct step *at)
{
	struct str name = node_text(key);
	struct buf path = BUF_INIT;
	struct finding *f;

	add_path(&path, at);
	f = finding_add(c->found, MG0201, node_place(key), "%.*s has no field '%s%s%.*s%s'",
			FMT(c->kind), path.s, path.n ? "." : "", FMT(shown(name)), rest(name));
	help_field(c, f, s, name);
	c->mistakes++;
	buf_release(&path);
}

static void check_pair(struct check *c, const struct subschema *s, const struct node *pair,
		       const struct step *at)
{
	const struct field *f = subschema_field(s, node_text(&pair[0]));
	const struct subschema *value = f ? f->value : s->others;
	struct step field = { at, node_text(&pair[0]), 0 };

	if (value && pair[1].kind != NODE_NULL)
		check_node(c, value, &pair[1], &field);
	else if (!value && s->closed)
		report_unknown(c, s, &pair[0], at);
}

static void check_required(struct check *c, const struct subschema *s, const struct node *x,
			   const struct step *at)
{
	for (size_t i = 0; i < s->n_fields; i++) {
		const struct field *f = &s->fields[i];
		const struct node *key = node_key(x, f->name);
		struct buf path = BUF_INIT;

		if (!f->required || node_get(x, f->name))
			continue;
		add_path(&path, at);
		finding_help(finding_add(c->found, MG0203, node_place(key ? key : x),
					 "%.*s needs the field '%s%s%.*s'", FMT(c->kind), path.s,
					 path.n ? "." : "", FMT(f->name)),
			     "add '%.*s'%s%s%s", FMT(f->name), path.n ? " below '" : "", path.s,
			     path.n ? "'" : "");
		c->mistakes++;
		buf_release(&path);
	}
}

static void check_node(struct check *c, const struct subschema *s, const struct node *x,
		       const struct step *at)
{
	if (!is_type(s->type, x)) {
		report_type(c, s, x, at);
		return;
	}
	if (s->n_values)
		check_values(c, s, x, at);
	if (s->type == TYPE_LIST)
		check_items(c, s, x, at);
	if (s->type != TYPE_MAP)
		return;
	check_required(c, s, x, at);
	for (size_t i = 0; i < x->n && c->mistakes < MISTAKES; i++)
		check_pair(c, s, &x->items[2 * i], at);
}

bool check_document(const struct subschema *schema, struct str kind, const struct node *doc,
		    struct findings *found)
{
	struct check c = { .root = schema, .kind = kind, .found = found };

	check_node(&c, schema, doc, NULL);
	return c.mistakes == 0;
}
