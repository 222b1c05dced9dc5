#include "model/load_fixture.h"

#include "base/limits.h"

#define POLICY(rest)                                                                               \
	OWN_API "kind: TrustPolicy\nmetadata: {name: p}\nspec:\n"                                  \
		"  federations: [{name: f}, {namespace: ns, name: g}]\n" rest
#define ROOTS(roots) OWN_API "kind: TrustRoots\nmetadata: {name: p}\nspec:\n  roots:\n" roots

enum { DAY = 24 * 3600 };

static void test_defaults(void **state)
{
	struct repo r;
	const struct trust_policy *t;

	(void)state;
	load_text(&r, POLICY("  seal: {method: OutOfBand}\n"));
	assert_int_equal(r.found.n, 0);
	t = &r.model.trust_policies[0];
	assert_true(is(t->federations.list[0].cluster.text, "default"));
	assert_true(is(t->federations.list[1].name.text, "g"));
	assert_true(is(t->federations.list[1].cluster.text, "ns"));
	assert_true(is(t->method.text, "OutOfBand"));
	assert_int_equal(t->seal, SEAL_OUT_OF_BAND);
	assert_int_equal(t->key, KEY_P256);
	assert_false(t->addon_san);
	assert_int_equal(t->root_validity, 3650 * DAY);
	assert_int_equal(t->intermediate_validity, 365 * DAY);
	assert_int_equal(t->renew_before, 90 * DAY);
	assert_int_equal(t->workload_max_ttl, DAY);
	assert_int_equal(t->sync_lag, 3 * DAY);
	end(&r);
}

static void test_all_fields(void **state)
{
	struct repo r;
	const struct trust_policy *t;

	(void)state;
	load_text(&r, POLICY("  key: RSA-4096\n  san: addon\n"
			     "  validity: {root: 36500d, intermediate: 48h, renewBefore: 2879m}\n"
			     "  soak: {workloadMaxTTL: 0m, syncLag: 1h}\n"
			     "  seal: {method: ExternalSecret, store: vault.prod, "
			     "keyPrefix: mesh/ca_1}\n"));
	assert_int_equal(r.found.n, 0);
	t = &r.model.trust_policies[0];
	assert_int_equal(t->key, KEY_RSA4096);
	assert_true(t->addon_san);
	assert_int_equal(t->root_validity, INT64_C(36500) * DAY);
	assert_int_equal(t->intermediate_validity, 2 * DAY);
	assert_int_equal(t->renew_before, 2879 * 60);
	assert_int_equal(t->workload_max_ttl, 0);
	assert_int_equal(t->sync_lag, 3600);
	assert_int_equal(t->seal, SEAL_EXTERNAL_SECRET);
	assert_true(is(t->store.text, "vault.prod"));
	assert_true(is(t->key_prefix.text, "mesh/ca_1"));
	end(&r);
	load_text(&r,
		  POLICY("  key: P-384\n  seal: {method: Certificate, issuerRef: {name: ca}}\n"));
	assert_int_equal(r.found.n, 0);
	t = &r.model.trust_policies[0];
	assert_int_equal(t->key, KEY_P384);
	assert_int_equal(t->seal, SEAL_CERTIFICATE);
	assert_true(is(t->issuer_name.text, "ca"));
	assert_true(is(t->issuer_kind.text, "Issuer"));
	assert_true(is(t->issuer_group.text, "cert-manager.io"));
	end(&r);
}

static void expect_policy(const char *rest, enum code code, const char *message)
{
	struct buf text = BUF_INIT;
	struct repo r;

	buf_addf(&text, POLICY("%s"), rest);
	load_text(&r, text.s);
	says(only(&r, code), message);
	assert_int_equal(r.model.n_trust_policies, 0);
	end(&r);
	buf_release(&text);
}

static void expect_duration(const char *validity, const char *message)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "  validity: {%s}\n  seal: {method: SOPS}\n", validity);
	expect_policy(text.s, MG0220, message);
	buf_release(&text);
}

static void test_durations(void **state)
{
	(void)state;
	expect_duration("root: -1d", "'-1d' cannot be spec.validity.root");
	expect_duration("root: d", "'d' cannot be spec.validity.root");
	expect_duration("root: \"\"", "'' cannot be spec.validity.root");
	expect_duration("root: 10y", "'10y' cannot be spec.validity.root");
	expect_duration("root: 36501d", "'36501d' cannot be spec.validity.root");
	expect_duration("root: 9999999999m", "'9999999999m' cannot be spec.validity.root");
	expect_duration("intermediate: 0h", "'0h' cannot be spec.validity.intermediate");
	expect_duration("renewBefore: 1.5h", "'1.5h' cannot be spec.validity.renewBefore");
	expect_policy("  soak: {syncLag: 3 d}\n  seal: {method: SOPS}\n", MG0220,
		      "'3 d' cannot be spec.soak.syncLag");
}

