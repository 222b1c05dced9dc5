#include "trust/certificate_fixture.h"

static EVP_PKEY *key;

static int set_up(void **state)
{
	(void)state;
	key = new_key("P-256");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	EVP_PKEY_free(key);
	return 0;
}

static void refuses(struct str pem, const char *because)
{
	struct arena a = { 0 };
	struct certificate c;
	const char *why = NULL;

	assert_false(certificate_read(pem, &a, &c, &why));
	assert_string_equal(why, because);
	assert_null(c.x509);
	arena_release(&a);
}

static void refuses_recipe(struct recipe r, const char *because)
{
	struct arena a = { 0 };
	struct party p;

	r.key = r.key ? r.key : key;
	r.name = "x";
	p = make(r);
	refuses(pem_of(&p, &a), because);
	party_release(&p);
	arena_release(&a);
}

static void test_facts(void **state)
{
	struct arena a = { 0 };
	struct party p = make((struct recipe){ .key = key,
					       .name = "prod root 1",
					       .unit = "east",
					       .serial = "4660",
					       .san = "URI:spiffe://mesh.example" });
	struct certificate c = read_pem(pem_of(&p, &a), &a);

	(void)state;
	says(c.serial, "1234");
	says(c.subject, "CN=prod root 1,OU=east,O=ocm-mesh");
	says(c.unit, "east");
	says(c.uri, "spiffe://mesh.example");
	says(c.key_name, "P-256");
	says(time_text(c.not_before, &a), "2025-01-01T00:00:00Z");
	says(time_text(c.not_after, &a), "2099-12-31T23:59:59Z");
	assert_true(c.known_key);
	assert_int_equal(c.key, KEY_P256);
	assert_int_equal(c.spki.n, 7 + 64);
	assert_true(str_eq(c.pem, pem_of(&p, &a)));
	assert_int_equal(c.traits, TRAIT_CA | TRAIT_CA_CRITICAL | TRAIT_SIGNS |
					   TRAIT_SIGNS_CRITICAL | TRAIT_NAMED);
	assert_int_equal(c.pathlen, -1);
	assert_int_equal(c.subject_id.n, 20);
	assert_int_equal(c.authority_id.n, 0);
	certificate_release(&c);
	party_release(&p);
	arena_release(&a);
}

/* The same without OpenSSL's handle; the line end behind the block may be absent. */
static void test_parse(void **state)
{
	struct arena a = { 0 };
	struct party p = make((struct recipe){ .key = key, .name = "x" });
	struct str pem = pem_of(&p, &a);
	struct certificate c = read_pem(pem, &a), again;
	const char *why;

	(void)state;
	assert_non_null(c.x509);
	assert_true(certificate_parse(str_first(pem, pem.n - 1), &a, &again, &why));
	assert_null(again.x509);
	assert_true(str_eq(again.pem, pem));
	assert_true(str_eq(again.spki, c.spki));
	assert_true(str_eq(again.tbs, c.tbs));
	certificate_release(&c);
	party_release(&p);
	arena_release(&a);
}

/* The hash of the SubjectPublicKeyInfo alone: the same for every certificate of a key. */
static void test_spki(void **state)
{
	struct arena a = { 0 };
	struct party p = make((struct recipe){ .key = key, .name = "one" });
	struct party q = make((struct recipe){ .key = key, .name = "two", .serial = "7" });
	struct certificate one = read_pem(pem_of(&p, &a), &a), two = read_pem(pem_of(&q, &a), &a);
	unsigned char *der = NULL;
	int n = i2d_PUBKEY(key, &der);

	(void)state;
	assert_true(str_eq(one.spki, two.spki));
	assert_true(
		str_eq(one.spki, sha256_text((struct str){ (const char *)der, (size_t)n }, &a)));
	OPENSSL_free(der);
	certificate_release(&one);
	certificate_release(&two);
	party_release(&p);
	party_release(&q);
	arena_release(&a);
}

static void test_serials(void **state)
{
	struct arena a = { 0 };
	struct party p = make((struct recipe){
		.key = key, .name = "x", .serial = "0x7fffffffffffffffffffffffffffffffffffffff" });
	struct certificate c = read_pem(pem_of(&p, &a), &a);

	(void)state;
	says(c.serial, "7fffffffffffffffffffffffffffffffffffffff");
	refuses_recipe((struct recipe){ .serial = "0" }, "has the serial number 0");
	refuses_recipe((struct recipe){ .serial = "-5" }, "has a negative serial number");
	refuses_recipe((struct recipe){ .serial = "0x8000000000000000000000000000000000000000" },
		       "has a serial number of more than 20 octets");
	refuses_recipe((struct recipe){ .serial = "0x010000000000000000000000000000000000000000" },
		       "has a serial number of more than 20 octets");
	certificate_release(&c);
	party_release(&p);
	arena_release(&a);
}

static void expect_start(const char *text, const char *seconds)
{
	struct arena a = { 0 };
	struct party p = make((struct recipe){ .key = key, .name = "x", .not_before = text });
	struct certificate c = read_pem(pem_of(&p, &a), &a);

	says(time_text(c.not_before, &a), seconds);
	certificate_release(&c);
	party_release(&p);
	arena_release(&a);
}

