#include "trust/ledger_fixture.h"

enum {
	AT_MESH = 300,
	AT_CONFIG,
	AT_OTHER_METHOD,
	AT_ENTRY = 400,
	AT_ISSUER,
	AT_ISSUED_AT,
	AT_CLUSTER
};
enum { AT_NAMESPACE = AT_CLUSTER + 1, AT_DOMAIN, AT_PEM, AT_SPKI, AT_SERIAL, AT_NOT_AFTER };
enum { AT_KEY = AT_NOT_AFTER + 1, AT_RECIPIENT, AT_VALUE, AT_STANZA, AT_OTHERS };

#define IV "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define TAG "AAAAAAAAAAAAAAAAAAAAAA=="
#define VALUE "ENC[AES256_GCM,data:QUI=,iv:" IV ",tag:" TAG ",type:str]"
#define AGE_FILE                                                                                   \
	"-----BEGIN AGE ENCRYPTED FILE-----\n"                                                     \
	"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB4eXoK\n"                                       \
	"-----END AGE ENCRYPTED FILE-----\n"

static struct scene {
	struct ledger ledger;
	struct name age, recipient;
	struct recipients recipients;
	struct age_stanza stanza;
	struct holder holder;
	struct intermediate_ca e;
} s;

/* An entry with the certificate of a recipe; key, issuer and SAN are right if absent. */
static void certify(struct recipe r)
{
	struct arena *a = &s.ledger.arena;
	struct certificate c;

	r.key = r.key ? r.key : s.ledger.keys[2];
	r.issuer = r.issuer ? r.issuer : &s.ledger.parties[0];
	r.name = r.name ? r.name : "east-istio-system";
	r.constraints = r.constraints ? r.constraints : "critical,CA:TRUE,pathlen:0";
	r.san = r.san ? r.san : "URI:spiffe://east.example";
	r.not_after = r.not_after ? r.not_after : "270101000000Z";
	s.e.certificate = text_at(AT_PEM, pem_and_release(make(r), a));
	c = read_pem(s.e.certificate.text, a);
	s.e.spki = text_at(AT_SPKI, c.spki);
	s.e.serial = text_at(AT_SERIAL, c.serial);
	s.e.not_after = text_at(AT_NOT_AFTER, time_text(c.not_after, a));
	certificate_release(&c);
}

static void seal(void)
{
	s.recipient = text_at(AT_RECIPIENT, sha256_text(S(AGE), &s.ledger.arena));
	s.stanza =
		(struct age_stanza){ text_at(AT_STANZA, S(AGE)), text_at(AT_STANZA, S(AGE_FILE)) };
	s.e.method = text_at(AT_KEY, S("SOPS"));
	s.e.recipients = (struct names){ &s.recipient, 1 };
	s.e.value = text_at(AT_VALUE, S(VALUE));
	s.e.age = &s.stanza;
	s.e.n_age = 1;
	s.e.mac = text_at(AT_OTHERS, S(VALUE));
	s.e.last_modified = text_at(AT_OTHERS, S("2026-01-01T00:00:00Z"));
}

static void begin(void)
{
	memset(&s, 0, sizeof(s));
	ledger_begin(&s.ledger);
	s.age = text_at(AT_CONFIG, S(AGE));
	s.recipients = (struct recipients){ .sealed_secrets = text_at(AT_OTHER_METHOD, S("PEM")),
					    .age = { &s.age, 1 } };
	s.holder = (struct holder){ .cluster = S("east"),
				    .namespace = S("istio-system"),
				    .trust_domain = S("east.example"),
				    .revision = S("1-22"),
				    .policy = &s.ledger.policy,
				    .recipients = &s.recipients,
				    .place = { 1, AT_MESH, 1 } };
	s.e = (struct intermediate_ca){
		.policy = text_at(AT_ENTRY, S("prod")),
		.issuer = 1,
		.issuer_place = { 1, AT_ISSUER, 1 },
		.issued_at = text_at(AT_ISSUED_AT, S("2026-01-01T00:00:00Z")),
		.cluster = text_at(AT_CLUSTER, S("east")),
		.namespace = text_at(AT_NAMESPACE, S("istio-system")),
		.trust_domain = text_at(AT_DOMAIN, S("east.example")),
	};
	certify((struct recipe){ 0 });
	seal();
}

static bool check(int64_t at)
{
	return entry_check(&s.e, &s.holder, ledger_open_roots(&s.ledger), at, &s.ledger.arena,
			   &s.ledger.found);
}

static void refuses_at(int64_t at, enum code code, uint32_t off, uint32_t note, const char *message)
{
	assert_int_equal(check(at), code_severity(code) == SEVERITY_WARNING);
	expect_finding(&s.ledger, code, off, note, message);
	ledger_end(&s.ledger);
}

static void refuses(enum code code, uint32_t off, uint32_t note, const char *message)
{
	refuses_at(ANY_TIME, code, off, note, message);
}

static void accepts(void)
{
	bool right = check(ANY_TIME);

	if (s.ledger.found.n)
		fail_msg("%.*s", FMT(s.ledger.found.list[0]->message));
	assert_true(right);
	ledger_end(&s.ledger);
}

