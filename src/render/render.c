#include "render/render.h"

#include "render/context.h"
#include "render/declared.h"

enum scope { SCOPE_CLUSTER, SCOPE_NAMESPACE, SCOPE_HOLDER, SCOPE_MESH };

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

enum { N_ROWS = sizeof(rows) / sizeof(*rows) };

struct str stage_name(enum stage s)
{
	static const struct str stages[] = { STR("control-plane"), STR("data-plane") };

	return stages[s];
}

/* One cluster on its way. */
struct job {
	const struct rendering *with;
	const struct fleet *fleet;
	const struct cluster *cluster;
	const struct cacerts_list *cacerts;
	struct objects *objects;
	bool ok;
};

static void add_object(struct job *j, const struct row *row, struct shape *shape,
		       struct str owned_by)
{
	struct objects *all = j->objects;

	if (!shape)
		j->ok = false;
	if (!shape || shape->node.kind == NODE_NULL)
		return;
	all->list = arena_grow(j->with->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct object){ shape, row->stage, row->owner, owned_by };
}

static void add_namespaces(struct job *j, const struct row *row)
{
	struct arena *a = j->with->arena;
	struct cluster_namespaces all = cluster_namespaces_of(j->fleet, j->cluster, a);
	struct rendering unremembered = *j->with;

	unremembered.memo = NULL;
	for (size_t i = 0; i < all.n; i++) {
		const struct cluster_namespace *ns = &all.list[i];
		const struct rendering *with = ns->own_network ? &unremembered : j->with;
		struct node context = context_namespace(j->cluster, ns, a);

		add_object(j, row, render_template(with, row->name, &context), ns->name);
	}
}

/* All rows of one holder come from one context. */
static void add_holder(struct job *j, const struct cacerts *c)
{
	struct node context = context_holder(c, j->with->arena);

	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].scope == SCOPE_HOLDER)
			add_object(j, &rows[i], render_template(j->with, rows[i].name, &context),
				   c->holder.namespace);
}

/* A mesh as it comes in many clusters. */
struct known_mesh {
	struct {
		const void *source;              /* the MeshDeployment, or the Mesh of its own */
		const struct settings *settings; /* the first of those alike */
		const struct authority *trust;   /* of its istiod, or NULL */
		size_t federated;
	} key; /* the facts depend on nothing else */
	struct mesh_facts facts;
	struct shape *shapes[N_ROWS];    /* of templates that see nothing but the facts */
	struct special specials[N_ROWS]; /* of the others */
};

/* Whose certificates its istiod runs with; NULL when that is not known. */
static const struct authority *trust_of(const struct job *j, const struct fleet_mesh *m)
{
	const struct cacerts *c = cacerts_of(j->cacerts, mesh_spec_of(m)->namespace.text);

	return c && cacerts_is_given(c) ? c->authority : NULL;
}

static struct known_mesh *known_mesh_of(const struct job *j, const struct fleet_mesh *m)
{
	struct memo *memo = j->with->memo;
	struct arena *a = memo ? &memo->arena : j->with->arena;
	struct known_mesh sought = { .key = { m->deployment, j->cluster->settings->alike,
					      trust_of(j, m), m->federated } };
	struct known_mesh *known;
	struct str key = { (const char *)&sought.key, sizeof(sought.key) };

	if (!m->deployment)
		sought.key.source = m->declared;
	known = memo ? map_get(&memo->meshes, key) : NULL;
	if (known)
		return known;
	known = ARENA_NEW(a, struct known_mesh);
	known->key = sought.key;
	known->facts = mesh_facts_of(known->key.settings, m, known->key.trust, a);
	key.s = (const char *)&known->key;
	if (memo)
		*map_at(&memo->meshes, key, a) = known;
	return known;
}

static struct shape *shape_of(const struct job *j, struct known_mesh *known, size_t row,
			      const struct node *context)
{
	struct shape *s = known->shapes[row];

	if (s)
		return s;
	if (j->with->memo)
		s = render_special(j->with, rows[row].name, context, &context_own,
				   &known->specials[row]);
	else
		s = render_template(j->with, rows[row].name, context);
	if (s && s->arena != j->with->arena)
		known->shapes[row] = s;
	return s;
}

/* All rows of one mesh come from one context. */
static void add_mesh(struct job *j, const struct fleet_mesh *mesh)
{
	struct known_mesh *known = known_mesh_of(j, mesh);
	struct node context = context_mesh(j->cluster, mesh, &known->facts, j->with->arena);
	struct str name = mesh_name(mesh, j->with->arena);

	for (size_t i = 0; i < N_ROWS; i++)
		if (rows[i].scope == SCOPE_MESH)
			add_object(j, &rows[i], shape_of(j, known, i, &context), name);
}

static void add_cluster(struct job *j)
{
	struct node context = context_cluster(j->cluster, j->with->arena);

	for (size_t i = 0; i < N_ROWS; i++) {
		if (rows[i].scope == SCOPE_CLUSTER)
			add_object(j, &rows[i], render_template(j->with, rows[i].name, &context),
				   j->cluster->at->text);
		else if (rows[i].scope == SCOPE_NAMESPACE)
			add_namespaces(j, &rows[i]);
	}
}

bool render_cluster(const struct rendering *r, const struct fleet *f, const struct cluster *c,
		    const struct cacerts_list *cacerts, struct objects *ret)
{
	struct job j = { r, f, c, cacerts, ret, true };
	size_t rendered = 0;

	*ret = (struct objects){ 0 };
	for (size_t i = 0; i < c->n_meshes; i++)
		rendered += !mesh_is_discovered(&f->meshes[c->first_mesh + i]);
	if (rendered)
		add_cluster(&j);
	for (size_t i = 0; i < cacerts->n; i++)
		if (cacerts->list[i].holder.policy->seal != SEAL_OUT_OF_BAND)
			add_holder(&j, &cacerts->list[i]);
	for (size_t i = 0; i < c->n_meshes; i++)
		if (!mesh_is_discovered(&f->meshes[c->first_mesh + i]))
			add_mesh(&j, &f->meshes[c->first_mesh + i]);
	return j.ok;
}
