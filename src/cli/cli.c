#include "cli/command.h"

#include "cli/print.h"

#include <signal.h>

/* `meshgen --help` and `meshgen --version` are the commands of that name. */
static struct str command_name(const char *word)
{
	struct str name = str_of(word);

	if (str_eq(name, S("--help")) || str_eq(name, S("-h")))
		return S("help");
	return str_eq(name, S("--version")) ? S("version") : name;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct arena a = { 0 };
	struct buf err = BUF_INIT;
	struct options o;
	int status;

	if (!options_parse(command, argc, argv, &a, &o, &err)) {
		status = print_usage(command->name, buf_str(&err));
	} else if (o.help) {
		o.operand = command->name;
		status = cmd_help(&o, &a);
	} else {
		status = command->run(&o, &a);
	}
	buf_release(&err);
	arena_release(&a);
	return status;
}

int cli_main(int argc, char **argv)
{
	const struct command *command;

	signal(SIGPIPE, SIG_IGN);
	arena_return_blocks();
	if (argc < 2)
		return print_usage(S(""), S("a command is missing"));
	command = command_find(command_name(argv[1]));
	if (!command)
		return command_unknown(str_of(argv[1]));
	return run(command, argc - 1, argv + 1);
}
