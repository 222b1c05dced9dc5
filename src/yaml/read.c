#include "yaml/read.h"

#include "base/bug.h"
#include "base/limits.h"
#include "yaml/reader.h"

#include <stdlib.h>
#include <string.h>

/* A node with the sizes that the limits are about. */
struct part {
	struct node node;
	unsigned height; /* collections on the longest way down */
};

struct anchor {
	struct part part;
	size_t nodes, bytes; /* aliases expanded */
	bool closed;         /* else an alias would stand inside of what it names */
};

static bool is_ascii(struct str s)
{
	unsigned char all = 0;

	for (size_t i = 0; i < s.n; i++)
		all |= (unsigned char)s.s[i];
	return all < 0x80;
}

static bool continues(struct str s, size_t i)
{
	return i < s.n && ((unsigned char)s.s[i] & 0xc0) == 0x80;
}

size_t reader_offset(struct reader *r, yaml_mark_t mark)
{
	if (r->ascii)
		return mark.index < r->text.n ? mark.index : r->text.n;
	while (r->index < mark.index && r->byte < r->text.n) {
		r->index++;
		for (r->byte++; continues(r->text, r->byte); r->byte++)
			;
	}
	while (r->index > mark.index) {
		r->index--;
		for (r->byte--; continues(r->text, r->byte); r->byte--)
			;
	}
	return r->byte;
}

struct place reader_place(struct reader *r, yaml_mark_t mark, size_t len)
{
	return place_at(r->file, reader_offset(r, mark), len);
}

bool reader_is_full(const struct reader *r)
{
	return r->found->n - r->findings_before >= LIMIT_ERRORS;
}

static bool next_event(struct reader *r, yaml_event_t *ret)
{
	if (reader_is_full(r))
		return false;
	if (yaml_parser_parse(&r->parser, ret))
		return true;
	if (r->parser.error == YAML_MEMORY_ERROR)
		out_of_memory();
	reader_syntax_error(r);
	return false;
}

static bool too_much(struct reader *r, const yaml_event_t *e, const char *what, int limit)
{
	struct finding *f = finding_add(r->found, MG0110, reader_place(r, e->start_mark, 1),
					"more than %d %s", limit, what);

	finding_note(f, place_file(r->file), "the rest of the file was not read");
	r->broken = true;
	return false;
}

static bool count_nodes(struct reader *r, const yaml_event_t *e, size_t n)
{
	r->nodes += n;
	return r->nodes <= LIMIT_NODES ||
	       too_much(r, e, "values in one file, aliases counted", LIMIT_NODES);
}

/* A text that is not as in the file is copied wherever it is decoded, through each alias again. */
static bool count_bytes(struct reader *r, const yaml_event_t *e, size_t n)
{
	r->bytes += n;
	return r->bytes <= LIMIT_FILE_BYTES ||
	       too_much(r, e, "bytes of text in one file, aliases counted", LIMIT_FILE_BYTES);
}

static void push(struct reader *r, struct node x)
{
	if (r->n_open == r->open_cap) {
		size_t cap = r->open_cap ? r->open_cap * 2 : 256;
		struct node *larger = realloc(r->open, cap * sizeof(*larger));

		if (!larger)
			out_of_memory();
		r->open = larger;
		r->open_cap = cap;
	}
	r->open[r->n_open++] = x;
}

/* Moves the children from index first on out of the open ones. */
static const struct node *close_children(struct reader *r, size_t first)
{
	/* What an anchor names must not go with its item. */
	struct arena *a = r->in_long && !r->anchors.root ? &r->items : r->arena;
	size_t n = r->n_open - first;
	struct node *items = n ? ARENA_ARRAY(a, n, struct node) : NULL;

	if (n)
		memcpy(items, r->open + first, n * sizeof(*items));
	r->n_open = first;
	return items;
}

/* Moves the items from index first on to the long list, as soon as they are enough for one. */
static void keep_items(struct reader *r, size_t first, struct long_list **list)
{
	if (!*list) {
		if (!r->keeps_long || r->in_long || r->n_open - first < LONG_LIST)
			return;
		*list = ARENA_NEW(r->arena, struct long_list);
		**list = (struct long_list){ .text = r->text.s, .file = r->file };
		r->in_long = true;
	}
	for (size_t i = first; i < r->n_open; i++)
		long_list_add(*list, &r->open[i], r->arena);
	r->n_open = first;
	arena_reset(&r->items);
}

