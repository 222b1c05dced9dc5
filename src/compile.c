/*
 * tree     files      where bytes come from: folder, index, revision
 * yaml     nodes      bytes <-> nodes, each node knows its place
 * schema   checked    against schemas/
 * model    kinds      typed, decoded; the nodes are dropped     barrier 1: what is not well formed
 * fleet    facts      the meshes each cluster gets              is left out from here on
 *          checks     what is wrong across the fleet            barrier 2: all makes sense, or the end
 * render   objects    fleet x templates -> objects as nodes
 * pack     files      object -> path, ManifestWork              barrier 3: the dry pass found nothing
 * out      written    folder, stream, or compared
 */
#include "compile.h"

#include "base/path.h"
#include "base/rfc3339.h"
#include "base/system.h"
#include "emit.h"
#include "model/load.h"
#include "pack/layout.h"
#include "trust/recipient.h"

#include <stdlib.h>

static struct tree *open_input(const struct compile_options *o, struct findings *found)
{
	if (str_eq(o->from, S("worktree")))
		return tree_open_folder(o->root, found);
	return tree_open_git(o->root, o->from, found);
}

static bool to_stdout(const struct compile_options *o)
{
	return str_eq(o->output, S("-"));
}

/*
 * -o when it lies below the root, however it was written: it is no input. A state of a
 * repository may hold either folder where the work tree lacks it.
 */
static struct str output_below_root(const struct compile_options *o, struct arena *a)
{
	struct str output, root;

	if (!o->output.n || to_stdout(o))
		return S("");
	output = real_path_to(o->output, a);
	root = real_path_to(o->root, a);
	return is_within(output, root) ? str_from(output, root.n + 1) : S("");
}

static void pick_wanted(const struct fleet *f, const struct names *wanted, struct arena *a,
			struct chosen_clusters *ret)
{
	*ret = (struct chosen_clusters){ ARENA_ARRAY(a, f->n_clusters, uint32_t), 0 };
	for (size_t i = 0; i < f->n_clusters; i++)
		if (names_have(wanted, f->clusters[i].at->text))
			ret->list[ret->n++] = (uint32_t)i;
}

/* Who asks for it by a file has a place for it. */
static void report_no_cluster(const struct compile_options *o, const struct name *name,
			      const struct fleet *f, struct compilation *c)
{
	struct str meant = fleet_nearest(f, name->text, &c->arena);
	struct finding *said =
		finding_add(&c->findings, MG0908, name->place,
			    "no mesh is deployed to a cluster '%.*s'", FMT(name->text));

	if (!name->place.file)
		said->path = o->root;
	if (meant.n)
		finding_help(said, "did you mean '%.*s'?", FMT(meant));
	else
		finding_help(said, "name a cluster as the input has it");
	c->trouble = true;
}

bool compile_is_empty(struct tree *t, struct compilation *c)
{
	struct entries top;

	return tree_list_flat(t, S(""), &c->arena, &c->findings, &top) && !top.n;
}

/* Is the root in the file system, or the tree of it one that holds something? */
static bool has_root(const struct compile_options *o, struct tree *t, struct compilation *c)
{
	return tree_folder_exists(o->root) || !compile_is_empty(t, c);
}

bool compile_check_root(const struct compile_options *o, struct tree *one, struct tree *other,
			struct compilation *c)
{
	if (has_root(o, one, c) || has_root(o, other, c))
		return true;
	finding_help(finding_add_path(&c->findings, MG0901, o->root,
				      "the folder is neither in the file system nor in '%.*s'",
				      FMT(o->from)),
		     "name the folder of the config repository");
	c->trouble = true;
	return false;
}

void compile_check_clusters(const struct compile_options *o, const struct fleet *one,
			    const struct fleet *other, struct compilation *c)
{
	for (size_t i = 0; i < o->clusters.n; i++) {
		struct str name = o->clusters.list[i].text;

		if (fleet_cluster(one, name) || fleet_cluster(other, name))
			continue;
		report_no_cluster(o, &o->clusters.list[i], other, c);
	}
}

bool compile_choose(const struct compile_options *o, const struct fleet *f, struct compilation *c,
		    struct chosen_clusters *ret)
{
	size_t errors = c->findings.errors;