static void test_dates(void **state)
{
	(void)state;
	expect_start("491231235959Z", "2049-12-31T23:59:59Z");
	expect_start("700101000000Z", "1970-01-01T00:00:00Z");
	expect_start("20500101000000Z", "2050-01-01T00:00:00Z");
	refuses_recipe((struct recipe){ .not_before = "691231235959Z" }, "has a date before 1970");
	refuses_recipe((struct recipe){ .not_before = "500101000000Z" }, "has a date before 1970");
	refuses_recipe((struct recipe){ .not_before = "20491231235959Z" },
		       "has a date before 2050 as GeneralizedTime, against RFC 5280");
	refuses_recipe((struct recipe){ .not_before = "250229000000Z" },
		       "has a date that is none of RFC 5280");
	refuses_recipe((struct recipe){ .not_before = "20500101000000.0Z" },
		       "has a date that is none of RFC 5280");
	refuses_recipe((struct recipe){ .not_before = "2501010000000" },
		       "has a date that is none of RFC 5280");
	refuses_recipe((struct recipe){ .not_after = "100000101000000" },
		       "has a date that is none of RFC 5280");
	refuses_recipe((struct recipe){ .not_after = "241231235959Z" }, "ends before it begins");
}

static void test_versions_and_extensions(void **state)
{
	(void)state;
	refuses_recipe((struct recipe){ .version_1 = true }, "is not of X.509 version 3");
	refuses_recipe((struct recipe){ .constraints = "DER:30:03:01:01:01" },
		       "has an extension that is not in canonical DER");
	refuses_recipe((struct recipe){ .constraints = "DER:30:80:00:00" },
		       "has an extension that is not in canonical DER");
	refuses_recipe((struct recipe){ .constraints = "DER:04:00" },
		       "has an extension that cannot be read");
}

static void test_extension_twice(void **state)
{
	struct arena a = { 0 };
	struct party p = make((struct recipe){ .key = key, .name = "x" });

	(void)state;
	extend(p.x509, p.x509, NID_key_usage, "keyCertSign");
	assert_true(X509_sign(p.x509, key, EVP_sha256()));
	refuses(pem_of(&p, &a), "has an extension twice");
	party_release(&p);
	arena_release(&a);
}

static void expect_key(EVP_PKEY *other, const char *name, bool known)
{
	struct arena a = { 0 };
	struct party issuer = make((struct recipe){ .key = key, .name = "x" });
	struct party p = make((struct recipe){ .key = other, .issuer = &issuer, .name = "x" });
	struct certificate c = read_pem(pem_of(&p, &a), &a);

	says(c.key_name, name);
	assert_int_equal(c.known_key, known);
	certificate_release(&c);
	party_release(&p);
	party_release(&issuer);
	EVP_PKEY_free(other);
	arena_release(&a);
}

static void test_keys(void **state)
{
	(void)state;
	expect_key(new_key("P-384"), "P-384", true);
	expect_key(new_key("P-521"), "P-521", false);
	expect_key(new_key("secp256k1"), "secp256k1", false);
	expect_key(EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"), "ED25519", false);
	expect_key(EVP_RSA_gen(1024), "RSA-1024", false);
	expect_key(EVP_RSA_gen(2048), "RSA-2048", true);
}

static void refuses_key(EVP_PKEY *other, const char *because)
{
	refuses_recipe((struct recipe){ .key = other }, because);
	EVP_PKEY_free(other);
}

static EVP_PKEY *odd_key(const char *parameter, const char *value)
{
	EVP_PKEY *odd = new_key("P-256");

	assert_true(EVP_PKEY_set_utf8_string_param(odd, parameter, value));
	return odd;
}

static void test_odd_keys(void **state)
{
	(void)state;
	refuses_key(odd_key(OSSL_PKEY_PARAM_EC_ENCODING, "explicit"),
		    "holds its elliptic curve as parameters, not by its name");
	refuses_key(odd_key(OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "compressed"),
		    "holds a compressed point of an elliptic curve");
}

/* Replaces n octets from the first occurrence of what on; the length stays. */
static struct str with(const struct party *p, const char *what, const char *instead, size_t n,
		       struct arena *a)
{
	unsigned char *der = NULL, *at;
	int length = i2d_X509(p->x509, &der);
	struct str pem;

	at = memmem(der, (size_t)length, what, n);
	assert_non_null(at);
	memcpy(at, instead, n);
	pem = pem_around(der, (size_t)length, a);
	OPENSSL_free(der);
	return pem;
}

static void test_der(void **state)
{
	struct arena a = { 0 };
	struct party p = make((struct recipe){ .key = key, .name = "x" });
	unsigned char *der = NULL;
	int n = i2d_X509(p.x509, &der);
	struct str longer;

	(void)state;
	longer = arena_concat(&a, (struct str[]){ { (const char *)der, (size_t)n }, { "\0", 1 } },
			      2);
	refuses(pem_around((const unsigned char *)longer.s, longer.n, &a),
		"has bytes after its DER");
	refuses(pem_around(der, (size_t)n - 1, &a), "is no X.509 certificate in DER");
	refuses(pem_around((const unsigned char *)"\x30\x00", 2, &a),
		"is no X.509 certificate in DER");
	/* critical: TRUE as 01; an algorithm that nobody knows */
	refuses(with(&p, "\x01\x01\xff", "\x01\x01\x01", 3, &a), "is not in canonical DER");
	refuses(with(&p, "\x2a\x86\x48\xce\x3d\x02\x01", "\x2a\x86\x48\xce\x3d\x02\x7f", 7, &a),
		"holds a public key that OpenSSL cannot read");
	OPENSSL_free(der);
	party_release(&p);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_spki),
		cmocka_unit_test(test_serials),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_versions_and_extensions),
		cmocka_unit_test(test_extension_twice),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_odd_keys),
		cmocka_unit_test(test_der),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
