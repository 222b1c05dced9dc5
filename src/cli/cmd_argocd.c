#include "cli/plugin.h"
#include "cli/print.h"
#include "cli/run.h"
#include "tree/root.h"

#include <stdlib.h>

/* Why there is not one cluster to render; NULL when there is. */
static const char *why_no_cluster(const struct options *o, const struct plugin_parameters *p)
{
	if (o->compile.clusters.n > 1)
		return "--cluster names more than one: their objects would collide";
	if (o->compile.clusters.n || p->cluster.n)
		return NULL;
	return "the parameter 'cluster' is missing\n"
	       "help: give the Application the parameter {name: cluster, string: NAME}, or the "
	       "plugin --cluster=NAME";
}

/* An option is before the parameter of its name. */
static int render(const struct options *o, const struct plugin_parameters *p, struct compilation *c)
{
	const struct names *clusters = &o->compile.clusters;
	unsigned tree = o->compile.trees == TREE_ALL ? plugin_tree(p->only) : o->compile.trees;
	struct options options = *o;

	options.compile.root = root_find(S("."), &c->arena);
	run_stream(&options, clusters->n ? clusters->list[0] : (struct name){ .text = p->cluster },
		   tree, c);
	return run_report(o, c, true);
}

int cmd_argocd(const struct options *o, struct arena *a)
{
	struct str parameters = str_of(getenv("ARGOCD_APP_PARAMETERS"));
	struct compilation c = { 0 };
	struct plugin_parameters p;
	int status = EXIT_TROUBLE;

	if (!plugin_parameters_read(parameters, a, &c.sources, &c.findings, &p)) {
		findings_sort(&c.findings, &c.sources);
		run_print_findings(o, &c, true);
	} else {
		const char *why = why_no_cluster(o, &p);

		status = why ? print_usage(o->command->name, str_of(why)) : render(o, &p, &c);
	}
	compilation_release(&c);
	return status;
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
