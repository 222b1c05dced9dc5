#include "pack/plan.h"

#include "base/limits.h"
#include "base/sort.h"
#include "pack/pack.h"
#include "yaml/write.h"

/* More buckets than that mean that two large objects share most of their hash. */
enum { MAX_BUCKETS = 1 << 16 };

/* What plan_size adds to the JSON of a manifest at most. */
enum { FRAME_AT_MOST = 11 };

/* An object on its way into a work. */
struct load {
	const struct object *object;
	const struct manifest *manifest;
	enum owner owner;    /* OWNER_CLUSTER: meshgen-base */
	size_t bucket, size; /* of a work that may be too large, else 0 */
};

size_t plan_size(const struct node *object)
{
	size_t n = json_size(object), varint = 1;

	for (size_t rest = n; rest > 127; rest >>= 7)
		varint++;
	return n + 1 + varint;
}

/* FNV-1a; a byte that no name holds ends each part. */
static uint64_t hash_add(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.s[i]) * 0x100000001b3;
	return (h ^ 0xff) * 0x100000001b3;
}

static uint64_t hash_of(const struct identity *id)
{
	uint64_t h = 0xcbf29ce484222325;

	h = hash_add(h, id->group);
	h = hash_add(h, id->kind);
	h = hash_add(h, id->namespace);
	h = hash_add(h, id->name);
	/* The low bits of FNV alone are little more than parities. */
	h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
	return h ^ h >> 33;
}

static struct load load_of(const struct object *o)
{
	const struct manifest *m = manifest_of(o);

	return (struct load){
		.object = o,
		.manifest = m,
		.owner = m->kind->survives ? OWNER_CLUSTER : o->owner,
	};
}

/* Do they belong into one work, or its buckets? 0 if so, else their order. */
static int compare_works(const struct load *x, const struct load *y)
{
	int d = (int)x->owner - (int)y->owner;

	if (d || x->owner == OWNER_CLUSTER)
		return d;
	d = str_cmp(x->object->owned_by, y->object->owned_by);
	return d ? d : (int)x->object->stage - (int)y->object->stage;
}

static int compare(const void *a, const void *b)
{
	const struct load *x = a, *y = b;
	int d = compare_works(x, y);

	if (!d && x->bucket != y->bucket)
		d = x->bucket < y->bucket ? -1 : 1;
	if (!d)
		d = x->manifest->kind->order - y->manifest->kind->order;
	return d ? d : manifest_cmp(x->manifest, y->manifest);
}

static struct str work_name(const struct load *l, struct arena *a)
{
	struct str parts[] = { l->owner == OWNER_MESH ? S("mesh.") : S("ns."), l->object->owned_by,
			       STR("."), stage_name(l->object->stage) };

	return l->owner == OWNER_CLUSTER ? S("meshgen-base") : arena_concat(a, parts, 4);
}

/* Does no bucket pass the limit when there are count of them? Puts each load into its bucket. */
static bool fits(struct load *list, size_t n, size_t count, struct arena *a)
{
	size_t *sizes = ARENA_ARRAY(a, count, size_t);
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		list[i].bucket = (size_t)(hash_of(&list[i].manifest->id) & (count - 1));
		sizes[list[i].bucket] += list[i].size;
		ok = ok && sizes[list[i].bucket] <= LIMIT_WORK_BYTES;
	}
	return ok;
}

static void too_large(const struct load *l, struct str work, struct findings *found)
{
	struct finding *f =
		finding_add(found, MG0706, node_place(&l->object->shape->node),
			    "%.*s takes %zu bytes of ManifestWork '%.*s', %d is the limit",
			    FMT(manifest_name(l->manifest, &found->arena)), l->size, FMT(work),
			    LIMIT_WORK_BYTES);

	finding_help(f, "let the template give a smaller object");
}

