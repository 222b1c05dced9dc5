#include "emit.h"

#include "base/limits.h"
#include "base/workers.h"
#include "out/chunks.h"
#include "pack/apply.h"
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
	atomic_bool failed; /* a file could not be written: nor will the next */
};

/* The state of one worker. */
struct lane {
	struct run *run;
	struct arena arena; /* of the cluster at hand */
	struct memo memo;
	struct arena kept; /* of the changes, until the end of the run */
	struct findings findings;
	struct changes changes;
	size_t n_unlisted; /* changes that nobody wants listed */
	size_t n_files;
	struct buf bytes; /* the printed files of the cluster, or of a chunk of a stream */
	struct outputs outputs;
	unsigned trees; /* of the cluster: pack_trees */
	struct chunk_log log;
};

static void print_file(struct buf *out, const struct file *f)
{
	if (f->form == FILE_BARE) {
		buf_add(out, f->text);
		return;
	}
	buf_add(out, f->form == FILE_LUA ? S("-- " OUT_MARKER_TEXT "\n") : S(OUT_MARKER "\n"));
	if (f->form == FILE_LUA)
		buf_add(out, f->text);
	else if (f->form != FILE_MARKER)
		yaml_write(out, &f->node);
}

/* Prints all files one behind the other; outputs are slices of that text. */
static void print_files(struct lane *l, const struct files *files)
{
	size_t *ends = ARENA_ARRAY(&l->arena, files->n, size_t);
	size_t begin = 0;

	buf_truncate(&l->bytes, 0);
	l->outputs = (struct outputs){ .list = ARENA_ARRAY(&l->arena, files->n, struct wanted),
				       .n = files->n };
	for (size_t i = 0; i < files->n; i++) {
		print_file(&l->bytes, &files->list[i]);
		ends[i] = l->bytes.n;
	}
	for (size_t i = 0; i < files->n; i++) {
		l->outputs.list[i] = (struct wanted){ files->list[i].path,
						      { l->bytes.s + begin, ends[i] - begin } };
		begin = ends[i];
	}
}

/*
 * The folders of a cluster in which a file that nobody wants is extra: of the trees
 * that are there, or that the cluster is in.
 */
static size_t folders_of(const struct emission *e, struct str cluster, unsigned trees,
			 struct arena *a, struct str folders[N_TREES])
{
	size_t n = 0;

	for (unsigned i = 0; e->prune && i < N_TREES; i++) {
		unsigned tree = 1u << i;

		if (tree & (trees | e->committed_trees))
			folders[n++] = pack_folder(e->packing.below, (enum trees)tree, cluster, a);
	}
	return n;
}

static void keep_change(struct lane *l, const struct change *change)
{
	struct changes *all = &l->changes;
	const struct compile_options *o = l->run->emission->options;

	if (!o->keep_changes && o->mode != COMPILE_VERIFY) {
		l->n_unlisted++;
		return;
	}
	all->list = arena_grow(&l->kept, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct change){ change->kind, arena_dup(&l->kept, change->path),
					       arena_dup(&l->kept, change->told) };
}

/* Every path that is not there yet, when nothing is committed. */
static void all_missing(struct lane *l, struct changes *ret)
{
	ret->list = ARENA_ARRAY(&l->arena, l->outputs.n, struct change);
	for (ret->n = 0; ret->n < l->outputs.n; ret->n++)
		ret->list[ret->n] = (struct change){ .kind = CHANGE_MISSING,
						     .path = l->outputs.list[ret->n].path };
}

static void compare(struct lane *l, const struct str *folders, size_t n, struct changes *ret)
{
	struct emission *e = l->run->emission;

	if (e->committed)
		out_compare(e->committed, &l->outputs, folders, n, &l->arena, &l->findings, ret);
	else
		all_missing(l, ret);
}

/* The path is one of the cluster's. */
static struct str bytes_of(const struct outputs *all, struct str path)
{
	return wanted_find(all->list, all->n, path)->bytes;
}

/* Returns false after a finding: what was no foreign file in the dry pass may be one now. */
static bool write_file(struct lane *l, const struct change *change)
{
	const struct emission *e = l->run->emission;

	if (change->kind == CHANGE_FOREIGN) {
		out_report_foreign(e->committed, change->path, &l->arena, &l->findings);
		return false;
	}
	return out_write(e->folder, change->path, bytes_of(&l->outputs, change->path),
			 &l->findings);
}

/*
 * The file that says whose the bare ones of its folder are (pack/bare.h) is the first
 * there: it comes first and goes last.
 */
