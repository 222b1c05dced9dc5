#include "render/render.h"

#include "base/bug.h"
#include "render/built_in.h"
#include "render/declared.h"
#include "yaml/read.h"

#include <string.h>

static const struct str suffix = STR(".yaml");

/* Lies in the arena it was opened in, with those templates that the program does not carry. */
struct renderer {
	const struct named_template *list;
	size_t n;
	const struct render_watch *watch; /* or NULL */
};

/* What loading needs; folder is that of the repository. */
struct loading {
	struct tree *tree;
	struct str folder;
	struct arena *arena;
	struct sources *sources;
	struct findings *found;
};

static const struct template *load(const struct loading *l, struct str name, struct str path)
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
	return template_load(&docs.list[0], template_names(name), l->arena, l->found);
}

/* The number of the template that a file of the folder replaces, or n. */
static size_t replaced(const struct named_template *list, size_t n, struct str file)
{
	struct str name = str_first(file, file.n - suffix.n);
	size_t i = 0;

	if (!str_ends(file, suffix) || template_is_of_ledger(name))
		return n;
	while (i < n && !str_eq(list[i].name, name))
		i++;
	return i;
}

/* Every file in the folder must replace something: a misspelt name would do nothing. */
static void replace(const struct loading *l, struct named_template *list, size_t n, struct str path)
{
	struct str file = str_from(path, l->folder.n + 1);
	size_t i = replaced(list, n, file);
	const struct template *t;

	if (i == n) {
		finding_help(finding_add_path(l->found, MG0606, path,
					      "no built-in template is named '%.*s'", FMT(file)),
			     "names are those of the program's templates, such as "
			     "istiooperator/control-plane.yaml");
		return;
	}
	t = load(l, list[i].name, path);
	if (t)
		list[i] = (struct named_template){ list[i].name, t,
						   template_is_own(list[i].name, t) };
}

struct renderer *render_built_in(struct arena *a)
{
	struct renderer *r = ARENA_NEW(a, struct renderer);

	r->n = built_in_templates(&r->list);
	return r;
}

struct renderer *render_open(struct tree *t, struct str templates, struct arena *a,
			     struct sources *sources, struct findings *found)
{
	struct loading l = { t, templates, a, sources, found };
	struct renderer *r = render_built_in(a);
	struct named_template *list;
	struct entries own = { 0 };
	size_t errors = found->errors;

	if (!templates.n)
		return r;
	list = ARENA_ARRAY(a, r->n, struct named_template);
	memcpy(list, r->list, r->n * sizeof(*list));
	r->list = list;
	tree_list(t, templates, NULL, NULL, a, found, &own);
	for (size_t i = 0; i < own.n; i++)
		replace(&l, list, r->n, own.list[i].path);
	return found->errors == errors ? r : NULL;
}

static const struct named_template *find(const struct renderer *r, struct str name)
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

static struct shape *evaluate(const struct rendering *r, const struct named_template *t,
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
	const struct named_template *t = find(r->renderer, name);
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
		const struct named_template *t = find(r->renderer, name);
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
