#include "diff/against.h"

#include "base/map.h"
#include "diff/edit.h"
#include "diff/quantity.h"
#include "trust/base64.h"

/* The objects of a dump by who they are, and the kinds that it has any of. */
struct dumped {
	struct str path;
	struct map objects, kinds;
	struct arena *arena;
};

/* One object of ours and what the dump has of it. */
struct meeting {
	const struct manifest *manifest;
	const struct node *ours, *theirs;
	struct str path; /* of the dump */
	struct arena *arena;
	struct findings *found;
};

static struct str kind_key(const struct identity *id, struct arena *a)
{
	return arena_fmt(a, "%.*s/%.*s", FMT(id->group), FMT(id->kind));
}

static struct str object_key(const struct identity *id, struct arena *a)
{
	return arena_fmt(a, "%.*s/%.*s/%.*s/%.*s", FMT(id->group), FMT(id->kind),
			 FMT(id->namespace), FMT(id->name));
}

static void add_object(struct dumped *d, const struct node *x)
{
	struct identity id;

	if (!identity_of(x, &id))
		return;
	*map_at(&d->kinds, kind_key(&id, d->arena), d->arena) = (void *)x;
	*map_at(&d->objects, object_key(&id, d->arena), d->arena) = (void *)x;
}

/* As kubectl takes it: other groups have gateways too. */
static struct str resource_name(const struct kind *k, struct arena *a)
{
	return k->custom ? arena_fmt(a, "%.*s.%.*s", FMT(k->plural), FMT(k->group)) : k->plural;
}

static void report_missing(const struct dumped *d, const struct manifest *m, struct findings *found)
{
	struct finding *f = finding_add_path(found, MG0727, d->path, "%.*s is missing",
					     FMT(manifest_name(m, d->arena)));

	if (!map_get(&d->kinds, kind_key(&m->id, d->arena)))
		finding_help(f, "the dump has no %.*s at all: let kubectl get them too",
			     FMT(resource_name(m->kind, d->arena)));
}

/* Without a place, whose line might hold what is secret. */
static void report_field(const struct meeting *m, struct str told)
{
	finding_add_path(m->found, MG0726, m->path, "%.*s: %.*s",
			 FMT(manifest_name(m->manifest, m->arena)), FMT(told));
}

/*
 * What is empty may as well be absent: the server does not store it, such as the value of
 * an environment variable.
 */
static bool is_left_out(const struct field *f)
{
	return f->op == OP_REMOVED && (f->old->kind >= NODE_SEQ || !node_text(f->old).n);
}

/* Of a Secret these are compared by compare_secret. */
static bool is_payload(const struct identity *id, struct str path)
{
	static const struct str parts[] = { STR("data"), STR("stringData"), STR("sops") };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (str_eq(id->kind, S("Secret")) && str_starts(path, parts[i]))
			return true;
	return false;
}

static bool has(struct str path, struct str part)
{
	return str_search(path, part) < path.n;
}

static bool is_same_quantity(const struct manifest *m, const struct field *f)
{
	return f->op == OP_CHANGED && !m->kind->custom &&
	       (has(f->path, S(".resources.limits")) || has(f->path, S(".resources.requests"))) &&
	       quantity_eq(node_text(f->old), node_text(f->new));
}

static bool is_drift(const struct manifest *m, const struct field *f)
{
	struct str ignore = m->kind->ignore.n ? str_from(m->kind->ignore, 1) : S("");

	return f->op != OP_ADDED && !str_eq(f->path, S("apiVersion")) &&
	       !(ignore.n && str_starts(f->path, ignore)) && !is_left_out(f) &&
	       !is_payload(&m->id, f->path) && !is_same_quantity(m, f);
}

static void compare_fields(const struct meeting *m)
{
	struct fields all = { 0 };

	fields_compare(m->ours, m->theirs, m->arena, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct field *f = &all.list[i];

		if (is_drift(m->manifest, f))
			report_field(m, edit_field(m->manifest->id.kind, f, m->arena));
	}
}

/* What SOPS or a person who seals by hand made of a value. */
static bool is_sealed(struct str value)
{
	return str_starts(value, S("ENC["));
}

static bool holds(const struct meeting *m, struct str key, struct str value)
{
	const struct node *data = node_get(m->theirs, S("data"));
	struct str theirs;

	if (is_sealed(value))
		return node_key(data, key);
	return base64_decode(node_get_str(data, key), m->arena, &theirs) && str_eq(theirs, value);
}

static void compare_secret(const struct meeting *m)
{
	const struct node *ours = node_get(m->ours, S("stringData"));

	for (uint32_t i = 0; ours && i < ours->n; i++) {
		struct str key = node_text(&ours->items[2 * i]);

		if (!holds(m, key, node_text(&ours->items[2 * i + 1])))
			report_field(m, arena_fmt(m->arena, "data[%.*s]: another value or none",
						  FMT(key)));
	}
}

void against_compare(const struct manifests *ours, const struct documents *dump, struct str path,
		     struct arena *a, struct findings *found)
{
	struct dumped d = { .path = path, .arena = a };

	for (size_t i = 0; i < dump->n; i++)
		add_object(&d, &dump->list[i]);
	for (size_t i = 0; i < ours->n; i++) {
		const struct manifest *of = manifest_of(ours->list[i]);
		struct meeting m = { of,
				     &ours->list[i]->shape->node,
				     map_get(&d.objects, object_key(&of->id, a)),
				     path,
				     a,
				     found };

		if (!m.theirs) {
			report_missing(&d, of, found);
			continue;
		}
		compare_fields(&m);
		if (str_eq(of->id.kind, S("Secret")))
			compare_secret(&m);
	}
}

/* Returns false after a finding. */
static bool render_manifests(const struct compile_options *o, const struct input *in,
			     struct compilation *c, struct manifests *ret)
{
	struct chosen_clusters chosen;
	struct rendering r = { .arena = &c->arena, .found = &c->findings };
	struct objects *objects = ARENA_NEW(&c->arena, struct objects);
	struct cacerts_list cacerts;
	const struct cluster *cluster;

	if (!compile_choose(o, &in->fleet, c, &chosen))
		return false;
	cluster = chosen_cluster(&in->fleet, &chosen, 0);
	r.renderer = render_open(in->tree, in->model.config.templates.text, &c->arena, &c->sources,
				 &c->findings);
	return r.renderer &&
	       cacerts_read(&in->trust, &in->fleet, cluster, true, &c->arena, &c->findings,
			    &cacerts) &&
	       render_cluster(&r, &in->fleet, cluster, &cacerts, objects) &&
	       manifests_of(objects, in->model.config.appliers, &c->arena, &c->findings, ret);
}

bool against_run(const struct compile_options *o, const struct documents *dump, struct str path,
		 struct compilation *c)
{
	struct manifests manifests = { 0 };
	struct input in;
	bool ok = compile_fleet(o, c, &in) && compile_check_root(o, in.tree, in.tree, c) &&
		  compile_trust(o, c, &in) && render_manifests(o, &in, c, &manifests);

	if (ok)
		against_compare(&manifests, dump, path, &c->arena, &c->findings);
	input_close(&in);
	findings_sort(&c->findings, &c->sources);
	return ok;
}
