#include "ca/fixture.h"
#include "ca/certify.h"

#include <openssl/rsa.h>
#include <openssl/x509v3.h>

enum { NOW = 1795680000, HOUR = 3600, DAY = 24 * HOUR }; /* 2026-11-26 */

static const struct validity ten_years = { NOW, (int64_t)3650 * DAY };
static const struct validity one_year = { NOW, (int64_t)365 * DAY };

/* A root: its key, its certificate. */
struct root_ca {
	EVP_PKEY *key;
	struct certificate certificate;
};

static struct certificate read_pem(struct str pem, struct arena *a)
{
	struct certificate c;
	const char *why = NULL;

	if (!certificate_read(pem, a, &c, &why))
		fail_msg("%s\n%.*s", why, FMT(pem));
	assert_true(str_ends(pem, S("\n-----END CERTIFICATE-----\n")));
	return c;
}

static struct root_ca root_new(EVP_PKEY *key, struct str policy, uint32_t generation,
			       struct validity v, struct arena *a)
{
	struct root_ca r = { .key = key };
	struct str pem;

	assert_true(certify_root(key, policy, generation, v, a, &pem));
	r.certificate = read_pem(pem, a);
	return r;
}

static struct root_ca root_on_p256(struct arena *a)
{
	return root_new(key_new(KEY_P256), S("prod"), 1, ten_years, a);
}

static void root_release(struct root_ca *r)
{
	certificate_release(&r->certificate);
	EVP_PKEY_free(r->key);
}

/* For cluster eu-1 under a policy. */
static struct certificate intermediate_new(const struct root_ca *issuer, struct str cluster,
					   bool addon_san, struct validity v, struct arena *a)
{
	struct trust_policy policy = { .addon_san = addon_san };
	struct holder h = { .cluster = cluster,
			    .namespace = S("istio-system"),
			    .trust_domain = S("corp.example"),
			    .revision = S("1-20"),
			    .policy = &policy };
	EVP_PKEY *key = key_new(KEY_P256);
	struct str pem;

	assert_true(certify_intermediate(issuer->key, &issuer->certificate, key, &h, S(""), v, a,
					 &pem));
	EVP_PKEY_free(key);
	return read_pem(pem, a);
}

/* `openssl verify -x509_strict -attime NOW`, trusting one root. */
static bool verifies(X509 *x, X509 *between, X509 *root)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *others = sk_X509_new_null();
	bool ok;

	assert_true(X509_STORE_add_cert(store, root));
	if (between)
		sk_X509_push(others, between);
	assert_true(X509_STORE_CTX_init(ctx, store, x, others));
	X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_X509_STRICT);
	X509_STORE_CTX_set_time(ctx, 0, NOW);
	ok = X509_verify_cert(ctx) == 1;
	sk_X509_free(others);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	return ok;
}

/* One part of a name, which must be in UTF8String. */
static struct str part_of(const X509_NAME *name, int nid)
{
	int i = X509_NAME_get_index_by_NID(name, nid, -1);
	const ASN1_STRING *text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, i));

	assert_int_equal(X509_NAME_entry_count(name), 2);
	assert_int_equal(ASN1_STRING_type(text), V_ASN1_UTF8STRING);
	return (struct str){ (const char *)ASN1_STRING_get0_data(text),
			     (size_t)ASN1_STRING_length(text) };
}

static struct str unit_of(const struct certificate *c)
{
	return part_of(X509_get_subject_name(c->x509), NID_organizationalUnitName);
}

static struct str common_name_of(const struct certificate *c)
{
	return part_of(X509_get_subject_name(c->x509), NID_commonName);
}

static void test_root(void **state)
{
	struct root_ca r = root_on_p256(*state);
	const struct certificate *c = &r.certificate;

	assert_null(certificate_root_fault(c));
	assert_true(verifies(c->x509, NULL, c->x509));
	assert_true(str_eq(c->subject, S("CN=prod root 1,O=ocm-mesh")));
	assert_true(str_eq(common_name_of(c), S("prod root 1")));
	assert_int_equal(c->not_before, NOW - HOUR);
	assert_int_equal(c->not_after, NOW + ten_years.seconds);
	assert_int_equal(X509_get_pathlen(c->x509), -1);
	assert_int_equal(X509_get_key_usage(c->x509), KU_KEY_CERT_SIGN | KU_CRL_SIGN);
	assert_null(X509_get0_authority_key_id(c->x509));
	assert_int_equal(ASN1_STRING_length(X509_get0_subject_key_id(c->x509)), 20);
	assert_int_equal(X509_get_ext_count(c->x509), 3);
	root_release(&r);
}