static struct node long_node(struct reader *r, const struct long_list *list)
{
	r->in_long = false;
	return (struct node){ .list = list, .n = list->n, .kind = NODE_SEQ, .flags = NODE_LONG };
}

static struct anchor *open_anchor(struct reader *r, const yaml_char_t *name)
{
	struct anchor *anchor;

	if (!name)
		return NULL;
	anchor = ARENA_NEW(&r->scratch, struct anchor);
	*map_at(&r->anchors, arena_dup(&r->scratch, str_of((const char *)name)), &r->scratch) =
		anchor;
	return anchor;
}

static void close_anchor(struct anchor *anchor, const struct part *part, size_t nodes, size_t bytes)
{
	if (anchor)
		*anchor = (struct anchor){ *part, nodes, bytes, true };
}

static void report_alias(struct reader *r, const yaml_event_t *e, bool inside)
{
	const char *name = (const char *)e->data.alias.anchor;
	struct place place = reader_place(r, e->start_mark, strlen(name) + 1);
	struct finding *f;

	if (inside)
		f = finding_add(r->found, MG0107, place,
				"alias '*%s' stands inside of what it names", name);
	else
		f = finding_add(r->found, MG0107, place,
				"alias '*%s' names no anchor that stands before it", name);
	finding_help(f, "quote a text that begins with '*': \"*%s\"", name);
	r->broken = true;
}

static bool read_alias(struct reader *r, const yaml_event_t *e, unsigned depth, struct part *ret)
{
	const struct anchor *anchor =
		map_get(&r->anchors, str_of((const char *)e->data.alias.anchor));

	if (++r->aliases > LIMIT_ALIASES)
		return too_much(r, e, "aliases in one file", LIMIT_ALIASES);
	*ret = (struct part){ node_null(), 0 };
	if (!anchor || !anchor->closed) {
		report_alias(r, e, anchor);
		return true;
	}
	*ret = anchor->part;
	if (depth + anchor->part.height > LIMIT_DEPTH)
		return too_much(r, e, "maps and lists inside of each other", LIMIT_DEPTH);
	return count_nodes(r, e, anchor->nodes) && count_bytes(r, e, anchor->bytes);
}

static bool read_node(struct reader *r, const yaml_event_t *e, unsigned depth, struct part *ret);

/*
 * The children of a collection, up to the event that ends it: those open from
 * here on, or in the list.
 */
static bool read_children(struct reader *r, bool map, unsigned depth, unsigned *ret_height,
			  struct long_list **ret_list)
{
	size_t first = r->n_open;

	*ret_list = NULL;
	for (*ret_height = 0;;) {
		bool key = map && (r->n_open - first) % 2 == 0, end, ok;
		struct part child;
		yaml_event_t e;

		if (!next_event(r, &e))
			return false;
		end = e.type == YAML_SEQUENCE_END_EVENT || e.type == YAML_MAPPING_END_EVENT;
		ok = end || read_node(r, &e, depth, &child);
		if (ok && !end) {
			push(r, key ? reader_key(r, &e, child.node) : child.node);
			if (!map)
				keep_items(r, first, ret_list);
			if (child.height > *ret_height)
				*ret_height = child.height;
		}
		yaml_event_delete(&e);
		if (end || !ok)
			return ok;
	}
}

static bool read_collection(struct reader *r, const yaml_event_t *e, unsigned depth,
			    struct part *ret)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;
	size_t off = reader_offset(r, e->start_mark), first = r->n_open, n;
	const struct node *children;
	struct long_list *list;

	if (depth >= LIMIT_DEPTH)
		return too_much(r, e, "maps and lists inside of each other", LIMIT_DEPTH);
	if (map)
		reader_check_tag(r, e, e->data.mapping_start.tag, YAML_MAP_TAG);
	else
		reader_check_tag(r, e, e->data.sequence_start.tag, YAML_SEQ_TAG);
	if (!read_children(r, map, depth + 1, &ret->height, &list))
		return false;
	n = r->n_open - first;
	children = close_children(r, first);
	if (map)
		reader_check_duplicates(r, children, n);
	if (list)
		ret->node = long_node(r, list);
	else
		ret->node = map ? node_map(children, n / 2) : node_seq(children, n);
	ret->node.file = r->file;
	ret->node.off = (uint32_t)off;
	ret->height++;
	return true;
}

