#include "model/generator.h"

#include "model/load_fixture.h"
#include "yaml/read.h"

static bool read_text(struct repo *r, const char *text, struct generator *ret)
{
	struct documents documents;
	uint32_t file;

	start(r);
	file = sources_add(&r->sources, &r->arena, S("x.yaml"), str_of(text));
	assert_true(yaml_read(file, str_of(text), &r->arena, &r->found, &documents));
	return generator_read(&documents.list[0], str_of(text), &r->arena, &r->found, ret);
}

static void test_a_generator(void **state)
{
	struct generator g = { 0 };
	struct repo r;

	(void)state;
	assert_true(read_text(&r,
			      OWN_API "kind: MeshgenGenerator\nmetadata: {name: g}\n"
				      "spec: {cluster: c1, only: istio, path: ./fleet}\n",
			      &g));
	assert_int_equal(r.found.n, 0);
	assert_true(is(g.name.text, "g"));
	assert_true(is(g.cluster.text, "c1"));
	assert_int_equal(place_find(&r.sources, g.cluster.place).line, 4);
	assert_true(is(g.only.text, "istio"));
	assert_true(is(g.path.text, "fleet"));
	end(&r);
}

static void refuses(const char *text, enum code code)
{
	struct generator g = { 0 };
	struct repo r;

	assert_false(read_text(&r, text, &g));
	only(&r, code);
	end(&r);
}

static void test_no_generator(void **state)
{
	(void)state;
	refuses("a: b", MG0742);
	refuses("apiVersion: v1\nkind: ConfigMap", MG0742);
	refuses(OWN_API "kind: Config\nspec: {}", MG0742);
	refuses("apiVersion: v1\nkind: List\nitems: []", MG0742);
	refuses(OWN_API "kind: MeshGenerator", MG0206);
	refuses("apiVersion: meshgen.dev/v1\nkind: MeshgenGenerator", MG0206);
	refuses(OWN_API "kind: MeshgenGenerator\nmetadata: {name: g}\nspec: {cluster: c, a: b}",
		MG0201);
	refuses(OWN_API "kind: MeshgenGenerator\nmetadata: {name: G}\nspec: {cluster: c}", MG0209);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_generator),
		cmocka_unit_test(test_no_generator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
