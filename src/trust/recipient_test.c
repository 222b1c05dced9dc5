#include "trust/recipient.h"

#include "trust/certificate_fixture.h"

/* Of the manual of age, and of that of SOPS. */
#define AGE_1 "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
#define AGE_2 "age1yt3tfqlfrwdwx0z0ynwplcr6qxcxfaqycuprpmy89nr83ltx74tqdpszlw"

static void refuses(const char *text, const char *because)
{
	unsigned char point[32];
	const char *why = NULL;

	assert_false(age_recipient_parse(str_of(text), point, &why));
	assert_string_equal(why, because);
}

static void test_age(void **state)
{
	static const unsigned char point[32] = { 0x07, 0xe2, 0x2f, 0x5e, 0x44, 0xa5, 0x42, 0xe8,
						 0xdc, 0x8e, 0x75, 0x3a, 0x42, 0x25, 0x1e, 0x10,
						 0x10, 0xcc, 0x79, 0xd1, 0x92, 0xb3, 0xf7, 0x1c,
						 0x5b, 0x1c, 0x95, 0x64, 0x52, 0x09, 0x99, 0x7a };
	unsigned char ret[32];
	const char *why;

	(void)state;
	assert_true(age_recipient_parse(S(AGE_1), ret, &why));
	assert_memory_equal(ret, point, 32);
	assert_true(age_recipient_parse(S(AGE_2), ret, &why));
}

static void test_age_wrong(void **state)
{
	(void)state;
	refuses("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q",
		"its checksum is wrong, so a character of it is");
	refuses("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8", "it is too short");
	refuses("age1", "it is too short");
	refuses(AGE_1 "q", "it is too long");
	refuses("age1Ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
		"it holds a character that is none of Bech32");
	refuses("age11l3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
		"it holds a character that is none of Bech32");
	refuses("AGE1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P",
		"it is in upper case");
	refuses("", "it does not begin with age1");
	refuses("ql3z", "it does not begin with age1");
	refuses("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "it is a key of SSH, which is another kind");
	refuses("age1pq1ql3z7",
		"it is a post-quantum recipient, which SOPS and Flux of today do not read");
	refuses("age1tag1ql3z7", "it is a recipient of a hardware key, which no cluster has");
	refuses("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
		"it is a recipient of a plugin, which no cluster has");
}

static void test_age_bits(void **state)
{
	(void)state;
	refuses("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9apxwfd6n",
		"its last bits are not zero");
}

/* Does OpenSSL share a secret with it? */
static bool can_share(const unsigned char point[32])
{
	EVP_PKEY *ours = EVP_PKEY_Q_keygen(NULL, NULL, "X25519"), *theirs;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(ours, NULL);
	unsigned char secret[32];
	size_t n = sizeof(secret);
	bool can;

	theirs = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, point, 32);
	can = EVP_PKEY_derive_init(ctx) > 0 && EVP_PKEY_derive_set_peer(ctx, theirs) > 0 &&
	      EVP_PKEY_derive(ctx, secret, &n) > 0;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(ours);
	EVP_PKEY_free(theirs);
	return can;
}

static void test_age_low_order(void **state)
{
	static const char *const points[] = {
		"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
		"age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
		"age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
		"age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8",
		"age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m",
		"age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy",
		"age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv",
		"age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhzqqxqejhu",
	};
	unsigned char point[32];
	const char *why;

	(void)state;
	openssl_begin();
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++) {
		assert_false(age_recipient_parse(str_of(points[i]), point, &why));
		assert_string_equal(why,
				    "it is a point of low order, to which nothing can be sealed");
		assert_false(can_share(point));
	}
	assert_true(age_recipient_parse(S(AGE_1), point, &why));
	assert_true(can_share(point));
}

static struct scene {
	struct arena arena;
	struct findings found;
	struct names ret;
} scene;

static const struct place at = { 1, 5, 4 }, field = { 2, 10, 3 };

static bool fingerprints(const struct recipients *r, enum seal_method method)
{
	memset(&scene, 0, sizeof(scene));
	return recipients_fingerprints(r, method, S("cluster1"), at, &scene.arena, &scene.found,
				       &scene.ret);
}

static void end(void)
{
	findings_release(&scene.found);
	arena_release(&scene.arena);
}

static void expect(enum code code, struct place place, const char *message)
{
	assert_int_equal(scene.found.n, 1);
	assert_int_equal(scene.found.list[0]->code, code);
	assert_memory_equal(&scene.found.list[0]->place, &place, sizeof(place));
	says(scene.found.list[0]->message, message);
	end();
}

