#include "ca/change_policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 86400 };

#define CARE .intermediate_validity = 2 * DAY, .workload_max_ttl = DAY, .sync_lag = 60

static const struct trust_policy out_of_band = { CARE };
static const struct trust_policy of_vault = { CARE, .seal = SEAL_CERTIFICATE,
					      .issuer_name.text = STR("vault"),
					      .issuer_kind.text = STR("Issuer"),
					      .issuer_group.text = STR("cert-manager.io") };

/* A ledger with one policy for the mesh of cluster east; with or without roots. */
struct side {
	struct name at;
	struct mesh declared;
	struct fleet_mesh mesh;
	struct cluster cluster;
	struct trust_policy policy;
	struct trust_roots roots;
	struct certificate certificate;
	struct authority authority;
};

static void begin(struct side *s, struct ca *ca, const struct trust_policy *policy, bool rooted)
{
	*s = (struct side){ .policy = *policy, .certificate.spki = S("sha256:1") };
	s->at.text = S("east");
	s->declared.spec.namespace.text = S("istio-system");
	s->mesh = (struct fleet_mesh){ .declared = &s->declared, .at = &s->at, .policy = 1 };
	s->cluster = (struct cluster){ .at = &s->at, .n_meshes = 1 };
	s->policy.name.text = S("prod");
	s->authority = (struct authority){ .policy = &s->policy,
					   .roots = rooted ? &s->roots : NULL,
					   .certificates = &s->certificate,
					   .ok = rooted };
	ca->input.model.trust_policies = &s->policy;
	ca->input.model.n_trust_policies = 1;
	ca->input.fleet = (struct fleet){ .clusters = &s->cluster,
					  .n_clusters = 1,
					  .meshes = &s->mesh,
					  .n_meshes = 1,
					  .policies = &s->policy };
	ca->input.trust.authorities = (struct authorities){ &s->authority, 1 };
}

/* The one finding of a change; NULL: none. */
static void changes(const struct trust_policy *was, bool was_rooted, const struct trust_policy *is,
		    bool is_rooted, const char *message)
{
	struct compilation c = { 0 };
	struct ca before = { .c = &c }, after = { .c = &c };
	struct side old, now;

	begin(&old, &before, was, was_rooted);
	begin(&now, &after, is, is_rooted);
	change_check_policies(&before, &after);
	assert_int_equal(c.findings.n, message != NULL);
	if (message)
		assert_string_equal(arena_dup(&c.arena, c.findings.list[0]->message).s, message);
	compilation_release(&c);
}

static void test_whom_they_trust(void **state)
{
	struct trust_policy other = of_vault;

	(void)state;
	changes(&of_vault, false, &of_vault, false, NULL);
	changes(&out_of_band, false, &of_vault, false, NULL);
	changes(&of_vault, false, &out_of_band, false, NULL);
	changes(&out_of_band, true, &of_vault, true,
		"the meshes of TrustPolicy 'prod' go from the roots of TrustPolicy 'prod' to "
		"Issuer 'vault' of cert-manager.io");
	changes(&of_vault, true, &out_of_band, true,
		"the meshes of TrustPolicy 'prod' go from Issuer 'vault' of cert-manager.io to the "
		"roots of "
		"TrustPolicy 'prod'");
	other.issuer_name.text = S("other");
	changes(&of_vault, false, &other, false,
		"the meshes of TrustPolicy 'prod' go from Issuer 'vault' of cert-manager.io to "
		"Issuer 'other' of cert-manager.io");
	other = of_vault;
	other.issuer_kind.text = S("ClusterIssuer");
	changes(&of_vault, false, &other, false,
		"the meshes of TrustPolicy 'prod' go from Issuer 'vault' of cert-manager.io to "
		"ClusterIssuer 'vault' of cert-manager.io");
	other = of_vault;
	other.issuer_group.text = S("example.org");
	changes(&of_vault, false, &other, false,
		"the meshes of TrustPolicy 'prod' go from Issuer 'vault' of cert-manager.io to "
		"Issuer 'vault' of example.org");
}

/* What was under no policy, or is another mesh, trusted nobody before. */
static void test_another_mesh(void **state)
{
	struct compilation c = { 0 };
	struct ca before = { .c = &c }, after = { .c = &c };
	struct side old, now;

	(void)state;
	begin(&old, &before, &out_of_band, true);
	begin(&now, &after, &of_vault, true);
	now.declared.spec.namespace.text = S("istio-two");
	change_check_policies(&before, &after);
	now.declared.spec.namespace.text = S("istio-system");
	now.at.text = S("west");
	change_check_policies(&before, &after);
	now.at.text = S("east");
	old.mesh.policy = 0;
	change_check_policies(&before, &after);
	old.mesh.policy = 1;
	now.mesh.policy = 0;
	change_check_policies(&before, &after);
	assert_int_equal(c.findings.n, 0);
	now.mesh.policy = 1;
	change_check_policies(&before, &after);
	assert_int_equal(c.findings.n, 1);
	assert_int_equal(c.findings.list[0]->code, MG0597);
	compilation_release(&c);
}

static void test_first_roots(void **state)
{
	(void)state;
	changes(&out_of_band, true, &out_of_band, true, NULL);
	changes(&out_of_band, false, &out_of_band, true,
		"TrustPolicy 'prod' gets its first root, for which nobody vouches: its key is "
		"'sha256:1'");
}

static void test_care(void **state)
{
	struct trust_policy less;

	(void)state;
	less = out_of_band;
	less.intermediate_validity += 60;
	changes(&out_of_band, true, &less, true,
		"spec.validity.intermediate of TrustPolicy 'prod' goes from 2d to 2881m");
	changes(&less, true, &out_of_band, true, NULL);
	less = out_of_band;
	less.workload_max_ttl -= 3600;
	changes(&out_of_band, true, &less, true,
		"spec.soak.workloadMaxTTL of TrustPolicy 'prod' goes from 1d to 23h");
	less = out_of_band;
	less.sync_lag = 0;
	changes(&out_of_band, true, &less, true,
		"spec.soak.syncLag of TrustPolicy 'prod' goes from 1m to 0d");
	changes(&less, true, &out_of_band, true, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whom_they_trust),
		cmocka_unit_test(test_another_mesh),
		cmocka_unit_test(test_first_roots),
		cmocka_unit_test(test_care),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
