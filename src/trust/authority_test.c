#include "trust/ledger_fixture.h"

static void test_right(void **state)
{
	const struct authority *y;
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	y = ledger_open_roots(&l);
	assert_int_equal(l.found.n, 0);
	assert_true(y->ok);
	assert_true(
		str_eq(y->bundle, arena_fmt(&l.arena, "%.*s%.*s", FMT(l.roots[0].certificate.text),
					    FMT(l.roots[1].certificate.text))));
	assert_ptr_equal(authority_active(y), &l.roots[0]);
	assert_ptr_equal(authority_root(y, 2), &l.roots[1]);
	assert_null(authority_root(y, 3));
	says(authority_certificate(y, 2)->subject, "CN=prod root 2,O=ocm-mesh");
	assert_null(authority_certificate(y, 3));
	ledger_end(&l);
}

/* Alone after its predecessor has gone: the voucher is there, its issuer is not. */
static void test_one_root(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.roots[0] = l.roots[1];
	l.roots[0].phase = ROOT_ACTIVE;
	l.trust_roots.n = 1;
	assert_true(ledger_open_roots(&l)->ok);
	ledger_end(&l);
}

static void test_retiring(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.roots[0].phase = ROOT_RETIRING;
	l.roots[1].phase = ROOT_ACTIVE;
	assert_true(ledger_open_roots(&l)->ok);
	assert_int_equal(authority_active(&l.authorities.list[0])->generation, 2);
	ledger_end(&l);
}

static void test_without_roots(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.model.n_trust_roots = 0;
	assert_false(ledger_open_roots(&l)->ok);
	assert_int_equal(l.found.n, 0);
	authorities_check_rooted(&l.model, &l.authorities, &l.found);
	expect_finding(&l, MG0515, AT_POLICY, 0,
		       "TrustPolicy 'prod' has no roots, so nothing can be checked");
	assert_null(authority_active(&l.authorities.list[0]));
	ledger_end(&l);

	ledger_begin(&l);
	l.model.n_trust_roots = 0;
	ledger_open_roots(&l);
	l.policy.seal = SEAL_OUT_OF_BAND;
	authorities_check_rooted(&l.model, &l.authorities, &l.found);
	l.policy.seal = SEAL_CERTIFICATE;
	authorities_check_rooted(&l.model, &l.authorities, &l.found);
	assert_int_equal(l.found.n, 0);
	ledger_end(&l);
}

static void test_entries_without_roots(void **state)
{
	struct ledger_file entries[] = { { .policy = S("other"), .file = 5 },
					 { .policy = S("prod"), .file = 6 } };
	struct ledger l;

	(void)state;
	for (size_t n = 1; n <= 2; n++) {
		ledger_begin(&l);
		l.model.n_trust_roots = 0;
		l.model.ledger = entries;
		l.model.n_ledger = n;
		ledger_open_roots(&l);
		authorities_check_rooted(&l.model, &l.authorities, &l.found);
		assert_int_equal(l.found.n, 1);
		assert_int_equal(l.found.list[0]->code, MG0515);
		if (n == 1)
			assert_null(l.found.list[0]->notes);
		else
			assert_int_equal(l.found.list[0]->notes->place.file, 6);
		ledger_end(&l);
	}
}

static void test_without_policy(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.model.n_trust_policies = 0;
	authorities_open(&l.model, &l.arena, &l.found, &l.authorities);
	expect_finding(&l, MG0503, AT_ROOTS, 0, "there is no TrustPolicy 'prod' for these roots");
	ledger_end(&l);
}

static void refuses(struct ledger *l, enum code code, uint32_t off, uint32_t note,
		    const char *message)
{
	assert_int_equal(ledger_open_roots(l)->ok, code_severity(code) == SEVERITY_WARNING);
	expect_finding(l, code, off, note, message);
	ledger_end(l);
}

static void test_certificates(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.roots[0].certificate.text = S("x");
	refuses(&l, MG0510, AT_CERTIFICATE, 0,
		"root 1 of policy 'prod' cannot be one: the certificate does not begin with "
		"-----BEGIN CERTIFICATE-----");
	ledger_begin(&l);
	l.roots[1].certificate.text = l.roots[1].vouched_by.text;
	refuses(&l, MG0510, AT_CERTIFICATE + NEXT_ROOT, 0,
		"root 2 of policy 'prod' cannot be one: the certificate is none of a root: subject "
		"and issuer differ");
	ledger_begin(&l);
	l.roots[1].vouched_by.text = S("-----BEGIN PRIVATE KEY-----");
	refuses(&l, MG0537, place_file(1).off, 0,
		"root 2 of policy 'prod' holds a private key in the clear");
}

static void test_phases(void **state)
{
	struct root three[3];
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.roots[0].phase = ROOT_RETIRING;
	refuses(&l, MG0511, AT_ROOTS, 0, "policy 'prod' has no Active root");
	ledger_begin(&l);
	l.roots[1].phase = ROOT_ACTIVE;
	l.roots[1].phase_name.text = S("Active");
	refuses(&l, MG0511, AT_PHASE + NEXT_ROOT, AT_PHASE,
		"root 2 of policy 'prod' cannot be Active: there can be one");
	ledger_begin(&l);
	l.roots[0] = root_of(&l, 0, ROOT_STAGED);
	l.roots[1].phase = ROOT_ACTIVE;
	refuses(&l, MG0511, AT_PHASE, AT_PHASE + NEXT_ROOT,
		"root 1 of policy 'prod' cannot be Staged: it is older");
	ledger_begin(&l);
	l.roots[1].phase = ROOT_RETIRING;
	l.roots[1].phase_name.text = S("Retiring");
	refuses(&l, MG0511, AT_PHASE + NEXT_ROOT, AT_PHASE,
		"root 2 of policy 'prod' cannot be Retiring: it is newer");
	ledger_begin(&l);
	memcpy(three, l.roots, sizeof(l.roots));
	three[2] = three[1];
	three[2].generation = 3;
	l.trust_roots = (struct trust_roots){ l.trust_roots.name, three, 3 };
	assert_false(ledger_open_roots(&l)->ok);
	says(l.found.list[0]->message,
	     "root 2 of policy 'prod' cannot be Staged: there are more than two roots");
	ledger_end(&l);
}

