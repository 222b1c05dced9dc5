#include "base/embedded.h"
#include "cli/print.h"
#include "cli/run.h"

static const struct str starter = STR("starter/");

/* The path in the new repository; empty for an embedded file of another folder. */
static struct str path_of(const struct embedded *file)
{
	return str_starts(file->path, starter) ? str_from(file->path, starter.n) : S("");
}

static struct str path_below(struct str folder, struct str path, struct arena *a)
{
	return str_eq(folder, S(".")) ? path : arena_fmt(a, "%.*s/%.*s", FMT(folder), FMT(path));
}

/* One finding for all files that init would overwrite. */
static void refuse_existing(struct str folder, struct arena *a, struct findings *found)
{
	const struct embedded *files;
	size_t n = embedded_files(&files);
	struct tree *t = tree_folder_exists(folder) ? tree_open_folder(folder, found) : NULL;
	struct finding *f = NULL;

	for (size_t i = 0; t && i < n; i++) {
		struct str path = path_of(&files[i]), shown = path_below(folder, path, a);

		if (!path.n || tree_same(t, path, files[i].bytes) == TREE_MISSING)
			continue;
		if (f) {
			finding_note_path(f, shown, "this one too");
			continue;
		}
		f = finding_add_path(found, MG0906, shown,
				     "init would write this file, but it is there");
		finding_help(f,
			     "begin in a new folder: `meshgen init FOLDER`; a repository that is "
			     "there needs none of it, at most a meshgen.yaml");
	}
	tree_close(t);
}

static size_t write_starter(struct str folder, struct findings *found)
{
	const struct embedded *files;
	size_t n = embedded_files(&files), written = 0;
	struct out_folder *out = out_open(folder, S(""), found);

	for (size_t i = 0; out && i < n; i++) {
		struct str path = path_of(&files[i]);

		if (path.n && out_write(out, path, files[i].bytes, found))
			written++;
	}
	if (out)
		out_close(out);
	return written;
}

static void print_summary(size_t written, struct str folder)
{
	struct buf out = BUF_INIT;

	buf_addf(&out, "%zu files written; next: `meshgen render %.*s`\n", written, FMT(folder));
	print_talk(buf_str(&out));
	buf_release(&out);
}

int cmd_init(const struct options *o, struct arena *a)
{
	struct str folder = o->operand.n ? o->operand : S(".");
	struct compilation c = { 0 };
	size_t written = 0;
	int status;

	refuse_existing(folder, a, &c.findings);
	if (!c.findings.errors)
		written = write_starter(folder, &c.findings);
	status = c.findings.errors ? EXIT_TROUBLE : EXIT_YES;
	findings_sort(&c.findings, &c.sources);
	run_print_findings(o, &c, true);
	if (status == EXIT_YES && run_is_watched(o))
		print_summary(written, folder);
	findings_release(&c.findings);
	return status;
}