static void test_contradictions(void **state)
{
	(void)state;
	expect_policy("  validity: {intermediate: 3651d}\n  seal: {method: SOPS}\n", MG0221,
		      "an intermediate is to be valid for longer than its root");
	expect_policy("  validity: {root: 364d}\n  seal: {method: SOPS}\n", MG0221,
		      "an intermediate is to be valid for longer than its root");
	expect_policy("  validity: {intermediate: 90d}\n  seal: {method: SOPS}\n", MG0221,
		      "an intermediate is to be renewed as soon as it is made");
	expect_policy("  validity: {renewBefore: 8760h}\n  seal: {method: SOPS}\n", MG0221,
		      "an intermediate is to be renewed as soon as it is made");
}

static void test_place_of_contradiction(void **state)
{
	struct repo r;
	const struct finding *f;

	(void)state;
	load_text(&r, POLICY("  validity:\n    root: 30d\n    intermediate: 31d\n"
			     "    renewBefore: 1d\n  seal: {method: SOPS}\n"));
	f = only(&r, MG0221);
	assert_int_equal(place_find(&r.sources, f->place).line, 8);
	assert_int_equal(place_find(&r.sources, f->notes->place).line, 7);
	end(&r);
}

static void test_fields_of_methods(void **state)
{
	(void)state;
	expect_policy("  seal: {method: ExternalSecret}\n", MG0203,
		      "the method ExternalSecret needs the field 'spec.seal.store'");
	expect_policy("  seal: {method: ExternalSecret, store: \"\"}\n", MG0203,
		      "the method ExternalSecret needs the field 'spec.seal.store'");
	expect_policy("  seal: {method: Certificate}\n", MG0203,
		      "the method Certificate needs the field 'spec.seal.issuerRef'");
	expect_policy("  seal: {method: SOPS, store: s}\n", MG0222,
		      "the method SOPS has no use for 'spec.seal.store'");
	expect_policy("  seal: {method: SealedSecret, keyPrefix: a}\n", MG0222,
		      "the method SealedSecret has no use for 'spec.seal.keyPrefix'");
	expect_policy("  seal: {method: OutOfBand, issuerRef: {name: ca}}\n", MG0222,
		      "the method OutOfBand has no use for 'spec.seal.issuerRef'");
}

static void test_grammars(void **state)
{
	(void)state;
	expect_policy("  seal: {method: ExternalSecret, store: Vault}\n", MG0223,
		      "'Vault' is no name of a ClusterSecretStore");
	expect_policy("  seal: {method: ExternalSecret, store: s, keyPrefix: /a}\n", MG0223,
		      "'/a' is no prefix of a key");
	expect_policy("  seal: {method: ExternalSecret, store: s, keyPrefix: a/}\n", MG0223,
		      "'a/' is no prefix of a key");
	expect_policy("  seal: {method: ExternalSecret, store: s, keyPrefix: a//b}\n", MG0223,
		      "'a//b' is no prefix of a key");
	expect_policy("  seal: {method: ExternalSecret, store: s, keyPrefix: a b}\n", MG0223,
		      "'a b' is no prefix of a key");
	expect_policy("  seal: {method: Certificate, issuerRef: {name: a_b}}\n", MG0223,
		      "'a_b' is no name of an issuer");
	expect_policy("  seal: {method: Certificate, issuerRef: {name: a, kind: 1x}}\n", MG0223,
		      "'1x' is no kind of an issuer");
	expect_policy("  seal: {method: Certificate, issuerRef: {name: a, group: B}}\n", MG0223,
		      "'B' is no API group");
}

static void test_too_many(void **state)
{
	struct buf text = BUF_INIT;
	struct repo r;

	(void)state;
	for (int i = 0; i <= LIMIT_POLICIES; i++)
		buf_addf(&text,
			 "---\n" OWN_API "kind: TrustPolicy\nmetadata: {name: p%d}\n"
			 "spec: {federations: [{name: f%d}], seal: {method: OutOfBand}}\n",
			 i, i);
	load_text(&r, text.s);
	says(only(&r, MG0224), "more than 1000 TrustPolicies");
	assert_int_equal(r.model.n_trust_policies, LIMIT_POLICIES);
	end(&r);
	buf_release(&text);
}

