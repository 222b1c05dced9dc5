#include "diff/cluster.h"

#include "diff/roots.h"

/* Two states of one cluster and what was found so far. */
struct comparison {
	const struct state *old, *new;
	struct arena *arena;
	struct differences *found;
};

static void add(struct comparison *c, struct difference d)
{
	struct differences *all = c->found;

	all->list = arena_grow(c->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = d;
}

static size_t count_meshes(const struct state *s)
{
	return s->cluster ? s->cluster->n_meshes : 0;
}

static const struct fleet_mesh *mesh_at(const struct state *s, size_t i)
{
	return &s->fleet->meshes[s->cluster->first_mesh + i];
}

static struct str namespace_of(const struct fleet_mesh *m)
{
	return mesh_spec_of(m)->namespace.text;
}

/* Has the state a mesh of that control plane? */
static bool has_revision(const struct state *s, struct str namespace, struct str revision,
			 struct arena *a)
{
	for (size_t i = 0; i < count_meshes(s); i++) {
		const struct fleet_mesh *m = mesh_at(s, i);

		if (!mesh_is_discovered(m) && str_eq(namespace_of(m), namespace) &&
		    str_eq(mesh_revision(m, a), revision))
			return true;
	}
	return false;
}

static bool vanishes(const struct comparison *c, const struct fleet_mesh *m)
{
	return !mesh_is_discovered(m) &&
	       !has_revision(c->new, namespace_of(m), mesh_revision(m, c->arena), c->arena);
}

/* Was there, and stays, another revision in the namespace of a mesh whose own vanishes? */
static bool has_successor(const struct comparison *c, const struct fleet_mesh *m)
{
	for (size_t i = 0; i < count_meshes(c->old); i++) {
		const struct fleet_mesh *other = mesh_at(c->old, i);

		if (str_eq(namespace_of(other), namespace_of(m)) && !mesh_is_discovered(other) &&
		    !vanishes(c, other))
			return true;
	}
	return false;
}

static enum risk risk_of_loss(const struct comparison *c, const struct fleet_mesh *m)
{
	return vanishes(c, m) && has_successor(c, m) ? RISK_CONTROL_PLANE : RISK_DESTROYED;
}

static enum risk risk_of_removal(const struct comparison *c, const struct object *o)
{
	for (size_t i = 0; o->owner == OWNER_MESH && i < count_meshes(c->old); i++)
		if (str_eq(mesh_name(mesh_at(c->old, i), c->arena), o->owned_by))
			return risk_of_loss(c, mesh_at(c->old, i));
	return RISK_DESTROYED;
}

static void add_revisions(struct comparison *c)
{
	for (size_t i = 0; i < count_meshes(c->old); i++) {
		const struct fleet_mesh *m = mesh_at(c->old, i);
		struct str revision = mesh_revision(m, c->arena);

		if (vanishes(c, m))
			add(c, (struct difference){
				       .risk = risk_of_loss(c, m),
				       .op = OP_REMOVED,
				       .id = { .kind = S("Revision"),
					       .namespace = namespace_of(m),
					       .name = revision.n ? revision : S("default") } });
	}
}

static struct str shown_value(struct str kind, const struct field *f, const struct node *value,
			      struct arena *a)
{
	return value && is_opaque(kind, f->path) ? S("(opaque)") : leaf_text(value, a);
}

static enum risk risk_of_field(struct str kind, const struct field *f)
{
	enum risk risk = risk_of(kind, f->path);

	return f->op == OP_REORDERED && risk != RISK_TRAFFIC ? RISK_COSMETIC : risk;
}

/* The roots that come and those that go, one by one; false when that is not all that differs. */
static bool add_roots(struct comparison *c, struct difference d, struct str old, struct str new)
{
	size_t before = c->found->n;
	struct roots was, is;

	if (!roots_read(old, c->arena, &was) || !roots_read(new, c->arena, &is))
		return false;
	d.op = OP_REMOVED;
	for (size_t i = 0; i < was.n; i++)
		if (!roots_have(&is, d.old = was.list[i]))
			add(c, d);
	d.op = OP_ADDED;
	d.old = S("");
	for (size_t i = 0; i < is.n; i++)
		if (!roots_have(&was, d.new = is.list[i]))
			add(c, d);
	return c->found->n > before;
}

static void add_field(struct comparison *c, const struct identity *id, const struct field *f)
{
	struct difference d = {
		.risk = risk_of_field(id->kind, f), .op = f->op, .id = *id, .field = f->path
	};

	if (f->op == OP_CHANGED && is_roots(f->path) &&
	    add_roots(c, d, node_text(f->old), node_text(f->new)))
		return;
	d.old = shown_value(id->kind, f, f->old, c->arena);
	d.new = shown_value(id->kind, f, f->new, c->arena);
	add(c, d);
}

/* Of an object that both sides have. */
static void add_fields(struct comparison *c, const struct identity *id, const struct node *old,
		       const struct node *new)
{
	struct fields fields = { 0 };

	fields_compare(old, new, c->arena, &fields);
	for (size_t i = 0; i < fields.n; i++)
		add_field(c, id, &fields.list[i]);
}

/* Often it is the same one (render/memo.h). */
static void compare_objects(struct comparison *c, const struct object *old,
			    const struct object *new)
{
	if (old->shape != new->shape)
		add_fields(c, &manifest_of(old)->id, &old->shape->node, &new->shape->node);
}

static void add_object(struct comparison *c, const struct object *o, enum op op)
{
	struct difference d = { .op = op, .id = manifest_of(o)->id };

	d.risk = op == OP_REMOVED ? risk_of_removal(c, o) : risk_of(d.id.kind, S(""));
	add(c, d);
}

/* Both are sorted by identity. */
static void compare_manifests(struct comparison *c)
{
	const struct manifests *old = &c->old->manifests, *new = &c->new->manifests;
	size_t i = 0, k = 0;

	while (i < old->n || k < new->n) {
		int order = i == old->n   ? 1
			    : k == new->n ? -1
					  : manifest_cmp(manifest_of(old->list[i]),
							 manifest_of(new->list[k]));

		if (order < 0)
			add_object(c, old->list[i++], OP_REMOVED);
		else if (order > 0)
			add_object(c, new->list[k++], OP_ADDED);
		else
			compare_objects(c, old->list[i++], new->list[k++]);
	}
}

/* Does what such an object applied stay when it is gone itself? */
static bool leaves_behind(const struct node *object)
{
	const struct node *spec = node_get(object, S("spec"));
	const struct node *preserve =
		node_get(node_get(spec, S("syncPolicy")), S("preserveResourcesOnDeletion"));

	return str_eq(node_get_str(spec, S("deletionPolicy")), S("Orphan")) ||
	       (preserve && node_is_true(preserve));
}

/* A file of apply/ that only one side has, or none when it holds no object. */
static void add_applying(struct comparison *c, const struct file *f, enum op op)
{
	struct difference d = { .op = op };

	if (f->form != FILE_OBJECT || !identity_of(&f->node, &d.id))
		return;
	d.risk = op == OP_REMOVED && !leaves_behind(&f->node) ? RISK_DESTROYED
							      : risk_of(d.id.kind, S(""));
	add(c, d);
}

static void compare_applying(struct comparison *c, const struct file *old, const struct file *new)
{
	struct identity id;

	if (old->form == FILE_OBJECT && identity_of(&old->node, &id))
		add_fields(c, &id, &old->node, &new->node);
}

/* Both are sorted by path. */
static void compare_appliers(struct comparison *c)
{
	const struct files *old = &c->old->applied_by, *new = &c->new->applied_by;
	size_t i = 0, k = 0;

	while (i < old->n || k < new->n) {
		int order = i == old->n   ? 1
			    : k == new->n ? -1
					  : str_cmp(old->list[i].path, new->list[k].path);

		if (order < 0)
			add_applying(c, &old->list[i++], OP_REMOVED);
		else if (order > 0)
			add_applying(c, &new->list[k++], OP_ADDED);
		else
			compare_applying(c, &old->list[i++], &new->list[k++]);
	}
}

/* In a namespace, certificates that no object has: under OutOfBand they are in ca/ alone. */
static const struct cacerts *bare_certificates(const struct state *s, struct str namespace)
{
	const struct cacerts *c = cacerts_of(&s->cacerts, namespace);

	return c && c->has_entry && c->holder.policy->seal == SEAL_OUT_OF_BAND ? c : NULL;
}

/* Under another method they are in an object: that their own form goes destroys nothing. */
static enum risk risk_without(const struct state *new, struct str namespace)
{
	const struct cacerts *c = cacerts_of(&new->cacerts, namespace);

	return c && c->has_entry ? RISK_TRUST : RISK_DESTROYED;
}

static struct difference of_certificates(struct str namespace, enum op op)
{
	struct identity id = { .kind = S("Certificates"),
			       .namespace = namespace,
			       .name = S("cacerts") };

	return (struct difference){ .risk = risk_of(id.kind, S("")), .op = op, .id = id };
}

static void add_certificate(struct comparison *c, struct str namespace, struct str field,
			    struct str old, struct str new)
{
	struct node values[] = { node_str(old), node_str(new) };
	struct field f = { OP_CHANGED, field, &values[0], &values[1] };
	struct difference d = of_certificates(namespace, OP_CHANGED);

	if (!str_eq(old, new))
		add_field(c, &d.id, &f);
}

static void add_certificates_gone(struct comparison *c, struct str namespace)
{
	struct difference d = of_certificates(namespace, OP_REMOVED);

	d.risk = risk_without(c->new, namespace);
	add(c, d);
}

static void compare_certificates(struct comparison *c)
{
	for (size_t i = 0; i < c->old->cacerts.n; i++) {
		struct str namespace = c->old->cacerts.list[i].holder.namespace;
		const struct cacerts *old = bare_certificates(c->old, namespace),
				     *new = bare_certificates(c->new, namespace);

		if (old && !new)
			add_certificates_gone(c, namespace);
		if (!old || !new)
			continue;
		add_certificate(c, namespace, S("[ca-cert.pem]"), old->ca_cert, new->ca_cert);
		add_certificate(c, namespace, S("[cert-chain.pem]"), old->cert_chain,
				new->cert_chain);
		add_certificate(c, namespace, S("[root-cert.pem]"), old->root_cert, new->root_cert);
	}
	for (size_t i = 0; i < c->new->cacerts.n; i++) {
		struct str namespace = c->new->cacerts.list[i].holder.namespace;

		if (bare_certificates(c->new, namespace) && !bare_certificates(c->old, namespace))
			add(c, of_certificates(namespace, OP_ADDED));
	}
}

/* As risky as the riskiest object that comes. */
static enum risk risk_of_arrival(const struct manifests *all)
{
	enum risk most = RISK_COSMETIC;

	for (size_t i = 0; i < all->n; i++) {
		enum risk risk = risk_of(manifest_of(all->list[i])->id.kind, S(""));

		if (risk > most)
			most = risk;
	}
	return most;
}

static void add_cluster(struct comparison *c, struct str name, enum op op, enum risk risk)
{
	add(c, (struct difference){
		       .risk = risk, .op = op, .id = { .kind = S("Cluster"), .name = name } });
}

void cluster_compare(const struct state *old, const struct state *new, struct str name,
		     struct arena *a, struct differences *ret)
{
	struct comparison c = { old, new, a, ret };
	size_t before = ret->n;

	if (old->manifests.n && !new->manifests.n) {
		add_cluster(&c, name, OP_REMOVED, RISK_DESTROYED);
		return;
	}
	if (new->manifests.n && !old->manifests.n) {
		add_cluster(&c, name, OP_ADDED, risk_of_arrival(&new->manifests));
		return;
	}
	compare_manifests(&c);
	compare_certificates(&c);
	compare_appliers(&c);
	if (ret->n > before)
		add_revisions(&c);
}

struct aliases cluster_aliases(const struct state *old, const struct state *new, struct str name)
{
	const struct state *sides[] = { old, new };
	struct aliases names = { .cluster = name, .mesh = S("") };

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < count_meshes(sides[i]); k++) {
			const struct fleet_mesh *m = mesh_at(sides[i], k);
			struct str own = m->deployment ? S("") : m->declared->name.text;

			if (!own.n || mesh_is_discovered(m) || str_eq(own, names.mesh))
				continue;
			if (names.mesh.n)
				return (struct aliases){ .cluster = name, .mesh = S("") };
			names.mesh = own;
		}
	return names;
}
