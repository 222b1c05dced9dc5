/*
 * Prints a schema as what validation needs of it. A keyword or a type that validation
 * does not know is a bug of the file, and BUG().
 */
#include "base/bug.h"
#include "built_in.h"
#include "schema/subschema.h"

#include <stdio.h>

static const struct {
	struct str name;
	enum schema_type type;
} types[] = {
	{ STR("string"), TYPE_STRING },
	{ STR("integer"), TYPE_INTEGER },
	{ STR("array"), TYPE_LIST },
	{ STR("object"), TYPE_MAP },
};

static void print_subschema(const struct node *schema);

static struct str text_of(const struct node *x)
{
	if (x->kind != NODE_STR)
		BUG("schema: a string is due");
	return node_text(x);
}

static void print_type(const struct node *schema, const struct node *x)
{
	enum schema_type type = TYPE_ANY;

	(void)schema;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_eq(types[i].name, text_of(x)))
			type = types[i].type;
	if (type == TYPE_ANY)
		BUG("schema: unknown type");
	printf(".type = %d, ", type);
}

static bool is_required(const struct node *schema, struct str name)
{
	const struct node *list = node_get(schema, S("required"));

	for (uint32_t i = 0; list && i < list->n; i++)
		if (str_eq(text_of(&list->items[i]), name))
			return true;
	return false;
}

static void print_fields(const struct node *schema, const struct node *properties)
{
	if (!properties->n)
		return;
	printf(".n_fields = %u, .fields = (const struct field[]){\n", properties->n);
	for (uint32_t i = 0; i < properties->n; i++) {
		const struct node *pair = &properties->items[2 * i];

		printf("{ .required = %d, .name = ", is_required(schema, node_text(pair)));
		print_str(node_text(pair));
		printf(".value = &(const struct subschema)");
		print_subschema(pair + 1);
		printf("},\n");
	}
	printf("}, ");
}

static void check_required(const struct node *schema, const struct node *list)
{
	const struct node *properties = node_get(schema, S("properties"));

	for (uint32_t i = 0; i < list->n; i++)
		if (!node_key(properties, text_of(&list->items[i])))
			BUG("schema: '%.*s' is required, but no property",
			    FMT(text_of(&list->items[i])));
}

static void print_others(const struct node *schema, const struct node *x)
{
	(void)schema;
	if (x->kind == NODE_MAP) {
		printf(".others = &(const struct subschema)");
		print_subschema(x);
		printf(", ");
	} else {
		printf(".closed = %d, ", !node_is_true(x));
	}
}

static void print_items(const struct node *schema, const struct node *x)
{
	(void)schema;
	printf(".items = &(const struct subschema)");
	print_subschema(x);
	printf(", ");
}

static void print_min_items(const struct node *schema, const struct node *x)
{
	(void)schema;
	printf(".min_items = %.*s, ", FMT(node_text(x)));
}

static void print_values(const struct node *schema, const struct node *list)
{
	(void)schema;
	printf(".n_values = %u, .values = (const struct str[]){\n", list->n);
	for (uint32_t i = 0; i < list->n; i++)
		print_str(text_of(&list->items[i]));
	printf("}, ");
}

static void print_const(const struct node *schema, const struct node *x)
{
	struct node list = node_seq(x, 1);

	print_values(schema, &list);
}

static const struct {
	struct str name;
	void (*print)(const struct node *schema, const struct node *x); /* NULL: for editors */
} keywords[] = {
	{ STR("type"), print_type },
	{ STR("properties"), print_fields },
	{ STR("required"), check_required },
	{ STR("additionalProperties"), print_others },
	{ STR("items"), print_items },
	{ STR("minItems"), print_min_items },
	{ STR("enum"), print_values },
	{ STR("const"), print_const },
	{ STR("$schema"), NULL },
	{ STR("title"), NULL },
	{ STR("description"), NULL },
	{ STR("pattern"), NULL },
	{ STR("examples"), NULL },
};

static void print_subschema(const struct node *schema)
{
	size_t known = 0;

	printf("{ ");
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		const struct node *x = node_get(schema, keywords[i].name);

		known += x != NULL;
		if (x && keywords[i].print)
			keywords[i].print(schema, x);
	}
	if (known != schema->n)
		BUG("schema: a keyword that validation does not know");
	printf("}");
}

void print_schema(struct str kind, const struct node *schema)
{
	printf("SCHEMA(");
	print_literal(kind);
	printf(", ");
	print_subschema(schema);
	printf(")\n");
}
