#include "pack/fixture_test.h"

#include "base/limits.h"
#include "yaml/write.h"

static size_t work_bytes(const struct work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += plan_size(&w->list[i]->shape->node);
	return n;
}

/* The work that holds the object of a name; every object is in exactly one. */
static const struct work *work_of(const struct works *works, struct str name)
{
	const struct work *hit = NULL;

	for (size_t i = 0; i < works->n; i++)
		for (size_t k = 0; k < works->list[i].n; k++)
			if (str_eq(manifest_of(works->list[i].list[k])->id.name, name)) {
				assert_null(hit);
				hit = &works->list[i];
			}
	assert_non_null(hit);
	return hit;
}

/* n ConfigMaps of one size, c0, c1, ... */
static struct works plan_sized(size_t n, size_t size, struct arena *a)
{
	struct manifests all = { 0 };
	struct works works = { 0 };
	struct findings found = { 0 };

	for (size_t i = 0; i < n; i++)
		add(&all, sized(arena_fmt(a, "c%zu", i).s, size, a), a);
	assert_true(plan_works(S("c"), &all, a, &found, &works));
	assert_int_equal(found.n, 0);
	return works;
}

/* 1 for the field, and a varint of the length: the hub's formula. */
static void test_size(void **state)
{
	static const struct {
		size_t json, extra;
	} rows[] = { { 127, 2 }, { 128, 3 }, { 16383, 3 }, { 16384, 4 } };
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct node text = node_str(letters(rows[i].json - 2, &a));

		assert_int_equal(json_size(&text), rows[i].json);
		assert_int_equal(plan_size(&text), rows[i].json + rows[i].extra);
	}
	arena_release(&a);
}

static void test_groups(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };
	struct works works = { 0 };
	struct findings found = { 0 };
	struct object shared = named("v1", "Secret", "ns", "cacerts", &a);
	struct object gateway = named("networking.istio.io/v1", "Gateway", "ns", "gateway", &a);

	(void)state;
	shared.owner = OWNER_NAMESPACE;
	shared.owned_by = S("ns");
	gateway.stage = STAGE_DATA_PLANE;
	add(&all, shared, &a);
	add(&all, gateway, &a);
	add(&all, named("v1", "Service", "ns", "service", &a), &a);
	add(&all, named("v1", "Namespace", "", "namespace", &a), &a);
	assert_true(plan_works(S("c"), &all, &a, &found, &works));
	assert_int_equal(works.n, 4);
	assert_true(str_eq(work_of(&works, S("namespace"))->name, S("meshgen-base")));
	assert_true(str_eq(work_of(&works, S("cacerts"))->name, S("ns.ns.control-plane")));
	assert_true(str_eq(work_of(&works, S("service"))->name, S("mesh.m.control-plane")));
	assert_true(str_eq(work_of(&works, S("gateway"))->name, S("mesh.m.data-plane")));
	assert_int_equal(work_of(&works, S("namespace"))->wave, WAVE_NAMESPACE);
	assert_int_equal(work_of(&works, S("cacerts"))->wave, WAVE_OPERATOR);
	assert_int_equal(work_of(&works, S("service"))->wave, WAVE_OPERATOR);
	assert_int_equal(work_of(&works, S("gateway"))->wave, WAVE_DATA_PLANE);
	arena_release(&a);
}

static void test_order(void **state)
{
	static const struct str order[] = { STR("role"), STR("account"),  STR("secret"), STR("s1"),
					    STR("s2"),   STR("operator"), STR("mesh") };
	struct arena a = { 0 };
	struct manifests all = { 0 };
	struct works works = { 0 };
	struct findings found = { 0 };

	(void)state;
	add(&all, named("install.istio.io/v1alpha1", "IstioOperator", "ns", "mesh", &a), &a);
	add(&all, named("v1", "Service", "ns", "s2", &a), &a);
	add(&all, named("v1", "Service", "ns", "s1", &a), &a);
	add(&all, named("apps/v1", "Deployment", "ns", "operator", &a), &a);
	add(&all, named("v1", "Secret", "ns", "secret", &a), &a);
	add(&all, named("v1", "ServiceAccount", "ns", "account", &a), &a);
	add(&all, named("rbac.authorization.k8s.io/v1", "ClusterRole", "", "role", &a), &a);
	assert_true(plan_works(S("c"), &all, &a, &found, &works));
	assert_int_equal(works.n, 1);
	assert_int_equal(works.list[0].wave, WAVE_CONTROL_PLANE);
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		assert_true(str_eq(manifest_of(works.list[0].list[i])->id.name, order[i]));
	arena_release(&a);
}

