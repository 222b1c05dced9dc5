#include "base/embedded.h"
#include "cli/complete.h"
#include "cli/print.h"

static int unknown_shell(const struct options *o, struct str shell)
{
	struct buf text = BUF_INIT;
	int status;

	buf_addf(&text, "no completion for the shell '%.*s'\nhelp: there is bash, zsh and fish",
		 FMT(shell));
	status = print_usage(o->command->name, buf_str(&text));
	buf_release(&text);
	return status;
}

static struct str script_of(struct str shell, struct arena *a)
{
	return embedded_file(arena_fmt(a, COMPLETION_SCRIPT "%.*s", FMT(shell)));
}

int cmd_completion(const struct options *o, struct arena *a)
{
	struct str shell = o->operands.list[0].text, script = script_of(shell, a);
	struct names words = { o->operands.list + 1, o->operands.n - 1 };
	struct buf out = BUF_INIT;
	int status;

	if (!script.n)
		return unknown_shell(o, shell);
	if (!words.n)
		return print_data(script);
	complete(&words, &out, a);
	status = print_data(buf_str(&out));
	buf_release(&out);
	return status;
}
