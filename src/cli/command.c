#include "cli/command.h"

#include "cli/print.h"

static const struct command commands[] = {
#define COMMAND(id, function, name, operand, line, text)                                           \
	{ COMMAND_##id, STR(name), STR(operand), line, text, cmd_##function },
#include "cli/commands.def"
#undef COMMAND
};

const struct command *command_at(size_t i)
{
	return &commands[i];
}

const struct command *command_find(struct str name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (str_eq(name, commands[i].name))
			return &commands[i];
	return NULL;
}

static struct str last_word(struct str name)
{
	size_t space = str_find(name, ' ');

	return space < name.n ? last_word(str_from(name, space + 1)) : name;
}

bool command_is_below(const struct command *c, const struct command *parent)
{
	struct str word = last_word(c->name), group = parent ? parent->name : S("");

	return word.n == c->name.n ? !parent
				   : str_eq(str_first(c->name, c->name.n - word.n - 1), group);
}

bool command_is_group(const struct command *c)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (command_is_below(&commands[i], c))
			return true;
	return false;
}

int command_unknown(struct str name)
{
	struct buf text = BUF_INIT;
	struct str names[COMMAND_COUNT], near;

	for (size_t i = 0; i < COMMAND_COUNT; i++)
		names[i] = commands[i].name;
	near = str_nearest(name, names, COMMAND_COUNT);
	buf_addf(&text, "unknown command '%.*s'", FMT(name));
	if (near.n)
		buf_addf(&text, "\nhelp: did you mean '%.*s'?", FMT(near));
	print_usage(S(""), buf_str(&text));
	buf_release(&text);
	return EXIT_TROUBLE;
}
