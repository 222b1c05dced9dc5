#include "emit.h"

#include "base/limits.h"
#include "base/workers.h"
#include "yaml/write.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum pass { PASS_COMPARE, PASS_WRITE, PASS_STREAM };

/* Of one run over the clusters, shared by all workers. */
struct run {
	struct emission *emission;
	enum pass pass;
	struct lane *first; /* the lane that tells the progress */
	atomic_size_t done;
};

/* The state of one worker. */
struct lane {
	struct run *run;
	struct arena arena; /* of the cluster at hand */
	struct arena kept;  /* of the changes, until the end of the run */
	struct findings findings;
	struct changes changes;
	size_t n_changes, n_files;
	struct buf bytes; /* the printed files of the cluster, or of a chunk of a stream */
	struct outputs outputs;
	size_t outputs_cap;
};

/* The trees of the output folder, each with a folder a cluster. */
static const struct tree_folder {
	struct str name;
	unsigned tree;
} tree_folders[] = {
	{ STR("istio"), TREE_ISTIO },
	{ STR("manifestwork"), TREE_MANIFESTWORK },
};
enum { N_TREES = sizeof(tree_folders) / sizeof(*tree_folders) };

static void print_file(struct buf *out, const struct file *f)
{
	buf_add(out, S(OUT_MARKER "\n"));
	yaml_write(out, &f->node);
}

/* Prints all files one behind the other; outputs are slices of that text. */
static void print_files(struct lane *l, const struct files *files)
{
	size_t *ends = ARENA_ARRAY(&l->arena, files->n, size_t);
	size_t begin = 0;

	buf_truncate(&l->bytes, 0);
	l->outputs = (struct outputs){ .list = ARENA_ARRAY(&l->arena, files->n, struct output),
				       .n = files->n };
	for (size_t i = 0; i < files->n; i++) {
		print_file(&l->bytes, &files->list[i]);
		ends[i] = l->bytes.n;
	}
	for (size_t i = 0; i < files->n; i++) {
		struct str parts[] = { l->run->emission->below, files->list[i].path };
		struct str path = parts[0].n ? arena_concat(&l->arena, parts, 2) : parts[1];

		l->outputs.list[i] =
			(struct output){ path, { l->bytes.s + begin, ends[i] - begin } };
		begin = ends[i];
	}
}

/* The folders of a cluster in which a file that nobody wants is extra. */
static size_t folders_of(const struct emission *e, struct str cluster, struct arena *a,
			 struct str folders[N_TREES])
{
	for (size_t i = 0; i < N_TREES; i++)
		folders[i] = arena_fmt(a, "%.*s%.*s/%.*s", FMT(e->below), FMT(tree_folders[i].name),
				       FMT(cluster));
	return e->prune ? N_TREES : 0;
}

static void keep_change(struct lane *l, const struct change *change)
{
	struct changes *all = &l->changes;
	const struct compile_options *o = l->run->emission->options;

	l->n_changes++;
	if (!o->keep_changes && o->mode != COMPILE_VERIFY)
		return;
	all->list = arena_grow(&l->kept, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct change){ change->kind, arena_dup(&l->kept, change->path) };
}

static void report_foreign(struct lane *l, const struct change *change)
{
	finding_help(
		finding_add_path(&l->findings, MG0709, change->path,
				 "the file is not meshgen's, but a generated one belongs here"),
		"move it away, or choose another output folder; meshgen knows its files by "
		"their first line");
}

/* Every path that is not there yet, when nothing is committed. */
static void all_missing(struct lane *l, struct changes *ret)
{
	ret->list = ARENA_ARRAY(&l->arena, l->outputs.n, struct change);
	for (ret->n = 0; ret->n < l->outputs.n; ret->n++)
		ret->list[ret->n] = (struct change){ CHANGE_MISSING, l->outputs.list[ret->n].path };
}

static void compare(struct lane *l, struct str cluster, struct changes *ret)
{
	struct emission *e = l->run->emission;
	struct str folders[N_TREES];
	size_t n = folders_of(e, cluster, &l->arena, folders);

	if (e->committed)
		out_compare(e->committed, &l->outputs, folders, n, &l->arena, &l->findings, ret);
	else
		all_missing(l, ret);
}

static struct str bytes_of(const struct outputs *all, struct str path)
{
	size_t low = 0, high = all->n;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(path, all->list[middle].path) < 0)
			high = middle;
		else
			low = middle;
	}
	return all->list[low].bytes;
}

static void write_changes(struct lane *l, const struct changes *changes)
{
	struct out_folder *folder = l->run->emission->folder;

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *x = &changes->list[i];
		bool ok = x->kind == CHANGE_EXTRA
				  ? out_remove(folder, x->path, &l->findings)
				  : out_write(folder, x->path, bytes_of(&l->outputs, x->path),
					      &l->findings);

		if (!ok)
			return;
		keep_change(l, x);
	}
}

