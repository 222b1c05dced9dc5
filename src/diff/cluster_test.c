#include "diff/cluster.h"

#include "yaml/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { MOST_MESHES = 3 };

/* One side, with Meshes of namespace "ns" and a revision each, and objects. */
struct side {
	struct arena arena;
	struct mesh declared[MOST_MESHES];
	struct fleet_mesh meshes[MOST_MESHES];
	struct fleet fleet;
	struct cluster cluster;
	struct name name; /* of the cluster */
	struct state state;
};

static void side_init(struct side *s)
{
	*s = (struct side){ 0 };
	s->fleet.meshes = s->meshes;
	s->name.text = S("east");
	s->cluster.at = &s->name;
	s->state = (struct state){ .fleet = &s->fleet, .cluster = &s->cluster };
}

static void add_mesh(struct side *s, const char *name, const char *namespace, const char *revision)
{
	uint32_t i = s->cluster.n_meshes++;
	struct mesh *m = &s->declared[i];

	m->name.text = str_of(name);
	m->spec.namespace.text = str_of(namespace);
	m->spec.revision.text = str_of(revision);
	s->meshes[i].declared = m;
	s->meshes[i].at = &m->cluster;
}

/* An object of a mesh, or with "" of the cluster. */
static void add_object(struct side *s, const char *mesh, const char *text)
{
	struct findings found = { 0 };
	struct documents docs = { 0 };
	struct object *o = ARENA_NEW(&s->arena, struct object);

	assert_true(yaml_read(0, str_of(text), &s->arena, &found, &docs));
	*o = (struct object){ .shape = ARENA_NEW(&s->arena, struct shape),
			      .owner = *mesh ? OWNER_MESH : OWNER_CLUSTER,
			      .owned_by = str_of(mesh) };
	*o->shape = (struct shape){ .node = docs.list[0], .arena = &s->arena };
	assert_true(manifests_add(&s->state.manifests, o, &s->arena, &found));
	assert_true(manifests_sort(&s->state.manifests, &found));
	findings_release(&found);
}

/* "risk sign kind namespace/name field old>new", a line each in the order of difference_cmp. */
static void expect(struct side *old, struct side *new, const char *due)
{
	struct arena a = { 0 };
	struct differences all = { 0 };
	struct buf got = BUF_INIT;

	cluster_compare(&old->state, &new->state, S("east"), &a, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct difference *d = &all.list[i];

		buf_addf(&got, "%.*s %c %.*s %.*s/%.*s %.*s %.*s>%.*s\n", FMT(risk_name(d->risk)),
			 "+-~o"[d->op], FMT(d->id.kind), FMT(d->id.namespace), FMT(d->id.name),
			 FMT(d->field), FMT(d->old), FMT(d->new));
	}
	assert_string_equal(buf_str(&got).s, due);
	buf_release(&got);
	arena_release(&a);
	arena_release(&old->arena);
	arena_release(&new->arena);
}

#define ROLE(name, rest) "{apiVersion: v1, kind: ServiceAccount, metadata: {name: " name rest "}}"

static void test_objects(void **state)
{
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	add_object(&old, "", ROLE("a", ""));
	add_object(&old, "", ROLE("b", ", labels: {x: y}"));
	add_object(&old, "", ROLE("c", ""));
	add_object(&new, "", ROLE("b", ", labels: {x: z}"));
	add_object(&new, "", ROLE("c", ""));
	add_object(&new, "", ROLE("d", ""));
	expect(&old, &new,
	       "destroyed - ServiceAccount /a  >\n"
	       "cosmetic ~ ServiceAccount /b metadata.labels.x y>z\n"
	       "control-plane + ServiceAccount /d  >\n");
}

static void test_certificates_of_no_object(void **state)
{
	struct trust_policy policy = { .seal = SEAL_OUT_OF_BAND };
	struct trust_policy sealed = { .seal = SEAL_SEALED_SECRET };
	struct cacerts before = { .holder = { .policy = &policy, .namespace = S("ns") },
				  .has_entry = true,
				  .ca_cert = S("a"),
				  .cert_chain = S("ar"),
				  .root_cert = S("r") };
	struct cacerts after = before;
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	old.state.cacerts = (struct cacerts_list){ &before, 1 };
	new.state.cacerts = (struct cacerts_list){ &after, 1 };
	expect(&old, &new, "");
	after.cert_chain = S("as");
	after.root_cert = S("rs");
	expect(&old, &new,
	       "trust ~ Certificates ns/cacerts [cert-chain.pem] (opaque)>(opaque)\n"
	       "trust ~ Certificates ns/cacerts [root-cert.pem] r>rs\n");
	after.has_entry = false;
	expect(&old, &new, "destroyed - Certificates ns/cacerts  >\n");
	expect(&new, &old, "trust + Certificates ns/cacerts  >\n");
	after.has_entry = true;
	after.holder.policy = &sealed;
	expect(&old, &new, "trust - Certificates ns/cacerts  >\n");
	policy.seal = SEAL_SEALED_SECRET;
	expect(&new, &old, "");
}

