#include "yaml/write.h"

static const struct str indent = STR("  ");

static void add_string(struct buf *out, struct str s)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (c == '\n')
			buf_add(out, S("\\n"));
		else if (c < 0x20)
			buf_addf(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_addf(out, "\\%c", c);
		else
			buf_addc(out, s.s[i]);
	}
	buf_addc(out, '"');
}

static void begin_line(struct buf *out, unsigned depth)
{
	buf_addc(out, '\n');
	for (unsigned i = 0; i < depth; i++)
		buf_add(out, indent);
}

static void write_value(struct buf *out, const struct node *x, unsigned depth);

static void write_items(struct buf *out, const struct node *x, unsigned depth)
{
	bool map = x->kind == NODE_MAP;

	buf_addc(out, map ? '{' : '[');
	for (uint32_t i = 0; i < x->n; i++) {
		if (i)
			buf_addc(out, ',');
		begin_line(out, depth + 1);
		if (map) {
			add_string(out, node_text(&x->items[2 * i]));
			buf_add(out, S(": "));
		}
		write_value(out, map ? &x->items[2 * i + 1] : &x->items[i], depth + 1);
	}
	if (x->n)
		begin_line(out, depth);
	buf_addc(out, map ? '}' : ']');
}

static void write_value(struct buf *out, const struct node *x, unsigned depth)
{
	switch ((enum node_kind)x->kind) {
	case NODE_NULL:
		buf_add(out, S("null"));
		break;
	case NODE_BOOL:
		buf_add(out, node_is_true(x) ? S("true") : S("false"));
		break;
	case NODE_INT:
	case NODE_FLOAT:
		buf_add(out, node_text(x));
		break;
	case NODE_OTHER:
	case NODE_STR:
		add_string(out, node_text(x));
		break;
	case NODE_SEQ:
	case NODE_MAP:
		write_items(out, x, depth);
		break;
	}
}

void json_write(struct buf *out, const struct node *x)
{
	write_value(out, x, 0);
	buf_addc(out, '\n');
}
