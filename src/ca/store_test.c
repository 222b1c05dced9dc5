#include "ca/store.h"

#include "tree/scene.h"

static const struct str pem = STR("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

static struct trust_roots two_roots(struct root *roots)
{
	roots[0] = (struct root){ .generation = 1,
				  .phase = ROOT_ACTIVE,
				  .since.text = S("2026-01-01T00:00:00Z"),
				  .certificate.text = pem };
	roots[1] = roots[0];
	roots[1].generation = 2;
	roots[1].phase = ROOT_STAGED;
	roots[1].vouched_by.text = pem;
	roots[1].force_reason.text = S("it was stolen");
	return (struct trust_roots){ { .text = S("prod") }, roots, 2 };
}

static void test_roots(void **state)
{
	struct scene *s = *state;
	struct store *store = store_open(S("."), &s->found);
	struct root roots[2];
	struct trust_roots all = two_roots(roots);

	assert_non_null(store);
	assert_true(store_write_roots(store, &all, &s->found));
	assert_true(scene_holds("trust/prod/roots.yaml", S("apiVersion: meshgen.dev/v1alpha1\n"
							   "kind: TrustRoots\n"
							   "metadata:\n"
							   "  name: prod\n"
							   "spec:\n"
							   "  roots:\n"
							   "  - generation: 1\n"
							   "    phase: Active\n"
							   "    since: \"2026-01-01T00:00:00Z\"\n"
							   "    certificate: |\n"
							   "      -----BEGIN CERTIFICATE-----\n"
							   "      AAAA\n"
							   "      -----END CERTIFICATE-----\n"
							   "  - generation: 2\n"
							   "    phase: Staged\n"
							   "    since: \"2026-01-01T00:00:00Z\"\n"
							   "    forceReason: it was stolen\n"
							   "    certificate: |\n"
							   "      -----BEGIN CERTIFICATE-----\n"
							   "      AAAA\n"
							   "      -----END CERTIFICATE-----\n"
							   "    vouchedBy: |\n"
							   "      -----BEGIN CERTIFICATE-----\n"
							   "      AAAA\n"
							   "      -----END CERTIFICATE-----\n")));
	store_close(store);
}

static struct intermediate_ca an_entry(void)
{
	return (struct intermediate_ca){ .policy.text = S("prod"),
					 .issuer = 3,
					 .issued_at.text = S("2026-01-01T00:00:00Z"),
					 .cluster.text = S("berlin"),
					 .namespace.text = S("istio-system"),
					 .trust_domain.text = S("example.org"),
					 .certificate.text = pem,
					 .spki.text = S("sha256:00"),
					 .serial.text = S("1f"),
					 .not_after.text = S("2027-01-01T00:00:00Z"),
					 .method.text = S("SOPS") };
}

static void test_entry(void **state)
{
	struct scene *s = *state;
	struct store *store = store_open(S("."), &s->found);
	struct name recipient = { .text = S("sha256:ab") };
	struct age_stanza stanza = { { .text = S("age1x") }, { .text = S("-----BEGIN\nx\n") } };
	struct intermediate_ca e = an_entry();

	e.recipients = (struct names){ &recipient, 1 };
	e.value.text = S("ENC[x]");
	e.age = &stanza;
	e.n_age = 1;
	e.last_modified.text = S("2026-01-01T00:00:00Z");
	e.mac.text = S("ENC[y]");
	assert_true(store_write_entry(store, &e, &s->found));
	assert_true(scene_holds("trust/prod/issued/berlin/istio-system.yaml",
				S("apiVersion: meshgen.dev/v1alpha1\n"
				  "kind: IntermediateCA\n"
				  "metadata:\n"
				  "  name: berlin.istio-system\n"
				  "spec:\n"
				  "  policy: prod\n"
				  "  issuer: 3\n"
				  "  issuedAt: \"2026-01-01T00:00:00Z\"\n"
				  "  for:\n"
				  "    cluster: berlin\n"
				  "    namespace: istio-system\n"
				  "    trustDomain: example.org\n"
				  "  certificate: |\n"
				  "    -----BEGIN CERTIFICATE-----\n"
				  "    AAAA\n"
				  "    -----END CERTIFICATE-----\n"
				  "  spki: sha256:00\n"
				  "  serial: 1f\n"
				  "  notAfter: \"2027-01-01T00:00:00Z\"\n"
				  "  key:\n"
				  "    method: SOPS\n"
				  "    recipients:\n"
				  "    - sha256:ab\n"
				  "    value: ENC[x]\n"
				  "    age:\n"
				  "    - recipient: age1x\n"
				  "      enc: |\n"
				  "        -----BEGIN\n"
				  "        x\n"
				  "    lastModified: \"2026-01-01T00:00:00Z\"\n"
				  "    mac: ENC[y]\n")));
	store_close(store);
}

static void test_entry_without_a_sealed_key(void **state)
{
	struct scene *s = *state;
	struct store *store = store_open(S("."), &s->found);
	struct intermediate_ca e = an_entry();
	struct str text;
	struct tree *t;

	e.method.text = S("OutOfBand");
	assert_true(store_write_entry(store, &e, &s->found));
	t = tree_open_folder(S("."), &s->found);
	assert_true(tree_read(t, S("trust/prod/issued/berlin/istio-system.yaml"), &s->arena,
			      &s->found, &text));
	assert_true(str_ends(text, S("  key:\n    method: OutOfBand\n")));
	tree_close(t);
	store_close(store);
}

static void test_policy(void **state)
{
	struct scene *s = *state;
	struct store *store = store_open(S("."), &s->found);
	struct peer federation = { .name.text = S("everywhere"), .cluster.text = S("mesh-hub") };
	struct trust_policy p = { .name.text = S("prod"), .method.text = S("SOPS") };

	p.federations = (struct peers){ .list = &federation, .n = 1 };
	assert_true(store_write_policy(store, &p, &s->found));
	assert_true(scene_holds("trust/prod/policy.yaml", S("apiVersion: meshgen.dev/v1alpha1\n"
							    "kind: TrustPolicy\n"
							    "metadata:\n"
							    "  name: prod\n"
							    "spec:\n"
							    "  federations:\n"
							    "  - namespace: mesh-hub\n"
							    "    name: everywhere\n"
							    "  seal:\n"
							    "    method: SOPS\n")));
	store_close(store);
}

static void test_one_at_a_time(void **state)
{
	struct scene *s = *state;
	struct store *store = store_open(S("."), &s->found);

	assert_null(store_open(S("."), &s->found));
	scene_expect(s, MG0561, ".");
	store_close(store);
	store = store_open(S("."), &s->found);
	assert_non_null(store);
	store_close(store);
	assert_null(store_open(S("absent"), &s->found));
	scene_expect(s, MG0562, "absent");
}

static void test_nothing_through_a_link(void **state)
{
	struct scene *s = *state;
	struct store *store = store_open(S("."), &s->found);
	struct intermediate_ca e = an_entry();

	assert_int_equal(mkdir("else", 0755), 0);
	assert_int_equal(symlink("else", "trust"), 0);
	assert_false(store_write_entry(store, &e, &s->found));
	scene_expect(s, MG0562, "trust/prod/issued/berlin/istio-system.yaml");
	assert_int_equal(unlink("trust"), 0);
	assert_true(store_write_entry(store, &e, &s->found));
	assert_int_equal(unlink("trust/prod/issued/berlin/istio-system.yaml"), 0);
	assert_int_equal(symlink("/dev/null", "trust/prod/issued/berlin/istio-system.yaml"), 0);
	assert_false(store_write_entry(store, &e, &s->found));
	scene_expect(s, MG0562, "trust/prod/issued/berlin/istio-system.yaml");
	assert_true(scene_exists("trust/prod/issued/berlin/istio-system.yaml"));
	assert_false(scene_exists("trust/.new"));
	store_close(store);
}

/* Of a run that was killed. */
static void test_what_was_left_behind(void **state)
{
	struct scene *s = *state;
	struct store *store = store_open(S("."), &s->found);
	struct root roots[2];
	struct trust_roots all = two_roots(roots);

	assert_true(store_write_roots(store, &all, &s->found));
	scene_put("trust/.new", S("half"));
	assert_true(store_write_roots(store, &all, &s->found));
	assert_false(scene_exists("trust/.new"));
	store_close(store);
	scene_put("trust/.new", S("half"));
	store = store_open(S("."), &s->found);
	assert_false(scene_exists("trust/.new"));
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)
		TEST(test_roots),
		TEST(test_entry),
		TEST(test_entry_without_a_sealed_key),
		TEST(test_policy),
		TEST(test_one_at_a_time),
		TEST(test_nothing_through_a_link),
		TEST(test_what_was_left_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