static void test_whole_clusters(void **state)
{
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	add_object(&old, "", ROLE("a", ""));
	expect(&old, &new, "destroyed - Cluster /east  >\n");
	side_init(&old);
	side_init(&new);
	old.state.cluster = NULL;
	add_object(&new, "", ROLE("a", ""));
	add_object(&new, "",
		   "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g}}");
	expect(&old, &new, "exposure + Cluster /east  >\n");
	side_init(&old);
	side_init(&new);
	expect(&old, &new, "");
}

static void test_order_of_lists(void **state)
{
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	add_object(&old, "", ROLE("a", "}, secrets: [{name: x}, {name: y}], k: {"));
	add_object(&new, "", ROLE("a", "}, secrets: [{name: y}, {name: x}], k: {"));
	expect(&old, &new, "cosmetic o ServiceAccount /a secrets >\n");
	side_init(&old);
	side_init(&new);
	add_object(&old, "",
		   "{apiVersion: networking.istio.io/v1, kind: VirtualService, "
		   "metadata: {name: v}, http: [{name: x}, {name: y}]}");
	add_object(&new, "",
		   "{apiVersion: networking.istio.io/v1, kind: VirtualService, "
		   "metadata: {name: v}, http: [{name: y}, {name: x}]}");
	expect(&old, &new, "traffic o VirtualService /v http >\n");
}

#define CACERTS(key, root)                                                                         \
	"{apiVersion: v1, kind: Secret, metadata: {name: cacerts}, "                               \
	"stringData: {ca-key.pem: " key ", root-cert.pem: " root "}, "                             \
	"sops: {mac: " key "1, age: [{enc: " key "2, recipient: r}]}}"

/* A rotation is the same on all clusters, though each has a key of its own; new roots are shown. */
static void test_opaque_values(void **state)
{
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	add_object(&old, "", CACERTS("k", "r"));
	add_object(&new, "", CACERTS("l", "s"));
	expect(&old, &new,
	       "trust ~ Secret /cacerts stringData[ca-key.pem] (opaque)>(opaque)\n"
	       "trust ~ Secret /cacerts stringData[root-cert.pem] r>s\n"
	       "trust ~ Secret /cacerts sops.mac (opaque)>(opaque)\n"
	       "trust ~ Secret /cacerts sops.age[0].enc (opaque)>(opaque)\n");
	side_init(&old);
	side_init(&new);
	add_object(&old, "", CACERTS("k", "r"));
	add_object(&new, "", "{apiVersion: v1, kind: Secret, metadata: {name: cacerts}}");
	expect(&old, &new,
	       "trust - Secret /cacerts stringData[ca-key.pem] (opaque)>\n"
	       "trust - Secret /cacerts stringData[root-cert.pem] r>\n"
	       "trust - Secret /cacerts sops.mac (opaque)>\n"
	       "trust - Secret /cacerts sops.age[0].enc (opaque)>\n"
	       "trust - Secret /cacerts sops.age[0].recipient r>\n");
}

/* The revision of a mesh goes while its workloads have nowhere to move. */
static void test_revision_vanishes(void **state)
{
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	add_mesh(&old, "m", "ns", "r1");
	add_mesh(&new, "m", "ns", "r2");
	add_object(&old, "m", ROLE("a-r1", ""));
	add_object(&new, "m", ROLE("a-r2", ""));
	expect(&old, &new,
	       "destroyed - ServiceAccount /a-r1  >\n"
	       "control-plane + ServiceAccount /a-r2  >\n"
	       "destroyed - Revision ns/r1  >\n");
}

