#include "cli/print.h"
#include "cli/run.h"

static void print_summary(const struct compilation *c)
{
	struct buf out = BUF_INIT;

	buf_add(&out, S("no errors in "));
	buf_add_count(&out, c->n_clusters, "cluster");
	buf_addc(&out, '\n');
	print_talk(buf_str(&out));
	buf_release(&out);
}

int cmd_check(const struct options *o, struct arena *a)
{
	struct compilation c;
	bool ok = run_compile(o, COMPILE_CHECK, a, &c);
	int status = run_report(o, &c, false);

	run_print_facts(o, &c);
	if (ok && run_is_watched(o))
		print_summary(&c);
	compilation_release(&c);
	return status;
}