	compile_check_clusters(o, f, f, c);
	*ret = (struct chosen_clusters){ NULL, f->n_clusters };
	if (o->clusters.n)
		pick_wanted(f, &o->clusters, &c->arena, ret);
	return c->findings.errors == errors;
}

const struct cluster *chosen_cluster(const struct fleet *f, const struct chosen_clusters *chosen,
				     size_t number)
{
	return &f->clusters[chosen->list ? chosen->list[number] : number];
}

static void choose_clusters(struct emission *e, struct compilation *c)
{
	compile_choose(e->options, e->fleet, c, &e->chosen);
	c->n_clusters = e->chosen.n;
}

/*
 * The committed output: below the root, read through the same kind of tree as the
 * input when it is verified; else the folder of -o.
 */
static void open_committed(struct emission *e, struct tree *input, struct compilation *c)
{
	const struct compile_options *o = e->options;

	e->differs = ARENA_ARRAY(&c->arena, e->chosen.n + 1, bool);
	if (o->output.n) {
		if (tree_folder_exists(o->output))
			e->committed = tree_open_folder(o->output, &c->findings);
		else
			e->folder_is_new = o->mode == COMPILE_RENDER;
		return;
	}
	e->packing.below = c->below = arena_fmt(&c->arena, "%.*s/", FMT(e->config->output));
	if (o->mode == COMPILE_VERIFY || str_eq(o->from, S("worktree")))
		e->committed = input;
	else
		e->committed = tree_open_folder(o->root, &c->findings);
}

/* A fleet without a ledger need not look into ca/ for each cluster. */
static void find_trees(struct emission *e, struct arena *a)
{
	for (unsigned tree = 1; e->committed && tree < TREE_ALL; tree <<= 1) {
		struct str folder = pack_tree(e->packing.below, (enum trees)tree, a);
		enum entry_kind kind;

		if (tree_kind(e->committed, folder, &kind) && kind == ENTRY_FOLDER)
			e->committed_trees |= tree;
	}
}

/* Barrier 3, then the end that the mode asks for. */
static void emit(struct emission *e, struct tree *input, struct compilation *c)
{
	const struct compile_options *o = e->options;
	bool compares = o->mode == COMPILE_VERIFY || (o->mode == COMPILE_RENDER && !to_stdout(o));

	e->packing = (struct packing){ .appliers = e->config->appliers,
				       .trees = o->trees & ~(o->clusters.n ? TREE_APPLY : 0u) };
	if (compares) {
		open_committed(e, input, c);
		find_trees(e, &c->arena);
	}
	e->has_fleet = e->packing.trees & TREE_ARGOCD && ((e->committed_trees & TREE_ARGOCD) ||
							  (e->config->appliers & APPLIER_ARGOCD));
	emit_compare(e, c);
	ledger_show(e->trust->ledger, &c->findings);
	if (compares && e->prune)
		emit_vanished(e, c, false);
	if (c->findings.errors || o->mode == COMPILE_CHECK || o->mode == COMPILE_VERIFY)
		return;
	if (o->mode != COMPILE_RENDER)
		emit_dump(e, c);
	else if (to_stdout(o))
		emit_stream(e, c);
	else if ((e->folder = out_open(o->output.n ? o->output : o->root, S(""), &c->findings)))
		emit_write(e, c);
	c->trouble |= c->findings.errors > 0;
}

