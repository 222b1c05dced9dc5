#include "render/render.h"

#include "base/bug.h"
#include "base/embedded.h"
#include "base/limits.h"
#include "render/context.h"
#include "yaml/embedded.h"
#include "yaml/read.h"

static const struct str built_in = STR("templates/");
static const struct str suffix = STR(".yaml");

struct loaded {
	struct str name; /* "istiooperator/control-plane" */
	const struct template *template;
	bool is_own; /* it sees what no other cluster has: not worth remembering */
};

/* Lies in the arena it was opened in, with all templates. */
struct renderer {
	struct loaded *list; /* in the order of the embedded files: sorted by name */
	size_t n;
	const struct render_watch *watch; /* or NULL */
};

/* What loading needs; templates is the folder of the repository, or empty. */
struct loading {
	struct tree *tree;
	struct str folder;
	struct arena *arena;
	struct sources *sources;
	struct findings *found;
};

static const struct str kustomization_names[] = { STR("resources") };
static const struct str object_names[] = { STR("group"),   STR("resource"), STR("namespace"),
					   STR("name"),    STR("ignore"),   STR("feedback"),
					   STR("survives") };
static const struct str role_names[] = { STR("rules") };
static const struct str work_names[] = { STR("cluster"), STR("name"), STR("manifests"),
					 STR("orphans"), STR("configs") };
static const struct str set_names[] = { STR("repository"), STR("directories") };
static const struct str health_names[] = { STR("health") };
static const struct str flux_names[] = { STR("cluster"), STR("path"), STR("gitRepository"),
					 STR("sops"), STR("after") };
static const struct str ledger_names[] = { STR("policy"), STR("roots"), STR("entry") };

/* pack/ and ca/ evaluate these, with contexts of their own. */
struct packed {
	struct str name;
	struct context_names names;
	bool is_own;
};

#define PACKED(name, names, is_own)                                                                \
	{                                                                                          \
		STR(name), { names, sizeof(names) / sizeof(*names), LIMIT_STEPS_PACKED }, is_own   \
	}

static const struct packed packed_templates[] = {
	PACKED("kustomize/kustomization", kustomization_names, true),
	PACKED("manifestwork/object", object_names, true),
	PACKED("manifestwork/cluster-role", role_names, false),
	PACKED("manifestwork/work", work_names, true),
	PACKED("argocd/direct", set_names, true),
	PACKED("argocd/manifestwork", set_names, true),
	PACKED("argocd/argocd-cm", health_names, false),
	PACKED("flux/control-plane", flux_names, true),
	PACKED("flux/data-plane", flux_names, true),
	PACKED("flux/manifestwork", flux_names, true),
};

/* All in this folder. */
static const struct packed ledger_templates = PACKED("ledger/", ledger_names, true);

#undef PACKED

static bool is_of_ledger(struct str name)
{
	return str_starts(name, ledger_templates.name);
}

/* The name of a file below templates/, empty when it is no template of these. */
static struct str template_name(struct str path, bool ledger)
{
	struct str name = str_from(path, built_in.n);

	if (!str_starts(path, built_in) || !str_ends(path, suffix) || is_of_ledger(name) != ledger)
		return (struct str){ "", 0 };
	return str_first(name, name.n - suffix.n);
}

/* NULL when it is the template of an object. */
static const struct packed *packed_of(struct str name)
{
	for (size_t i = 0; i < sizeof(packed_templates) / sizeof(*packed_templates); i++)
		if (str_eq(packed_templates[i].name, name))
			return &packed_templates[i];
	return is_of_ledger(name) ? &ledger_templates : NULL;
}

static const struct template *load_node(const struct loading *l, struct str name,
					const struct node *x)
{
	const struct packed *packed = packed_of(name);

	return template_load(x, packed ? &packed->names : &context_names, l->arena, l->found);
}

static const struct template *load_own(const struct loading *l, struct str name, struct str path)
{
	struct documents docs = { 0 };
	struct str bytes, text;

	if (!tree_read(l->tree, path, l->arena, l->found, &bytes) ||
	    !yaml_decode(bytes, path, l->arena, l->found, &text) ||
	    !yaml_read(sources_add(l->sources, l->arena, path, text), text, l->arena, l->found,
		       &docs))
		return NULL;
	if (docs.n != 1) {
		finding_help(finding_add_path(l->found, MG0607, path,
					      "a template is one document, this file has %zu",
					      docs.n),
			     "one object a file; a template may come to nothing by $if");
		return NULL;
	}
	return load_node(l, name, &docs.list[0]);
}

/* A built-in template, or the file that replaces it. */
static const struct template *load_one(const struct loading *l, struct str name,
				       const struct embedded *file, const struct entries *own)
{
	for (size_t i = 0; i < own->n; i++) {
		struct str path = own->list[i].path;

		if (str_eq(str_from(path, l->folder.n + 1), str_from(file->path, built_in.n)))
			return load_own(l, name, path);
	}
	return load_node(l, name, embedded_document(file->path));
}

