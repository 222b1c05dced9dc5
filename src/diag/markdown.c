#include "diag/markdown.h"

#include "diag/shown.h"

enum { MOST_BYTES = 65535, TAIL = 300 }; /* no byte is more than one character */

void markdown_code(struct buf *out, struct str text, size_t most)
{
	struct buf shown = BUF_INIT;

	show_start(&shown, text, most);
	buf_add(out, S("<code>"));
	show_markup(out, buf_str(&shown));
	buf_add(out, S("</code>"));
	buf_release(&shown);
}

bool markdown_take(struct buf *out, struct buf *part)
{
	bool fits = out->n + part->n + TAIL <= MOST_BYTES;

	if (fits)
		buf_add(out, buf_str(part));
	buf_truncate(part, 0);
	return fits;
}