static void assert_signed_by(EVP_PKEY *key, int signature, struct arena *a)
{
	struct root_ca r = root_new(key, S("prod"), 1, ten_years, a);
	struct certificate c = intermediate_new(&r, S("eu-1"), false, one_year, a);

	assert_int_equal(X509_get_signature_nid(r.certificate.x509), signature);
	assert_int_equal(X509_get_signature_nid(c.x509), signature);
	assert_null(certificate_root_fault(&r.certificate));
	assert_true(verifies(c.x509, NULL, r.certificate.x509));
	certificate_release(&c);
	root_release(&r);
}

static void test_signatures(void **state)
{
	assert_signed_by(key_new(KEY_P256), NID_ecdsa_with_SHA256, *state);
	assert_signed_by(key_new(KEY_P384), NID_ecdsa_with_SHA384, *state);
	assert_signed_by(EVP_RSA_gen(2048), NID_sha256WithRSAEncryption, *state);
}

static void test_serials(void **state)
{
	struct str serials[50];
	size_t longest = 0;

	for (size_t i = 0; i < 50; i++) {
		struct root_ca r = root_on_p256(*state);

		serials[i] = r.certificate.serial;
		longest = serials[i].n > longest ? serials[i].n : longest;
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(serials[k], serials[i]));
		root_release(&r);
	}
	assert_int_equal(longest, 40);
}

/* RFC 5280 4.1.2.5: two digits of a year until 2049, four from then on. */
static void test_dates(void **state)
{
	struct root_ca r = root_new(key_new(KEY_P256), S("prod"), 1,
				    (struct validity){ NOW, (int64_t)30 * 365 * DAY }, *state);

	assert_int_equal(X509_get0_notBefore(r.certificate.x509)->type, V_ASN1_UTCTIME);
	assert_int_equal(X509_get0_notAfter(r.certificate.x509)->type, V_ASN1_GENERALIZEDTIME);
	assert_int_equal(r.certificate.not_after, NOW + (int64_t)30 * 365 * DAY);
	root_release(&r);
}

static void test_intermediate(void **state)
{
	struct root_ca r = root_on_p256(*state);
	struct certificate c = intermediate_new(&r, S("eu-1"), false, one_year, *state);

	assert_null(certificate_intermediate_fault(&c));
	assert_null(certificate_issuer_fault(&c, &r.certificate));
	assert_true(verifies(c.x509, NULL, r.certificate.x509));
	assert_true(str_eq(c.subject, S("OU=eu-1-istio-system,O=Istio")));
	assert_true(str_eq(unit_of(&c), S("eu-1-istio-system")));
	assert_true(str_eq(c.uri, S("spiffe://corp.example")));
	assert_int_equal(c.not_before, NOW - HOUR);
	assert_int_equal(c.not_after, NOW + one_year.seconds);
	assert_int_equal(X509_get_pathlen(c.x509), 0);
	assert_int_equal(X509_get_key_usage(c.x509), KU_KEY_CERT_SIGN | KU_CRL_SIGN);
	assert_int_equal(X509_get_ext_count(c.x509), 5);
	assert_int_equal(ASN1_OCTET_STRING_cmp(X509_get0_authority_key_id(c.x509),
					       X509_get0_subject_key_id(r.certificate.x509)),
			 0);
	assert_null(X509_get0_authority_serial(c.x509));
	certificate_release(&c);
	root_release(&r);
}

static int uri_is_critical(const struct certificate *c)
{
	int i = X509_get_ext_by_NID(c->x509, NID_subject_alt_name, -1);

	return X509_EXTENSION_get_critical(X509_get_ext(c->x509, i));
}

static void test_uri_of_the_addon(void **state)
{
	struct root_ca r = root_on_p256(*state);
	struct certificate c = intermediate_new(&r, S("eu-1"), true, one_year, *state);
	struct certificate own = intermediate_new(&r, S("eu-1"), false, one_year, *state);

	assert_true(str_eq(c.uri, S("spiffe://corp.example/ns/istio-system/sa/istiod-1-20")));
	assert_int_equal(uri_is_critical(&c), 1);
	assert_int_equal(uri_is_critical(&own), 0);
	certificate_release(&own);
	certificate_release(&c);
	root_release(&r);
}

static void test_never_longer_than_the_issuer(void **state)
{
	struct arena *a = *state;
	struct root_ca r =
		root_new(key_new(KEY_P256), S("prod"), 1, (struct validity){ NOW, 100 * DAY }, a);
	struct certificate c = intermediate_new(&r, S("eu-1"), false, one_year, a);
	struct certificate early =
		intermediate_new(&r, S("eu-1"), false, (struct validity){ NOW - 10, 100 * DAY }, a);

	assert_int_equal(c.not_after, NOW + 100 * DAY);
	assert_int_equal(early.not_before, NOW - HOUR);
	assert_int_equal(early.not_after, NOW - 10 + 100 * DAY);
	certificate_release(&early);
	certificate_release(&c);
	root_release(&r);
}

