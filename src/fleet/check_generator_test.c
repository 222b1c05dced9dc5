#include "fleet/fleet.h"

#include "model/load_fixture.h"

#define EAST                                                                                       \
	MESH_API "kind: Mesh\nmetadata: {name: m}\nspec:\n"                                        \
		 "  cluster: east\n  meshProvider: Upstream Istio\n"                               \
		 "  controlPlane: {namespace: istio-system, version: 1.22.3}\n"
#define GENERATOR(spec)                                                                            \
	"---\n" OWN_API "kind: MeshgenGenerator\nmetadata: {name: g}\nspec: " spec "\n"

/* What is found, with that help; nothing when help is NULL. */
static void expect(const char *text, const char *help)
{
	struct fleet fleet;
	struct repo r;

	load_text(&r, text);
	fleet_build(&r.model, &r.arena, &r.found, &fleet);
	fleet_check(&r.model, &fleet, &r.arena, &r.found);
	if (help)
		helps(only(&r, MG0740), help);
	else
		assert_int_equal(r.found.n, 0);
	end(&r);
}

static void test_cluster_of_a_generator(void **state)
{
	(void)state;
	expect(EAST GENERATOR("{cluster: east}"), NULL);
	expect(EAST GENERATOR("{cluster: esat}"), "did you mean 'east'?");
	expect(EAST GENERATOR("{cluster: north}"),
	       "name a cluster of a MeshDeployment, or delete the generator");
	expect(GENERATOR("{cluster: east}"),
	       "the root of a config repository is the next folder upwards with a meshgen.yaml: "
	       "put one there, or name the folder in spec.path");
}

static void test_of_another_repository(void **state)
{
	(void)state;
	expect(EAST GENERATOR("{cluster: north, path: other}"), NULL);
}

static void test_something_is_missing(void **state)
{
	struct fleet fleet;
	struct repo r;

	(void)state;
	load_text(&r, MESH_API "kind: Mesh\nmetadata: {name: m}\n" GENERATOR("{cluster: north}"));
	only(&r, MG0203);
	fleet_build(&r.model, &r.arena, &r.found, &fleet);
	fleet_check(&r.model, &fleet, &r.arena, &r.found);
	only(&r, MG0203);
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cluster_of_a_generator),
		cmocka_unit_test(test_of_another_repository),
		cmocka_unit_test(test_something_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
