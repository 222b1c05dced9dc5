#include "diff/against.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct documents read_text(const char *text, struct arena *a)
{
	struct findings found = { 0 };
	struct documents docs = { 0 };

	assert_true(yaml_read(0, str_of(text), a, &found, &docs));
	findings_release(&found);
	return docs;
}

static struct manifests manifests_in(const char *text, struct arena *a)
{
	struct findings found = { 0 };
	struct documents docs = read_text(text, a);
	struct manifests all = { 0 };

	for (size_t i = 0; i < docs.n; i++) {
		struct object *o = ARENA_NEW(a, struct object);

		*o = (struct object){ .shape = ARENA_NEW(a, struct shape) };
		*o->shape = (struct shape){ .node = docs.list[i], .arena = a };
		assert_true(manifests_add(&all, o, a, &found));
	}
	assert_true(manifests_sort(&all, &found));
	findings_release(&found);
	return all;
}

/* The findings as "code message", with their help, a line each. */
static void expect(const char *ours, const char *dump, const char *due)
{
	struct arena a = { 0 };
	struct manifests manifests = manifests_in(ours, &a);
	struct documents docs = read_text(dump, &a);
	struct findings found = { 0 };
	struct buf got = BUF_INIT;

	against_compare(&manifests, &docs, S("dump.yaml"), &a, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = found.list[i];

		assert_true(str_eq(f->path, S("dump.yaml")));
		buf_addf(&got, "%s %.*s%s%.*s\n", code_name(f->code), FMT(f->message),
			 f->help.n ? ": " : "", FMT(f->help));
	}
	assert_string_equal(buf_str(&got).s, due);
	buf_release(&got);
	findings_release(&found);
	arena_release(&a);
}

#define HEAD(kind) "kind: " kind "\nmetadata: {namespace: ns, name: one"
#define ACCOUNT "apiVersion: v1\n" HEAD("ServiceAccount")
#define SECRET "apiVersion: v1\n" HEAD("Secret") "}\n"

static void test_missing(void **state)
{
	(void)state;
	expect(ACCOUNT "}\n", "{}\n",
	       "MG0727 ServiceAccount 'ns/one' is missing: the dump has no serviceaccounts at all: "
	       "let "
	       "kubectl get them too\n");
	expect(ACCOUNT "}\n", ACCOUNT "2}\n", "MG0727 ServiceAccount 'ns/one' is missing\n");
}

/* Only ours counts, in whatever version the server keeps it. */
static void test_fields(void **state)
{
	(void)state;
	expect(ACCOUNT ", labels: {a: x}}\n", ACCOUNT ", uid: u, labels: {a: x, b: z}}\n", "");
	expect(ACCOUNT ", labels: {}, annotations: {}}\nsecrets: []\n", ACCOUNT "}\n", "");
	expect(ACCOUNT ", labels: {a: x, b: z}}\n", ACCOUNT ", labels: {a: w}}\n",
	       "MG0726 ServiceAccount 'ns/one': metadata.labels.a: wanted x, found w\n"
	       "MG0726 ServiceAccount 'ns/one': metadata.labels.b: wanted z, found nothing\n");
	expect("apiVersion: networking.istio.io/v1beta1\n" HEAD("Gateway") "}\n",
	       "apiVersion: networking.istio.io/v1\n" HEAD("Gateway") "}\n", "");
	expect("apiVersion: networking.istio.io/v1\n" HEAD("Gateway") "}\n",
	       "apiVersion: gateway.networking.k8s.io/v1\n" HEAD("Gateway") "}\n",
	       "MG0727 Gateway 'ns/one' is missing: the dump has "
	       "no gateways.networking.istio.io at all: let kubectl get them too\n");
	expect("apiVersion: apps/v1\n" HEAD("Deployment") "}\nspec: {replicas: 1, paused: true}\n",
	       "apiVersion: apps/v1\n" HEAD("Deployment") "}\nspec: {replicas: 2}\n",
	       "MG0726 Deployment 'ns/one': spec.paused: wanted true, found nothing\n");
	expect("apiVersion: apps/v1\n" HEAD(
		       "Deployment") "}\nspec: {env: [{name: A, value: ''}]}\n",
	       "apiVersion: apps/v1\n" HEAD(
		       "Deployment") "}\nspec: {env: [{name: B}, {name: A}]}\n",
	       "");
	expect("apiVersion: apps/v1\n" HEAD(
		       "Deployment") "}\nspec: {env: [{name: A, value: ''}]}\n",
	       "apiVersion: apps/v1\n" HEAD("Deployment") "}\nspec: {env: [{name: A, value: x}]}\n",
	       "MG0726 Deployment 'ns/one': spec.env[A].value: wanted \"\", found x\n");
}

#define RESOURCES(values) "}\nspec: {containers: [{name: a, resources: {" values "}}]}\n"

/* The server writes those of its own kinds anew, never those of a custom resource. */
static void test_quantities(void **state)
{
	(void)state;
	expect("apiVersion: apps/v1\n" HEAD("Deployment") RESOURCES("limits: {cpu: 1000m}"),
	       "apiVersion: apps/v1\n" HEAD("Deployment") RESOURCES("limits: {cpu: '1'}"), "");
	expect("apiVersion: apps/v1\n" HEAD("Deployment") RESOURCES("requests: {memory: 1024Mi}"),
	       "apiVersion: apps/v1\n" HEAD("Deployment") RESOURCES("requests: {memory: 1G}"),
	       "MG0726 Deployment 'ns/one': spec.containers[a].resources.requests.memory: "
	       "wanted 1024Mi, found 1G\n");
	expect("apiVersion: apps/v1\n" HEAD("Deployment") RESOURCES("claims: {cpu: 1000m}"),
	       "apiVersion: apps/v1\n" HEAD("Deployment") RESOURCES("claims: {cpu: '1'}"),
	       "MG0726 Deployment 'ns/one': spec.containers[a].resources.claims.cpu: "
	       "wanted 1000m, found \"1\"\n");
	expect("apiVersion: install.istio.io/v1alpha1\n" HEAD("IstioOperator")
		       RESOURCES("limits: {cpu: 1000m}"),
	       "apiVersion: install.istio.io/v1alpha1\n" HEAD("IstioOperator")
		       RESOURCES("limits: {cpu: '1'}"),
	       "MG0726 IstioOperator 'ns/one': spec.containers[a].resources.limits.cpu: "
	       "wanted 1000m, found \"1\"\n");
}

/* Values are compared decoded and never shown; the mark of SOPS stands for any. */
static void test_secrets(void **state)
{
	(void)state;
	expect(SECRET "stringData: {a: x}\n", SECRET "data: {a: eA==, b: eA==}\n", "");
	expect(SECRET "stringData: {a: x}\n", SECRET "data: {a: eQ==}\n",
	       "MG0726 Secret 'ns/one': data[a]: another value or none\n");
	expect(SECRET "stringData: {a: x}\n", SECRET "data: {}\n",
	       "MG0726 Secret 'ns/one': data[a]: another value or none\n");
	expect(SECRET "stringData: {a: \"ENC[x]\"}\nsops: {mac: m}\n", SECRET "data: {a: eQ==}\n",
	       "");
	expect(SECRET "stringData: {a: \"ENC[x]\"}\n", SECRET "data: {b: eQ==}\n",
	       "MG0726 Secret 'ns/one': data[a]: another value or none\n");
	expect(SECRET "type: Opaque\n", SECRET "type: other\n",
	       "MG0726 Secret 'ns/one': type: wanted Opaque, found other\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_quantities),
		cmocka_unit_test(test_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