static struct str letters(size_t n, char last, struct arena *a)
{
	char *text = arena_alloc(a, n);

	memset(text, 'x', n);
	text[n - 1] = last;
	return (struct str){ text, n };
}

/* <cluster>-istio-system: 13 octets behind the cluster. */
static void test_long_units(void **state)
{
	struct arena *a = *state;
	struct root_ca r = root_on_p256(a);
	struct certificate fits = intermediate_new(&r, letters(51, 'y', a), false, one_year, a);
	struct certificate one = intermediate_new(&r, letters(52, 'y', a), false, one_year, a);
	struct certificate two = intermediate_new(&r, letters(52, 'z', a), false, one_year, a);

	assert_int_equal(unit_of(&fits).n, 64);
	assert_true(str_ends(unit_of(&fits), S("y-istio-system")));
	assert_int_equal(unit_of(&one).n, 64);
	assert_true(str_starts(unit_of(&one), letters(47, 'x', a)));
	assert_int_equal(unit_of(&one).s[47], '-');
	/* printf %s "$(printf 'x%.0s' {1..51})y-istio-system" | sha256sum */
	assert_true(str_ends(unit_of(&one), S("-68c0757200dbc156")));
	assert_false(str_eq(unit_of(&one), unit_of(&two)));
	certificate_release(&two);
	certificate_release(&one);
	certificate_release(&fits);
	root_release(&r);
}

static void test_long_policies(void **state)
{
	struct arena *a = *state;
	struct root_ca fits = root_new(key_new(KEY_P256), letters(57, 'y', a), 1, ten_years, a);
	struct root_ca one = root_new(key_new(KEY_P256), letters(58, 'y', a), 1, ten_years, a);
	struct root_ca two =
		root_new(key_new(KEY_P256), letters(253, 'y', a), UINT32_MAX, ten_years, a);

	assert_int_equal(common_name_of(&fits.certificate).n, 64);
	assert_true(str_ends(common_name_of(&fits.certificate), S("xy root 1")));
	assert_int_equal(common_name_of(&one.certificate).n, 64);
	assert_true(str_ends(common_name_of(&one.certificate), S(" root 1")));
	assert_false(str_ends(common_name_of(&one.certificate), S("xy root 1")));
	assert_int_equal(common_name_of(&two.certificate).n, 64);
	assert_true(str_ends(common_name_of(&two.certificate), S(" root 4294967295")));
	root_release(&two);
	root_release(&one);
	root_release(&fits);
}

/* Who trusts the old root alone takes what the new one has signed. */
static void test_voucher(void **state)
{
	struct arena *a = *state;
	struct root_ca old = root_on_p256(a);
	struct root_ca next = root_new(key_new(KEY_P384), S("prod"), 2,
				       (struct validity){ NOW, (int64_t)8000 * DAY }, a);
	struct certificate leaf = intermediate_new(&next, S("eu-1"), false, one_year, a);
	struct certificate voucher;
	struct str pem;

	assert_true(certify_voucher(old.key, &old.certificate, &next.certificate, a, &pem));
	voucher = read_pem(pem, a);
	assert_true(str_eq(voucher.subject, next.certificate.subject));
	assert_true(str_eq(voucher.spki, next.certificate.spki));
	assert_int_equal(voucher.not_before, NOW - HOUR);
	assert_int_equal(voucher.not_after, old.certificate.not_after);
	assert_int_equal(X509_get_pathlen(voucher.x509), -1);
	assert_int_equal(X509_get_signature_nid(voucher.x509), NID_ecdsa_with_SHA256);
	assert_true(verifies(voucher.x509, NULL, old.certificate.x509));
	assert_false(verifies(leaf.x509, NULL, old.certificate.x509));
	assert_true(verifies(leaf.x509, voucher.x509, old.certificate.x509));
	assert_true(verifies(leaf.x509, NULL, next.certificate.x509));
	certificate_release(&voucher);
	certificate_release(&leaf);
	root_release(&next);
	root_release(&old);
}

/* MG0560 */
static void test_no_random_numbers(void **state)
{
	struct root_ca r = root_on_p256(*state);
	struct str pem;

	rand_break();
	assert_false(certify_root(r.key, S("prod"), 1, ten_years, *state, &pem));
	assert_false(certify_voucher(r.key, &r.certificate, &r.certificate, *state, &pem));
	rand_mend();
	root_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_root),
		cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_serials),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_intermediate),
		cmocka_unit_test(test_uri_of_the_addon),
		cmocka_unit_test(test_never_longer_than_the_issuer),
		cmocka_unit_test(test_long_units),
		cmocka_unit_test(test_long_policies),
		cmocka_unit_test(test_voucher),
		cmocka_unit_test(test_no_random_numbers),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, arena_open, arena_close) : 1;
}
