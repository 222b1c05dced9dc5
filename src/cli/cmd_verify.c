#include "base/bug.h"
#include "ca/dump.h"
#include "cli/print.h"
#include "cli/run.h"
#include "diff/against.h"
#include "diff/edit.h"
#include "tree/root.h"

enum { MOST_SHOWN = 200 };

/* How each kind of change is told; line ends are told once for all files. */
static const struct change_word {
	enum change_kind kind;
	enum code code;
	const char *word;
} change_words[] = {
	{ CHANGE_EDITED, MG0721, "edited" }, { CHANGE_CRLF, MG0722, "line ends changed" },
	{ CHANGE_TORN, MG0723, "torn" },     { CHANGE_MISSING, MG0724, "missing" },
	{ CHANGE_EXTRA, MG0725, "extra" },
};

static const struct change_word *word_of(enum change_kind kind)
{
	for (size_t i = 0; i < sizeof(change_words) / sizeof(*change_words); i++)
		if (change_words[i].kind == kind)
			return &change_words[i];
	BUG("change %d", (int)kind);
}

/*
 * Keeps of all changes of line ends the first, and none of the foreign files, which
 * are findings already; returns how many there were of line ends.
 */
static size_t fold_changes(struct changes *all)
{
	size_t kept = 0, n = 0;

	for (size_t i = 0; i < all->n; i++) {
		enum change_kind kind = all->list[i].kind;

		if (kind != CHANGE_FOREIGN && (kind != CHANGE_CRLF || n++ == 0))
			all->list[kept++] = all->list[i];
	}
	all->n = kept;
	return n;
}

/* In a folder it was git at the checkout, most often; in git somebody committed them so. */
static struct str help_line_ends(const struct options *o, const struct compilation *c, size_t n,
				 struct arena *a)
{
	const char *files = n == 1 ? "file" : "files";

	if (o->compile.output.n || str_eq(o->compile.from, S("worktree")))
		return arena_fmt(a,
				 "git changed the line ends of %zu %s at checkout; add to "
				 ".gitattributes: %.*s** -text",
				 n, files, FMT(c->below));
	return arena_fmt(a,
			 "%zu %s with CR LF went into git; add to .gitattributes: %.*s** -text, "
			 "then `meshgen render` and `git add --all`",
			 n, files, FMT(c->below));
}

/* For programs: every difference as a finding, the same one however a file was edited. */
static void add_findings(const struct options *o, struct compilation *c, size_t line_ends,
			 struct arena *a)
{
	for (size_t i = 0; i < c->changes.n; i++) {
		const struct change *x = &c->changes.list[i];
		const struct change_word *d = word_of(x->kind);
		struct finding *f = finding_add_path(&c->findings, d->code, x->path, "%s", d->word);

		if (x->told.n)
			finding_note_path(f, x->path, "%.*s", FMT(x->told));
		if (x->kind == CHANGE_CRLF)
			finding_help(f, "%.*s", FMT(help_line_ends(o, c, line_ends, a)));
	}
	findings_sort(&c->findings, &c->sources);
}

static void add_difference(const struct options *o, struct buf *out, const struct compilation *c,
			   size_t i, size_t line_ends, struct arena *a)
{
	const struct change *x = &c->changes.list[i];

	buf_addf(out, "%.*s: %s%s%.*s", FMT(x->path), word_of(x->kind)->word, x->told.n ? ": " : "",
		 FMT(x->told));
	if (x->kind == CHANGE_CRLF && line_ends > 1)
		buf_addf(out, " (and those of %zu more)", line_ends - 1);
	buf_addc(out, '\n');
	if (x->kind == CHANGE_CRLF)
		buf_addf(out, "help: %.*s\n", FMT(help_line_ends(o, c, line_ends, a)));
}

/* A list that people read, but after -v that of all. */
static void print_differences(const struct options *o, const struct compilation *c,
			      size_t line_ends, struct arena *a)
{
	struct buf out = BUF_INIT;
	size_t n = c->changes.n, shown = o->verbose || n <= MOST_SHOWN ? n : MOST_SHOWN;

	for (size_t i = 0; i < shown; i++)
		add_difference(o, &out, c, i, line_ends, a);
	if (shown < n)
		buf_addf(&out, "and %zu more files: -v lists them all\n", n - shown);
	if (n > (line_ends > 0))
		buf_add(&out, S("help: `meshgen render` writes what belongs here, `git add --all` "
				"takes it into the commit\n"));
	print_talk(buf_str(&out));
	buf_release(&out);
}

/* Is the output alone at fault: somebody else's files at paths of ours? */
static bool is_output_at_fault(const struct compilation *c)
{
	for (size_t i = 0; i < c->findings.n; i++) {
		const struct finding *f = c->findings.list[i];

		if (f->severity == SEVERITY_ERROR && f->code != MG0709)
			return false;
	}
	return !c->trouble;
}

/* So that no report takes it for a path from the root on. */
static struct str dump_path(struct str named, struct arena *a)
{
	bool plain = !str_starts(named, S("/")) && !str_starts(named, S("./")) &&
		     !str_starts(named, S("../"));

	return plain ? arena_concat(a, (struct str[]){ S("./"), named }, 2) : named;
}

static int compare_with_dump(const struct options *o, struct arena *a)
{
	struct str path = dump_path(o->against, a);
	struct compilation c = { 0 };
	struct compile_options compile = o->compile;
	struct documents dump = { 0 };
	int status;
	bool compared;

	if (compile.clusters.n != 1)
		return print_usage(o->command->name,
				   S("--against needs one --cluster: a dump is of one cluster"));
	compile.root = root_find(o->operand.n ? o->operand : S("."), a);
	compared = dump_documents(path, compile.root, &c.arena, &c.sources, &c.findings, &dump) &&
		   against_run(&compile, &dump, path, &c);
	status = run_report(o, &c, false);
	if (compared && !c.findings.errors && run_is_watched(o))
		print_talk(S("the cluster has all that render gives\n"));
	compilation_release(&c);
	return compared ? status : EXIT_TROUBLE;
}

int cmd_verify(const struct options *o, struct arena *a)
{
	struct options asked = *o;
	struct compilation c;
	bool ok, compiled, differs;
	size_t line_ends;
	int status;

	if (o->against.n)
		return compare_with_dump(o, a);
	asked.compile.tell_edit = edit_told;
	ok = run_compile(&asked, COMPILE_VERIFY, a, &c);
	compiled = ok || is_output_at_fault(&c);
	differs = !ok || c.changes.n > 0;
	line_ends = fold_changes(&c.changes);
	if (o->format != FORMAT_TEXT)
		add_findings(o, &c, line_ends, a);
	status = run_print_findings(o, &c, false);
	run_print_facts(o, &c);
	if (compiled && o->format == FORMAT_TEXT)
		print_differences(o, &c, line_ends, a);
	if (!differs && run_is_watched(o))
		print_talk(S("the output is what render would write\n"));
	if (status == EXIT_YES)
		status = !compiled ? EXIT_TROUBLE : differs ? EXIT_NO : EXIT_YES;
	compilation_release(&c);
	return status;
}
