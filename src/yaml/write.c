#include "yaml/write.h"

#include "yaml/scalar.h"

#include <string.h>

enum { INDENT = 2 };

/* An escape of a double-quoted scalar (YAML 1.2 section 5.7), 0 when the byte needs none of its own. */
static char escape_of(unsigned char c)
{
	switch (c) {
	case '"':
		return '"';
	case '\\':
		return '\\';
	case '\n':
		return 'n';
	case '\t':
		return 't';
	case '\r':
		return 'r';
	case '\0':
		return '0';
	default:
		return 0;
	}
}

static bool is_control(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

/*
 * Bytes of a code point at s that readers do not take as it is inside quotes:
 * C1 controls, line and paragraph separators, the byte order mark, U+FFFE and
 * U+FFFF. 0 when it may stand.
 */
static size_t unprintable(struct str s, unsigned *ret_code)
{
	const unsigned char *b = (const unsigned char *)s.s;

	if (s.n >= 2 && b[0] == 0xc2 && b[1] < 0xa0) {
		*ret_code = b[1];
		return b[1] == 0x85 || b[1] < 0xa0 ? 2 : 0;
	}
	if (s.n >= 3 && b[0] >= 0xe0) {
		*ret_code = (b[0] & 0xfu) << 12 | (b[1] & 0x3fu) << 6 | (b[2] & 0x3fu);
		if (b[0] < 0xf0 && (*ret_code == 0x2028 || *ret_code == 0x2029 ||
				    *ret_code == 0xfeff || *ret_code >= 0xfffe))
			return 3;
	}
	return 0;
}

static void write_quoted(struct buf *out, struct str s)
{
	size_t plain = 0;

	buf_addc(out, '"');
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.s[i];
		unsigned code = c;
		size_t n = c >= 0x80 ? unprintable(str_from(s, i), &code) : 0;
		char escape = escape_of(c);

		if (!escape && !is_control(c) && !n) {
			i++;
			continue;
		}
		buf_add(out, (struct str){ s.s + plain, i - plain });
		if (escape)
			buf_addf(out, "\\%c", escape);
		else
			buf_addf(out, code < 0x100 ? "\\x%02X" : "\\u%04X", code);
		i += n ? n : 1;
		plain = i;
	}
	buf_add(out, str_from(s, plain));
	buf_addc(out, '"');
}

/* Can s stand as a literal block and be read back as it is, by YAML 1.1 and 1.2? */
static bool is_block(struct str s)
{
	unsigned code;

	if (str_find(s, '\n') == s.n || s.s[0] == '\n')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if ((is_control(c) && c != '\n' && c != '\t') ||
		    (c >= 0x80 && unprintable(str_from(s, i), &code)))
			return false;
	}
	return str_trim(s).n > 0;
}

/*
 * '|' with an indentation indicator when the first line begins with a blank,
 * '-' when no line end is at the end, '+' when there are several.
 */
static void write_block(struct buf *out, struct str s, size_t indent)
{
	bool ends = s.s[s.n - 1] == '\n';

	buf_addc(out, '|');
	if (s.s[0] == ' ' || s.s[0] == '\t')
		buf_addf(out, "%d", INDENT);
	if (!ends)
		buf_addc(out, '-');
	else if (s.n > 1 && s.s[s.n - 2] == '\n')
		buf_addc(out, '+');
	while (s.n) {
		struct str line = str_first(s, str_find(s, '\n'));

		buf_addc(out, '\n');
		if (line.n)
			buf_fill(out, ' ', indent);
		buf_add(out, line);
		s = str_from(s, line.n + 1);
	}
}

/* A scalar where indent is the column of its line's continuation. */
static void write_scalar(struct buf *out, const struct node *x, size_t indent)
{
	struct str s = node_text(x);

	if (x->kind == NODE_NULL)
		buf_add(out, S("null"));
	else if (x->kind != NODE_STR || x->flags & NODE_PLAIN)
		buf_add(out, s);
	else if (is_block(s))
		write_block(out, s, indent);
	else
		write_quoted(out, s);
}

/* Keys stand on one line. */
static void write_key(struct buf *out, const struct node *key)
{
	if (key->kind == NODE_STR && !(key->flags & NODE_PLAIN))
		write_quoted(out, node_text(key));
	else
		buf_add(out, node_text(key));
}

static bool is_empty(const struct node *x)
{
	return (x->kind == NODE_MAP || x->kind == NODE_SEQ) && !x->n;
}

static void write_node(struct buf *out, const struct node *x, size_t indent);

/* The value of a key at column indent, from behind its colon on. */
static void write_value(struct buf *out, const struct node *x, size_t indent)
{
	if (x->kind == NODE_MAP && x->n) {
		buf_addc(out, '\n');
		buf_fill(out, ' ', indent + INDENT);
		write_node(out, x, indent + INDENT);
	} else if (x->kind == NODE_SEQ && x->n) {
		buf_addc(out, '\n');
		buf_fill(out, ' ', indent);
		write_node(out, x, indent);
	} else {
		buf_addc(out, ' ');
		write_node(out, x, indent + INDENT);
	}
}

/* At column indent, which the first line has reached already. */
static void write_node(struct buf *out, const struct node *x, size_t indent)
{
	if (is_empty(x)) {
		buf_add(out, x->kind == NODE_MAP ? S("{}") : S("[]"));
		return;
	}
	if (x->kind != NODE_MAP && x->kind != NODE_SEQ) {
		write_scalar(out, x, indent);
		return;
	}
	for (uint32_t i = 0; i < x->n; i++) {
		if (i) {
			buf_addc(out, '\n');
			buf_fill(out, ' ', indent);
		}
		if (x->kind == NODE_SEQ) {
			buf_add(out, S("- "));
			write_node(out, &x->items[i], indent + INDENT);
		} else {
			write_key(out, &x->items[2 * i]);
			buf_addc(out, ':');
			write_value(out, &x->items[2 * i + 1], indent);
		}
	}
}

void yaml_write(struct buf *out, const struct node *x)
{
	write_node(out, x, x->kind == NODE_MAP || x->kind == NODE_SEQ ? 0 : INDENT);
	/* A block with '+' ends in its own empty lines, whose last line end is this one. */
	buf_addc(out, '\n');
}