static void test_fingerprints_of_age(void **state)
{
	struct name list[] = { { S(AGE_1), place_at(2, 9, 3) }, { S(AGE_2), field } };
	struct recipients r = { .age = { list, 2 } };

	(void)state;
	assert_true(fingerprints(&r, SEAL_SOPS));
	assert_int_equal(scene.found.n, 0);
	assert_int_equal(scene.ret.n, 2);
	says(scene.ret.list[0].text,
	     "sha256:4f24b701de43fdcdc0b82fb8d64eeb9106e17083ef1438026a157c47a27f3586");
	says(scene.ret.list[1].text,
	     "sha256:cf7e5682313150685bf16e42c4ea48e168e16e8206c5c4ad37c72d013cb6a5f4");
	assert_int_equal(scene.ret.list[0].place.off, 10);
	assert_int_equal(scene.ret.list[1].place.off, 9);
	end();
	list[1].text = S(AGE_1);
	assert_false(fingerprints(&r, SEAL_SOPS));
	expect(MG0531, field, "'" AGE_1 "' is no age recipient: it stands twice");
	list[1].text = S("age1x");
	assert_false(fingerprints(&r, SEAL_SOPS));
	expect(MG0531, field, "'age1x' is no age recipient: it is too short");
}

static void test_keys(void **state)
{
	struct name list[] = { { S(AGE_1), field }, { S("AGE-SECRET-KEY-1QQ"), field } };
	struct cluster_config configs[] = {
		{ .recipients = { .age = { list, 1 } } },
		{ .recipients = { .age = { list, 2 } } },
		{ .recipients = { .sealed_secrets = { S("-----BEGIN PRIVATE KEY-----"), at } } },
	};
	struct model m = { .cluster_configs = configs, .n_cluster_configs = 1 };
	struct findings found = { 0 };

	(void)state;
	recipients_refuse_keys(&m, &found);
	assert_int_equal(found.n, 0);
	m.n_cluster_configs = 3;
	recipients_refuse_keys(&m, &found);
	assert_int_equal(found.n, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(found.list[i]->code, MG0537);
		assert_int_equal(found.list[i]->place.off, PLACE_WHOLE);
		assert_int_equal(found.list[i]->place.file, i ? at.file : field.file);
	}
	findings_release(&found);
}

static void test_many_recipients(void **state)
{
	struct name list[101];

	(void)state;
	for (size_t i = 0; i < 101; i++)
		list[i] = (struct name){ S(AGE_1), field };
	assert_false(fingerprints(&(struct recipients){ .age = { list, 101 } }, SEAL_SOPS));
	expect(MG0531, field, "'" AGE_1 "' is no age recipient: a hundred are the most");
}

static void test_no_recipients(void **state)
{
	(void)state;
	assert_false(fingerprints(&(struct recipients){ 0 }, SEAL_SOPS));
	expect(MG0530, at,
	       "cluster 'cluster1' has no recipient that its keys could be sealed to with SOPS");
	assert_false(fingerprints(&(struct recipients){ 0 }, SEAL_SEALED_SECRET));
	expect(MG0530, at,
	       "cluster 'cluster1' has no recipient that its keys could be sealed to with "
	       "SealedSecret");
	assert_true(fingerprints(&(struct recipients){ 0 }, SEAL_EXTERNAL_SECRET));
	end();
	assert_true(fingerprints(&(struct recipients){ 0 }, SEAL_OUT_OF_BAND));
	assert_int_equal(scene.ret.n, 0);
	end();
}

/* Of the controller's certificate, which is not one of a CA. */
static bool fingerprint_of_sealing(EVP_PKEY *key, struct arena *a, struct str *ret_spki)
{
	struct party p = make((struct recipe){ .key = key, .name = "x", .constraints = "-" });
	struct str pem = pem_of(&p, a);
	struct certificate c = read_pem(pem, a);

	*ret_spki = c.spki;
	certificate_release(&c);
	party_release(&p);
	EVP_PKEY_free(key);
	return fingerprints(&(struct recipients){ .sealed_secrets = { pem, field } },
			    SEAL_SEALED_SECRET);
}

static void test_fingerprint_of_sealing(void **state)
{
	struct recipients broken = { .sealed_secrets = { S("x"), field } };
	struct arena a = { 0 };
	struct str spki;

	(void)state;
	assert_true(fingerprint_of_sealing(EVP_RSA_gen(2048), &a, &spki));
	assert_int_equal(scene.ret.n, 1);
	assert_true(str_eq(scene.ret.list[0].text, spki));
	end();
	assert_false(fingerprint_of_sealing(EVP_RSA_gen(1024), &a, &spki));
	expect(MG0532, field,
	       "the certificate to seal to holds a key RSA-1024: Sealed "
	       "Secrets "
	       "wants RSA of 2048 to 8192 bits");
	assert_false(fingerprint_of_sealing(new_key("P-256"), &a, &spki));
	expect(MG0532, field,
	       "the certificate to seal to holds a key P-256: Sealed Secrets "
	       "wants RSA of 2048 to 8192 bits");
	assert_false(fingerprints(&broken, SEAL_SEALED_SECRET));
	expect(MG0531, field,
	       "the certificate to seal to cannot be used: it does not begin "
	       "with "
	       "-----BEGIN CERTIFICATE-----");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_age_wrong),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_age_bits),
		cmocka_unit_test(test_age_low_order),
		cmocka_unit_test(test_fingerprints_of_age),
		cmocka_unit_test(test_many_recipients),
		cmocka_unit_test(test_no_recipients),
		cmocka_unit_test(test_fingerprint_of_sealing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
