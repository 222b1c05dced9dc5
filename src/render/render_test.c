#include "render/render.h"

#include "base/limits.h"
#include "render/context.h"
#include "render/declared.h"
#include "yaml/read.h"
#include "yaml/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

enum { N_CLUSTERS = 4, N_DEPLOYMENTS = 1000 };

/* One mesh on all clusters; the third has other settings, the last is not federated. */
struct fixture {
	struct arena arena;
	struct findings found;
	struct sources sources;
	struct settings settings[2];
	struct deployment deployment;
	struct name names[N_CLUSTERS];
	struct fleet_mesh meshes[N_CLUSTERS];
	struct cluster clusters[N_CLUSTERS];
	struct fleet fleet;
	struct cacerts_list cacerts[N_CLUSTERS]; /* none at first */
	struct memo memo;
};

static struct name name(struct str text)
{
	return (struct name){ .text = text };
}

static int set_up(void **state)
{
	static const struct str names[] = { STR("c1"), STR("c2"), STR("c3"), STR("c4") };
	static struct name component = { .text = STR("istio-ingress") };
	static struct fixture f;

	f = (struct fixture){ .memo = MEMO_INIT };
	f.settings[1].hub = name(S("registry.example/istio"));
	for (size_t i = 0; i < 2; i++)
		f.settings[i].alike = &f.settings[i];
	f.deployment.name = name(S("mesh"));
	f.deployment.spec.namespace = name(S("istio-system"));
	f.deployment.spec.version = name(S("1.22.3"));
	f.deployment.spec.components = (struct names){ &component, 1 };
	for (size_t i = 0; i < N_CLUSTERS; i++) {
		f.names[i] = name(names[i]);
		f.meshes[i] = (struct fleet_mesh){ .deployment = &f.deployment,
						   .at = &f.names[i],
						   .federated = i + 1 < N_CLUSTERS };
		f.clusters[i] =
			(struct cluster){ &f.names[i], &f.settings[i == 2], (uint32_t)i, 1 };
	}
	f.fleet = (struct fleet){ .clusters = f.clusters,
				  .n_clusters = N_CLUSTERS,
				  .meshes = f.meshes,
				  .n_meshes = N_CLUSTERS };
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	memo_release(&f->memo);
	findings_release(&f->found);
	arena_release(&f->arena);
	return 0;
}

static struct renderer *built_in(struct fixture *f)
{
	struct renderer *r = render_open(NULL, S(""), &f->arena, &f->sources, &f->found);

	assert_non_null(r);
	return r;
}

static struct objects objects_of(struct fixture *f, const struct renderer *r, struct memo *memo,
				 size_t cluster)
{
	struct rendering with = { r, memo, &f->arena, &f->found };
	struct objects objects;

	assert_true(render_cluster(&with, &f->fleet, &f->clusters[cluster], &f->cacerts[cluster],
				   &objects));
	assert_int_equal(f->found.n, 0);
	return objects;
}

/* All objects of a cluster as one text. */
static struct str printed(struct fixture *f, const struct objects *all)
{
	struct buf out = BUF_INIT;
	struct str ret;

	for (size_t i = 0; i < all->n; i++)
		yaml_write(&out, &all->list[i].shape->node);
	ret = arena_dup(&f->arena, buf_str(&out));
	buf_release(&out);
	return ret;
}

/* Is what a memo gives what templates give? */
static void same_without_memo(struct fixture *f, const struct renderer *r)
{
	for (size_t i = 0; i < N_CLUSTERS; i++) {
		struct objects fresh = objects_of(f, r, NULL, i);
		struct objects again = objects_of(f, r, &f->memo, i);

		assert_true(fresh.n > 0);
		assert_string_equal(printed(f, &again).s, printed(f, &fresh).s);
	}
}

static const struct object *of_kind(const struct objects *all, struct str kind)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(node_get_str(&all->list[i].shape->node, S("kind")), kind))
			return &all->list[i];
	return NULL;
}

static void test_same_bytes(void **state)
{
	struct fixture *f = *state;
	const struct renderer *r = built_in(f);

	same_without_memo(f, r);
	same_without_memo(f, r);
}

static void test_shared(void **state)
{
	struct fixture *f = *state;
	const struct renderer *r = built_in(f);
	struct objects one = objects_of(f, r, &f->memo, 0), two = objects_of(f, r, &f->memo, 1);
	struct objects other = objects_of(f, r, &f->memo, 2);

	assert_ptr_equal(of_kind(&one, S("Service"))->shape, of_kind(&two, S("Service"))->shape);
	assert_ptr_equal(of_kind(&one, S("Service"))->shape, of_kind(&other, S("Service"))->shape);
	assert_ptr_equal(of_kind(&one, S("Deployment"))->shape,
			 of_kind(&two, S("Deployment"))->shape);
	assert_ptr_not_equal(of_kind(&one, S("Deployment"))->shape,
			     of_kind(&other, S("Deployment"))->shape);
	assert_ptr_not_equal(of_kind(&one, S("IstioOperator"))->shape,
			     of_kind(&two, S("IstioOperator"))->shape);
}

/* Meshes of their own with the same spec share what depends on it. */
static void test_equal_specs(void **state)
{
	struct fixture *f = *state;
	const struct renderer *r = built_in(f);
	struct mesh declared[2] = { { .name = name(S("a")), .spec = f->deployment.spec },
				    { .name = name(S("b")), .spec = f->deployment.spec } };
	struct objects one, two;

	for (size_t i = 0; i < 2; i++)
		f->meshes[i] = (struct fleet_mesh){ .declared = &declared[i], .at = &f->names[i] };
	one = objects_of(f, r, &f->memo, 0);
	two = objects_of(f, r, &f->memo, 1);
	assert_ptr_equal(of_kind(&one, S("Service"))->shape, of_kind(&two, S("Service"))->shape);
	same_without_memo(f, r);
}

