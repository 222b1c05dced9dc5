#include "cli/run.h"

#include "cli/print.h"
#include "diag/print.h"
#include "tree/root.h"

#include <stdlib.h>
#include <unistd.h>

static bool on_terminal(void)
{
	return isatty(STDERR_FILENO);
}

void run_show_progress(const struct options *o, struct compile_options *c, struct progress *p)
{
	if (!on_terminal() || o->quiet)
		return;
	progress_start(p);
	c->progress = progress_show;
	c->progress_arg = p;
}

static bool compile_watched(const struct options *o, struct compile_options *options,
			    struct compilation *c)
{
	struct progress progress = { 0 };
	bool ok;

	run_show_progress(o, options, &progress);
	ok = compile(options, c);
	progress_end(&progress);
	return ok;
}

bool run_compile(const struct options *o, enum compile_mode mode, struct arena *a,
		 struct compilation *ret)
{
	struct compile_options options = o->compile;

	*ret = (struct compilation){ 0 };
	options.mode = mode;
	options.root = root_find(o->operand.n ? o->operand : S("."), a);
	return compile_watched(o, &options, ret);
}

void run_stream(const struct options *o, struct name cluster, unsigned tree, struct compilation *c)
{
	struct compile_options options = o->compile;

	options.mode = COMPILE_RENDER;
	options.output = S("-");
	options.trees = tree ? tree : TREE_ISTIO;
	options.clusters = (struct names){ &cluster, 1 };
	if (compile_watched(o, &options, c) && !c->n_files)
		finding_add_path(&c->findings, MG0911, S("."),
				 "the cluster '%.*s' gets no object in the tree %.*s",
				 FMT(cluster.text), FMT(tree_name((enum trees)options.trees)));
}

/* https://no-color.org: any value but the empty one. */
bool run_wants_color(enum color_when when, int fd)
{
	struct str no_color = str_of(getenv("NO_COLOR"));
	struct str term = str_of(getenv("TERM"));

	if (when != COLOR_AUTO)
		return when == COLOR_ALWAYS;
	return isatty(fd) && !no_color.n && term.n && !str_eq(term, S("dumb"));
}

static void add_findings(const struct options *o, const struct compilation *c, struct buf *out)
{
	struct arena a = { 0 };
	struct report report = { &c->findings, &c->sources, c->root, root_prefix(c->root, &a) };

	switch (o->format) {
	case FORMAT_JSON:
		print_json(out, &c->findings, &c->sources);
		break;
	case FORMAT_GITHUB:
		print_github(out, &report);
		break;
	case FORMAT_SARIF:
		print_sarif(out, &report);
		break;
	case FORMAT_JUNIT:
		print_junit(out, &report);
		break;
	case FORMAT_MARKDOWN:
		print_markdown(out, &report);
		break;
	default:
		print_text(out, &c->findings, &c->sources,
			   o->quiet ? SEVERITY_ERROR : SEVERITY_WARNING,
			   run_wants_color(o->color, STDERR_FILENO));
	}
	arena_release(&a);
}

int run_print_findings(const struct options *o, const struct compilation *c, bool stdout_taken)
{
	struct buf out = BUF_INIT;
	int status = EXIT_YES;

	add_findings(o, c, &out);
	if (o->format != FORMAT_TEXT && !stdout_taken)
		status = print_data(buf_str(&out));
	else
		print_talk(buf_str(&out));
	buf_release(&out);
	return status;
}

/* Findings about the system and not about what is written in the input. */
static bool is_trouble(enum code code)
{
	return code == MG0101 || code == MG0703 || (code >= MG0551 && code <= MG0562) ||
	       code == MG0571 || code == MG0590 || code == MG0742 ||
	       str_starts(str_of(code_name(code)), S("MG09"));
}

int run_status(const struct compilation *c)
{
	for (size_t i = 0; i < c->findings.n; i++)
		if (c->findings.list[i]->severity == SEVERITY_ERROR &&
		    is_trouble(c->findings.list[i]->code))
			return EXIT_TROUBLE;
	if (c->trouble)
		return EXIT_TROUBLE;
	return c->findings.errors ? EXIT_NO : EXIT_YES;
}

int run_report(const struct options *o, const struct compilation *c, bool stdout_taken)
{
	int status = run_print_findings(o, c, stdout_taken);

	return status == EXIT_YES ? run_status(c) : status;
}

bool run_is_watched(const struct options *o)
{
	return o->verbose || (on_terminal() && !o->quiet);
}

void run_print_facts(const struct options *o, const struct compilation *c)
{
	struct buf out = BUF_INIT;
	size_t errors = c->findings.errors;

	if (o->verbose) {
		buf_addf(&out, "input: %.*s, ", FMT(o->compile.from));
		buf_add_count(&out, c->sources.n, "file");
		buf_add(&out, S(" read\nfindings: "));
		buf_add_count(&out, errors, "error");
		buf_add(&out, S(", "));
		buf_add_count(&out, c->findings.n - errors, "warning");
		buf_add(&out, S("\noutput: "));
		buf_add_count(&out, c->n_files, "file");
		buf_add(&out, S(" of "));
		buf_add_count(&out, c->n_clusters, "cluster");
		buf_addc(&out, '\n');
		print_talk(buf_str(&out));
	}
	buf_release(&out);
}
