/*
 * The commands of meshgen, one cmd_*.c each, listed in commands.def.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"

enum command_id {
#define COMMAND(id, function, name, operand, line, text) COMMAND_##id,
#include "cli/commands.def"
#undef COMMAND
	COMMAND_COUNT
};

/* What a command ends with, the same for every --format. */
enum exit_status {
	EXIT_YES = 0,     /* all is well */
	EXIT_NO = 1,      /* the input has errors, the output differs */
	EXIT_TROUBLE = 2, /* usage, the system, and for verify an input that does not compile */
};

struct command {
	enum command_id id;
	struct str name;    /* "render", "ca issue" */
	struct str operand; /* "[PATH]", "POLICY", "DUMP...", empty when it takes none */
	const char *line, *text;
	int (*run)(const struct options *o, struct arena *a); /* returns an exit_status */
};

/* In the order of commands.def; COMMAND_COUNT of them. */
const struct command *command_at(size_t i);

/* NULL when there is no command of that name. */
const struct command *command_find(struct str name);

/* Is c the sub-command of another by its last word; of no one when parent is NULL? */
bool command_is_below(const struct command *c, const struct command *parent);

/* Has it sub-commands? */
bool command_is_group(const struct command *c);

/* Says on standard error that there is none, and which was meant; returns EXIT_TROUBLE. */
int command_unknown(struct str name);

/* The help of a command, or with NULL the list of all; returns an exit_status. */
int help_print(const struct command *c);

/* The program: argv to command to exit status. */
int cli_main(int argc, char **argv);

#define COMMAND(id, function, name, operand, line, text)                                           \
	int cmd_##function(const struct options *o, struct arena *a);
#include "cli/commands.def"
#undef COMMAND

#endif