/* Whatever differs between two clusters with the same mesh and settings is their own. */
static void test_own(void **state)
{
	struct fixture *f = *state;
	struct mesh_facts facts = mesh_facts_of(f->settings, f->meshes, NULL, &f->arena);
	struct node x = context_mesh(&f->clusters[0], &f->meshes[0], &facts, &f->arena);
	struct node y = context_mesh(&f->clusters[1], &f->meshes[1], &facts, &f->arena);
	const struct node *a = node_get(&x, S("mesh")), *b = node_get(&y, S("mesh"));
	size_t own = 0;

	for (uint32_t i = 0; i < a->n; i++) {
		struct str path = arena_fmt(&f->arena, "{$eval: mesh.%.*s}",
					    FMT(node_text(&a->items[2 * i])));
		struct documents docs;
		const struct template *t;

		assert_true(yaml_read(1, path, &f->arena, &f->found, &docs));
		t = template_load(docs.list, &context_names, &f->arena, &f->found);
		assert_int_equal(template_reads(t, &context_own),
				 !node_eq(&a->items[2 * i + 1], &b->items[2 * i + 1]));
		own += template_reads(t, &context_own);
	}
	assert_int_equal(own, 3);
	assert_true(node_eq(node_get(&x, S("since")), node_get(&y, S("since"))));
	assert_true(node_eq(node_get(&x, S("operator")), node_get(&y, S("operator"))));
}

static bool names_policy(struct fixture *f, size_t cluster, const struct renderer *r,
			 const char *policy)
{
	struct objects all = objects_of(f, r, &f->memo, cluster);
	struct str text = printed(f, &all);

	return strstr(text.s, arena_fmt(&f->arena, "trust-policy: %s\n", policy).s);
}

/* The same mesh under two policies, under one of which nothing is known, and under none. */
static void test_policies(void **state)
{
	struct fixture *f = *state;
	const struct renderer *r = built_in(f);
	struct trust_policy policies[] = { { .name = name(S("a")), .seal = SEAL_CERTIFICATE },
					   { .name = name(S("b")), .seal = SEAL_OUT_OF_BAND } };
	struct trust_roots roots = { 0 };
	struct authority known[] = { { .policy = &policies[0] }, { .policy = &policies[1] } };
	struct cacerts list[N_CLUSTERS] = { { .authority = &known[0] },
					    { .authority = &known[1] } };

	for (size_t i = 0; i < 2; i++) {
		list[i].holder = (struct holder){ .namespace = S("istio-system"),
						  .trust_domain = S("cluster.local"),
						  .policy = &policies[i] };
		f->cacerts[i] = (struct cacerts_list){ &list[i], 1 };
	}
	assert_true(names_policy(f, 0, r, "a"));
	assert_false(names_policy(f, 1, r, "b"));
	assert_false(names_policy(f, 2, r, "a"));
	known[1].roots = &roots;
	assert_true(names_policy(f, 1, r, "b"));
	same_without_memo(f, r);
}

/* A template of the user's that names the cluster where the built-in one does not. */
static void test_replaced(void **state)
{
	struct fixture *f = *state;
	char folder[] = "/tmp/meshgen-render-XXXXXX";
	struct renderer *r;
	struct objects one, two;
	struct tree *tree;
	struct str outer, inner, file;
	FILE *out;

	assert_non_null(mkdtemp(folder));
	outer = arena_fmt(&f->arena, "%s/t", folder);
	inner = arena_fmt(&f->arena, "%s/istiooperator", outer.s);
	file = arena_fmt(&f->arena, "%s/service.yaml", inner.s);
	assert_int_equal(mkdir(outer.s, 0777), 0);
	assert_int_equal(mkdir(inner.s, 0777), 0);
	out = fopen(file.s, "w");
	fputs("{apiVersion: v1, kind: Service, metadata: {name: '${cluster}'}}\n", out);
	fclose(out);
	tree = tree_open_folder(str_of(folder), &f->found);
	r = render_open(tree, S("t"), &f->arena, &f->sources, &f->found);
	tree_close(tree);
	unlink(file.s);
	rmdir(inner.s);
	rmdir(outer.s);
	rmdir(folder);
	assert_non_null(r);
	one = objects_of(f, r, &f->memo, 0);
	two = objects_of(f, r, &f->memo, 1);
	assert_ptr_not_equal(of_kind(&one, S("Service"))->shape,
			     of_kind(&two, S("Service"))->shape);
	assert_ptr_equal(of_kind(&one, S("Deployment"))->shape,
			 of_kind(&two, S("Deployment"))->shape);
	same_without_memo(f, r);
}

/* A fleet in which nothing comes twice keeps to the limit, and stays right. */
static void test_bound(void **state)
{
	struct fixture *f = *state;
	const struct renderer *r = built_in(f);
	size_t most = 0;

	for (size_t i = 0; i < N_DEPLOYMENTS; i++) {
		struct deployment *d = ARENA_NEW(&f->arena, struct deployment);

		*d = f->deployment;
		d->spec.revision = name(arena_fmt(&f->arena, "r%zu", i));
		f->meshes[0].deployment = d;
		objects_of(f, r, &f->memo, 0);
		most = f->memo.arena.used > most ? f->memo.arena.used : most;
		memo_trim(&f->memo);
		assert_true(f->memo.arena.used <= LIMIT_MEMO_BYTES);
	}
	assert_true(most > LIMIT_MEMO_BYTES && most < LIMIT_MEMO_BYTES + LIMIT_MEMO_BYTES / 4);
	same_without_memo(f, r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_shared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_equal_specs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_policies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_replaced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bound, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
