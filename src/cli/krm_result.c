#include "base/limits.h"
#include "cli/krm.h"
#include "diff/fields.h"
#include "pack/metadata.h"

/* The file that the last finding was in, read again for what stands around it. */
struct context {
	const struct resource_list *list;
	const struct report *report;
	uint32_t file;
	struct documents documents;
	struct arena *arena;
};

static void read_file(struct context *c, uint32_t file)
{
	struct findings known = { 0 };

	if (c->file == file)
		return;
	c->file = file;
	c->documents = (struct documents){ 0 };
	if (file)
		yaml_read(file, source_at(c->report->sources, file).text, c->arena, &known,
			  &c->documents);
	findings_release(&known);
}

/* The last of n nodes that begins at or before a byte; NULL when there is none. */
static const struct node *begun_last(const struct node *list, size_t n, size_t off)
{
	const struct node *last = NULL;

	for (size_t i = 0; i < n && list[i].off <= off; i++)
		last = &list[i];
	return last;
}

/* The object around a byte of a document: itself, an item of it, or the function's configuration. */
static const struct node *object_at(const struct node *document, size_t off)
{
	const struct node *items = node_get(document, S("items")), *item = NULL;
	const struct node *config = node_get(document, S("functionConfig"));

	if (items && items->kind == NODE_SEQ)
		item = begun_last(items->items, items->n, off);
	if (config && config->off <= off && (!item || config->off > item->off))
		return config;
	return item ? item : document;
}

/* Adds the path of the value or key that begins at a byte; false when none does. */
static bool add_field(struct buf *path, const struct node *x, size_t off)
{
	size_t length = path->n;

	for (uint32_t i = 0; x->kind == NODE_MAP && i < x->n; i++) {
		const struct node *key = &x->items[2 * i];

		field_add_key(path, node_text(key));
		if (key->off == off || add_field(path, key + 1, off))
			return true;
		buf_truncate(path, length);
	}
	for (uint32_t i = 0; x->kind == NODE_SEQ && i < x->n; i++) {
		buf_addf(path, "[%u]", i);
		if (add_field(path, &x->items[i], off))
			return true;
		buf_truncate(path, length);
	}
	return x->off == off;
}

static void put_field(struct map_builder *m, const struct node *object, size_t off, struct arena *a)
{
	struct map_builder field = { 0 };
	struct buf path = BUF_INIT;

	if (object->off != off && add_field(&path, object, off)) {
		map_put_str(&field, a, S("path"), arena_dup(a, buf_str(&path)));
		map_put(m, a, S("field"), map_done(&field));
	}
	buf_release(&path);
}

/* As far as the object says who it is. */
static void put_reference(struct map_builder *m, const struct node *object, struct arena *a)
{
	struct map_builder ref = { 0 };
	struct identity id;

	if (!identity_of(object, &id))
		return;
	map_put_str(&ref, a, S("apiVersion"), node_get_str(object, S("apiVersion")));
	map_put_str(&ref, a, S("kind"), id.kind);
	if (id.namespace.n)
		map_put_str(&ref, a, S("namespace"), id.namespace);
	map_put_str(&ref, a, S("name"), id.name);
	map_put(m, a, S("resourceRef"), map_done(&ref));
}

/* Where the orchestrator read an object of the list, as far as it says so. */
static void put_annotated_file(struct map_builder *m, const struct node *object, struct arena *a)
{
	const struct node *all = annotations_of(object);
	struct str path = node_get_str(all, S("internal.config.kubernetes.io/path"));
	struct map_builder file = { 0 };

	if (!path.n)
		path = node_get_str(all, S("config.kubernetes.io/path"));
	if (!path.n)
		return;
	map_put_str(&file, a, S("path"), path);
	map_put(m, a, S("file"), map_done(&file));
}

static void put_file(struct map_builder *m, const struct context *c, const struct finding *f)
{
	struct str path = report_path(c->report, f->place, f->path);
	struct map_builder file = { 0 };
	size_t index = 0;

	if (!report_is_inside(c->report, path))
		return;
	while (index + 1 < c->documents.n && c->documents.list[index + 1].off <= f->place.off)
		index++;
	map_put_str(&file, c->arena, S("path"), path);
	if (c->documents.n)
		map_put(&file, c->arena, S("index"), node_int(c->arena, (long long)index));
	map_put(m, c->arena, S("file"), map_done(&file));
}

static void put_place(struct map_builder *m, const struct context *c, const struct finding *f)
{
	const struct node *document = begun_last(c->documents.list, c->documents.n, f->place.off),
			  *object;

	if (!document) {
		put_file(m, c, f);
		return;
	}
	object = object_at(document, f->place.off);
	put_reference(m, object, c->arena);
	put_field(m, object, f->place.off, c->arena);
	if (f->place.file == c->list->file)
		put_annotated_file(m, object, c->arena);
	else
		put_file(m, c, f);
}

static void put_tags(struct map_builder *m, const struct context *c, const struct finding *f)
{
	struct position at = place_find(c->report->sources, f->place);
	struct map_builder tags = { 0 };

	map_put_str(&tags, c->arena, S("code"), str_of(code_name(f->code)));
	if (at.line && f->place.file != c->list->file) {
		map_put_str(&tags, c->arena, S("line"), arena_fmt(c->arena, "%u", at.line));
		map_put_str(&tags, c->arena, S("column"), arena_fmt(c->arena, "%u", at.column));
	}
	map_put(m, c->arena, S("tags"), map_done(&tags));
}

static struct str message_of(const struct finding *f, struct arena *a)
{
	return f->help.n ? arena_fmt(a, "%.*s\nhelp: %.*s", FMT(f->message), FMT(f->help))
			 : f->message;
}

static struct node result(struct context *c, const struct finding *f)
{
	struct map_builder m = { 0 };

	/* What is said of a whole file is about none of its objects. */
	read_file(c, place_find(c->report->sources, f->place).line ? f->place.file : 0);
	map_put_str(&m, c->arena, S("message"), message_of(f, c->arena));
	map_put_str(&m, c->arena, S("severity"), str_of(severity_name(f->severity)));
	put_place(&m, c, f);
	put_tags(&m, c, f);
	return map_done(&m);
}

struct node krm_results(const struct resource_list *l, const struct report *r, struct arena *a)
{
	const struct finding **chosen =
		ARENA_ARRAY(a, LIMIT_FINDINGS_REPORTED, const struct finding *);
	size_t n = report_choose(r, LIMIT_FINDINGS_REPORTED, chosen);
	struct node *results = ARENA_ARRAY(a, n, struct node);
	struct context c = { .list = l, .report = r, .arena = a };

	for (size_t i = 0; i < n; i++)
		results[i] = result(&c, chosen[i]);
	return node_seq(results, n);
}
