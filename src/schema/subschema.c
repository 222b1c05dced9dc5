#include "schema/subschema.h"

#include "base/bug.h"

static const struct {
	struct str name;
	enum schema_type type;
} types[] = {
	{ STR("string"), TYPE_STRING },
	{ STR("integer"), TYPE_INTEGER },
	{ STR("array"), TYPE_LIST },
	{ STR("object"), TYPE_MAP },
};

static struct str text_of(const struct node *x)
{
	if (x->kind != NODE_STR)
		BUG("schema: a string is due");
	return node_text(x);
}

static void read_values(struct subschema *s, const struct node *list, struct arena *a)
{
	s->values = ARENA_ARRAY(a, list->n, struct str);
	while (s->n_values < list->n) {
		s->values[s->n_values] = text_of(&list->items[s->n_values]);
		s->n_values++;
	}
}

static void read_fields(struct subschema *s, const struct node *properties, struct arena *a)
{
	s->fields = ARENA_ARRAY(a, properties->n, struct field);
	for (; s->n_fields < properties->n; s->n_fields++) {
		const struct node *pair = &properties->items[2 * s->n_fields];

		s->fields[s->n_fields] =
			(struct field){ node_text(pair), subschema_read(pair + 1, a), false };
	}
}

static void read_required(struct subschema *s, const struct node *list, struct arena *a)
{
	(void)a;
	for (uint32_t i = 0; i < list->n; i++) {
		struct str name = text_of(&list->items[i]);
		struct field *f = (struct field *)subschema_field(s, name);

		if (!f)
			BUG("schema: '%.*s' is required, but no property", FMT(name));
		f->required = true;
	}
}

static void read_others(struct subschema *s, const struct node *x, struct arena *a)
{
	if (x->kind == NODE_MAP)
		s->others = subschema_read(x, a);
	else
		s->closed = !node_is_true(x);
}

static void read_type(struct subschema *s, const struct node *x, struct arena *a)
{
	(void)a;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_eq(types[i].name, node_text(x)))
			s->type = types[i].type;
	if (s->type == TYPE_ANY)
		BUG("schema: unknown type");
}

static void read_items(struct subschema *s, const struct node *x, struct arena *a)
{
	s->items = subschema_read(x, a);
}

static void read_min_items(struct subschema *s, const struct node *x, struct arena *a)
{
	struct str digits = node_text(x);

	(void)a;
	for (size_t i = 0; i < digits.n; i++)
		s->min_items = 10 * s->min_items + (size_t)(digits.s[i] - '0');
}

static void read_const(struct subschema *s, const struct node *x, struct arena *a)
{
	s->values = ARENA_NEW(a, struct str);
	s->values[s->n_values++] = text_of(x);
}

/* In the order in which they are read: `required` needs the properties. */
static const struct {
	struct str name;
	void (*read)(struct subschema *s, const struct node *x,
		     struct arena *a); /* NULL: for editors */
} keywords[] = {
	{ STR("type"), read_type },         { STR("properties"), read_fields },
	{ STR("required"), read_required }, { STR("additionalProperties"), read_others },
	{ STR("items"), read_items },       { STR("minItems"), read_min_items },
	{ STR("enum"), read_values },       { STR("const"), read_const },
	{ STR("$schema"), NULL },           { STR("title"), NULL },
	{ STR("description"), NULL },       { STR("pattern"), NULL },
	{ STR("examples"), NULL },
};

const struct subschema *subschema_read(const struct node *schema, struct arena *a)
{
	struct subschema *s = ARENA_NEW(a, struct subschema);
	size_t known = 0;

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		const struct node *value = node_get(schema, keywords[i].name);

		known += value != NULL;
		if (value && keywords[i].read)
			keywords[i].read(s, value, a);
	}
	if (known != schema->n)
		BUG("schema: a keyword that validation does not know");
	return s;
}

const struct field *subschema_field(const struct subschema *s, struct str name)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (str_eq(s->fields[i].name, name))
			return &s->fields[i];
	return NULL;
}
