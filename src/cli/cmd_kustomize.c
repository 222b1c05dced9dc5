#include "base/limits.h"
#include "base/system.h"
#include "cli/plugin.h"
#include "cli/run.h"
#include "model/generator.h"
#include "tree/root.h"
#include "yaml/read.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

/* Everything as far as LIMIT_FILE_BYTES. Returns false with errno. */
static bool read_all(int fd, struct buf *ret)
{
	size_t n = CHUNK;
	bool ok = true;

	while (ok && n == CHUNK && ret->n <= LIMIT_FILE_BYTES) {
		ok = read_up_to(fd, buf_room(ret, CHUNK), CHUNK, &n);
		ret->n += ok ? n : 0;
	}
	if (ret->n <= LIMIT_FILE_BYTES)
		return ok;
	errno = EFBIG;
	return false;
}

static bool read_config(struct str path, struct compilation *c, struct str *ret)
{
	int fd = open(arena_dup(&c->arena, path).s, O_RDONLY | O_CLOEXEC);
	struct buf bytes = BUF_INIT;
	bool ok = fd >= 0 && read_all(fd, &bytes);

	if (!ok)
		finding_help(
			finding_add_path(&c->findings, MG0742, path, "%s", system_reason(errno)),
			"name a file that holds a " GENERATOR_KIND);
	*ret = arena_dup(&c->arena, buf_str(&bytes));
	buf_release(&bytes);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* Returns false after a finding. */
static bool read_generator(struct str path, struct compilation *c, struct generator *ret)
{
	struct documents documents;
	struct str bytes, text;
	uint32_t file;

	if (!read_config(path, c, &bytes) ||
	    !yaml_decode(bytes, path, &c->arena, &c->findings, &text))
		return false;
	file = sources_add(&c->sources, &c->arena, path, text);
	if (!yaml_read(file, text, &c->arena, &c->findings, &documents))
		return false;
	if (documents.n == 1)
		return generator_read(&documents.list[0], text, &c->arena, &c->findings, ret);
	finding_help(finding_add(&c->findings, MG0742, place_file(file),
				 "the file holds %zu documents", documents.n),
		     "write one, of kind " GENERATOR_KIND);
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

/* What the generator asks for, as options would. Returns false after a finding. */
static bool take_generator(const struct generator *g, struct compilation *c,
			   struct compile_options *ret)
{
	struct str only = g->only.text.n ? g->only.text : tree_name(TREE_ISTIO);

	if (g->path.text.n && !is_folder(&g->path, c))
		return false;
	ret->root = root_find(g->path.text.n ? g->path.text : S("."), &c->arena);
	ret->mode = COMPILE_RENDER;
	ret->output = S("-");
	ret->trees = plugin_tree(only);
	ret->clusters.list = ARENA_ARRAY(&c->arena, 1, struct name);
	ret->clusters.list[ret->clusters.n++] = g->cluster;
	return true;
}

int cmd_kustomize(const struct options *o, struct arena *a)
{
	struct options asked = *o;
	struct compilation c = { 0 };
	struct generator g = { 0 };
	int status;

	(void)a;
	if (read_generator(o->operand, &c, &g) && take_generator(&g, &c, &asked.compile) &&
	    compile(&asked.compile, &c) && !c.n_files)
		run_refuse_empty(&asked.compile, &c);
	findings_sort(&c.findings, &c.sources);
	status = run_print_findings(&asked, &c, true);
	if (status == EXIT_YES)
		status = run_status(&c);
	compilation_release(&c);
	return status;
}
