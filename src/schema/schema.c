#include "schema/schema.h"

#include "base/bug.h"
#include "base/embedded.h"
#include "schema/check.h"
#include "schema/subschema.h"

#define SCHEMA(kind, ...) STR(kind),
static const struct str kinds[] = {
#include "schemas.inc"
};
#undef SCHEMA

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

#define SCHEMA(kind, ...) __VA_ARGS__,
static const struct subschema schemas[KINDS] = {
#include "schemas.inc"
};
#undef SCHEMA

struct str schema_text(struct str kind, struct arena *a)
{
	return embedded_file(arena_fmt(a, "schemas/%.*s.json", FMT(kind)));
}

size_t schema_kinds(const struct str **ret_list)
{
	*ret_list = kinds;
	return KINDS;
}

const struct subschema *schema_of(struct str kind)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(kinds[i], kind))
			return &schemas[i];
	BUG("no schema of the kind '%.*s'", FMT(kind));
}

const struct field *subschema_field(const struct subschema *s, struct str name)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (str_eq(s->fields[i].name, name))
			return &s->fields[i];
	return NULL;
}

bool schema_check(struct str kind, const struct node *doc, struct findings *found)
{
	return check_document(schema_of(kind), kind, doc, found);
}
