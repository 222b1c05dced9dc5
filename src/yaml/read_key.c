#include "yaml/reader.h"

enum { MANY_KEYS = 16 }; /* from here on a look-up table finds duplicates */

static bool is_template(const struct reader *r, struct place key)
{
	return key.off && str_starts(str_from(r->text, key.off - 1u), S("{{"));
}

static void report_key(struct reader *r, const yaml_event_t *e, const struct node *key)
{
	struct finding *f;
	struct place at = reader_place(r, e->start_mark, 1);

	f = finding_add(r->found, MG0111, at, "%s as a key", node_kind_name(key));
	if (is_template(r, at))
		finding_help(f, "%s", READER_TEMPLATE_HELP);
	else if (key->kind == NODE_NULL)
		finding_help(f, "quote it if it is meant as a text");
	else
		finding_help(f, "a key is a text; quote one that begins with '{' or '['");
	r->broken = true;
}

static void report_merge(struct reader *r, const struct node *key)
{
	struct finding *f = finding_add(r->found, MG0109, node_place(key), "a merge key '<<'");

	finding_help(f, "write the keys out");
	r->broken = true;
}

struct node reader_key(struct reader *r, const yaml_event_t *e, struct node key)
{
	if (key.kind == NODE_STR)
		return key;
	if (key.kind == NODE_NULL || key.kind >= NODE_SEQ) {
		report_key(r, e, &key);
		return node_str(S("null"));
	}
	if (key.kind == NODE_OTHER && str_eq(node_text(&key), S("<<")))
		report_merge(r, &key);
	key.kind = NODE_STR;
	return key;
}

static const struct node *find_key(const struct node *pairs, size_t n, struct str key)
{
	for (size_t i = 0; i < n; i += 2)
		if (str_eq(node_text(&pairs[i]), key))
			return &pairs[i];
	return NULL;
}

void reader_check_duplicates(struct reader *r, const struct node *pairs, size_t n)
{
	bool many = n > 2 * MANY_KEYS;
	struct map seen = { 0 };

	for (size_t i = 0; i < n && !reader_is_full(r); i += 2) {
		struct str key = node_text(&pairs[i]);
		void **at = many ? map_at(&seen, key, &r->keys) : NULL;
		const struct node *first = many ? *at : find_key(pairs, i, key);
		struct finding *f;

		if (many && !first)
			*at = (void *)&pairs[i];
		if (!first || !pairs[i].file)
			continue;
		f = finding_add(r->found, MG0106, node_place(&pairs[i]),
				"key '%.*s' stands twice in one map", FMT(key));
		finding_note(f, node_place(first), "first here");
		finding_help(f, "remove one of them");
		r->broken = true;
	}
	if (many)
		arena_reset(&r->keys);
}