static void compare_or_write(struct lane *l, size_t index, struct str cluster,
			     const struct files *files)
{
	struct emission *e = l->run->emission;
	struct changes changes = { 0 };

	print_files(l, files);
	compare(l, cluster, &changes);
	if (l->run->pass == PASS_WRITE) {
		write_changes(l, &changes);
		return;
	}
	e->differs[index] = changes.n > 0;
	for (size_t i = 0; i < changes.n; i++) {
		if (changes.list[i].kind == CHANGE_FOREIGN)
			report_foreign(l, &changes.list[i]);
		if (e->options->mode == COMPILE_VERIFY)
			keep_change(l, &changes.list[i]);
	}
}

/* Kustomizations are for folders: in a stream they would be no objects. */
static void print_stream(struct lane *l, const struct files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		if (files->list[i].is_kustomization)
			continue;
		buf_add(&l->bytes, S("---\n"));
		print_file(&l->bytes, &files->list[i]);
	}
}

static void do_cluster(struct lane *l, size_t index)
{
	struct emission *e = l->run->emission;
	const struct cluster *cluster = &e->fleet->clusters[e->chosen[index]];
	struct objects objects;
	struct files files = { 0 };

	if (!render_cluster(e->renderer, e->fleet, cluster, &l->arena, &l->findings, &objects) ||
	    !pack_cluster(e->renderer, cluster->name, &objects, e->options->trees, &l->arena,
			  &l->findings, &files))
		return;
	if (l->run->pass == PASS_COMPARE)
		l->n_files += files.n;
	if (l->run->pass == PASS_STREAM)
		print_stream(l, &files);
	else if (e->differs)
		compare_or_write(l, index, cluster->name, &files);
}

static void tell_progress(struct lane *l, size_t n)
{
	const struct emission *e = l->run->emission;
	size_t done = atomic_fetch_add(&l->run->done, n) + n;

	if (l == l->run->first && e->options->progress)
		e->options->progress(e->options->progress_arg, done, e->n_chosen);
}

static void do_chunk(void *arg, size_t chunk, size_t first, size_t end)
{
	struct lane *l = arg;
	struct emission *e = l->run->emission;

	for (size_t i = first; i < end && l->findings.errors < LIMIT_ERRORS; i++) {
		if (l->run->pass == PASS_WRITE && !e->differs[i])
			continue;
		do_cluster(l, i);
		arena_reset(&l->arena);
	}
	if (l->run->pass == PASS_STREAM) {
		stream_put(e->stream, chunk, buf_str(&l->bytes));
		buf_truncate(&l->bytes, 0);
	}
	tell_progress(l, end - first);
}

static void add_changes(struct compilation *c, const struct changes *from)
{
	struct changes *all = &c->changes;

	for (size_t i = 0; i < from->n; i++) {
		all->list = arena_grow(&c->arena, all->list, all->n, &all->cap, sizeof(*all->list));
		all->list[all->n++] = (struct change){ from->list[i].kind,
						       arena_dup(&c->arena, from->list[i].path) };
	}
}

