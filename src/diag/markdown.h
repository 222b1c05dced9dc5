/*
 * Markdown of GitHub for a comment: what comes from the input means nothing in it.
 */
#ifndef DIAG_MARKDOWN_H
#define DIAG_MARKDOWN_H

#include "base/buf.h"

/*
 * Text of the input, its first most glyphs, as HTML: <code> keeps @names from
 * being told.
 */
void markdown_code(struct buf *out, struct str text, size_t most);

/*
 * Moves part to the end of out, if a comment has room for it: GitHub takes 65,535
 * characters, of which some are kept for the end of what is open and for what is
 * said about the rest. part is empty after either.
 */
bool markdown_take(struct buf *out, struct buf *part);

#endif
