#include "cli/command.h"
#include "cli/print.h"

static void help_all(struct buf *out)
{
	buf_add(out, S("usage: meshgen COMMAND [OPTIONS]\n\n"
		       "GitOps for fleets of service meshes: compiles a config repository into "
		       "manifests.\n\n"));
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		const struct command *c = command_at(i);
		int width = 30 - (int)c->name.n;

		buf_addf(out, "  %.*s %-*.*s%s\n", FMT(c->name), width, FMT(c->operand), c->line);
	}
	buf_add(out, S("\n`meshgen help COMMAND` lists its options; meshgen(1) and meshgen(5) tell "
		       "the rest.\n"));
}

static void help_command(const struct command *c, struct buf *out)
{
	buf_addf(out, "usage: meshgen %.*s [OPTIONS]%s%.*s\n\n%s\n\noptions:\n", FMT(c->name),
		 c->operand.n ? " " : "", FMT(c->operand), c->text);
	options_help(c, out);
}

int cmd_help(const struct options *o, struct arena *a)
{
	const struct command *c = command_find(o->operand);
	struct buf out = BUF_INIT;
	int status;

	(void)a;
	if (o->operand.n && !c)
		return command_unknown(o->operand);
	if (c)
		help_command(c, &out);
	else
		help_all(&out);
	status = print_data(buf_str(&out));
	buf_release(&out);
	return status;
}
