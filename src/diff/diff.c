#include "diff/diff.h"

#include "base/limits.h"
#include "base/workers.h"
#include "out/chunks.h"
#include "pack/apply.h"

#include <stdatomic.h>
#include <string.h>

/* One of the two inputs. */
struct side {
	struct str from;
	struct str label; /* before the paths of its findings: "HEAD:", empty for the work tree */
	struct input input;
	struct renderer *renderer;
	bool raised[CODE_COUNT]; /* warnings that its Config makes errors */
};

/* A cluster on both sides; NULL where it is not. */
struct pair {
	const struct cluster *old, *new;
};

/* Of one run over the clusters, shared by all workers. */
struct run {
	const struct diff_options *options;
	struct side old, new;
	struct pair *pairs; /* parallel to diff.clusters */
	struct diff *diff;
	struct lane *first; /* the lane that tells the progress */
	atomic_size_t done;
};

/* The state of one worker. */
struct lane {
	struct run *run;
	struct arena arena;            /* of the cluster at hand */
	struct memo memo, memo_of_new; /* the second one if the sides give other objects */
	struct findings findings;
	struct tally tally;
	struct chunk_log log;
};

static void label_path(const struct side *s, struct str *path, struct arena *a)
{
	if (path->n && s->label.n)
		*path = arena_concat(a, (struct str[]){ s->label, *path }, 2);
}

/* From the first finding on, paths say which side they are of; sources do so already. */
static void label_findings(const struct side *s, struct findings *found, size_t first)
{
	for (size_t i = first; i < found->n; i++) {
		label_path(s, &found->list[i]->path, &found->arena);
		for (struct note *n = found->list[i]->notes; n; n = n->next)
			label_path(s, &n->path, &found->arena);
	}
}

static void label_sources(const struct side *s, struct sources *all, size_t first, struct arena *a)
{
	for (size_t i = first; i < all->n; i++)
		label_path(s, &all->list[i].path, a);
}

static void open_renderer(struct side *s, const struct side *other, struct compilation *c)
{
	const struct config *config = &s->input.model.config;
	const struct config *others = other ? &other->input.model.config : NULL;
	struct str templates = config->templates.text;

	if (others && !templates.n && !others->templates.text.n &&
	    config->appliers == others->appliers)
		s->renderer = other->renderer;
	else
		s->renderer =
			render_open(s->input.tree, templates, &c->arena, &c->sources, &c->findings);
}

/* Everything up to the templates, with findings apart from those of the other side. */
static void compile_side(const struct diff_options *o, struct side *s, const struct side *other,
			 struct compilation *c)
{
	struct compile_options options = o->compile;
	struct findings earlier = c->findings;
	size_t first = c->sources.n;

	c->findings = (struct findings){ 0 };
	options.from = s->from;
	options.lenient = !other;
	if (!str_eq(s->from, S("worktree")))
		s->label = arena_concat(&c->arena, (struct str[]){ s->from, S(":") }, 2);
	if (compile_fleet(&options, c, &s->input) && compile_trust(&options, c, &s->input))
		open_renderer(s, other, c);
	memcpy(s->raised, c->findings.raised, sizeof(s->raised));
	if (s->input.tree)
		label_findings(s, &c->findings, 0);
	label_sources(s, &c->sources, first, &c->arena);
	findings_take(&earlier, &c->findings);
	c->findings = earlier;
}

/* The clusters of both sides, each once. */
static void pair_clusters(struct run *run, struct diff *d)
{
	const struct fleet *old = &run->old.input.fleet, *new = &run->new.input.fleet;
	const struct names *wanted = &run->options->compile.clusters;
	struct arena *a = &d->compilation.arena;
	size_t i = 0, k = 0;

	d->clusters = ARENA_ARRAY(a, old->n_clusters + new->n_clusters, struct compared);
	run->pairs = ARENA_ARRAY(a, old->n_clusters + new->n_clusters, struct pair);
	while (i < old->n_clusters || k < new->n_clusters) {
		int order = i == old->n_clusters ? 1
			    : k == new->n_clusters
				    ? -1
				    : str_cmp(old->clusters[i].at->text, new->clusters[k].at->text);
		struct pair p = { order <= 0 ? &old->clusters[i++] : NULL,
				  order >= 0 ? &new->clusters[k++] : NULL };
		struct str name = p.old ? p.old->at->text : p.new->at->text;

		if (wanted->n && !names_have(wanted, name))
			continue;
		run->pairs[d->n_clusters] = p;
		d->clusters[d->n_clusters++] = (struct compared){ .names.cluster = name };
	}
}

/* False after a finding, which is labelled. */
static bool render_state(struct lane *l, const struct side *s, const struct cluster *cluster,
			 struct state *ret)
{
	bool shared = s->renderer == l->run->old.renderer;
	const struct config *config = &s->input.model.config;
	struct rendering r = { s->renderer, shared ? &l->memo : &l->memo_of_new, &l->arena,
			       &l->findings };
	struct objects *objects = ARENA_NEW(&l->arena, struct objects);
	size_t first = l->findings.n;
	bool ok;

	*ret = (struct state){ .fleet = &s->input.fleet, .cluster = cluster };
	if (!cluster)
		return true;
	findings_raise_as(&l->findings, s->raised);
	ok = cacerts_read(&s->input.trust, ret->fleet, cluster, true, &l->arena, &l->findings,
			  &ret->cacerts) &&
	     render_cluster(&r, ret->fleet, cluster, &ret->cacerts, objects) &&
	     manifests_of(objects, config->appliers, &l->arena, &l->findings, &ret->manifests) &&
	     apply_cluster(&r, S(""), cluster, config, objects, &ret->cacerts, &ret->applied_by) &&
	     (!objects->n || apply_share(&r, cluster, config, &ret->applied_by));
	label_findings(s, &l->findings, first);
	return ok;
}

