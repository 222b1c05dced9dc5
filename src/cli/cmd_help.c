#include "cli/command.h"
#include "cli/print.h"

/* The commands of a group, or with NULL those that begin with their own name. */
static void add_commands(const struct command *group, struct buf *out)
{
	size_t skip = group ? group->name.n + 1 : 0;

	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		const struct command *c = command_at(i);
		struct str name = str_from(c->name, skip);

		if (command_is_below(c, group))
			buf_addf(out, "  %.*s %-*.*s%s\n", FMT(name), 30 - (int)name.n,
				 FMT(c->operand), c->line);
	}
}

static void help_all(struct buf *out)
{
	buf_add(out, S("usage: meshgen COMMAND [OPTIONS]\n\n"
		       "GitOps for fleets of service meshes: compiles a config repository into "
		       "manifests.\n\n"));
	add_commands(NULL, out);
	buf_add(out, S("\n`meshgen help COMMAND` lists its options; meshgen(1) and meshgen(5) tell "
		       "the rest.\n"));
}

static void help_group(const struct command *c, struct buf *out)
{
	buf_addf(out, "usage: meshgen %.*s COMMAND [OPTIONS]\n\n%s\n\n", FMT(c->name), c->text);
	add_commands(c, out);
	buf_addf(out, "\n`meshgen help %.*s COMMAND` lists its options.\n", FMT(c->name));
}

static void help_command(const struct command *c, struct buf *out)
{
	bool is_group = command_is_group(c);

	buf_addf(out, "usage: meshgen %.*s [OPTIONS]%s%.*s\n\n%s\n\noptions:\n", FMT(c->name),
		 c->operand.n ? " " : "", FMT(c->operand), c->text);
	options_help(c, out);
	if (is_group)
		buf_add(out, S("\ncommands:\n"));
	if (is_group)
		add_commands(c, out);
}

int help_print(const struct command *c)
{
	struct buf out = BUF_INIT;
	int status;

	if (!c)
		help_all(&out);
	else if (str_eq(c->operand, S("COMMAND")))
		help_group(c, &out);
	else
		help_command(c, &out);
	status = print_data(buf_str(&out));
	buf_release(&out);
	return status;
}

int cmd_help(const struct options *o, struct arena *a)
{
	struct str name = o->operand;
	const struct command *c;

	for (size_t i = 1; i < o->operands.n; i++)
		name = arena_fmt(a, "%.*s %.*s", FMT(name), FMT(o->operands.list[i].text));
	c = command_find(name);
	return name.n && !c ? command_unknown(name) : help_print(c);
}