static void test_limit(void **state)
{
	struct arena a = { 0 };
	struct works works = plan_sized(2, LIMIT_WORK_BYTES / 2, &a);

	(void)state;
	assert_int_equal(work_bytes(&works.list[0]), LIMIT_WORK_BYTES);
	assert_int_equal(works.n, 1);
	works = plan_sized(2, LIMIT_WORK_BYTES / 2 + 1, &a);
	assert_int_equal(works.n, 2);
	arena_release(&a);
}

/* Each object in one work, none empty, none too large, names by bucket. */
static void test_split(void **state)
{
	struct arena a = { 0 };
	struct works works = plan_sized(40, 60 * 1000, &a);
	size_t objects = 0;

	(void)state;
	assert_true(works.n > 4);
	for (size_t i = 0; i < works.n; i++) {
		struct str name = works.list[i].name;

		assert_true(works.list[i].n > 0);
		assert_true(work_bytes(&works.list[i]) <= LIMIT_WORK_BYTES);
		assert_true(str_starts(name, S("mesh.m.control-plane")));
		assert_true(i == 0 || !str_eq(name, works.list[i - 1].name));
		objects += works.list[i].n;
	}
	assert_int_equal(objects, 40);
	for (size_t i = 0; i < 40; i++)
		work_of(&works, arena_fmt(&a, "c%zu", i));
	arena_release(&a);
}

/* Others that come leave an object where it is while the number of buckets holds. */
static void test_stable(void **state)
{
	struct arena a = { 0 };
	struct works few = plan_sized(10, 60 * 1000, &a), more = plan_sized(11, 60 * 1000, &a);

	(void)state;
	assert_int_equal(few.n, 2);
	assert_int_equal(more.n, 2);
	for (size_t i = 0; i < 10; i++) {
		struct str name = arena_fmt(&a, "c%zu", i);

		assert_true(str_eq(work_of(&few, name)->name, work_of(&more, name)->name));
	}
	assert_true(str_eq(few.list[0].name, S("mesh.m.control-plane")));
	assert_true(str_eq(few.list[1].name, S("mesh.m.control-plane.2")));
	arena_release(&a);
}

static enum code refusal(const char *mesh, struct object o, struct arena *a)
{
	struct manifests all = { 0 };
	struct works works = { 0 };
	struct findings found = { 0 };
	enum code code = CODE_COUNT;

	o.owned_by = str_of(mesh);
	add(&all, o, a);
	if (!plan_works(S("c"), &all, a, &found, &works))
		code = found.list[0]->code;
	findings_release(&found);
	return code;
}

static void test_refused(void **state)
{
	struct arena a = { 0 };
	struct object o = sized("x", LIMIT_WORK_BYTES, &a);
	/* "mesh." and ".control-plane" are 19 bytes. */
	const char *longest = arena_fmt(&a, "%0*d", LIMIT_WORK_NAME - 19, 0).s;

	(void)state;
	assert_int_equal(plan_size(&o.shape->node), LIMIT_WORK_BYTES);
	assert_int_equal(refusal("m", o, &a), CODE_COUNT);
	assert_int_equal(refusal("m", sized("x", LIMIT_WORK_BYTES + 1, &a), &a), MG0706);
	assert_int_equal(refusal(longest, named("v1", "Secret", "ns", "x", &a), &a), CODE_COUNT);
	assert_int_equal(
		refusal(arena_fmt(&a, "%s0", longest).s, named("v1", "Secret", "ns", "x", &a), &a),
		MG0705);
	arena_release(&a);
}

/* Of 600 objects two share their bucket even among 65,536. */
static void test_inseparable(void **state)
{
	struct arena a = { 0 };
	struct manifests all = { 0 };
	struct works works = { 0 };
	struct findings found = { 0 };
	struct str pad = letters(LIMIT_WORK_BYTES / 2, &a);

	(void)state;
	for (size_t i = 0; i < 600; i++)
		add(&all, padded(arena_fmt(&a, "c%zu", i).s, pad, &a), &a);
	assert_false(plan_works(S("c"), &all, &a, &found, &works));
	assert_int_equal(found.n, 1);
	assert_int_equal(found.list[0]->code, MG0706);
	findings_release(&found);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_size),    cmocka_unit_test(test_groups),
		cmocka_unit_test(test_order),   cmocka_unit_test(test_limit),
		cmocka_unit_test(test_split),   cmocka_unit_test(test_stable),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_inseparable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
