#include "yaml/write.h"

/* Bytes of a string as Go writes it: with quotes, HTML's special bytes as \u003c. */
static size_t string_size(struct str s)
{
	size_t n = 2;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' || c == '\b' ||
		    c == '\f')
			n += 2;
		else if (c < 0x20 || c == '<' || c == '>' || c == '&')
			n += 6;
		else if (c == 0xe2 && (str_starts(str_from(s, i), S("\xe2\x80\xa8")) ||
				       str_starts(str_from(s, i), S("\xe2\x80\xa9"))))
			n += 6 - 2;
		else
			n++;
	}
	return n;
}

size_t json_size(const struct node *x)
{
	size_t n = x->n ? x->n + 1 : 2; /* brackets, and commas between the items */

	if (x->kind == NODE_NULL)
		return 4;
	if (x->kind == NODE_STR)
		return string_size(node_text(x));
	if (x->kind != NODE_SEQ && x->kind != NODE_MAP)
		return node_text(x).n;
	for (uint32_t i = 0; i < x->n; i++)
		n += x->kind == NODE_SEQ ? json_size(&x->items[i])
					 : string_size(node_text(&x->items[2 * i])) + 1 +
						   json_size(&x->items[2 * i + 1]);
	return n;
}