static int by_path(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

static void sort_changes(struct changes *all)
{
	if (all->n)
		qsort(all->list, all->n, sizeof(*all->list), by_path);
}

/* A gate above the config repository would let everything pass. */
static void refuse_outer_folder(const struct compile_options *o, struct str inner,
				struct compilation *c)
{
	struct str path = str_eq(o->root, S(".")) ? inner : layout_path(o->root, inner, &c->arena);

	finding_help(
		finding_add_path(&c->findings, MG0772, o->root,
				 "the config repository is not here: '%.*s' has a meshgen.yaml",
				 FMT(inner)),
		"go there, or name it: `meshgen check %.*s`; a hook or a job needs it too",
		FMT(path));
}

/*
 * What a wrong folder, a wrong glob or a misspelt apiVersion look like. Left out where an error
 * says more: a root that is nowhere (MG0901), a generator of a cluster (MG0740).
 */
static void tell_of_nothing(const struct compile_options *o, const struct input *in,
			    struct compilation *c)
{
	const struct model *m = &in->model;
	enum entry_kind kind;

	if (m->n_deployments || m->n_meshes || m->n_dropped || m->incomplete ||
	    c->findings.errors || !has_root(o, in->tree, c))
		return;
	if (m->inner_root.n && !o->lenient && !tree_kind(in->tree, S("meshgen.yaml"), &kind))
		refuse_outer_folder(o, m->inner_root, c);
	else
		finding_help(finding_add_path(&c->findings, MG0771, o->root,
					      "no MeshDeployment and no Mesh among the input "
					      "files"),
			     "name the folder of the config repository; -v tells how many files "
			     "were read");
}

bool compile_fleet(const struct compile_options *o, struct compilation *c, struct input *ret)
{
	struct findings *found = &c->findings;

	c->root = o->root;
	*ret = (struct input){ .tree = open_input(o, found) };
	if (!ret->tree) {
		c->trouble = true;
		return false;
	}
	model_load(ret->tree, output_below_root(o, &c->arena),
		   o->lenient ? S("") : S(MESHGEN_VERSION), &c->arena, &c->sources, found,
		   &ret->model);
	recipients_refuse_keys(&ret->model, found);
	fleet_build(&ret->model, &c->arena, found, &ret->fleet);
	model_forget_peers(&ret->model);
	fleet_check(&ret->model, &ret->fleet, &c->arena, found);
	if (o->at != ANY_TIME)
		fleet_check_at(&ret->model, &ret->fleet, o->at, &c->arena, found);
	tell_of_nothing(o, ret, c);
	return !found->errors;
}

void compile_open_trust(const struct compile_options *o, struct compilation *c, struct input *in)
{
	struct trust *t = &in->trust;

	t->ledger = ledger_open(in->tree, &in->model, &c->sources, &c->arena);
	t->at = o->at;
	authorities_open(&in->model, &c->arena, &c->findings, &t->authorities);
}

bool compile_trust(const struct compile_options *o, struct compilation *c, struct input *in)
{
	compile_open_trust(o, c, in);
	authorities_check_rooted(&in->model, &in->trust.authorities, &c->findings);
	return !c->findings.errors;
}

void input_close(struct input *in)
{
	authorities_release(&in->trust.authorities);
	tree_close(in->tree);
}

bool compile(const struct compile_options *o, struct compilation *c)
{
	struct input in;
	struct emission e = {
		.options = o, .fleet = &in.fleet, .config = &in.model.config, .trust = &in.trust
	};
	struct findings *found = &c->findings;

	compile_fleet(o, c, &in);
	if (in.tree && compile_check_root(o, in.tree, in.tree, c))
		compile_trust(o, c, &in);
	if (!found->errors)
		choose_clusters(&e, c);
	if (!found->errors)
		e.renderer = render_open(in.tree, in.model.config.templates.text, &c->arena,
					 &c->sources, found);
	e.prune = !o->clusters.n && o->trees == TREE_ALL && !in.model.incomplete;
	if (!found->errors)
		emit(&e, in.tree, c);
	/* Not before: what has run out hides nothing else. */
	if (in.tree && o->at != ANY_TIME)
		authorities_check_at(&in.trust.authorities, o->at, found);
	if (e.folder)
		out_close(e.folder);
	if (e.committed && e.committed != in.tree)
		tree_close(e.committed);
	input_close(&in);
	sort_changes(&c->changes);
	findings_sort(found, &c->sources);
	return !found->errors;
}

void compilation_add(struct compilation *c, const struct changes *from)
{
	struct changes *all = &c->changes;

	for (size_t i = 0; i < from->n; i++) {
		all->list = arena_grow(&c->arena, all->list, all->n, &all->cap, sizeof(*all->list));
		all->list[all->n++] = (struct change){ from->list[i].kind,
						       arena_dup(&c->arena, from->list[i].path),
						       arena_dup(&c->arena, from->list[i].told) };
	}
	c->n_changes += from->n;
}

void compilation_release(struct compilation *c)
{
	findings_release(&c->findings);
	arena_release(&c->arena);
}
