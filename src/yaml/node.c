#include "yaml/node.h"

#include "base/bug.h"
#include "base/map.h"
#include "yaml/kept.h"
#include "yaml/scalar.h"

enum { MANY_PAIRS = 32 }; /* from here on a look-up table pays */

static uint32_t count(size_t n)
{
	if (n > UINT32_MAX)
		BUG("a node of %zu parts", n);
	return (uint32_t)n;
}

static struct node scalar(enum node_kind kind, struct str text, unsigned flags)
{
	return (struct node){
		.text = text.s, .n = count(text.n), .kind = (uint8_t)kind, .flags = (uint8_t)flags
	};
}

struct node node_null(void)
{
	return scalar(NODE_NULL, S("null"), 0);
}

struct node node_bool(bool value)
{
	return scalar(NODE_BOOL, value ? S("true") : S("false"), 0);
}

struct node node_int(struct arena *a, long long value)
{
	return scalar(NODE_INT, arena_fmt(a, "%lld", value), 0);
}

struct node node_str(struct str text)
{
	return scalar(NODE_STR, text, scalar_is_plain(text) ? NODE_PLAIN : 0);
}

struct node node_plain(struct str text)
{
	return scalar(NODE_STR, text, text.n ? NODE_PLAIN : 0);
}

struct node node_seq(const struct node *items, size_t n)
{
	return (struct node){ .items = items, .n = count(n), .kind = NODE_SEQ };
}

struct node node_map(const struct node *pairs, size_t n)
{
	return (struct node){ .items = pairs, .n = count(n), .kind = NODE_MAP };
}

struct node node_record(struct arena *a, const struct str *keys, const struct node *values,
			size_t n)
{
	struct node *pairs = ARENA_TAKE(a, 2 * n, struct node);

	for (size_t i = 0; i < n; i++) {
		pairs[2 * i] = scalar(NODE_STR, keys[i], NODE_PLAIN);
		pairs[2 * i + 1] = values[i];
	}
	return node_map(pairs, n);
}

bool node_is_true(const struct node *x)
{
	static const struct str truths[] = { STR("true"), STR("yes"), STR("on"), STR("y") };
	struct str text = node_text(x);

	if (str_eq(text, truths[0]) || str_eq(text, S("false")))
		return text.n == truths[0].n;
	for (size_t i = 0; i < sizeof(truths) / sizeof(*truths); i++)
		if (str_distance(text, truths[i], 0) == 0)
			return true;
	return false;
}

struct place node_place(const struct node *x)
{
	uint32_t len = x->kind >= NODE_SEQ ? 1 : x->n;

	if (!x->file)
		return (struct place){ 0 };
	if (x->flags & NODE_QUOTED)
		len = x->flags & NODE_VERBATIM ? len + 2 : 1;
	return place_at(x->file, x->off, len);
}

/* Keys of one length that differ do so most often at the end: v1_10, v1_11. */
static bool is_key(const struct node *at, struct str key)
{
	return at->n == key.n && (!key.n || at->text[key.n - 1] == key.s[key.n - 1]) &&
	       str_eq(node_text(at), key);
}

const struct node *node_key(const struct node *x, struct str key)
{
	if (!x || x->kind != NODE_MAP)
		return NULL;
	for (size_t i = 0; i < x->n; i++)
		if (is_key(&x->items[2 * i], key))
			return &x->items[2 * i];
	return NULL;
}

const struct node *node_get(const struct node *x, struct str key)
{
	const struct node *found = node_key(x, key);

	return found && found[1].kind != NODE_NULL ? found + 1 : NULL;
}

struct str node_get_str(const struct node *x, struct str key)
{
	const struct node *value = node_get(x, key);

	return value && value->kind == NODE_STR ? node_text(value) : S("");
}

static bool map_eq_many(const struct node *a, const struct node *b)
{
	struct arena arena = { 0 };
	struct map keys = { 0 };
	bool same = true;

	for (size_t i = 0; i < b->n; i++)
		*map_at(&keys, node_text(&b->items[2 * i]), &arena) = (void *)&b->items[2 * i + 1];
	for (size_t i = 0; same && i < a->n; i++) {
		const struct node *other = map_get(&keys, node_text(&a->items[2 * i]));

		same = other && node_eq(&a->items[2 * i + 1], other);
	}
	arena_release(&arena);
	return same;
}

static bool map_eq(const struct node *a, const struct node *b)
{
	if (a->n >= MANY_PAIRS)
		return map_eq_many(a, b);
	for (size_t i = 0; i < a->n; i++) {
		const struct node *other = node_key(b, node_text(&a->items[2 * i]));

		if (!other || !node_eq(&a->items[2 * i + 1], other + 1))
			return false;
	}
	return true;
}

static bool seq_eq(const struct node *a, const struct node *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!node_eq(&a->items[i], &b->items[i]))
			return false;
	return true;
}

bool node_eq(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case NODE_NULL:
		return true;
	case NODE_BOOL:
		return node_is_true(a) == node_is_true(b);
	case NODE_SEQ:
		return a->n == b->n && (a->items == b->items || seq_eq(a, b));
	case NODE_MAP:
		return a->n == b->n && (a->items == b->items || map_eq(a, b));
	default:
		return str_eq(node_text(a), node_text(b));
	}
}

static size_t count_items(const struct node *x)
{
	return x->kind == NODE_MAP ? 2 * (size_t)x->n : x->kind == NODE_SEQ ? x->n : 0;
}

size_t node_count(const struct node *x, size_t most)
{
	const struct kept *kept = node_kept(x);
	size_t n = kept ? 0 : count_items(x), all = kept ? kept->values : 1;

	for (size_t i = 0; i < n && all <= most; i++)
		all += x->items[i].kind < NODE_SEQ ? 1 : node_count(&x->items[i], most - all);
	return all;
}

struct node node_copy(const struct node *x, struct arena *a)
{
	size_t n = count_items(x);
	struct node ret = *x, *items;

	ret.flags &= (uint8_t)~NODE_KEPT;
	if (x->kind < NODE_SEQ) {
		ret.text = arena_dup(a, node_text(x)).s;
		return ret;
	}
	items = ARENA_ARRAY(a, n, struct node);
	for (size_t i = 0; i < n; i++)
		items[i] = node_copy(&x->items[i], a);
	ret.items = items;
	return ret;
}

const char *node_kind_name(const struct node *x)
{
	static const char *const names[] = {
		[NODE_NULL] = "null",
		[NODE_BOOL] = "a boolean",
		[NODE_INT] = "a number",
		[NODE_FLOAT] = "a number",
		[NODE_OTHER] = "no string to every YAML reader",
		[NODE_STR] = "a string",
		[NODE_SEQ] = "a list",
		[NODE_MAP] = "a map",
	};

	return names[x->kind];
}

void map_put(struct map_builder *m, struct arena *a, struct str key, struct node value)
{
	m->pairs = arena_grow(a, m->pairs, m->n, &m->cap, sizeof(*m->pairs));
	m->pairs[m->n] = node_str(key);
	m->pairs[m->n + 1] = value;
	m->n += 2;
}

void map_put_str(struct map_builder *m, struct arena *a, struct str key, struct str value)
{
	map_put(m, a, key, node_str(value));
}

struct node map_done(const struct map_builder *m)
{
	return node_map(m->pairs, m->n / 2);
}
