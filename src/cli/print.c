#include "cli/print.h"

#include "base/system.h"
#include "cli/command.h"

#include <errno.h>
#include <unistd.h>

int print_data(struct str text)
{
	struct buf talk = BUF_INIT;

	if (write_all(STDOUT_FILENO, text))
		return EXIT_YES;
	if (errno != EPIPE) {
		buf_addf(&talk, "meshgen: standard output: %s\n", system_reason(errno));
		print_talk(buf_str(&talk));
		buf_release(&talk);
	}
	return EXIT_TROUBLE;
}

void print_talk(struct str text)
{
	write_all(STDERR_FILENO, text);
}

int print_usage(struct str command, struct str text)
{
	struct buf talk = BUF_INIT;

	buf_addf(&talk, "meshgen: %.*s\n", FMT(text));
	if (str_search(text, S("\nhelp: ")) == text.n)
		buf_addf(&talk, "help: `meshgen help%s%.*s` lists what there is\n",
			 command.n ? " " : "", FMT(command));
	print_talk(buf_str(&talk));
	buf_release(&talk);
	return EXIT_TROUBLE;
}