static int by_path(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

static void finish_lane(struct lane *l, struct compilation *c)
{
	findings_take(&c->findings, &l->findings);
	add_changes(c, &l->changes);
	c->n_changes += l->n_changes;
	c->n_files += l->n_files;
	findings_release(&l->findings);
	buf_release(&l->bytes);
	arena_release(&l->arena);
	arena_release(&l->kept);
}

static void run_pass(struct emission *e, enum pass pass, struct compilation *c)
{
	unsigned k = workers_count(e->options->workers, e->n_chosen);
	struct arena scratch = { 0 };
	struct lane *lanes = ARENA_ARRAY(&scratch, k, struct lane);
	struct run run = { .emission = e, .pass = pass, .first = lanes };

	for (unsigned i = 0; i < k; i++)
		lanes[i] = (struct lane){ .run = &run, .bytes = BUF_INIT };
	workers_run(k, e->n_chosen, lanes, sizeof(*lanes), do_chunk);
	for (unsigned i = 0; i < k; i++)
		finish_lane(&lanes[i], c);
	if (c->changes.n)
		qsort(c->changes.list, c->changes.n, sizeof(*c->changes.list), by_path);
	arena_release(&scratch);
}

void emit_compare(struct emission *e, struct compilation *c)
{
	run_pass(e, PASS_COMPARE, c);
}

void emit_stream(struct emission *e, struct compilation *c)
{
	e->stream = stream_open(STDOUT_FILENO);
	run_pass(e, PASS_STREAM, c);
	stream_close(e->stream, &c->findings);
}

static bool is_in_fleet(void *arg, struct str name)
{
	const struct emission *e = arg;
	const struct cluster *c = fleet_cluster(e->fleet, name);

	for (size_t i = 0; c && i < c->n_meshes; i++)
		if (!mesh_is_discovered(&e->fleet->meshes[c->first_mesh + i]))
			return true;
	return false;
}

static bool may_destroy(const struct names *allowed, struct str cluster)
{
	for (size_t i = 0; i < allowed->n; i++)
		if (str_eq(allowed->list[i].text, S("all")) ||
		    str_eq(allowed->list[i].text, cluster))
			return true;
	return false;
}

static void report_vanished(struct compilation *c, struct str folder, struct str cluster)
{
	finding_help(finding_add_path(&c->findings, MG0708, folder,
				      "cluster '%.*s' has no mesh any more, and its files would be "
				      "removed",
				      FMT(cluster)),
		     "if the cluster shall lose its mesh, say so: --allow-destroy=%.*s",
		     FMT(cluster));
}

/* The folder of one cluster that vanished. */
static void do_vanished(struct emission *e, struct compilation *c, struct str folder, bool remove)
{
	struct outputs none = { 0 };
	struct changes extra = { 0 };
	size_t slash = folder.n;

	while (slash && folder.s[slash - 1] != '/')
		slash--;
	if (e->options->mode != COMPILE_VERIFY && !remove) {
		if (!may_destroy(&e->options->allow_destroy, str_from(folder, slash)))
			report_vanished(c, folder, str_from(folder, slash));
		return;
	}
	out_compare(e->committed, &none, &folder, 1, &c->arena, &c->findings, &extra);
	for (size_t i = 0; remove && i < extra.n; i++)
		if (!out_remove(e->folder, extra.list[i].path, &c->findings))
			return;
	c->n_changes += extra.n;
	add_changes(c, &extra);
}

void emit_vanished(struct emission *e, struct compilation *c, bool remove)
{
	for (size_t i = 0; e->committed && i < N_TREES; i++) {
		struct str below =
			arena_fmt(&c->arena, "%.*s%.*s", FMT(e->below), FMT(tree_folders[i].name));
		struct entries gone = { 0 };

		out_vanished(e->committed, below, is_in_fleet, e, &c->arena, &c->findings, &gone);
		for (size_t k = 0; k < gone.n; k++)
			do_vanished(e, c, gone.list[k].path, remove);
	}
	if (c->changes.n)
		qsort(c->changes.list, c->changes.n, sizeof(*c->changes.list), by_path);
}

void emit_write(struct emission *e, struct compilation *c)
{
	run_pass(e, PASS_WRITE, c);
	if (e->prune && !c->findings.errors)
		emit_vanished(e, c, true);
}

/* What render_cluster evaluates, printed as a stream of {template, cluster, context or object}. */
struct dump {
	struct arena arena;
	struct buf bytes;
	struct str cluster;
	bool objects;
};

static void see(void *arg, struct str template, const struct node *context,
		const struct node *object)
{
	struct dump *d = arg;
	struct map_builder m = { 0 };
	struct node doc;

	map_put_str(&m, &d->arena, S("template"), template);
	map_put_str(&m, &d->arena, S("cluster"), d->cluster);
	map_put(&m, &d->arena, d->objects ? S("object") : S("context"),
		d->objects ? *object : *context);
	doc = map_done(&m);
	buf_add(&d->bytes, S("---\n"));
	yaml_write(&d->bytes, &doc);
}

void emit_dump(struct emission *e, struct compilation *c)
{
	struct dump d = { .bytes = BUF_INIT, .objects = e->options->mode == COMPILE_DUMP_OBJECTS };
	struct render_watch watch = { see, &d };
	const struct renderer *renderer = render_watched(e->renderer, &watch, &c->arena);
	struct objects objects;
	struct files files;

	e->stream = stream_open(STDOUT_FILENO);
	for (size_t i = 0; i < e->n_chosen; i++) {
		const struct cluster *cluster = &e->fleet->clusters[e->chosen[i]];

		d.cluster = cluster->name;
		if (render_cluster(renderer, e->fleet, cluster, &d.arena, &c->findings, &objects))
			pack_cluster(renderer, cluster->name, &objects, e->options->trees, &d.arena,
				     &c->findings, &files);
		stream_put(e->stream, i, buf_str(&d.bytes));
		buf_truncate(&d.bytes, 0);
		arena_reset(&d.arena);
	}
	stream_close(e->stream, &c->findings);
	buf_release(&d.bytes);
	arena_release(&d.arena);
}
