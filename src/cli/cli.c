#include "cli/command.h"

#include "cli/print.h"
#include "model/generator.h"

#include <signal.h>

/* `meshgen --help` and `meshgen --version` are the commands of that name. */
static struct str command_name(const char *word)
{
	struct str name = str_of(word);

	if (str_eq(name, S("--help")) || str_eq(name, S("-h")))
		return S("help");
	return str_eq(name, S("--version")) ? S("version") : name;
}

/* The longest name that the words begin with; NULL after saying that the last one is none. */
static const struct command *find(int argc, char **argv, struct arena *a, int *ret_words)
{
	struct str name = command_name(argv[0]);
	const struct command *c = command_find(name);
	int n = 1;

	while (c && n < argc && argv[n][0] != '-' && command_is_group(c)) {
		name = arena_fmt(a, "%.*s %s", FMT(name), argv[n++]);
		c = command_find(name);
	}
	if (!c)
		command_unknown(name);
	*ret_words = n;
	return c;
}

static int run(const struct command *command, int argc, char **argv, bool by_kind)
{
	struct arena a = { 0 };
	struct buf err = BUF_INIT;
	struct options o;
	int status;

	if (!options_parse(command, argc, argv, &a, &o, &err)) {
		status = print_usage(command->name, buf_str(&err));
	} else if (o.help) {
		status = help_print(command);
	} else {
		o.by_kind = by_kind;
		status = command->run(&o, &a);
	}
	buf_release(&err);
	arena_release(&a);
	return status;
}

/* kustomize runs a plugin by the name of its kind. */
static bool is_generator(const char *program)
{
	struct str path = str_of(program);

	return str_eq(path, S(GENERATOR_KIND)) || str_ends(path, S("/" GENERATOR_KIND));
}

int cli_main(int argc, char **argv)
{
	const struct command *command;
	struct arena a = { 0 };
	int words, status = EXIT_TROUBLE;

	signal(SIGPIPE, SIG_IGN);
	arena_return_blocks();
	if (argc && is_generator(argv[0]))
		return run(command_find(S("kustomize")), argc, argv, true);
	if (argc < 2)
		return print_usage(S(""), S("a command is missing"));
	command = find(argc - 1, argv + 1, &a, &words);
	if (command)
		status = run(command, argc - words, argv + words, false);
	arena_release(&a);
	return status;
}
