#include "pack/fixture_test.h"

#include "pack/annotate.h"
#include "pack/metadata.h"

static struct node object(const char *annotations, struct arena *a)
{
	return node_of(arena_fmt(a, "{metadata: {name: x%s}, text: [\"$x ${\"]}", annotations), a);
}

/* Are the annotations that it gets these? */
static void expect(const char *given, struct syncing s, unsigned appliers, const char *want)
{
	struct arena a = { 0 };
	struct node x = object(given, &a), expected = object(want, &a);
	struct node got = annotate(&x, &s, appliers, &a);

	assert_true(node_eq(&got, &expected));
	arena_release(&a);
}

#define GIVEN(text) ", annotations: {" text "}"
#define WAVE(n) "argocd.argoproj.io/sync-wave: '" #n "'"
#define OPTIONS(text) "argocd.argoproj.io/sync-options: '" text "'"
#define DISABLED "kustomize.toolkit.fluxcd.io/substitute: disabled"

static void test_nobody(void **state)
{
	struct arena a = { 0 };
	struct node x = object(GIVEN("a: b"), &a);
	struct syncing s = { .wave = -1, .prunes_last = true };
	struct node got = annotate(&x, &s, 0, &a);

	(void)state;
	assert_ptr_equal(got.items, x.items);
	arena_release(&a);
}

static void test_argocd(void **state)
{
	(void)state;
	expect("", (struct syncing){ .wave = -3 }, APPLIER_ARGOCD, GIVEN(WAVE(-3)));
	expect(", annotations: null", (struct syncing){ .wave = -3 }, APPLIER_ARGOCD,
	       GIVEN(WAVE(-3)));
	expect(GIVEN("a: b"), (struct syncing){ .wave = 0, .prunes_last = true }, APPLIER_ARGOCD,
	       GIVEN("a: b, " WAVE(0) ", " OPTIONS("PruneLast=true")));
	expect("", (struct syncing){ .lacks_definition = true, .server_side = true },
	       APPLIER_ARGOCD,
	       GIVEN(WAVE(0) ", " OPTIONS(
		       "SkipDryRunOnMissingResource=true,ServerSideApply=true")));
}

/* What a template says stays, option by option. */
static void test_merged(void **state)
{
	const struct syncing all = {
		.wave = -2, .lacks_definition = true, .prunes_last = true, .server_side = true
	};

	(void)state;
	expect(GIVEN(WAVE(7) ", " OPTIONS("Prune=false, PruneLast=false,ServerSideApply")), all,
	       APPLIER_ARGOCD,
	       GIVEN(WAVE(7) ", " OPTIONS("Prune=false, PruneLast=false,ServerSideApply,"
					  "SkipDryRunOnMissingResource=true")));
	expect(GIVEN(WAVE(-3) ", " OPTIONS("PruneLastly=true")),
	       (struct syncing){ .prunes_last = true }, APPLIER_ARGOCD,
	       GIVEN(WAVE(-3) ", " OPTIONS("PruneLastly=true,PruneLast=true")));
	expect(GIVEN(DISABLED), (struct syncing){ 0 }, APPLIER_FLUX, GIVEN(DISABLED));
}

static void test_flux(void **state)
{
	struct arena a = { 0 };
	struct node plain = node_of(S("{metadata: {name: x}, 'b$': ['$', '{', '$ {', 1]}"), &a);
	struct node key = node_of(S("{metadata: {name: x}, a: {b: {'k${': 1}}}"), &a), got;
	struct node twice = node_of(S("{metadata: {name: x}, a: 'x$$y'}"), &a);
	struct syncing s = { .wave = -1 };

	(void)state;
	expect("", s, APPLIER_FLUX, GIVEN(DISABLED));
	expect("", s, APPLIER_FLUX | APPLIER_ARGOCD, GIVEN(WAVE(-1) ", " DISABLED));
	got = annotate(&plain, &s, APPLIER_FLUX, &a);
	assert_null(annotations_of(&got));
	got = annotate(&key, &s, APPLIER_FLUX, &a);
	assert_non_null(annotations_of(&got));
	got = annotate(&twice, &s, APPLIER_FLUX, &a);
	assert_non_null(annotations_of(&got));
	arena_release(&a);
}

/* A template that gives no map for them is left to who applies it. */
static void test_no_map(void **state)
{
	(void)state;
	expect(", annotations: text", (struct syncing){ 0 }, APPLIER_ARGOCD | APPLIER_FLUX,
	       ", annotations: text");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nobody), cmocka_unit_test(test_argocd),
		cmocka_unit_test(test_merged), cmocka_unit_test(test_flux),
		cmocka_unit_test(test_no_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
