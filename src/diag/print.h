/*
 * Findings as people and programs read them; one file a format. The list must
 * be sorted. Errors come before warnings; of more than LIMIT_FINDINGS the rest
 * is counted in the last line.
 */
#ifndef DIAG_PRINT_H
#define DIAG_PRINT_H

#include "base/buf.h"
#include "diag/findings.h"

/*
 * For a terminal or a log:
 *
 *   mesh.yaml:14:11: error[MG0203]: cluster 'east' is listed twice
 *   14 |         - east
 *      |           ^~~~
 *   mesh.yaml:9:11: note: first listed here
 *   help: remove one of them
 *
 * color: with ANSI colours. Control bytes of the input are shown as \xNN.
 */
void print_text(struct buf *out, const struct findings *all, const struct sources *sources,
		bool color);

/*
 * One JSON array of {code, severity, path, line, column, message, notes: [{path,
 * line, column, message}], help}, never capped; a new line at its end.
 */
void print_json(struct buf *out, const struct findings *all, const struct sources *sources);

#endif
