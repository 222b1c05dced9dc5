#include "cli/plugin.h"
#include "cli/print.h"
#include "cli/run.h"
#include "tree/root.h"

#include <stdlib.h>

/* What options leave open the parameters of the Application say. Returns an exit_status. */
static int take_parameters(struct options *o, struct arena *a)
{
	struct compile_options *compile = &o->compile;
	struct compilation c = { 0 };
	struct plugin_parameters p;
	int status = EXIT_YES;

	if (!plugin_parameters_read(str_of(getenv("ARGOCD_APP_PARAMETERS")), a, &c.sources,
				    &c.findings, &p)) {
		findings_sort(&c.findings, &c.sources);
		run_print_findings(o, &c, true);
		status = EXIT_TROUBLE;
	}
	if (p.cluster.n && !compile->clusters.n) {
		compile->clusters.list = ARENA_ARRAY(a, 1, struct name);
		compile->clusters.list[0] = (struct name){ .text = p.cluster };
		compile->clusters.n = 1;
	}
	if (compile->trees == TREE_ALL)
		compile->trees = p.only.n ? plugin_tree(p.only) : TREE_ISTIO;
	compilation_release(&c);
	return status;
}

static int render(const struct options *o, struct arena *a)
{
	struct compilation c;
	int status;

	if (run_compile(o, COMPILE_RENDER, a, &c) && !c.n_files)
		run_refuse_empty(&o->compile, &c);
	status = run_report(o, &c, true);
	compilation_release(&c);
	return status;
}

int cmd_argocd(const struct options *o, struct arena *a)
{
	struct options options = *o;
	int status = take_parameters(&options, a);

	if (status != EXIT_YES)
		return status;
	if (!options.compile.clusters.n)
		return print_usage(
			o->command->name,
			S("the parameter 'cluster' is missing\n"
			  "help: give the Application the parameter "
			  "{name: cluster, string: NAME}, or the plugin --cluster=NAME"));
	if (options.compile.clusters.n > 1)
		return print_usage(o->command->name,
				   S("--cluster names more than one: their objects would collide"));
	options.compile.output = S("-");
	return render(&options, a);
}

int cmd_argocd_parameters(const struct options *o, struct arena *a)
{
	struct compile_options compile = o->compile;
	struct compilation c = { 0 };
	struct buf out = BUF_INIT;
	struct input in;
	int status;

	compile.root = root_find(S("."), a);
	if (compile_fleet(&compile, &c, &in))
		plugin_announce(&out, &in.fleet, a);
	input_close(&in);
	findings_sort(&c.findings, &c.sources);
	status = run_report(o, &c, true);
	if (status == EXIT_YES)
		status = print_data(buf_str(&out));
	buf_release(&out);
	compilation_release(&c);
	return status;
}