static void write_changes(struct lane *l, const struct changes *changes)
{
	bool ok = true;

	for (size_t i = 0; ok && i < changes->n; i++)
		if (changes->list[i].kind != CHANGE_EXTRA)
			ok = write_file(l, &changes->list[i]);
	ok = ok && remove_extra(l->run->emission->folder, changes, &l->findings);
	for (size_t i = 0; ok && i < changes->n; i++)
		keep_change(l, &changes->list[i]);
	if (!ok)
		atomic_store(&l->run->failed, true);
}

static void tell_edit(struct lane *l, struct change *change)
{
	const struct emission *e = l->run->emission;
	struct str found;

	if (e->options->tell_edit && change->kind == CHANGE_EDITED &&
	    tree_read_start(e->committed, change->path, LIMIT_FILE_BYTES, &l->arena, &found))
		change->told = e->options->tell_edit(
			change->path, bytes_of(&l->outputs, change->path), found, &l->arena);
}

/* The files of a cluster or of the fleet, and the n folders that are its own. */
static void compare_or_write(struct lane *l, size_t index, const struct files *files,
			     const struct str *folders, size_t n, struct changes *ret)
{
	struct emission *e = l->run->emission;

	if (l->run->pass == PASS_COMPARE && e->folder_is_new) {
		e->differs[index] = true;
		return;
	}
	print_files(l, files);
	compare(l, folders, n, ret);
	if (l->run->pass == PASS_WRITE) {
		write_changes(l, ret);
		return;
	}
	e->differs[index] = ret->n > 0;
	for (size_t i = 0; i < ret->n; i++) {
		if (ret->list[i].kind == CHANGE_FOREIGN)
			out_report_foreign(e->committed, ret->list[i].path, &l->arena,
					   &l->findings);
		if (e->options->mode != COMPILE_VERIFY)
			continue;
		tell_edit(l, &ret->list[i]);
		keep_change(l, &ret->list[i]);
	}
}

/* Kustomizations are for folders: in a stream they would be no objects. */
static void print_stream(struct lane *l, const struct files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		if (files->list[i].form == FILE_KUSTOMIZATION)
			continue;
		buf_add(&l->bytes, S("---\n"));
		print_file(&l->bytes, &files->list[i]);
	}
}

/* The files of a cluster in all trees that are wanted. Returns false after a finding. */
static bool make_files(struct lane *l, const struct rendering *r, const struct cluster *cluster,
		       struct files *ret)
{
	const struct emission *e = l->run->emission;
	bool is_first = l->run->pass == PASS_COMPARE;
	unsigned tree = apply_tree(e->config, cluster);
	struct cacerts_list cacerts;
	struct objects objects;

	if (!cacerts_read(e->trust, e->fleet, cluster, is_first, &l->arena, &l->findings,
			  &cacerts) ||
	    !render_cluster(r, e->fleet, cluster, &cacerts, &objects) ||
	    !pack_cluster(r, &e->packing, cluster->at->text, &objects, &cacerts, ret))
		return false;
	l->trees = pack_trees(&cacerts) | tree;
	return !(e->packing.trees & tree) ||
	       apply_cluster(r, e->packing.below, cluster, e->config, &objects, &cacerts, ret);
}

/* What has no place of its own, as an output whose name is too long, has at least the cluster's. */
static void note_cluster(struct findings *found, size_t before, const struct name *cluster)
{
	for (size_t i = before; i < found->n; i++)
		if (!found->list[i]->place.file)
			finding_note(found->list[i], cluster->place, "of cluster '%.*s', here",
				     FMT(cluster->text));
}

static void do_cluster(struct lane *l, size_t index)
{
	struct emission *e = l->run->emission;
	const struct cluster *cluster = chosen_cluster(e->fleet, &e->chosen, index);
	struct rendering r = { e->renderer, &l->memo, &l->arena, &l->findings };
	size_t before = l->findings.n;
	struct files files = { 0 };
	struct changes changes = { 0 };
	struct str folders[N_TREES], name = cluster->at->text;

	if (!make_files(l, &r, cluster, &files)) {
		note_cluster(&l->findings, before, cluster->at);
		return;
	}
	if (l->run->pass == PASS_COMPARE)
		l->n_files += files.n;
	if (l->run->pass == PASS_STREAM) {
		print_stream(l, &files);
	} else if (e->differs) {
		size_t n = folders_of(e, name, l->trees, &l->arena, folders);

		compare_or_write(l, index, &files, folders, n, &changes);
		if (l->run->pass == PASS_COMPARE)
			warn_stranded(&changes, name, &l->arena, &l->findings);
	}
}

/* What is of no cluster alone: apply/argocd/. */
static void do_fleet(struct lane *l, size_t index)
{
	struct emission *e = l->run->emission;
	struct rendering r = { e->renderer, NULL, &l->arena, &l->findings };
	struct str folder = pack_tree(e->packing.below, TREE_ARGOCD, &l->arena);
	struct files files = { 0 };
	struct changes changes = { 0 };

	if (!apply_fleet(&r, e->packing.below, e->fleet, e->config, &files))
		return;
	if (l->run->pass == PASS_COMPARE)
		l->n_files += files.n;
	if (e->differs)
		compare_or_write(l, index, &files, &folder, e->prune, &changes);
}