static void test_roots(void **state)
{
	struct repo r;
	const struct trust_roots *t;

	(void)state;
	start(&r);
	put(&r, "trust/p/roots.yaml",
	    ROOTS("  - {generation: 7, phase: Retiring, since: \"2026-01-01T00:00:00Z\", "
		  "certificate: A}\n"
		  "  - generation: 8\n    phase: Active\n    since: \"2026-02-01T00:00:00Z\"\n"
		  "    certificate: |\n      B\n    vouchedBy: C\n    forceReason: why\n"
		  "  - {generation: 9, phase: Staged, since: \"2026-02-02T00:00:00Z\", "
		  "certificate: D}\n"));
	load(&r);
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_trust_roots, 1);
	t = &r.model.trust_roots[0];
	assert_true(is(t->name.text, "p"));
	assert_int_equal(t->n, 3);
	assert_int_equal(t->list[0].generation, 7);
	assert_int_equal(t->list[0].phase, ROOT_RETIRING);
	assert_true(is(t->list[0].since.text, "2026-01-01T00:00:00Z"));
	assert_true(is(t->list[0].certificate.text, "A"));
	assert_int_equal(t->list[0].vouched_by.text.n, 0);
	assert_int_equal(t->list[1].phase, ROOT_ACTIVE);
	assert_int_equal(place_find(&r.sources, t->list[1].place).line, 7);
	assert_true(is(t->list[1].certificate.text, "B\n"));
	assert_true(is(t->list[1].vouched_by.text, "C"));
	assert_true(is(t->list[1].force_reason.text, "why"));
	assert_int_equal(t->list[2].phase, ROOT_STAGED);
	assert_true(is(t->list[2].phase_name.text, "Staged"));
	end(&r);
}

static void expect_roots(const char *path, const char *generation, enum code code,
			 const char *message)
{
	struct buf text = BUF_INIT;
	struct repo r;

	buf_addf(&text,
		 ROOTS("  - {generation: %s, phase: Active, since: \"2026-02-02T00:00:00Z\", "
		       "certificate: A}\n"),
		 generation);
	start(&r);
	put(&r, path, text.s);
	load(&r);
	says(only(&r, code), message);
	assert_int_equal(r.model.n_trust_roots, 0);
	assert_true(model_was_dropped(&r.model, S("TrustRoots"), S(""), S("p")));
	end(&r);
	buf_release(&text);
}

static void test_roots_at_the_wrong_place(void **state)
{
	static const char message[] =
		"the TrustRoots of policy 'p' are not where meshgen ca reads them";

	(void)state;
	expect_roots("x.yaml", "1", MG0502, message);
	expect_roots("trust/p/roots.yml", "1", MG0502, message);
	expect_roots("trust/q/roots.yaml", "1", MG0502, message);
}

static void test_something_else_in_roots(void **state)
{
	static const char *const others[] = { "apiVersion: v1\nkind: ConfigMap\n", MESH_API
					      "kind: MeshDeployment\nmetadata: {name: d}\n" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buf text = BUF_INIT;
		struct repo r;

		buf_addf(&text,
			 ROOTS("  - {generation: 1, phase: Active, since: "
			       "\"2026-02-02T00:00:00Z\", certificate: A}\n") "--"
									      "-"
									      "\n"
									      "%"
									      "s",
			 others[i]);
		start(&r);
		put(&r, "trust/p/roots.yaml", text.s);
		load(&r);
		says(only(&r, MG0502),
		     "a document that is no TrustRoots in a file of the trust ledger");
		end(&r);
		buf_release(&text);
	}
}

static void test_numbers(void **state)
{
	static const char path[] = "trust/p/roots.yaml";

	(void)state;
	expect_roots(path, "0", MG0219, "a root of generation 0");
	expect_roots(path, "-1", MG0219, "the number '-1' cannot be here");
	expect_roots(path, "+1", MG0219, "the number '+1' cannot be here");
	expect_roots(path, "01", MG0219, "the number '01' cannot be here");
	expect_roots(path, "0x1", MG0219, "the number '0x1' cannot be here");
	expect_roots(path, "1000000000", MG0219, "the number '1000000000' cannot be here");
	expect_roots(path, "1.0", MG0202,
		     "'spec.roots[0].generation' is the number 1.0, a whole number is due");
}

static void test_times(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put(&r, "trust/p/roots.yaml",
	    ROOTS("  - {generation: 1, phase: Active, since: \"2026-02-30T00:00:00Z\", "
		  "certificate: A}\n"));
	load(&r);
	says(only(&r, MG0225), "'2026-02-30T00:00:00Z' is no time");
	assert_int_equal(r.model.n_trust_roots, 0);
	end(&r);
}

static void test_entry_among_the_inputs(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put(&r, "trust/p/c/istio-system.yaml",
	    OWN_API "kind: IntermediateCA\nmetadata: {name: c.istio-system}\n"
		    "spec: {policy: p, issuer: 1, issuedAt: \"2026-02-02T00:00:00Z\", certificate: "
		    "A, spki: s, serial: s,\n"
		    "  for: {cluster: c, namespace: ns, trustDomain: td}, notAfter: "
		    "\"2026-02-02T00:00:00Z\",\n"
		    "  key: {method: SOPS}}\n");
	load(&r);
	says(only(&r, MG0502), "an IntermediateCA outside of the trust ledger");
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_all_fields),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_contradictions),
		cmocka_unit_test(test_place_of_contradiction),
		cmocka_unit_test(test_fields_of_methods),
		cmocka_unit_test(test_grammars),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_roots),
		cmocka_unit_test(test_roots_at_the_wrong_place),
		cmocka_unit_test(test_something_else_in_roots),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_entry_among_the_inputs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
