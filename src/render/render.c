#include "render/render.h"

#include "jsone/template.h"
#include "render/context.h"
#include "render/templates.h"

enum scope { SCOPE_CLUSTER, SCOPE_NAMESPACE, SCOPE_MESH };

/* A row of targets.def. */
static const struct row {
	struct str name;
	enum scope scope;
	enum stage stage;
	enum owner owner;
} rows[] = {
#define TEMPLATE(name, scope, stage, owner)                                                        \
	{ STR(name), SCOPE_##scope, STAGE_##stage, OWNER_##owner },
#include "render/targets.def"
#undef TEMPLATE
};

struct str stage_name(enum stage s)
{
	static const struct str stages[] = { STR("control-plane"), STR("data-plane") };

	return stages[s];
}

/* What is the same for all templates of one cluster. */
struct rendering {
	const struct renderer *renderer;
	const struct fleet *fleet;
	const struct cluster *cluster;
	struct arena *arena;
	struct findings *found;
	struct objects *objects;
	bool ok;
};

static void add_object(struct rendering *r, const struct row *row, const struct node *context,
		       struct str owned_by)
{
	struct objects *all = r->objects;
	struct node object = node_null();

	if (!templates_eval(r->renderer, row->name, context, r->arena, r->found, &object)) {
		r->ok = false;
		return;
	}
	if (object.kind == NODE_NULL)
		return;
	all->list = arena_grow(r->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct object){ object, row->stage, row->owner, owned_by };
}

static void add_namespaces(struct rendering *r, const struct row *row)
{
	struct cluster_namespaces all = cluster_namespaces_of(r->fleet, r->cluster, r->arena);

	for (size_t i = 0; i < all.n; i++) {
		struct node context = context_namespace(r->cluster, &all.list[i], r->arena);

		add_object(r, row, &context, all.list[i].name);
	}
}

/* All rows of one mesh come from one context. */
static void add_mesh(struct rendering *r, const struct fleet_mesh *mesh)
{
	struct node context = context_mesh(r->cluster, mesh, r->arena);
	struct str name = mesh_name(mesh, r->arena);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].scope == SCOPE_MESH)
			add_object(r, &rows[i], &context, name);
}

static void add_cluster(struct rendering *r)
{
	struct node context = context_cluster(r->cluster, r->arena);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].scope == SCOPE_CLUSTER)
			add_object(r, &rows[i], &context, r->cluster->name);
		else if (rows[i].scope == SCOPE_NAMESPACE)
			add_namespaces(r, &rows[i]);
	}
}

bool render_cluster(const struct renderer *renderer, const struct fleet *f, const struct cluster *c,
		    struct arena *a, struct findings *found, struct objects *ret)
{
	struct rendering r = { renderer, f, c, a, found, ret, true };
	size_t rendered = 0;

	*ret = (struct objects){ 0 };
	for (size_t i = 0; i < c->n_meshes; i++)
		rendered += !mesh_is_discovered(&f->meshes[c->first_mesh + i]);
	if (rendered)
		add_cluster(&r);
	for (size_t i = 0; i < c->n_meshes; i++)
		if (!mesh_is_discovered(&f->meshes[c->first_mesh + i]))
			add_mesh(&r, &f->meshes[c->first_mesh + i]);
	return r.ok;
}

struct node render_template(const struct renderer *r, struct str name, const struct node *context,
			    struct arena *a, struct findings *found)
{
	struct node object = node_null();

	templates_eval(r, name, context, a, found, &object);
	return object;
}
