/*
 * Differences as people and programs read them; one file a format. Names and
 * values of the input are escaped as each format needs it.
 */
#ifndef DIFF_PRINT_H
#define DIFF_PRINT_H

#include "base/buf.h"
#include "diff/diff.h"

/*
 * For a terminal or a log, nothing when nothing differs:
 *
 *   412 of 1000 clusters differ: 3 destroyed, 409 control-plane
 *
 *   control-plane in 409 clusters: eu-1, eu-2, eu-3 and 406 more
 *     ~ IstioOperator istio-system/{cluster}-mesh
 *         ~ spec.tag: 1.22.3 -> 1.22.4
 *
 * '+' is new, '-' gone, '~' changed. whole: lists all clusters, and values however
 * long they are.
 */
void diff_print_text(struct buf *out, const struct diff *d, bool color, bool whole);

/*
 * For a pull request: a summary, then each group folded, what is riskiest not.
 * Never over 65,535 bytes: the last line says what was left out.
 */
void diff_print_markdown(struct buf *out, const struct diff *d);

/*
 * {version: 1, old, new, compared, differ, risks: {destroyed: n, ...}, groups:
 * [{risk, allowed, clusters: [name], differences: [{op: added|removed|changed|
 * reordered, group, kind, namespace, name, field, old, new}]}]}: one line a
 * group. risks counts clusters by their highest risk; field is null for a whole
 * object, old and new where there is no value.
 */
void diff_print_json(struct buf *out, const struct diff *d);

/* The clusters that differ, one a line. */
void diff_print_names(struct buf *out, const struct diff *d);

/* What the formats share. */

/* Numbers of clusters by the highest of their risks. */
struct risk_counts {
	size_t of[RISK_COUNT];
};
struct risk_counts diff_count_risks(const struct diff *d);

/* "3 destroyed, 409 control-plane". */
void diff_add_risks(struct buf *out, const struct diff *d);

/* The names to print in a group: those that all its clusters have. */
struct aliases group_names(const struct diff *d, const struct diff_group *g);

/* Are two differences about the same object? */
bool same_object(const struct difference *a, const struct difference *b);

/* '+', '-' or '~'. */
char op_sign(enum op op);

/* "IstioOperator istio-system/east-mesh". */
struct str object_text(const struct difference *d, const struct aliases *names, struct arena *a);

#endif
