#include "base/limits.h"
#include "base/system.h"
#include "cli/krm.h"
#include "cli/plugin.h"
#include "cli/print.h"
#include "cli/run.h"
#include "model/generator.h"
#include "tree/root.h"
#include "yaml/write.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

static const struct str input_name = STR("(standard input)");

/* Everything as far as LIMIT_FILE_BYTES. Returns false with errno. */
static bool read_all(int fd, struct buf *ret)
{
	size_t n = CHUNK;
	bool ok = true;

	while (ok && n == CHUNK && ret->n <= LIMIT_FILE_BYTES) {
		ok = read_up_to(fd, buf_room(ret, CHUNK), CHUNK, &n);
		ret->n += ok ? n : 0;
		ret->s[ret->n] = '\0';
	}
	if (ret->n <= LIMIT_FILE_BYTES)
		return ok;
	errno = EFBIG;
	return false;
}

/* A file, or standard input when path is empty. Returns false after a finding. */
static bool read_bytes(struct str path, struct compilation *c, struct str *ret)
{
	int fd = path.n ? open(arena_dup(&c->arena, path).s, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	struct buf bytes = BUF_INIT;
	bool ok = fd >= 0 && read_all(fd, &bytes);

	if (!ok)
		finding_help(finding_add_path(&c->findings, MG0742, path.n ? path : input_name,
					      "%s", system_reason(errno)),
			     "name a file that holds a " GENERATOR_KIND);
	*ret = arena_dup(&c->arena, buf_str(&bytes));
	buf_release(&bytes);
	if (path.n && fd >= 0)
		close(fd);
	return ok;
}

/* The one document of it. Returns false after a finding. */
static bool read_document(struct str path, struct compilation *c, struct node *ret)
{
	struct str shown = path.n ? path : input_name;
	struct documents documents;
	struct str bytes, text;
	uint32_t file;

	if (!read_bytes(path, c, &bytes) ||
	    !yaml_decode(bytes, shown, &c->arena, &c->findings, &text))
		return false;
	file = sources_add(&c->sources, &c->arena, shown, text);
	if (!yaml_read(file, text, &c->arena, &c->findings, &documents))
		return false;
	if (documents.n == 1) {
		*ret = documents.list[0];
		return true;
	}
	finding_help(finding_add(&c->findings, MG0742, place_file(file),
				 "%zu documents instead of one", documents.n),
		     "write one %s", path.n ? GENERATOR_KIND : "ResourceList");
	return false;
}

/* Of a symbolic link nobody knows where it leads. Returns false after a finding. */
static bool is_folder(const struct name *path, struct compilation *c)
{
	struct tree *here = tree_open_folder(S("."), &c->findings);
	enum entry_kind kind;
	bool ok = here && tree_kind(here, path->text, &kind) && kind == ENTRY_FOLDER;

	if (here && !ok)
		finding_help(finding_add(&c->findings, MG0741, path->place, "'%.*s' is no folder",
					 FMT(path->text)),
			     "name a folder below that of the kustomization, not by a link");
	tree_close(here);
	return ok;
}

/* Prints the objects that a document asks for, or only findings. */
static void generate(const struct options *o, const struct node *doc, struct compilation *c)
{
	struct str text = source_at(&c->sources, doc->file).text;
	struct options asked = *o;
	struct generator g = { 0 };

	if (!generator_read(doc, text, &c->arena, &c->findings, &g) ||
	    (g.path.text.n && !is_folder(&g.path, c)))
		return;
	asked.compile.root = root_find(g.path.text.n ? g.path.text : S("."), &c->arena);
	run_stream(&asked, g.cluster, plugin_tree(g.only.text), c);
}

/*
 * kustomize gives a transformer the resources through a pipe, a generator nothing, and would
 * drop those that do not come back. Returns false after a finding.
 */
static bool is_run_as_generator(struct compilation *c)
{
	struct buf resources = BUF_INIT;
	struct stat st;
	bool ok = fstat(STDIN_FILENO, &st) != 0 || !S_ISFIFO(st.st_mode) ||
		  !read_all(STDIN_FILENO, &resources) || !resources.n;

	buf_release(&resources);
	if (!ok)
		finding_help(finding_add_path(&c->findings, MG0744, input_name,
					      "resources come in, and would not go out again"),
			     "name the " GENERATOR_KIND " under generators, not under "
			     "transformers or validators");
	return ok;
}

static int exec_plugin(const struct options *o, struct compilation *c)
{
	struct node config;

	if ((!o->by_kind || is_run_as_generator(c)) && read_document(o->operand, c, &config))
		generate(o, &config, c);
	findings_sort(&c->findings, &c->sources);
	return run_report(o, c, true);
}

static int print_list(const struct resource_list *l, const struct documents *objects,
		      struct compilation *c)
{
	struct report report = { &c->findings, &c->sources, c->root, S("") };
	struct node list = resource_list_with(l, objects, &report, &c->arena);
	struct buf out = BUF_INIT;
	int status;

	yaml_write(&out, &list);
	status = print_data(buf_str(&out));
	buf_release(&out);
	return status;
}

/* A list that came in goes out again, also after a mistake: then with results alone. */
static int krm_function(const struct options *o, struct compilation *c)
{
	struct options asked = *o;
	struct buf stream = BUF_INIT;
	struct documents objects = { 0 };
	struct resource_list l;
	struct node input;
	bool is_list =
		read_document(S(""), c, &input) && resource_list_of(&input, &c->findings, &l);
	int status;

	asked.compile.stream = &stream;
	if (is_list && resource_list_check(&l, &c->findings))
		generate(&asked, l.config, c);
	if (!c->findings.errors)
		yaml_read(0, buf_str(&stream), &c->arena, &c->findings, &objects);
	findings_sort(&c->findings, &c->sources);
	status = run_print_findings(o, c, true);
	if (status == EXIT_YES && is_list)
		status = print_list(&l, &objects, c);
	buf_release(&stream);
	return status == EXIT_YES ? run_status(c) : status;
}

int cmd_kustomize(const struct options *o, struct arena *a)
{
	struct compilation c = { 0 };
	int status;

	(void)a;
	if (!o->operand.n && isatty(STDIN_FILENO))
		return print_usage(o->command->name,
				   S("CONFIG is missing, and standard input is a terminal"));
	status = o->operand.n ? exec_plugin(o, &c) : krm_function(o, &c);
	compilation_release(&c);
	return status;
}
