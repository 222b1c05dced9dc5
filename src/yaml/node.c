#include "yaml/node.h"

#include "base/bug.h"
#include "yaml/scalar.h"

static struct node scalar(enum node_kind kind, struct str text, uint8_t flags)
{
	if (text.n > UINT32_MAX)
		BUG("a scalar of %zu bytes", text.n);
	return (struct node){
		.text = text.s, .n = (uint32_t)text.n, .kind = (uint8_t)kind, .flags = flags
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

struct node node_seq(const struct node *items, size_t n)
{
	return (struct node){ .items = items, .n = (uint32_t)n, .kind = NODE_SEQ };
}

struct node node_map(const struct node *pairs, size_t n)
{
	return (struct node){ .items = pairs, .n = (uint32_t)n, .kind = NODE_MAP };
}

static bool is_scalar(const struct node *x)
{
	return x->kind != NODE_SEQ && x->kind != NODE_MAP;
}

struct str node_text(const struct node *x)
{
	return is_scalar(x) ? (struct str){ x->text, x->n } : (struct str){ "", 0 };
}

struct place node_place(const struct node *x)
{
	uint32_t len = 1;

	if (!x->file)
		return (struct place){ 0 };
	if (is_scalar(x) && x->n)
		len = x->flags & NODE_VERBATIM && x->flags & NODE_QUOTED ? x->n + 2 : x->n;
	return (struct place){ x->file, x->off, len };
}

/* The pair of a key, NULL when x is no map or has none. */
static const struct node *pair_of(const struct node *x, struct str key)
{
	if (!x || x->kind != NODE_MAP)
		return NULL;
	for (uint32_t i = 0; i < x->n; i++)
		if (str_eq(node_text(&x->items[2 * i]), key))
			return &x->items[2 * i];
	return NULL;
}

const struct node *node_key(const struct node *x, struct str key)
{
	return pair_of(x, key);
}

const struct node *node_get(const struct node *x, struct str key)
{
	const struct node *pair = pair_of(x, key);

	return pair && pair[1].kind != NODE_NULL ? &pair[1] : NULL;
}

struct str node_get_str(const struct node *x, struct str key)
{
	const struct node *value = node_get(x, key);

	return value && value->kind == NODE_STR ? node_text(value) : (struct str){ "", 0 };
}

static bool maps_eq(const struct node *a, const struct node *b)
{
	for (uint32_t i = 0; i < a->n; i++) {
		const struct node *other = pair_of(b, node_text(&a->items[2 * i]));

		if (!other || !node_eq(&a->items[2 * i + 1], &other[1]))
			return false;
	}
	return true;
}

bool node_eq(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == NODE_NULL)
		return true;
	if (is_scalar(a))
		return str_eq(node_text(a), node_text(b));
	if (a->n != b->n)
		return false;
	if (a->kind == NODE_MAP)
		return maps_eq(a, b);
	for (uint32_t i = 0; i < a->n; i++)
		if (!node_eq(&a->items[i], &b->items[i]))
			return false;
	return true;
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

static void push(struct map_builder *m, struct arena *a, struct node x)
{
	m->pairs = arena_grow(a, m->pairs, m->n, &m->cap, sizeof(*m->pairs));
	m->pairs[m->n++] = x;
}

void map_put(struct map_builder *m, struct arena *a, struct str key, struct node value)
{
	push(m, a, node_str(key));
	push(m, a, value);
}

void map_put_str(struct map_builder *m, struct arena *a, struct str key, struct str value)
{
	map_put(m, a, key, node_str(value));
}

struct node map_done(const struct map_builder *m)
{
	return node_map(m->pairs, m->n / 2);
}