static void test_generations(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.roots[1].generation = 1;
	refuses(&l, MG0512, AT_ROOT + NEXT_ROOT, AT_ROOT,
		"root 1 of policy 'prod' cannot stand behind root 1");
	ledger_begin(&l);
	l.roots[0].generation = 0;
	refuses(&l, MG0512, AT_ROOT, 0, "root 0 of policy 'prod': generations begin with 1");
}

/* A voucher of a recipe in which key and issuer are already right. */
static void vouch(struct ledger *l, struct recipe r)
{
	r.key = r.key ? r.key : l->keys[1];
	r.issuer = r.issuer ? r.issuer : &l->parties[0];
	r.name = r.name ? r.name : "prod root 2";
	l->roots[1].vouched_by.text = pem_and_release(make(r), &l->arena);
}

static void refuses_voucher(struct ledger *l, const char *message)
{
	refuses(l, MG0513, AT_VOUCHER + NEXT_ROOT, AT_ROOT, message);
}

static void test_vouchers(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.roots[1].vouched_by = (struct name){ 0 };
	refuses(&l, MG0513, AT_ROOT + NEXT_ROOT, AT_ROOT,
		"nobody vouches for root 2 of policy 'prod': vouchedBy is absent");
	ledger_begin(&l);
	l.roots[1].vouched_by.text = S("y");
	refuses_voucher(&l,
			"nobody vouches for root 2 of policy 'prod': the certificate of vouchedBy "
			"does not begin with -----BEGIN CERTIFICATE-----");
	ledger_begin(&l);
	vouch(&l, (struct recipe){ .key = l.keys[2] });
	refuses_voucher(&l,
			"nobody vouches for root 2 of policy 'prod': vouchedBy certifies another "
			"key");
	ledger_begin(&l);
	vouch(&l, (struct recipe){ .name = "prod root 3" });
	refuses_voucher(&l,
			"nobody vouches for root 2 of policy 'prod': vouchedBy certifies another "
			"name");
	ledger_begin(&l);
	vouch(&l, (struct recipe){ .issuer = &l.parties[1] });
	refuses_voucher(&l, "nobody vouches for root 2 of policy 'prod': vouchedBy is not from the "
			    "root before it: it names another issuer");
}

/* Whoever owns a cluster has a key that root 1 certified: it must not become a root. */
static void test_intermediate_as_voucher(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	vouch(&l, (struct recipe){ .san = "URI:spiffe://cluster.local" });
	refuses_voucher(&l,
			"nobody vouches for root 2 of policy 'prod': the certificate of vouchedBy "
			"is that of an intermediate, whose key a cluster has");
	ledger_begin(&l);
	vouch(&l, (struct recipe){ .constraints = "critical,CA:TRUE,pathlen:0" });
	refuses_voucher(&l,
			"nobody vouches for root 2 of policy 'prod': the certificate of vouchedBy "
			"is that of an intermediate, whose key a cluster has");
}

static void test_key(void **state)
{
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	l.policy.key = KEY_P384;
	refuses(&l, MG0514, AT_CERTIFICATE + NEXT_ROOT, AT_POLICY,
		"root 2 has a key P-256, but policy 'prod' wants P-384");
}

static void test_at(void **state)
{
	const struct certificate *first;
	struct ledger l;

	(void)state;
	ledger_begin(&l);
	ledger_open_roots(&l);
	first = authority_certificate(&l.authorities.list[0], 1);
	authorities_check_at(&l.authorities, first->not_after, &l.found);
	authorities_check_at(&l.authorities, first->not_before, &l.found);
	assert_int_equal(l.found.n, 0);
	l.trust_roots.n = 1;
	authorities_check_at(&l.authorities, first->not_after + 1, &l.found);
	expect_finding(&l, MG0516, AT_CERTIFICATE, 0,
		       "root 1 of policy 'prod' expired 2099-12-31T23:59:59Z");
	says(l.found.list[0]->help,
	     "it can vouch for no other: put its federations under a TrustPolicy of another name "
	     "(docs/rotation.md, \"The root's key is lost\")");
	findings_release(&l.found);
	authorities_check_at(&l.authorities, first->not_before - 1, &l.found);
	expect_finding(&l, MG0516, AT_CERTIFICATE, 0,
		       "root 1 of policy 'prod' is not valid before 2025-01-01T00:00:00Z");
	says(l.found.list[0]->help, "is the clock right, or the date of --at?");
	l.trust_roots.n = 2;
	ledger_end(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_one_root),
		cmocka_unit_test(test_retiring),
		cmocka_unit_test(test_without_roots),
		cmocka_unit_test(test_entries_without_roots),
		cmocka_unit_test(test_without_policy),
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_phases),
		cmocka_unit_test(test_generations),
		cmocka_unit_test(test_vouchers),
		cmocka_unit_test(test_intermediate_as_voucher),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
