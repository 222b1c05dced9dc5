#include "diff/edit.h"

#include "diag/shown.h"
#include "diff/difference.h"
#include "yaml/read.h"

enum { VALUE_GLYPHS = 60, FIELD_GLYPHS = 200 };

/* Where keys of certificates may stand, whoever put them there. */
static const struct secret {
	struct str kind, field;
} secrets[] = {
	{ STR("Secret"), STR("data*") },
	{ STR("Secret"), STR("stringData*") },
	{ STR("ManifestWork"), STR("*.data*") },
	{ STR("ManifestWork"), STR("*.stringData*") },
};

static bool is_secret(struct str kind, struct str field)
{
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (str_glob(secrets[i].kind, kind) && str_glob(secrets[i].field, field))
			return true;
	return is_opaque(kind, field);
}

static struct str value_text(const struct node *x, struct arena *a)
{
	return x ? leaf_text(x, a) : S("nothing");
}

static void add_values(struct buf *out, struct str wanted, struct str found)
{
	size_t begin = show_where(wanted, found, VALUE_GLYPHS);

	buf_add(out, S("wanted "));
	show_from(out, wanted, begin, VALUE_GLYPHS);
	buf_add(out, S(", found "));
	show_from(out, found, begin, VALUE_GLYPHS);
}

static void add_field(struct buf *out, const struct field *f, bool secret, struct arena *a)
{
	show_start(out, f->path, FIELD_GLYPHS);
	buf_add(out, S(": "));
	if (f->op == OP_REORDERED)
		buf_add(out, S("in another order"));
	else if (secret)
		buf_add(out, S("another value"));
	else
		add_values(out, value_text(f->old, a), value_text(f->new, a));
}

static struct str take_text(struct buf *out, struct arena *a)
{
	struct str text = arena_dup(a, buf_str(out));

	buf_release(out);
	return text;
}

struct str edit_field(struct str kind, const struct field *f, struct arena *a)
{
	struct buf out = BUF_INIT;

	add_field(&out, f, is_secret(kind, f->path), a);
	return take_text(&out, a);
}

static void tell_fields(struct buf *out, const struct node *wanted, const struct node *found,
			struct arena *a)
{
	struct fields all = { 0 };
	bool secret;

	fields_compare(wanted, found, a, &all);
	if (!all.n) {
		buf_add(out, S("only in formatting or comments"));
		return;
	}
	secret = is_secret(node_get_str(wanted, S("kind")), all.list[0].path) ||
		 is_secret(node_get_str(found, S("kind")), all.list[0].path);
	add_field(out, &all.list[0], secret, a);
	if (all.n > 1) {
		buf_add(out, S(" (and "));
		buf_add_count(out, all.n - 1, "more field");
		buf_addc(out, ')');
	}
}

static void tell_mistake(struct buf *out, const struct sources *sources, const struct finding *f)
{
	struct position at = place_find(sources, f->place);

	buf_add(out, S("cannot be read: "));
	if (at.line)
		buf_addf(out, "line %u: ", at.line);
	show_start(out, f->message, FIELD_GLYPHS);
}

/* Returns false after telling why there is no object, or more than one. */
static bool read_object(struct buf *out, struct str bytes, struct arena *a, struct node *ret)
{
	struct sources sources = { 0 };
	struct findings wrong = { 0 };
	struct documents all = { 0 };
	struct str text;
	bool ok = yaml_decode(bytes, S(""), a, &wrong, &text) &&
		  yaml_read(sources_add(&sources, a, S(""), text), text, a, &wrong, &all);

	if (!ok)
		tell_mistake(out, &sources, wrong.list[0]);
	else if (all.n != 1 || all.list[0].kind != NODE_MAP)
		buf_add(out, S("not one object"));
	findings_release(&wrong);
	if (!ok || all.n != 1)
		return false;
	*ret = all.list[0];
	return ret->kind == NODE_MAP;
}

static void tell_object(struct buf *out, struct str wanted, struct str found, struct arena *a)
{
	struct node due, there;

	if (read_object(out, wanted, a, &due) && read_object(out, found, a, &there))
		tell_fields(out, &due, &there, a);
}

static struct str cut_line(struct str *text)
{
	size_t end = str_find(*text, '\n');
	struct str line = str_first(*text, end);

	*text = str_from(*text, end < text->n ? end + 1 : end);
	return line;
}

/* The lines that frame a PEM say what is in it, those between may be a key. */
static struct str line_text(struct str line, bool there, bool is_pem)
{
	if (!there)
		return S("the end");
	return is_pem && !str_starts(line, S("-----")) ? S("other text") : line;
}

static void tell_line(struct buf *out, struct str wanted, struct str found, bool is_pem)
{
	struct str due = S(""), there = S("");
	bool has_due = true, has_there = true;
	size_t number = 0;

	while (str_eq(due, there) && has_due && has_there) {
		has_due = wanted.n > 0;
		has_there = found.n > 0;
		due = cut_line(&wanted);
		there = cut_line(&found);
		number++;
	}
	buf_addf(out, "line %zu: ", number);
	if (!has_due && !has_there)
		buf_add(out, S("the line before has no end"));
	else if (is_pem && has_due && has_there && !str_starts(due, S("-----")) &&
		 !str_starts(there, S("-----")))
		buf_add(out, S("another certificate"));
	else
		add_values(out, line_text(due, has_due, is_pem),
			   line_text(there, has_there, is_pem));
}

struct str edit_told(struct str path, struct str wanted, struct str found, struct arena *a)
{
	struct buf out = BUF_INIT;

	if (str_ends(path, S(".yaml")))
		tell_object(&out, wanted, found, a);
	else
		tell_line(&out, wanted, found, str_ends(path, S(".pem")));
	return take_text(&out, a);
}