static bool read_node(struct reader *r, const yaml_event_t *e, unsigned depth, struct part *ret)
{
	size_t nodes = r->nodes, bytes = r->bytes;
	struct anchor *anchor;
	bool ok = true;

	if (e->type == YAML_ALIAS_EVENT)
		return read_alias(r, e, depth, ret);
	if (!count_nodes(r, e, 1))
		return false;
	if (e->type == YAML_SCALAR_EVENT) {
		anchor = open_anchor(r, e->data.scalar.anchor);
		*ret = (struct part){ reader_scalar(r, e), 0 };
		ok = count_bytes(r, e, node_text(&ret->node).n);
	} else {
		anchor = open_anchor(r, e->type == YAML_MAPPING_START_EVENT
						? e->data.mapping_start.anchor
						: e->data.sequence_start.anchor);
		ok = read_collection(r, e, depth, ret);
	}
	close_anchor(anchor, ret, r->nodes - nodes, r->bytes - bytes);
	return ok;
}

static bool read_root(struct reader *r, struct node *ret)
{
	struct part root;
	yaml_event_t e;
	bool ok;

	r->anchors = (struct map){ 0 };
	arena_reset(&r->scratch);
	if (!next_event(r, &e))
		return false;
	ok = read_node(r, &e, 0, &root);
	yaml_event_delete(&e);
	if (!ok || !next_event(r, &e))
		return false;
	yaml_event_delete(&e); /* the end of the document */
	*ret = root.node;
	return true;
}

/* The document that has just begun. */
static bool read_document(struct reader *r, struct documents *ret, size_t *cap)
{
	struct node root;

	if (!read_root(r, &root))
		return false;
	if (r->broken || root.kind == NODE_NULL)
		return true;
	ret->list = arena_grow(r->arena, ret->list, ret->n, cap, sizeof(*ret->list));
	ret->list[ret->n++] = root;
	return true;
}

static void read_stream(struct reader *r, struct documents *ret)
{
	bool ok = true, end = false;
	size_t cap = 0;

	while (ok && !end) {
		yaml_event_t e;

		if (!next_event(r, &e))
			return;
		end = e.type == YAML_STREAM_END_EVENT;
		if (e.type == YAML_DOCUMENT_START_EVENT)
			ok = read_document(r, ret, &cap);
		yaml_event_delete(&e);
	}
}

/* libyaml compares every one with all before it. */
static bool has_many_directives(struct reader *r)
{
	struct str rest = r->text, tag = S("\n%TAG");
	size_t n = 0, at;

	while ((at = str_search(rest, tag)) < rest.n && n <= LIMIT_DIRECTIVES) {
		rest = str_from(rest, at + tag.n);
		n++;
	}
	if (n <= LIMIT_DIRECTIVES)
		return false;
	finding_help(finding_add(r->found, MG0110, place_at(r->file, r->text.n - rest.n - 4, 4),
				 "more than %d %%TAG directives", LIMIT_DIRECTIVES),
		     "remove them: no tag but those of JSON's types is read");
	return true;
}

static bool read_text(struct reader *r, struct documents *ret)
{
	struct arena rewritten = { 0 };

	*ret = (struct documents){ 0 };
	r->findings_before = r->found->n;
	if (has_many_directives(r))
		return false;
	r->ascii = is_ascii(r->text);
	r->parsed = surrogates_rewrite(r->text, &rewritten);
	if (!yaml_parser_initialize(&r->parser))
		out_of_memory();
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->parsed.s, r->parsed.n);
	read_stream(r, ret);
	yaml_parser_delete(&r->parser);
	free(r->open);
	arena_release(&r->items);
	arena_release(&r->scratch);
	arena_release(&r->keys);
	arena_release(&rewritten);
	return !r->broken;
}

bool yaml_read(uint32_t file, struct str text, struct arena *a, struct findings *found,
	       struct documents *ret)
{
	struct reader r = { .file = file, .text = text, .arena = a, .found = found };

	return read_text(&r, ret);
}

bool yaml_read_input(uint32_t file, struct str text, struct arena *a, struct findings *found,
		     struct documents *ret)
{
	struct reader r = {
		.file = file, .text = text, .arena = a, .found = found, .keeps_long = true
	};

	return read_text(&r, ret);
}
