#include "pack/manifest.h"

#include "base/char.h"
#include "base/sort.h"
#include "pack/annotate.h"
#include "yaml/kept.h"
#include "yaml/write.h"

static bool stands_for_itself(char c)
{
	return is_lower(c) || is_digit(c) || c == '.' || c == '-';
}

static size_t escape(struct str s, char *to)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (stands_for_itself(s.s[i])) {
			to[n++] = s.s[i];
			continue;
		}
		to[n++] = '_';
		to[n++] = digits[c >> 4];
		to[n++] = digits[c & 15];
	}
	return n;
}

static size_t lower(struct str s, char *to)
{
	for (size_t i = 0; i < s.n; i++)
		to[i] = to_lower(s.s[i]);
	return s.n;
}

static struct str file_of(const struct manifest *m, struct arena *a)
{
	static const struct str end = STR(".yaml");
	struct str kind = kind_file(m->kind);
	char *s = arena_alloc(a, kind.n + 3 * (m->id.namespace.n + m->id.name.n) + 2 + end.n);
	size_t n = lower(kind, s);

	if (m->id.namespace.n) {
		s[n++] = '.';
		n += escape(m->id.namespace, s + n);
	}
	s[n++] = '.';
	n += escape(m->id.name, s + n);
	for (size_t i = 0; i < end.n; i++)
		s[n++] = end.s[i];
	return (struct str){ s, n };
}

static void refuse(const struct node *object, const struct identity *id, struct findings *found)
{
	struct finding *f = finding_add(found, MG0707, node_place(object),
					"a template gives an object of kind '%.*s' in group '%.*s'",
					FMT(id->kind), FMT(id->group));

	finding_help(f, "check apiVersion and kind of the template; objects of other kinds are "
			"applied by other means");
}

int wave_of(const struct kind *kind, enum stage stage)
{
	return stage == STAGE_DATA_PLANE ? WAVE_DATA_PLANE : kind->wave;
}

/* Where it was kept for many clusters, it is again. */
static struct node annotated(const struct object *o, const struct kind *kind, unsigned appliers)
{
	struct syncing s = { .wave = wave_of(kind, o->stage),
			     .lacks_definition = kind->custom,
			     .prunes_last = kind->operates };
	struct node x = annotate(&o->shape->node, &s, appliers, o->shape->arena);

	return node_kept(&o->shape->node) && !node_kept(&x) ? node_keep(&x, o->shape->arena) : x;
}

/* NULL after a finding. */
static struct manifest *manifest_new(const struct object *o, unsigned appliers,
				     struct findings *found)
{
	struct arena *a = o->shape->arena;
	struct node *object = &o->shape->node;
	struct manifest *m = ARENA_NEW(a, struct manifest);

	if (!identity_given(object, found, &m->id))
		return NULL;
	m->kind = kind_find(m->id.group, m->id.kind);
	if (!m->kind) {
		refuse(object, &m->id, found);
		return NULL;
	}
	*object = annotated(o, m->kind, appliers);
	m->file = node_str(file_of(m, a));
	m->json_at_most = json_size_at_most(object);
	m->config = m->orphan = node_null();
	return m;
}

const struct manifest *manifest_of(const struct object *o)
{
	return o->shape->manifest;
}

bool manifests_add(struct manifests *all, const struct object *object, struct arena *a,
		   struct findings *found)
{
	struct shape *s = object->shape;

	if (!s->manifest)
		s->manifest = manifest_new(object, all->appliers, found);
	if (!s->manifest)
		return false;
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = object;
	return true;
}

int manifest_cmp(const struct manifest *a, const struct manifest *b)
{
	int d = kind_cmp(a->kind, b->kind);

	if (!d)
		d = str_cmp(a->id.namespace, b->id.namespace);
	return d ? d : str_cmp(a->id.name, b->id.name);
}

static int compare(const void *a, const void *b)
{
	const struct object *const *x = a, *const *y = b;

	return manifest_cmp(manifest_of(*x), manifest_of(*y));
}

/* Is it another object than the one before it? False after a finding. */
static bool is_another(const struct object *const *o, struct findings *found)
{
	struct str name;
	struct finding *f;

	if (compare(o - 1, o))
		return true;
	name = manifest_name(manifest_of(*o), &found->arena);
	f = finding_add(found, MG0702, node_place(&o[0]->shape->node), "two templates give %.*s",
			FMT(name));
	finding_note(f, node_place(&o[-1]->shape->node), "the other one");
	finding_help(f, "give them different names");
	return false;
}

bool manifests_sort(struct manifests *all, struct findings *found)
{
	bool ok = true;

	sort(all->list, all->n, sizeof(*all->list), compare);
	for (size_t i = 1; i < all->n; i++)
		ok &= is_another(&all->list[i], found);
	return ok;
}

bool manifests_insert(struct manifests *all, const struct object *object, struct arena *a,
		      struct findings *found)
{
	size_t at = all->n;

	if (!manifests_add(all, object, a, found))
		return false;
	for (; at && compare(&all->list[at - 1], &object) > 0; at--)
		all->list[at] = all->list[at - 1];
	all->list[at] = object;
	return !at || is_another(&all->list[at], found);
}

bool manifests_of(const struct objects *objects, unsigned appliers, struct arena *a,
		  struct findings *found, struct manifests *ret)
{
	bool ok = true;

	ret->appliers = appliers;
	for (size_t i = 0; i < objects->n; i++)
		if (!manifests_add(ret, &objects->list[i], a, found))
			ok = false;
	return manifests_sort(ret, found) && ok;
}

struct str manifest_name(const struct manifest *m, struct arena *a)
{
	return arena_fmt(a, "%.*s '%.*s%s%.*s'", FMT(m->id.kind), FMT(m->id.namespace),
			 m->id.namespace.n ? "/" : "", FMT(m->id.name));
}