/* The clusters that are chosen, and behind them the fleet. */
static size_t count_numbers(const struct emission *e)
{
	return e->chosen.n + e->has_fleet;
}

static void tell_progress(struct lane *l, size_t n)
{
	const struct emission *e = l->run->emission;
	size_t done = atomic_fetch_add(&l->run->done, n) + n;

	if (l == l->run->first && e->options->progress)
		e->options->progress(e->options->progress_arg, done, count_numbers(e));
}

static bool is_due(const struct lane *l, size_t index)
{
	if (l->run->pass != PASS_WRITE)
		return true;
	return l->run->emission->differs[index] && !atomic_load(&l->run->failed);
}

/* A chunk is done whole or not at all, so that what is found does not depend on the workers. */
static void do_clusters(struct lane *l, size_t chunk, size_t first, size_t end)
{
	size_t errors = l->findings.errors;

	for (size_t i = first; i < end && errors < LIMIT_ERRORS; i++) {
		if (!is_due(l, i))
			continue;
		if (i < l->run->emission->chosen.n)
			do_cluster(l, i);
		else
			do_fleet(l, i);
		arena_reset(&l->arena);
		memo_trim(&l->memo);
	}
	chunk_log_add(&l->log, (struct chunk_end){ chunk, l->findings.errors - errors,
						   l->findings.n, l->changes.n });
}

static void do_chunk(void *arg, size_t chunk, size_t first, size_t end)
{
	struct lane *l = arg;
	struct emission *e = l->run->emission;

	do_clusters(l, chunk, first, end);
	if (l->run->pass == PASS_STREAM) {
		stream_put(e->stream, chunk, buf_str(&l->bytes));
		buf_truncate(&l->bytes, 0);
	}
	tell_progress(l, end - first);
}

/*
 * What is found behind the chunk with which LIMIT_ERRORS is reached depends on the
 * number of workers.
 */
static void cut_lanes(struct lane *lanes, unsigned k)
{
	struct chunk_log log = { 0 };
	size_t last;

	for (unsigned i = 0; i < k; i++)
		chunk_log_join(&log, &lanes[i].log);
	last = chunk_log_last(&log, LIMIT_ERRORS);
	for (unsigned i = 0; i < k; i++) {
		struct chunk_end end = chunk_log_at(&lanes[i].log, last);

		findings_truncate(&lanes[i].findings, end.findings);
		lanes[i].changes.n = end.changes;
	}
	chunk_log_release(&log);
}

static void finish_lane(struct lane *l, struct compilation *c)
{
	findings_take(&c->findings, &l->findings);
	compilation_add(c, &l->changes);
	c->n_changes += l->n_unlisted;
	c->n_files += l->n_files;
	findings_release(&l->findings);
	chunk_log_release(&l->log);
	buf_release(&l->bytes);
	arena_release(&l->arena);
	memo_release(&l->memo);
	arena_release(&l->kept);
}

static void run_pass(struct emission *e, enum pass pass, struct compilation *c)
{
	size_t n = count_numbers(e);
	unsigned k = workers_count(e->options->workers, n, WORKERS_CHUNK);
	struct arena scratch = { 0 };
	struct lane *lanes = ARENA_ARRAY(&scratch, k, struct lane);
	struct run run = { .emission = e, .pass = pass, .first = lanes };

	for (unsigned i = 0; i < k; i++) {
		lanes[i] = (struct lane){ .run = &run, .memo = MEMO_INIT, .bytes = BUF_INIT };
		findings_raise_as(&lanes[i].findings, c->findings.raised);
	}
	workers_run(k, n, WORKERS_CHUNK, lanes, sizeof(*lanes), do_chunk);
	if (pass == PASS_COMPARE)
		cut_lanes(lanes, k);
	for (unsigned i = 0; i < k; i++)
		finish_lane(&lanes[i], c);
	arena_release(&scratch);
}

void emit_compare(struct emission *e, struct compilation *c)
{
	run_pass(e, PASS_COMPARE, c);
}

void emit_stream(struct emission *e, struct compilation *c)
{
	e->stream = stream_open(STDOUT_FILENO, e->options->stream);
	run_pass(e, PASS_STREAM, c);
	stream_close(e->stream, &c->findings);
}

void emit_write(struct emission *e, struct compilation *c)
{
	run_pass(e, PASS_WRITE, c);
	if (e->prune && !c->findings.errors)
		emit_vanished(e, c, true);
}