static void test_right(void **state)
{
	(void)state;
	begin();
	accepts();
	begin();
	s.ledger.roots[0].phase = ROOT_RETIRING;
	s.ledger.roots[1].phase = ROOT_ACTIVE;
	accepts();
}

static void test_uri(void **state)
{
	(void)state;
	begin();
	says(holder_uri(&s.holder, &s.ledger.arena), "spiffe://east.example");
	s.ledger.policy.addon_san = true;
	says(holder_uri(&s.holder, &s.ledger.arena),
	     "spiffe://east.example/ns/istio-system/sa/istiod-1-22");
	refuses(MG0527, AT_PEM, AT_MESH,
		"the certificate names 'spiffe://east.example' instead of "
		"'spiffe://east.example/ns/istio-system/sa/istiod-1-22'");
}

static void test_needs_entry(void **state)
{
	struct authority none = { 0 }, some = { .roots = &s.ledger.trust_roots };

	(void)state;
	begin();
	assert_true(holder_needs_entry(&s.holder, &some));
	s.ledger.policy.seal = SEAL_OUT_OF_BAND;
	assert_true(holder_needs_entry(&s.holder, &some));
	assert_false(holder_needs_entry(&s.holder, &none));
	s.ledger.policy.seal = SEAL_CERTIFICATE;
	assert_false(holder_needs_entry(&s.holder, &some));
	ledger_end(&s.ledger);
}

static void test_missing(void **state)
{
	(void)state;
	begin();
	entry_report_missing(&s.holder, &s.ledger.found);
	expect_finding(
		&s.ledger, MG0501, AT_MESH, AT_POLICY,
		"cluster 'east' has no intermediate certificate for namespace 'istio-system'");
	says(s.ledger.found.list[0]->help, "meshgen ca issue --key FILE --cluster east");
	ledger_end(&s.ledger);
}

static void test_somebody_else(void **state)
{
	(void)state;
	begin();
	s.e.policy.text = S("test");
	refuses(MG0520, AT_ENTRY, AT_POLICY, "the entry is for policy 'test' instead of 'prod'");
	begin();
	s.e.cluster.text = S("west");
	refuses(MG0520, AT_CLUSTER, AT_MESH, "the entry is for cluster 'west' instead of 'east'");
	begin();
	s.e.namespace.text = S("istio");
	refuses(MG0520, AT_NAMESPACE, AT_MESH,
		"the entry is for namespace 'istio' instead of 'istio-system'");
	begin();
	s.e.trust_domain.text = S("cluster.local");
	refuses(MG0520, AT_DOMAIN, AT_MESH,
		"the entry is for trust domain 'cluster.local' instead of 'east.example'");
}

static void test_certificate(void **state)
{
	(void)state;
	begin();
	s.e.certificate.text = str_first(s.e.certificate.text, 100);
	refuses(MG0521, AT_PEM, 0,
		"the certificate of the entry is broken: it has no last line -----END: it was cut "
		"off");
	begin();
	certify((struct recipe){ .usage = "critical,cRLSign" });
	refuses(MG0522, AT_PEM, 0,
		"the certificate cannot be an intermediate: it may not sign certificates: its "
		"keyUsage lacks keyCertSign");
	begin();
	certify((struct recipe){ .san = "URI:spiffe://west.example" });
	refuses(MG0527, AT_PEM, AT_MESH,
		"the certificate names 'spiffe://west.example' instead of 'spiffe://east.example'");
	begin();
	s.ledger.policy.key = KEY_P384;
	s.ledger.trust_roots.n = 2;
	check(ANY_TIME);
	assert_int_equal(s.ledger.found.n, 2); /* MG0514 of the root */
	assert_int_equal(s.ledger.found.list[1]->code, MG0534);
	says(s.ledger.found.list[1]->message,
	     "the certificate has a key P-256, but policy 'prod' wants P-384");
	ledger_end(&s.ledger);
}

static void test_fields(void **state)
{
	(void)state;
	begin();
	s.e.spki.text = S("sha256:0");
	check(ANY_TIME);
	assert_int_equal(s.ledger.found.n, 1);
	assert_int_equal(s.ledger.found.list[0]->code, MG0523);
	assert_int_equal(s.ledger.found.list[0]->place.off, AT_SPKI);
	assert_int_equal(s.ledger.found.list[0]->notes->place.off, AT_PEM);
	ledger_end(&s.ledger);
	begin();
	s.e.serial.text = S("1235");
	refuses(MG0523, AT_SERIAL, AT_PEM,
		"serial is '1235', but that of the certificate is '1234'");
	begin();
	s.e.not_after.text = S("2028-01-01T00:00:00Z");
	refuses(MG0523, AT_NOT_AFTER, AT_PEM,
		"notAfter is '2028-01-01T00:00:00Z', but that of the certificate is "
		"'2027-01-01T00:00:00Z'");
}

