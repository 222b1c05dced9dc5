#include "schema/shape.h"

#include "base/bug.h"

#include <cjson/cJSON.h>
#include <string.h>

static const struct {
	const char *name;
	enum shape_type type;
} types[] = {
	{ "string", SHAPE_STRING },
	{ "integer", SHAPE_INTEGER },
	{ "array", SHAPE_LIST },
	{ "object", SHAPE_MAP },
};

static const struct shape *read_shape(const cJSON *json, struct arena *a);

static struct str text_of(const cJSON *json, struct arena *a)
{
	if (!cJSON_IsString(json))
		BUG("schema: a string is due");
	return arena_dup(a, str_of(json->valuestring));
}

static void read_values(struct shape *s, const cJSON *list, struct arena *a)
{
	const cJSON *value;

	s->values = ARENA_ARRAY(a, (size_t)cJSON_GetArraySize(list), struct str);
	cJSON_ArrayForEach(value, list) s->values[s->n_values++] = text_of(value, a);
}

static void read_fields(struct shape *s, const cJSON *properties, struct arena *a)
{
	const cJSON *property;

	s->fields = ARENA_ARRAY(a, (size_t)cJSON_GetArraySize(properties), struct field);
	cJSON_ArrayForEach(property, properties) s->fields[s->n_fields++] = (struct field){
		arena_dup(a, str_of(property->string)),
		read_shape(property, a),
		false,
	};
}

static void read_required(struct shape *s, const cJSON *list, struct arena *a)
{
	const cJSON *name;

	cJSON_ArrayForEach(name, list)
	{
		struct field *f = (struct field *)shape_field(s, text_of(name, a));

		if (!f)
			BUG("schema: '%s' is required, but no property", name->valuestring);
		f->required = true;
	}
}

static void read_others(struct shape *s, const cJSON *json, struct arena *a)
{
	s->closed = cJSON_IsFalse(json);
	if (cJSON_IsObject(json))
		s->others = read_shape(json, a);
}

static void read_type(struct shape *s, const cJSON *json, struct arena *a)
{
	(void)a;
	for (size_t i = 0; cJSON_IsString(json) && i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].name, json->valuestring) == 0)
			s->type = types[i].type;
	if (s->type == SHAPE_ANY)
		BUG("schema: unknown type");
}

static void read_items(struct shape *s, const cJSON *json, struct arena *a)
{
	s->items = read_shape(json, a);
}

static void read_min_items(struct shape *s, const cJSON *json, struct arena *a)
{
	(void)a;
	s->min_items = (size_t)json->valueint;
}

static void read_const(struct shape *s, const cJSON *json, struct arena *a)
{
	s->values = ARENA_NEW(a, struct str);
	s->values[s->n_values++] = text_of(json, a);
}

/* In the order in which they are read: `required` needs the properties. */
static const struct {
	const char *name;
	void (*read)(struct shape *s, const cJSON *json, struct arena *a); /* NULL: for editors */
} keywords[] = {
	{ "type", read_type },         { "properties", read_fields },
	{ "required", read_required }, { "additionalProperties", read_others },
	{ "items", read_items },       { "minItems", read_min_items },
	{ "enum", read_values },       { "const", read_const },
	{ "$schema", NULL },           { "title", NULL },
	{ "description", NULL },       { "pattern", NULL },
	{ "examples", NULL },
};

static const struct shape *read_shape(const cJSON *json, struct arena *a)
{
	struct shape *s = ARENA_NEW(a, struct shape);
	int known = 0;

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		const cJSON *value = cJSON_GetObjectItemCaseSensitive(json, keywords[i].name);

		known += value != NULL;
		if (value && keywords[i].read)
			keywords[i].read(s, value, a);
	}
	if (known != cJSON_GetArraySize(json))
		BUG("schema: a keyword that validation does not know");
	return s;
}

const struct shape *shape_read(struct str text, struct arena *a)
{
	cJSON *json = cJSON_ParseWithLength(text.s, text.n);
	const struct shape *s;

	if (!json)
		BUG("a schema file is no JSON");
	s = read_shape(json, a);
	cJSON_Delete(json);
	return s;
}

const struct field *shape_field(const struct shape *s, struct str name)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (str_eq(s->fields[i].name, name))
			return &s->fields[i];
	return NULL;
}
