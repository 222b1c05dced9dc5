#include "cli/print.h"
#include "cli/run.h"
#include "diag/shown.h"
#include "diff/print.h"
#include "tree/root.h"

#include <unistd.h>

/* The two sides that REV[..REV] and --from name; NULL, or what is wrong. */
static const char *name_sides(const struct options *o, struct diff_options *ret)
{
	struct str word = o->revisions;
	size_t dots = str_search(word, S(".."));
	struct str second = str_from(word, dots + 2);

	ret->old = word.n && dots ? str_first(word, dots) : S("HEAD");
	ret->new = dots == word.n ? o->compile.from : second.n ? second : S("HEAD");
	if (str_starts(second, S(".")))
		return "A...B is not known\nhelp: name their merge base: "
		       "meshgen diff \"$(git merge-base A B)..B\"";
	if (dots < word.n && !str_eq(o->compile.from, S("worktree")))
		return "A..B names both sides: leave --from out";
	return NULL;
}

static void add_differences(const struct options *o, const struct diff *d, struct buf *out)
{
	switch (o->format) {
	case FORMAT_MARKDOWN:
		diff_print_markdown(out, d);
		break;
	case FORMAT_JSON:
		diff_print_json(out, d);
		break;
	case FORMAT_NAMES:
		diff_print_names(out, d);
		break;
	default:
		diff_print_text(out, d, run_wants_color(o->color, STDOUT_FILENO), o->verbose);
	}
}

static int print_differences(const struct options *o, const struct diff *d)
{
	struct buf out = BUF_INIT;
	int status;

	add_differences(o, d, &out);
	status = print_data(buf_str(&out));
	buf_release(&out);
	return status;
}

/*
 * Of two states warnings are noise: `meshgen check` tells those of one. Its formats are
 * those of differences, of which findings have JSON too.
 */
static int print_errors(const struct options *o, const struct compilation *c)
{
	struct options quiet = *o;

	quiet.quiet = true;
	quiet.format = o->format == FORMAT_JSON ? FORMAT_JSON : FORMAT_TEXT;
	return run_print_findings(&quiet, c, true);
}

/* With a gate the question is whether the change passes it, else whether there is one. */
static int judge(const struct options *o, struct diff *d)
{
	struct findings *found = &d->compilation.findings;

	gates_check(&o->gates, d, found);
	findings_sort(found, &d->compilation.sources);
	if (found->errors)
		print_errors(o, &d->compilation);
	if (!d->n_differ && run_is_watched(o))
		print_talk(S("no differences\n"));
	if (gates_closed(&o->gates))
		return found->errors ? EXIT_NO : EXIT_YES;
	return d->n_differ ? EXIT_NO : EXIT_YES;
}

/* What a reviewer should know of a folder that was moved: it is not as new as it looks. */
static void print_new_root(const struct options *o, const struct diff *d, struct arena *a)
{
	struct str folder = root_prefix(d->compilation.root, a);
	struct buf out = BUF_INIT;

	if (!d->root_is_new || !folder.n || o->quiet || o->format == FORMAT_JSON)
		return;
	buf_add(&out, S("note: there is no "));
	show(&out, folder);
	buf_add(&out, S(" in "));
	show(&out, d->old);
	buf_add(&out,
		S(", so that every cluster is new\nhelp: if the folder was moved, `git diff -M` "
		  "tells what changed in the committed output\n"));
	print_talk(buf_str(&out));
	buf_release(&out);
}

/* A path where a revision belongs is an easy slip. */
static void print_trouble(const struct options *o, const struct diff *d)
{
	struct buf help = BUF_INIT;

	print_errors(o, &d->compilation);
	if (o->revisions.n && !o->operand.n && tree_folder_exists(o->revisions)) {
		buf_add(&help, S("help: a path comes behind the revision: meshgen diff HEAD "));
		show(&help, o->revisions);
		buf_addc(&help, '\n');
	}
	print_talk(buf_str(&help));
	buf_release(&help);
}

int cmd_diff(const struct options *o, struct arena *a)
{
	struct diff_options options = { .compile = o->compile, .allow = &o->gates.allow };
	const char *why = name_sides(o, &options);
	struct progress progress = { 0 };
	struct diff d;
	int status = EXIT_TROUBLE;
	bool compiled;

	if (why)
		return print_usage(o->command->name, str_of(why));
	options.compile.root = root_find(o->operand.n ? o->operand : S("."), a);
	run_show_progress(o, &options.compile, &progress);
	compiled = diff_run(&options, &d);
	progress_end(&progress);
	if (!compiled)
		print_trouble(o, &d);
	else if (print_differences(o, &d) == EXIT_YES) {
		print_new_root(o, &d, a);
		status = judge(o, &d);
	}
	diff_release(&d);
	return status;
}
