#include "pack/apply.h"
#include "pack/fixture_test.h"
#include "render/cacerts.h"

struct scene {
	struct arena arena;
	struct findings found;
	struct files files;
};

/* The files of cluster c for objects of these stages. */
static void pack(struct scene *s, const char *delivery, enum seal_method seal, const bool *stages,
		 unsigned appliers)
{
	const struct name at = { .text = S("c") };
	const struct settings settings = { .delivery = { .text = str_of(delivery) } };
	const struct cluster cluster = { .at = &at, .settings = &settings };
	const struct config config = { .output = S("out"),
				       .appliers = appliers,
				       .repository = { .git_repository = S("fleet") } };
	const struct trust_policy policy = { .seal = seal };
	struct cacerts cacerts = { .holder = { .policy = &policy } };
	struct rendering r = rendering(&s->arena, &s->found);
	struct objects all = { .list = ARENA_ARRAY(&s->arena, STAGE_COUNT, struct object) };

	for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
		if (stages[stage])
			all.list[all.n++] = (struct object){ .stage = stage };
	assert_true(apply_cluster(&r, S("x/"), &cluster, &config, &all,
				  &(struct cacerts_list){ &cacerts, 1 }, &s->files));
}

/* Both stages of a cluster of that name; is it well? */
static void pack_as(struct scene *s, struct str name, bool well)
{
	const struct name at = { .text = name };
	const struct settings settings = { 0 };
	const struct cluster cluster = { .at = &at, .settings = &settings };
	const struct config config = { .output = S("out"),
				       .appliers = APPLIER_FLUX,
				       .repository = { .git_repository = S("fleet") } };
	struct rendering r = rendering(&s->arena, &s->found);
	struct object list[] = { { .stage = STAGE_CONTROL_PLANE }, { .stage = STAGE_DATA_PLANE } };
	struct objects all = { .list = list, .n = 2 };

	assert_true(apply_cluster(&r, S(""), &cluster, &config, &all, &(struct cacerts_list){ 0 },
				  &s->files) == well);
}

static void end(struct scene *s)
{
	findings_release(&s->found);
	arena_release(&s->arena);
}

static const struct node *spec_at(const struct scene *s, const char *path)
{
	const struct file *f = file_at(&s->files, str_of(path));

	assert_non_null(f);
	return node_get(&f->node, S("spec"));
}

static void test_direct(void **state)
{
	struct scene s = { 0 };
	const struct node *control, *data;

	(void)state;
	pack(&s, "", SEAL_SEALED_SECRET, (bool[]){ true, true }, APPLIER_FLUX | APPLIER_ARGOCD);
	assert_int_equal(s.files.n, 2);
	control = spec_at(&s, "x/apply/flux/clusters/c/control-plane.yaml");
	data = spec_at(&s, "x/apply/flux/clusters/c/data-plane.yaml");
	assert_true(str_eq(node_get_str(control, S("path")), S("./out/istio/c/control-plane")));
	assert_true(str_eq(node_get_str(data, S("path")), S("./out/istio/c/data-plane")));
	assert_true(str_eq(node_get_str(node_get(data, S("sourceRef")), S("name")), S("fleet")));
	assert_null(node_get(control, S("decryption")));
	assert_non_null(node_get(data, S("dependsOn")));
	end(&s);
}

static void test_sops(void **state)
{
	struct scene s = { 0 };

	(void)state;
	pack(&s, "direct", SEAL_SOPS, (bool[]){ true, true }, APPLIER_FLUX);
	assert_non_null(node_get(spec_at(&s, "x/apply/flux/clusters/c/control-plane.yaml"),
				 S("decryption")));
	assert_null(
		node_get(spec_at(&s, "x/apply/flux/clusters/c/data-plane.yaml"), S("decryption")));
	end(&s);
}

/* A stage without objects has no folder: nobody may wait for it, or apply it. */
static void test_one_stage(void **state)
{
	struct scene s = { 0 };

	(void)state;
	pack(&s, "direct", SEAL_OUT_OF_BAND, (bool[]){ false, true }, APPLIER_FLUX);
	assert_int_equal(s.files.n, 1);
	assert_null(
		node_get(spec_at(&s, "x/apply/flux/clusters/c/data-plane.yaml"), S("dependsOn")));
	end(&s);
}

static void test_hub(void **state)
{
	struct scene s = { 0 };

	(void)state;
	pack(&s, "manifestwork", SEAL_SEALED_SECRET, (bool[]){ true, true }, APPLIER_FLUX);
	assert_int_equal(s.files.n, 1);
	assert_true(
		str_eq(node_get_str(spec_at(&s, "x/apply/flux/hub/c/manifestwork.yaml"), S("path")),
		       S("./out/manifestwork/c")));
	end(&s);
}

/* "meshgen-<cluster>-control-plane" becomes a label: 63 bytes, 22 of them not the cluster's. */
static void test_long_name(void **state)
{
	struct scene s = { 0 };

	(void)state;
	pack_as(&s, letters(41, &s.arena), true);
	assert_int_equal(s.found.n, 0);
	pack_as(&s, letters(42, &s.arena), false);
	assert_int_equal(s.found.n, 1);
	assert_int_equal(s.found.list[0]->code, MG0711);
	end(&s);
}

static void test_nothing(void **state)
{
	struct scene s = { 0 };

	(void)state;
	pack(&s, "direct", SEAL_SOPS, (bool[]){ true, true }, APPLIER_ARGOCD);
	pack(&s, "direct", SEAL_SOPS, (bool[]){ false, false }, APPLIER_FLUX);
	assert_int_equal(s.files.n, 0);
	end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_direct),    cmocka_unit_test(test_sops),
		cmocka_unit_test(test_one_stage), cmocka_unit_test(test_hub),
		cmocka_unit_test(test_nothing),   cmocka_unit_test(test_long_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