/* The second half of a canary upgrade; in another namespace it is none. */
static void test_revision_has_successor(void **state)
{
	static const struct {
		const char *namespace, *due;
	} cases[] = {
		{ "ns",
		  "control-plane - ServiceAccount /a-r1  >\ncontrol-plane - Revision ns/r1  >\n" },
		{ "other", "destroyed - ServiceAccount /a-r1  >\ndestroyed - Revision ns/r1  >\n" },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct side old, new;

		side_init(&old);
		side_init(&new);
		add_mesh(&old, "m", "ns", "r1");
		add_mesh(&old, "n", cases[i].namespace, "r2");
		add_mesh(&new, "n", cases[i].namespace, "r2");
		add_object(&old, "m", ROLE("a-r1", ""));
		add_object(&old, "n", ROLE("a-r2", ""));
		add_object(&new, "n", ROLE("a-r2", ""));
		expect(&old, &new, cases[i].due);
	}
}

/* What no mesh owns has no successor, nor has a mesh whose revision stays. */
static void test_other_losses(void **state)
{
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	add_mesh(&old, "m", "ns", "");
	add_mesh(&old, "n", "ns", "r2");
	add_mesh(&new, "n", "ns", "r2");
	add_mesh(&new, "o", "ns", "");
	add_object(&old, "m", ROLE("a", ""));
	add_object(&old, "", ROLE("b", ""));
	add_object(&old, "n", ROLE("c", ""));
	add_object(&new, "n", ROLE("c", ""));
	expect(&old, &new,
	       "destroyed - ServiceAccount /a  >\n"
	       "destroyed - ServiceAccount /b  >\n");
}

static void test_aliases(void **state)
{
	struct side old, new;
	struct aliases names;

	(void)state;
	side_init(&old);
	side_init(&new);
	names = cluster_aliases(&old.state, &new.state, S("east"));
	assert_true(str_eq(names.cluster, S("east")));
	assert_int_equal(names.mesh.n, 0);
	add_mesh(&old, "m", "ns", "");
	add_mesh(&new, "m", "ns", "");
	names = cluster_aliases(&old.state, &new.state, S("east"));
	assert_true(str_eq(names.mesh, S("m")));
	add_mesh(&new, "n", "ns", "r");
	names = cluster_aliases(&old.state, &new.state, S("east"));
	assert_int_equal(names.mesh.n, 0);
	new.declared[1].discovery.text = S("true");
	names = cluster_aliases(&old.state, &new.state, S("east"));
	assert_true(str_eq(names.mesh, S("m")));
}

/* A file of apply/. */
static void add_applying(struct side *s, const char *path, const char *text)
{
	struct findings found = { 0 };
	struct documents docs = { 0 };
	struct files *all = &s->state.applied_by;

	assert_true(yaml_read(0, str_of(text), &s->arena, &found, &docs));
	all->list = arena_grow(&s->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = (struct file){ .path = str_of(path), .node = docs.list[0] };
	findings_release(&found);
}

#define SET(name, more)                                                                            \
	"{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, metadata: {name: " name          \
	"}, spec: {" more "}}"

/* What takes with it what it applied is destroyed. */
static void test_appliers(void **state)
{
	struct side old, new;

	(void)state;
	side_init(&old);
	side_init(&new);
	add_applying(&old, "a", SET("a", "syncPolicy: {preserveResourcesOnDeletion: true}"));
	add_applying(&old, "b", SET("b", "syncPolicy: {preserveResourcesOnDeletion: false}"));
	add_applying(&old, "c", SET("c", "deletionPolicy: Orphan"));
	add_applying(&old, "d", SET("d", ""));
	add_applying(&old, "e", SET("e", "repoURL: x"));
	add_applying(&new, "e", SET("e", "repoURL: y"));
	add_applying(&new, "f", SET("f", ""));
	expect(&old, &new,
	       "control-plane - ApplicationSet /a  >\n"
	       "destroyed - ApplicationSet /b  >\n"
	       "control-plane - ApplicationSet /c  >\n"
	       "destroyed - ApplicationSet /d  >\n"
	       "trust ~ ApplicationSet /e spec.repoURL x>y\n"
	       "control-plane + ApplicationSet /f  >\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_objects),
		cmocka_unit_test(test_certificates_of_no_object),
		cmocka_unit_test(test_whole_clusters),
		cmocka_unit_test(test_order_of_lists),
		cmocka_unit_test(test_opaque_values),
		cmocka_unit_test(test_revision_vanishes),
		cmocka_unit_test(test_revision_has_successor),
		cmocka_unit_test(test_other_losses),
		cmocka_unit_test(test_aliases),
		cmocka_unit_test(test_appliers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
