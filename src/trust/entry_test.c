#include "trust/binding.h"
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

/* Gives the entry the certificate of a recipe; what that leaves open is right. */
static void certify(struct recipe r)
{
	struct arena *a = &s.ledger.arena;
	struct certificate c;
	struct str serial;

	r.key = r.key ? r.key : s.ledger.keys[2];
	r.issuer = r.issuer ? r.issuer : &s.ledger.parties[0];
	r.name = r.name ? r.name : "istiod";
	r.unit = r.unit ? r.unit : "east-istio-system";
	r.constraints = r.constraints ? r.constraints : "critical,CA:TRUE,pathlen:0";
	r.san = r.san ? r.san : "URI:spiffe://east.example";
	r.not_after = r.not_after ? r.not_after : "270101000000Z";
	serial = binding_serial(binding_text(&s.e, a), spki_of(r.key, a), a);
	r.serial = r.serial ? r.serial : arena_fmt(a, "0x%.*s", FMT(serial)).s;
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
				    .mesh = S("east-istio"),
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
	seal();
	certify((struct recipe){ 0 });
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
	s.ledger.policy.addon_san = true;
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
	entry_report_missing(&s.holder, &s.ledger.arena, &s.ledger.found);
	expect_finding(
		&s.ledger, MG0501, AT_MESH, AT_POLICY,
		"cluster 'east' has no intermediate certificate for namespace 'istio-system'");
	says(s.ledger.found.list[0]->help, "meshgen ca issue --key FILE --cluster east");
	s.age.text = S("age1");
	entry_report_missing(&s.holder, &s.ledger.arena, &s.ledger.found);
	assert_int_equal(s.ledger.found.n, 3);
	assert_int_equal(s.ledger.found.list[2]->code, MG0531);
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
	s.e.serial.text = S("1235");
	check(ANY_TIME);
	assert_int_equal(s.ledger.found.n, 2);
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(s.ledger.found.list[i]->code, MG0523);
		assert_int_equal(s.ledger.found.list[i]->place.off, AT_SPKI + i);
		assert_int_equal(s.ledger.found.list[i]->notes->place.off, AT_PEM);
	}
	ledger_end(&s.ledger);
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

static void test_binding(void **state)
{
	static const char message[] = "the certificate was not signed for this entry: its serial "
				      "number is no hash of it";

	(void)state;
	begin();
	s.e.issued_at.text = S("2026-01-01T00:00:01Z");
	refuses(MG0539, AT_SERIAL, AT_RECIPIENT, message);
	begin();
	certify((struct recipe){ .serial = "0x1234" });
	refuses(MG0539, AT_SERIAL, AT_RECIPIENT, message);
	begin();
	certify((struct recipe){ .unit = "west-istio-system", .serial = "0x1234" });
	refuses(MG0527, AT_PEM, AT_MESH,
		"the certificate names 'west-istio-system' instead of 'east-istio-system'");
}

/* A certificate of the addon, whose serial number is random. */
static void begin_imported(const char *unit)
{
	begin();
	s.ledger.policy.seal = SEAL_OUT_OF_BAND;
	s.ledger.policy.method.text = s.e.method.text = S("OutOfBand");
	s.e.recipients.n = s.e.n_age = 0;
	s.e.value.text = s.e.mac.text = s.e.last_modified.text = S("");
	certify((struct recipe){ .unit = unit, .serial = "0x1234" });
}

static void test_imported(void **state)
{
	(void)state;
	begin_imported("east-istio-east");
	accepts();
	begin_imported("east-istio-system");
	accepts();
	begin_imported("west-istio-west");
	refuses(MG0527, AT_PEM, AT_MESH,
		"the certificate names 'west-istio-west' instead of 'east-istio-system'");
}

static void test_seal(void **state)
{
	struct name two[2];

	(void)state;
	begin();
	s.e.method.text = S("SealedSecret");
	certify((struct recipe){ 0 });
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
	certify((struct recipe){ 0 });
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
		cmocka_unit_test(test_binding),
		cmocka_unit_test(test_imported),
		cmocka_unit_test(test_seal),
		cmocka_unit_test(test_recipients),
		cmocka_unit_test(test_private_key),
		cmocka_unit_test(test_at),
		cmocka_unit_test(test_broken_authority),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