/* Every file in the folder must replace something: a misspelt name would do nothing. */
static void check_own(const struct loading *l, const struct renderer *r, const struct entries *own)
{
	for (size_t i = 0; i < own->n; i++) {
		struct str path = own->list[i].path, name = str_from(path, l->folder.n + 1);
		bool known = false;

		for (size_t k = 0; k < r->n; k++)
			known |= str_ends(name, suffix) &&
				 str_eq(r->list[k].name, str_first(name, name.n - suffix.n));
		if (!known)
			finding_help(finding_add_path(l->found, MG0606, path,
						      "no built-in template is named '%.*s'",
						      FMT(name)),
				     "names are those of the program's templates, such as "
				     "istiooperator/control-plane.yaml");
	}
}

static struct loaded loaded(struct str name, const struct template *t)
{
	const struct packed *packed = packed_of(name);

	return (struct loaded){ name, t,
				packed ? packed->is_own : t && template_reads(t, &context_own) };
}

/* Those of the ledger, or all others. NULL after a finding. */
static struct renderer *load_all(const struct loading *l, bool ledger, const struct entries *own)
{
	struct renderer *r = ARENA_NEW(l->arena, struct renderer);
	const struct embedded *files;
	size_t n = embedded_files(&files), errors = l->found->errors;

	r->list = ARENA_ARRAY(l->arena, n, struct loaded);
	for (size_t i = 0; i < n; i++) {
		struct str name = template_name(files[i].path, ledger);

		if (name.n)
			r->list[r->n++] = loaded(name, load_one(l, name, &files[i], own));
	}
	check_own(l, r, own);
	return l->found->errors == errors ? r : NULL;
}

struct renderer *render_open(struct tree *t, struct str templates, struct arena *a,
			     struct sources *sources, struct findings *found)
{
	struct loading l = { t, templates, a, sources, found };
	struct entries own = { 0 };
	size_t errors = found->errors;
	struct renderer *r;

	if (templates.n)
		tree_list(t, templates, NULL, NULL, a, found, &own);
	r = load_all(&l, false, &own);
	return found->errors == errors ? r : NULL;
}

struct renderer *render_open_ledger(struct arena *a, struct sources *sources,
				    struct findings *found)
{
	struct loading l = { NULL, S(""), a, sources, found };
	struct entries none = { 0 };

	return load_all(&l, true, &none);
}

static const struct loaded *find(const struct renderer *r, struct str name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->list[i].name, name))
			return &r->list[i];
	BUG("no template %.*s", FMT(name));
}

static struct shape *shape_new(struct arena *a, const struct node *x)
{
	struct shape *s = ARENA_NEW(a, struct shape);

	*s = (struct shape){ .node = *x, .arena = a };
	return s;
}

static struct shape *evaluate(const struct rendering *r, const struct loaded *t,
			      const struct node *context, struct memo *memo)
{
	struct node x;

	if (!template_eval(t->template, context, r->arena, r->found, &x))
		return NULL;
	return memo ? memo_add(memo, &x) : shape_new(r->arena, &x);
}

struct shape *render_template(const struct rendering *r, struct str name,
			      const struct node *context)
{
	const struct render_watch *watch = r->renderer->watch;
	const struct loaded *t = find(r->renderer, name);
	struct memo *memo = t->is_own ? NULL : r->memo;
	struct shape *s = NULL;

	if (memo) {
		size_t number = (size_t)(t - r->renderer->list);

		buf_truncate(&memo->key, 0);
		buf_add(&memo->key, (struct str){ (const char *)&number, sizeof(number) });
		template_key(t->template, context, &memo->key);
		s = memo_find(memo);
	}
	if (!s)
		s = evaluate(r, t, context, memo);
	if (s && watch)
		watch->see(watch->arg, name, context, &s->node);
	return s;
}

/* NULL, without a finding, when it fails. */
static struct shape *evaluate_special(const struct rendering *r, const struct template *special,
				      const struct node *context)
{
	struct findings unread = { 0 };
	struct node x;
	bool ok = template_eval(special, context, r->arena, &unread, &x);

	findings_release(&unread);
	return ok ? shape_new(r->arena, &x) : NULL;
}

struct shape *render_special(const struct rendering *r, struct str name, const struct node *context,
			     const struct reads *open, struct special *special)
{
	struct shape *s = NULL;

	if (special->seen && !special->template) {
		const struct loaded *t = find(r->renderer, name);
		struct arena *a = &r->memo->arena;

		if (t->is_own) {
			struct node lasting = node_copy(context, a);

			special->template = template_specialise(t->template, &lasting, open, a);
		}
	}
	special->seen = true;
	if (special->template)
		s = evaluate_special(r, special->template, context);
	return s ? s : render_template(r, name, context);
}

struct renderer *render_watched(const struct renderer *r, const struct render_watch *watch,
				struct arena *a)
{
	struct renderer *watched = ARENA_NEW(a, struct renderer);

	*watched = *r;
	watched->watch = watch;
	return watched;
}
