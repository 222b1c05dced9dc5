#include "cli/print.h"
#include "cli/run.h"

static bool to_stdout(const struct options *o)
{
	return str_eq(o->compile.output, S("-")) || o->compile.mode != COMPILE_RENDER;
}

/* The combinations that make no sense; NULL when there is none. */
static const char *contradiction(const struct options *o)
{
	const struct compile_options *c = &o->compile;
	bool dump = c->mode != COMPILE_RENDER;

	if (dump && c->output.n)
		return "--dump writes nothing: leave --output out";
	if (to_stdout(o) && o->fail_on_change)
		return "--fail-on-change compares with a folder, and standard output is none";
	if (!dump && to_stdout(o) && c->trees != TREE_ALL && c->trees & TREE_CA)
		return "--output=- is one YAML stream, and the certificates of the tree ca are no "
		       "YAML\n"
		       "help: leave ca out of --only, or name a folder";
	if (!dump && to_stdout(o) && c->trees != TREE_ALL && c->trees & TREE_APPLY)
		return "--output=- is one stream of objects, and the tree apply tells where they "
		       "are\n"
		       "help: leave apply out of --only, or name a folder";
	if (!dump && to_stdout(o) && c->trees != TREE_MANIFESTWORK &&
	    !(c->trees == TREE_ISTIO && c->clusters.n == 1))
		return "--output=- is one stream, in which objects of two clusters or trees would "
		       "collide\n"
		       "help: add --only=istio --cluster=NAME, or --only=manifestwork";
	return NULL;
}

static const char *what_render_did(enum change_kind kind)
{
	if (kind == CHANGE_MISSING)
		return "new";
	return kind == CHANGE_EXTRA ? "removed" : "changed";
}

static void print_changes(const struct compilation *c)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < c->changes.n; i++)
		buf_addf(&out, "%.*s: %s\n", FMT(c->changes.list[i].path),
			 what_render_did(c->changes.list[i].kind));
	print_talk(buf_str(&out));
	buf_release(&out);
}

static void print_summary(const struct compilation *c)
{
	struct buf out = BUF_INIT;

	buf_add_count(&out, c->n_files, "file");
	buf_add(&out, S(" of "));
	buf_add_count(&out, c->n_clusters, "cluster");
	buf_addf(&out, ", %zu changed\n", c->n_changes);
	print_talk(buf_str(&out));
	buf_release(&out);
}

static int render(const struct options *o, struct arena *a)
{
	struct compilation c;
	bool ok = run_compile(o, o->compile.mode, a, &c);
	int status = run_report(o, &c, to_stdout(o));

	run_print_facts(o, &c);
	if (ok && o->fail_on_change)
		print_changes(&c);
	if (ok && !to_stdout(o) && run_is_watched(o))
		print_summary(&c);
	if (status == EXIT_YES && o->fail_on_change && c.n_changes)
		status = EXIT_NO;
	compilation_release(&c);
	return status;
}

int cmd_render(const struct options *o, struct arena *a)
{
	struct options options = *o;
	const char *why;

	if (options.compile.mode == COMPILE_CHECK)
		options.compile.mode = COMPILE_RENDER;
	options.compile.keep_changes = o->fail_on_change;
	why = contradiction(&options);
	if (why)
		return print_usage(o->command->name, str_of(why));
	return render(&options, a);
}
