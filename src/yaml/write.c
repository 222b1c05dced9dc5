#include "yaml/write.h"

#include "yaml/kept.h"
#include "yaml/scalar.h"

#include <string.h>

enum { INDENT = 2, LONG_KEY = 1000 };

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
		return 2;
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

/* Are all bytes printable ASCII? Eight at a time, since certificates are most of the output. */
static bool is_printable_ascii(struct str s)
{
	const uint64_t ones = 0x0101010101010101, highs = ones << 7;
	uint64_t word, del, bad = 0;

	for (; s.n >= sizeof(word); s = str_from(s, sizeof(word))) {
		memcpy(&word, s.s, sizeof(word));
		del = word ^ ones * 0x7f;
		bad |= word | (word - ones * ' ') | ((del - ones) & ~del);
	}
	for (; s.n; s = str_from(s, 1))
		bad |= is_control((unsigned char)s.s[0]) ? highs : (unsigned char)s.s[0] & 0x80;
	return !(bad & highs);
}

static bool is_block_line(struct str line)
{
	unsigned code;

	if (is_printable_ascii(line))
		return true;
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.s[i];

		if ((is_control(c) && c != '\t') ||
		    (c >= 0x80 && unprintable(str_from(line, i), &code)))
			return false;
	}
	return true;
}

/* Can s stand as a literal block and be read back as it is, by YAML 1.1 and 1.2? */
static bool is_block(struct str s)
{
	size_t end = str_find(s, '\n');

	if (end == s.n || end == 0 || !str_trim(s).n)
		return false;
	while (s.n) {
		end = str_find(s, '\n');
		if (!is_block_line(str_first(s, end)))
			return false;
		s = str_from(s, end + 1);
	}
	return true;
}

/* A line end, then the line; an empty one, of a block, has no blanks. */
static void write_line(struct buf *out, struct str line, size_t indent)
{
	size_t blanks = line.n ? indent : 0;
	char *p = buf_room(out, 1 + blanks + line.n);

	p[0] = '\n';
	memset(p + 1, ' ', blanks);
	memcpy(p + 1 + blanks, line.s, line.n);
	out->n += 1 + blanks + line.n;
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

		write_line(out, line, indent);
		s = str_from(s, line.n + 1);
	}
}

/* The text of a scalar that stands as it is. */
static struct str inline_text(const struct node *x)
{
	if (x->kind > NODE_BOOL)
		return node_text(x);
	if (x->kind == NODE_NULL)
		return S("null");
	return node_is_true(x) ? S("true") : S("false");
}

static bool is_inline(const struct node *x)
{
	return x->kind < NODE_SEQ && (x->kind != NODE_STR || x->flags & NODE_PLAIN);
}

static void begin_line(struct buf *out, size_t indent)
{
	static const char blanks[] = "                ";
	enum { STEP = sizeof(blanks) - 1 }; /* of one fixed size, so that no call is made */
	char *p = buf_room(out, 1 + indent + STEP);

	p[0] = '\n';
	for (size_t i = 0; i < indent; i += STEP)
		memcpy(p + 1 + i, blanks, STEP);
	out->n += 1 + indent;
}

/* "key: " or "key:", on one line; readers take no more than 1024 characters before the colon. */
static void write_key(struct buf *out, const struct node *key, size_t indent, struct str colon)
{
	struct str text = node_text(key);
	bool is_long = text.n > LONG_KEY;

	if (is_long)
		buf_add(out, S("? "));
	if (key->flags & NODE_PLAIN)
		buf_add(out, text);
	else
		write_quoted(out, text);
	if (is_long)
		begin_line(out, indent);
	buf_add(out, colon);
}

static void write_inline_pair(struct buf *out, struct str key, struct str value)
{
	char *p = buf_room(out, key.n + 2 + value.n);

	memcpy(p, key.s, key.n);
	p += key.n;
	p[0] = ':';
	p[1] = ' ';
	memcpy(p + 2, value.s, value.n);
	out->n += key.n + 2 + value.n;
}

static void write_node(struct buf *out, const struct node *x, size_t indent);

static void write_pair(struct buf *out, const struct node *pair, size_t indent)
{
	const struct node *value = pair + 1;
	bool nested = value->kind >= NODE_SEQ && value->n;

	if (pair->flags & NODE_PLAIN && pair->n <= LONG_KEY && is_inline(value)) {
		write_inline_pair(out, node_text(pair), inline_text(value));
		return;
	}
	write_key(out, pair, indent, nested ? S(":") : S(": "));
	if (value->kind == NODE_MAP || !nested)
		indent += INDENT;
	if (nested)
		begin_line(out, indent);
	write_node(out, value, indent);
}

static void write_scalar(struct buf *out, const struct node *x, size_t indent)
{
	if (is_inline(x))
		buf_add(out, inline_text(x));
	else if (is_block(node_text(x)))
		write_block(out, node_text(x), indent);
	else
		write_quoted(out, node_text(x));
}

static void write_kept(struct buf *out, const struct node *x, size_t indent)
{
	struct node afresh = *x;
	struct kept *k = node_kept(x);
	size_t begin = out->n, i = 0;

	while (i < N_PRINTED && k->printed[i].text.n && k->printed[i].column != indent)
		i++;
	if (i < N_PRINTED && k->printed[i].text.n) {
		buf_add(out, k->printed[i].text);
		return;
	}
	afresh.flags &= (uint8_t)~NODE_KEPT;
	write_node(out, &afresh, indent);
	if (i < N_PRINTED) {
		k->printed[i].text = arena_dup(k->arena, str_from(buf_str(out), begin));
		k->printed[i].column = indent;
	}
}

/*
 * At column indent, which the first line has reached already; the lines of a
 * block begin there.
 */
static void write_node(struct buf *out, const struct node *x, size_t indent)
{
	if (x->kind < NODE_SEQ) {
		write_scalar(out, x, indent);
		return;
	}
	if (x->flags & NODE_KEPT) {
		write_kept(out, x, indent);
		return;
	}
	if (!x->n)
		buf_add(out, x->kind == NODE_MAP ? S("{}") : S("[]"));
	for (uint32_t i = 0; i < x->n; i++) {
		if (i)
			begin_line(out, indent);
		if (x->kind == NODE_MAP) {
			write_pair(out, &x->items[2 * i], indent);
			continue;
		}
		buf_add(out, S("- "));
		write_node(out, &x->items[i], indent + INDENT);
	}
}

void yaml_write(struct buf *out, const struct node *x)
{
	write_node(out, x, x->kind >= NODE_SEQ ? 0 : INDENT);
	/* A block with '+' ends in its own empty lines, whose last line end is this one. */
	buf_addc(out, '\n');
}
