#include "yaml/reader.h"
#include "yaml/scalar.h"

#include <string.h>

#define CORE "tag:yaml.org,2002:"

static bool is_end(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind an anchor and a tag, when they stand in front of the scalar on its line. */
static size_t skip_properties(struct str text, size_t off)
{
	while (off < text.n && (text.s[off] == '&' || text.s[off] == '!')) {
		while (off < text.n && !is_end(text.s[off]))
			off++;
		while (off < text.n && (text.s[off] == ' ' || text.s[off] == '\t'))
			off++;
	}
	return off;
}

/* Does the value stand byte for byte at off, or behind the quote there? */
static bool is_verbatim(struct str text, size_t off, struct str value, yaml_scalar_style_t style)
{
	bool quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
		      style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	size_t begin = off + quoted;

	if (style != YAML_PLAIN_SCALAR_STYLE && !quoted)
		return false;
	if (!str_starts(str_from(text, begin), value))
		return false;
	return !quoted || (begin + value.n < text.n && text.s[begin + value.n] == text.s[off]);
}

static void report_tag(struct reader *r, const yaml_event_t *e, const char *what)
{
	size_t off = reader_offset(r, e->start_mark), len = 0;
	struct finding *f;

	while (off < r->text.n && r->text.s[off] != '!')
		off++;
	while (off + len < r->text.n && !is_end(r->text.s[off + len]))
		len++;
	f = finding_add(r->found, MG0108, place_at(r->file, off, len), "the tag '%.*s' %s",
			(int)len, r->text.s + off, what);
	finding_help(f, "remove the tag");
	r->broken = true;
}

void reader_check_tag(struct reader *r, const yaml_event_t *e, const yaml_char_t *tag,
		      const char *expected)
{
	if (!tag || strcmp((const char *)tag, "!") == 0)
		return;
	if (strcmp((const char *)tag, expected) != 0)
		report_tag(r, e, "is none of JSON's types, or does not fit what follows");
}

/* The kind that a tag asks for, NODE_MAP for an unknown one. */
static enum node_kind tag_kind(const char *tag)
{
	static const struct {
		const char *tag;
		enum node_kind kind;
	} tags[] = {
		{ "!", NODE_STR },          { CORE "str", NODE_STR },
		{ CORE "int", NODE_INT },   { CORE "float", NODE_FLOAT },
		{ CORE "bool", NODE_BOOL }, { CORE "null", NODE_NULL },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (strcmp(tag, tags[i].tag) == 0)
			return tags[i].kind;
	return NODE_MAP;
}

static enum node_kind tagged_kind(struct reader *r, const yaml_event_t *e, struct str value)
{
	const yaml_char_t *tag = e->data.scalar.tag;
	enum node_kind wanted = tag_kind((const char *)tag), is = scalar_kind(value);

	if (wanted == NODE_STR || wanted == is)
		return wanted;
	if (wanted == NODE_FLOAT && is == NODE_INT)
		return is;
	if (wanted == NODE_MAP)
		report_tag(r, e, "is none of JSON's types");
	else
		report_tag(r, e, "does not fit the value behind it");
	return NODE_STR;
}

static struct str copy_value(struct reader *r, const yaml_event_t *e, size_t off, struct str value)
{
	bool quoted = e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	char *copy = (char *)arena_dup(r->arena, value).s;

	if (r->parsed.s != r->text.s)
		surrogates_restore(r->text, r->parsed, off, quoted, copy, &value.n);
	return (struct str){ copy, value.n };
}

struct node reader_scalar(struct reader *r, const yaml_event_t *e)
{
	yaml_scalar_style_t style = e->data.scalar.style;
	struct str value = { (const char *)e->data.scalar.value, e->data.scalar.length };
	size_t off = reader_offset(r, e->start_mark);
	bool plain = style == YAML_PLAIN_SCALAR_STYLE;
	struct node x = { .file = r->file, .flags = plain ? 0 : NODE_QUOTED };
	enum node_kind as_plain;

	if (e->data.scalar.tag || e->data.scalar.anchor)
		off = skip_properties(r->text, off);
	if (is_verbatim(r->text, off, value, style)) {
		x.flags |= NODE_VERBATIM;
		value.s = r->text.s + off + (plain ? 0 : 1);
	} else {
		value = copy_value(r, e, off, value);
	}
	x.text = value.s;
	x.n = (uint32_t)value.n;
	x.off = (uint32_t)off;
	as_plain = scalar_kind(value);
	x.kind = (uint8_t)(plain ? as_plain : NODE_STR);
	if (e->data.scalar.tag)
		x.kind = (uint8_t)tagged_kind(r, e, value);
	if (x.kind == NODE_STR && as_plain == NODE_STR && scalar_string_is_plain(value))
		x.flags |= NODE_PLAIN;
	return x;
}