static void inseparable(const struct load *l, struct str work, struct findings *found)
{
	struct finding *f =
		finding_add(found, MG0706, node_place(&l->object->shape->node),
			    "the objects of ManifestWork '%.*s' do not fit into %d works",
			    FMT(work), MAX_BUCKETS);

	finding_help(f, "let the templates give smaller objects");
}

/* Most works are far from the limit, which then needs no look at their bytes. */
static bool fit_surely(const struct load *list, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		most += list[i].manifest->json_at_most + FRAME_AT_MOST;
	return most <= LIMIT_WORK_BYTES;
}

/* Puts the loads of one work into as few buckets as hold them. */
static bool split(struct load *list, size_t n, struct str name, struct arena *a,
		  struct findings *found)
{
	bool ok = true;

	if (fit_surely(list, n))
		return true;
	for (size_t i = 0; i < n; i++) {
		list[i].size = plan_size(&list[i].object->shape->node);
		if (list[i].size <= LIMIT_WORK_BYTES)
			continue;
		too_large(&list[i], name, found);
		ok = false;
	}
	for (size_t count = 1; ok && !fits(list, n, count, a); count *= 2) {
		if (count < MAX_BUCKETS)
			continue;
		inseparable(list, name, found);
		ok = false;
	}
	sort(list, n, sizeof(*list), compare);
	return ok;
}

/* All else waits for the base; a work is complete when its last object is. */
static int last_wave(const struct load *list, size_t n)
{
	int last = WAVE_NAMESPACE;

	for (size_t i = 0; i < n && list->owner != OWNER_CLUSTER; i++) {
		int wave = wave_of(list[i].manifest->kind, list[i].object->stage);

		last = wave > last ? wave : last;
	}
	return last;
}

/* One bucket becomes one work. */
static bool add_work(struct str cluster, struct str base, const struct load *list, size_t n,
		     struct arena *a, struct findings *found, struct works *ret)
{
	size_t bucket = list->bucket;
	struct work w = { base, ARENA_ARRAY(a, n, const struct object *), n, last_wave(list, n) };

	if (bucket)
		w.name = arena_fmt(a, "%.*s.%zu", FMT(base), bucket + 1);
	for (size_t i = 0; i < n; i++)
		w.list[i] = list[i].object;
	ret->list = arena_grow(a, ret->list, ret->n, &ret->cap, sizeof(*ret->list));
	ret->list[ret->n++] = w;
	if (w.name.n <= LIMIT_WORK_NAME)
		return true;
	finding_help(
		finding_add_path(found, MG0705,
				 arena_fmt(&found->arena, "%.*s/%.*s",
					   FMT(tree_name(TREE_MANIFESTWORK)), FMT(cluster)),
				 "the name of ManifestWork '%.*s' has %zu bytes, %d is the limit",
				 FMT(w.name), w.name.n, LIMIT_WORK_NAME),
		"shorten the name of the mesh");
	return false;
}

/* The loads of one work, in the order of compare without buckets. */
static bool plan_one(struct str cluster, struct load *list, size_t n, struct arena *a,
		     struct findings *found, struct works *ret)
{
	struct str name = work_name(list, a);
	bool ok = split(list, n, name, a, found);

	for (size_t i = 0, end; ok && i < n; i = end) {
		for (end = i + 1; end < n && list[end].bucket == list[i].bucket;)
			end++;
		ok = add_work(cluster, name, list + i, end - i, a, found, ret);
	}
	return ok;
}

bool plan_works(struct str cluster, const struct manifests *all, struct arena *a,
		struct findings *found, struct works *ret)
{
	struct load *list = ARENA_ARRAY(a, all->n, struct load);
	bool ok = true;

	for (size_t i = 0; i < all->n; i++)
		list[i] = load_of(all->list[i]);
	sort(list, all->n, sizeof(*list), compare);
	for (size_t i = 0, end; i < all->n; i = end) {
		for (end = i + 1; end < all->n && !compare_works(&list[i], &list[end]);)
			end++;
		if (!plan_one(cluster, list + i, end - i, a, found, ret))
			ok = false;
	}
	return ok;
}
