/*
 * What the commands that compile share: the root, the progress
 * line, how findings and facts are printed.
 */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/command.h"
#include "cli/progress.h"

/*
 * Finds the root for the operand and compiles in that mode. Returns what
 * compile() does; the caller releases ret in any case.
 */
bool run_compile(const struct options *o, enum compile_mode mode, struct arena *a,
		 struct compilation *ret);

/*
 * Compiles what a plugin prints: the objects of one cluster as one stream, from the root and
 * to the stream of o->compile. tree is TREE_ISTIO or TREE_MANIFESTWORK, 0 for the first. c may
 * hold sources and findings already; the caller releases it. Findings besides those of
 * compile(): there is no object (MG0911), and who reads the stream would remove everything.
 */
void run_stream(const struct options *o, struct name cluster, unsigned tree, struct compilation *c);

/* Shows the progress of a run with these options, if anybody watches; progress_end ends that. */
void run_show_progress(const struct options *o, struct compile_options *c, struct progress *p);

/* Are there to be colours in what goes to this descriptor? */
bool run_wants_color(enum color_when when, int fd);

/*
 * The findings: as text on standard error, without warnings after -q; in the other
 * formats all of them, on standard output, or on standard error when standard output
 * carries other data. Returns EXIT_YES, or EXIT_TROUBLE when they could not be
 * written.
 */
int run_print_findings(const struct options *o, const struct compilation *c, bool stdout_taken);

/*
 * What a compilation ends with: EXIT_YES without errors, EXIT_TROUBLE when the
 * system is at fault, else EXIT_NO.
 */
int run_status(const struct compilation *c);

/* Prints the findings so, and returns what the command ends with. */
int run_report(const struct options *o, const struct compilation *c, bool stdout_taken);

/* Does anybody read a summary: after -v, or on a terminal without -q? */
bool run_is_watched(const struct options *o);

/* After -v what was read and compiled, one fact a line. */
void run_print_facts(const struct options *o, const struct compilation *c);

#endif
