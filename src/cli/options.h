/*
 * The command line: one table (options.def) gives the parsing, the help and what
 * the manual page is checked against. Names are exact: an abbreviation is an
 * error, since a later option could change its meaning.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "ca/ca.h"
#include "diff/gates.h"

struct command;

/* One option of the table. */
struct option_row {
	int id, letter; /* enum option_id; 0: no letter */
	const char *name;
	const char *arg;   /* NULL: it takes no value */
	unsigned commands; /* a bit for each */
	const char *help;
};

enum format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_GITHUB,
	FORMAT_SARIF,
	FORMAT_JUNIT,
	FORMAT_MARKDOWN,
	FORMAT_NAMES,
};

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* What argv says. Texts belong to argv, lists to the arena of options_parse. */
struct options {
	const struct command *command;
	struct str revisions;           /* of diff: REV[..REV], empty when not given */
	struct str operand;             /* PATH, DIR, CODE, KIND; empty when not given */
	struct names operands;          /* all of them, for COMMAND... and DUMP... */
	struct compile_options compile; /* root and the progress are left to the command */
	struct gates gates;             /* of diff */
	struct str against;             /* of verify: a dump; empty when not given */
	struct ca_options ca;
	enum color_when color;
	enum format format;
	bool quiet, verbose, fail_on_change, help;
	bool by_kind; /* of kustomize: the program was run by the name of its kind */
};

/*
 * Reads the arguments of a command, argv[0] being its name. Returns false with
 * one or two lines in reterr: what is wrong, and what was meant.
 */
bool options_parse(const struct command *command, int argc, char **argv, struct arena *a,
		   struct options *ret, struct buf *reterr);

/*
 * The rows of the table that a command has, in their order: the one behind row, or the first
 * when that is NULL; NULL behind the last.
 */
const struct option_row *option_next(const struct command *c, const struct option_row *row);

/* The row that a word such as `--from`, `--from=index` or `-j` names; NULL without one. */
const struct option_row *option_named(const struct command *c, struct str word);

/* Adds the option list of a command as `meshgen help` shows it. */
void options_help(const struct command *command, struct buf *out);

#endif