static void test_issuer(void **state)
{
	struct party forged;

	(void)state;
	begin();
	s.e.issuer = 3;
	refuses(MG0524, AT_ISSUER, AT_ROOTS, "root 3 is not in the bundle of policy 'prod'");
	begin();
	s.e.issuer = 2;
	certify((struct recipe){ .issuer = &s.ledger.parties[1] });
	refuses(MG0524, AT_ISSUER, AT_PHASE + NEXT_ROOT,
		"root 2 is only Staged, so it may not sign yet");
	begin();
	certify((struct recipe){ .issuer = &s.ledger.parties[1] });
	refuses(MG0525, AT_PEM, AT_CERTIFICATE,
		"the certificate is not signed by root 1: it names another issuer");
	begin();
	forged = (struct party){ s.ledger.keys[2], s.ledger.parties[0].x509 };
	certify((struct recipe){ .issuer = &forged });
	refuses(MG0525, AT_PEM, AT_CERTIFICATE,
		"the certificate is not signed by root 1: its signature is not by that key");
	begin();
	certify((struct recipe){ .not_after = "21000101000000Z" });
	refuses(MG0526, AT_PEM, AT_CERTIFICATE,
		"the certificate ends 2100-01-01T00:00:00Z, after root 1");
}

static void test_seal(void **state)
{
	struct name two[2];

	(void)state;
	begin();
	s.e.method.text = S("SealedSecret");
	refuses(MG0528, AT_KEY, AT_METHOD,
		"the key is sealed by method 'SealedSecret' instead of 'SOPS'");
	begin();
	s.e.value.text = S("x");
	refuses(MG0533, AT_VALUE, 0, "the sealed key is malformed: the value is none of SOPS");
	begin();
	s.recipients.age.n = 0;
	refuses(MG0530, AT_MESH, 0,
		"cluster 'east' has no recipient that its keys could be sealed to with SOPS");
	begin();
	two[0] = two[1] = s.recipient;
	s.e.recipients = (struct names){ two, 2 };
	check(ANY_TIME);
	says(s.ledger.found.list[0]->message, "the recipients are not sorted, or one stands twice");
	ledger_end(&s.ledger);
}

static void test_recipients(void **state)
{
	const char *other = "age1yt3tfqlfrwdwx0z0ynwplcr6qxcxfaqycuprpmy89nr83ltx74tqdpszlw";
	struct name two[2];

	(void)state;
	begin();
	s.age.text = str_of(other);
	refuses(MG0529, AT_RECIPIENT, AT_CONFIG,
		arena_fmt(&s.ledger.arena,
			  "the key is sealed to '%.*s', which is no recipient of cluster 'east'",
			  FMT(s.recipient.text))
			.s);
	begin();
	two[0] = s.age;
	two[1] = text_at(AT_CONFIG, str_of(other));
	s.recipients.age = (struct names){ two, 2 };
	refuses(MG0529, AT_RECIPIENT, AT_CONFIG,
		arena_fmt(&s.ledger.arena,
			  "the key is not sealed to '%.*s', a recipient of cluster 'east'",
			  FMT(sha256_text(two[1].text, &s.ledger.arena)))
			.s);
}

static void test_private_key(void **state)
{
	(void)state;
	begin();
	s.e.value.text = S("-----BEGIN PRIVATE KEY-----\nMIGH");
	refuses(MG0537, place_file(1).off, 0, "the entry holds a private key in the clear");
	begin();
	s.e.certificate.text = S("-----BEGIN EC PRIVATE KEY-----\nMIGH");
	refuses(MG0537, place_file(1).off, 0, "the entry holds a private key in the clear");
}

static void test_at(void **state)
{
	static const int64_t end = 1798761600, day = 86400; /* 2027-01-01 */

	(void)state;
	begin();
	assert_true(check(end - 90 * day - 1));
	assert_int_equal(s.ledger.found.n, 0);
	ledger_end(&s.ledger);
	begin();
	refuses_at(end - 90 * day, MG0536, AT_PEM, 0,
		   "the certificate ends 2027-01-01T00:00:00Z: it is due for renewal");
	begin();
	refuses_at(end + 1, MG0535, AT_PEM, 0, "the certificate expired 2027-01-01T00:00:00Z");
	begin();
	refuses_at(1735689599, MG0535, AT_PEM, 0,
		   "the certificate is not valid before 2025-01-01T00:00:00Z");
}

/* What has no roots or wrong ones was reported; nothing more is said of its entries. */
static void test_broken_authority(void **state)
{
	(void)state;
	begin();
	s.ledger.roots[0].certificate.text = S("x");
	assert_false(check(ANY_TIME));
	assert_int_equal(s.ledger.found.n, 1);
	assert_int_equal(s.ledger.found.list[0]->code, MG0510);
	ledger_end(&s.ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_uri),
		cmocka_unit_test(test_needs_entry),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_somebody_else),
		cmocka_unit_test(test_certificate),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_issuer),
		cmocka_unit_test(test_seal),
		cmocka_unit_test(test_recipients),
		cmocka_unit_test(test_private_key),
		cmocka_unit_test(test_at),
		cmocka_unit_test(test_broken_authority),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