static void count_differences(struct lane *l, size_t index, const struct differences *all)
{
	struct compared *cluster = &l->run->diff->clusters[index];

	for (size_t i = 0; i < all->n; i++) {
		struct difference d = all->list[i];

		d.refused = !allow_has(l->run->options->allow, &d);
		if (!cluster->differs || d.risk > cluster->risk)
			cluster->risk = d.risk;
		cluster->differs = true;
		d = difference_anywhere(&d, &cluster->names, &l->arena);
		tally_add(&l->tally, &d, (uint32_t)index);
	}
}

static void do_cluster(struct lane *l, size_t index)
{
	const struct pair *p = &l->run->pairs[index];
	struct compared *cluster = &l->run->diff->clusters[index];
	struct differences found = { 0 };
	struct state old, new;
	bool ok = render_state(l, &l->run->old, p->old, &old);

	if (!render_state(l, &l->run->new, p->new, &new) || !ok)
		return;
	cluster_compare(&old, &new, cluster->names.cluster, &l->arena, &found);
	if (!found.n)
		return;
	cluster->names = cluster_aliases(&old, &new, cluster->names.cluster);
	count_differences(l, index, &found);
}

static void tell_progress(struct lane *l, size_t n)
{
	const struct compile_options *o = &l->run->options->compile;
	size_t done = atomic_fetch_add(&l->run->done, n) + n;

	if (l == l->run->first && o->progress)
		o->progress(o->progress_arg, done, l->run->diff->n_clusters);
}

/* A chunk is done whole or not at all, so that what is found does not depend on the workers. */
static void do_chunk(void *arg, size_t chunk, size_t first, size_t end)
{
	struct lane *l = arg;
	size_t errors = l->findings.errors;

	for (size_t i = first; i < end && errors < LIMIT_ERRORS; i++) {
		do_cluster(l, i);
		arena_reset(&l->arena);
		memo_trim(&l->memo);
		memo_trim(&l->memo_of_new);
	}
	chunk_log_add(&l->log, (struct chunk_end){ .chunk = chunk,
						   .errors = l->findings.errors - errors,
						   .findings = l->findings.n });
	tell_progress(l, end - first);
}

/* What is found behind the chunk with which LIMIT_ERRORS is reached is chance. */
static void join_lanes(struct diff *d, struct lane *lanes, unsigned k)
{
	struct chunk_log log = { 0 };
	size_t last;

	for (unsigned i = 0; i < k; i++)
		chunk_log_join(&log, &lanes[i].log);
	last = chunk_log_last(&log, LIMIT_ERRORS);
	for (unsigned i = 0; i < k; i++) {
		struct lane *l = &lanes[i];

		findings_truncate(&l->findings, chunk_log_at(&l->log, last).findings);
		findings_take(&d->compilation.findings, &l->findings);
		tally_join(&d->tally, &l->tally);
		tally_release(&l->tally);
		chunk_log_release(&l->log);
		memo_release(&l->memo);
		memo_release(&l->memo_of_new);
		arena_release(&l->arena);
	}
	chunk_log_release(&log);
}

static void compare_clusters(struct run *run, struct diff *d)
{
	unsigned k = workers_count(run->options->compile.workers, d->n_clusters, WORKERS_CHUNK);
	struct lane *lanes = ARENA_ARRAY(&d->compilation.arena, k, struct lane);

	run->first = lanes;
	for (unsigned i = 0; i < k; i++)
		lanes[i] = (struct lane){
			.run = run, .memo = MEMO_INIT, .memo_of_new = MEMO_INIT, .tally = TALLY_INIT
		};
	workers_run(k, d->n_clusters, WORKERS_CHUNK, lanes, sizeof(*lanes), do_chunk);
	join_lanes(d, lanes, k);
	for (size_t i = 0; i < d->n_clusters; i++)
		d->n_differ += d->clusters[i].differs;
	groups_make(&d->tally, &d->compilation.arena, &d->groups);
}

/* The lines of the entries that findings point into. */
static void show_entries(const struct run *run, const struct findings *found)
{
	if (run->old.input.trust.ledger)
		ledger_show(run->old.input.trust.ledger, found);
	if (run->new.input.trust.ledger)
		ledger_show(run->new.input.trust.ledger, found);
}

bool diff_run(const struct diff_options *o, struct diff *ret)
{
	struct run run = {
		.options = o, .old = { .from = o->old }, .new = { .from = o->new }, .diff = ret
	};
	struct compilation *c = &ret->compilation;
	struct compile_options new = o->compile;

	new.from = o->new;
	*ret = (struct diff){ .tally = TALLY_INIT, .old = o->old, .new = o->new };
	compile_side(o, &run.old, NULL, c);
	if (run.old.input.tree)
		compile_side(o, &run.new, &run.old, c);
	if (run.old.input.tree && run.new.input.tree &&compile_check_root(&new, run.old.input.tree,
									  run.new.input.tree, c))
		ret->root_is_new = compile_is_empty(run.old.input.tree, c) &&
				   !compile_is_empty(run.new.input.tree, c);
	if (!c->findings.errors)
		compile_check_clusters(&o->compile, &run.old.input.fleet, &run.new.input.fleet, c);
	if (!c->findings.errors) {
		pair_clusters(&run, ret);
		compare_clusters(&run, ret);
	}
	show_entries(&run, &c->findings);
	input_close(&run.old.input);
	input_close(&run.new.input);
	findings_sort(&c->findings, &c->sources);
	return !c->findings.errors;
}

void diff_release(struct diff *d)
{
	tally_release(&d->tally);
	compilation_release(&d->compilation);
}
