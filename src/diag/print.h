/*
 * Findings as people and programs read them; one file a format. The list must
 * be sorted. Errors come before warnings; of more than LIMIT_FINDINGS the rest
 * is counted in the last line.
 */
#ifndef DIAG_PRINT_H
#define DIAG_PRINT_H

#include "base/buf.h"
#include "diag/report.h"

/*
 * For a terminal or a log:
 *
 *   mesh.yaml:14:11: error[MG0203]: cluster 'east' is listed twice
 *   14 |         - east
 *      |           ^~~~
 *   mesh.yaml:9:11: note: first listed here
 *   help: remove one of them
 *
 * least: SEVERITY_ERROR leaves warnings out, also of what is counted. color: with ANSI
 * colours. Control bytes of the input are shown as \xNN.
 */
void print_text(struct buf *out, const struct findings *all, const struct sources *sources,
		enum severity least, bool color);

/*
 * One JSON array of {code, severity, path, line, column, message, notes: [{path,
 * line, column, message}], help}, all that the list has; a new line at its end.
 */
void print_json(struct buf *out, const struct findings *all, const struct sources *sources);

/* One finding as print_text prints it, without colours; paths from the top of the repository. */
void print_text_finding(struct buf *out, const struct report *r, const struct finding *f);

/*
 * Workflow commands of GitHub, `::error file=...,line=...,col=...,title=...::...`: ten
 * errors and ten warnings, since a step shows no more, then a notice that counts the rest.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
void print_github(struct buf *out, const struct report *r);

/*
 * SARIF 2.1.0 (OASIS), as code scanning of GitHub takes it: at most 5,000 results
 * and 10 MB, each with a place in the repository; columns are code points. The
 * fingerprint meshgenFinding/v1 does not depend on lines.
 */
void print_sarif(struct buf *out, const struct report *r);

/*
 * JUnit XML: a suite for each file, a failure for each error, a skipped case for
 * each warning; one case that passes when there are none. At most 5,000 cases; no times.
 */
void print_junit(struct buf *out, const struct report *r);

/* For a pull request: a summary, then each finding, folded. Never over 65,535 bytes. */
void print_markdown(struct buf *out, const struct report *r);

#endif
