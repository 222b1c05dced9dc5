#include "trust/certificate_fixture.h"

#include <stdio.h>
#include <stdlib.h>

static struct scene {
	struct arena arena;
	EVP_PKEY *root_key, *key;
	struct party root;
} scene;

static int set_up(void **state)
{
	(void)state;
	scene.root_key = new_key("P-256");
	scene.key = new_key("P-256");
	scene.root = make((struct recipe){ .key = scene.root_key, .name = "root" });
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	party_release(&scene.root);
	EVP_PKEY_free(scene.root_key);
	EVP_PKEY_free(scene.key);
	arena_release(&scene.arena);
	return 0;
}

static void expect(const char *fault, const char *because)
{
	if (because) {
		assert_non_null(fault);
		assert_string_equal(fault, because);
	} else if (fault) {
		fail_msg("the certificate %s", fault);
	}
}

/* What `openssl verify -x509_strict -no_check_time -check_ss_sig` says. */
static bool openssl_accepts(X509 *x, X509 *root)
{
	STACK_OF(X509) *trusted = sk_X509_new_null();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	bool right;

	assert_true(sk_X509_push(trusted, root));
	assert_true(X509_STORE_CTX_init(ctx, NULL, x, NULL));
	X509_STORE_CTX_set0_trusted_stack(ctx, trusted);
	X509_STORE_CTX_set_flags(ctx, X509_V_FLAG_X509_STRICT | X509_V_FLAG_NO_CHECK_TIME |
					      X509_V_FLAG_CHECK_SS_SIGNATURE);
	right = X509_verify_cert(ctx) == 1;
	X509_STORE_CTX_free(ctx);
	sk_X509_free(trusted);
	return right;
}

static void root(struct recipe r, const char *because)
{
	struct certificate c;
	struct party p;

	r.key = r.key ? r.key : scene.key;
	r.name = "other";
	p = make(r);
	c = read_pem(pem_of(&p, &scene.arena), &scene.arena);
	expect(certificate_root_fault(&c), because);
	assert_true(because || openssl_accepts(c.x509, c.x509));
	certificate_release(&c);
	party_release(&p);
}

static void intermediate(struct recipe r, const char *because)
{
	struct certificate c;
	struct party p;

	r.key = r.key ? r.key : scene.key;
	r.issuer = &scene.root;
	r.name = r.name ? r.name : "cluster1-istio-system";
	r.san = r.san ? r.san : "URI:spiffe://cluster.local";
	p = make(r);
	c = read_pem(pem_of(&p, &scene.arena), &scene.arena);
	expect(certificate_intermediate_fault(&c), because);
	assert_true(because || openssl_accepts(c.x509, scene.root.x509));
	certificate_release(&c);
	party_release(&p);
}

static void test_right(void **state)
{
	(void)state;
	root((struct recipe){ 0 }, NULL);
	root((struct recipe){ .constraints = "critical,CA:TRUE,pathlen:1" }, NULL);
	root((struct recipe){ .usage = "critical,keyCertSign" }, NULL);
	intermediate((struct recipe){ 0 }, NULL);
	intermediate((struct recipe){ .constraints = "critical,CA:TRUE,pathlen:0",
				      .san = "critical,URI:spiffe://td/ns/n/sa/istiod-default",
				      .hash = "SHA384" },
		     NULL);
}

static void test_ca(void **state)
{
	EVP_PKEY *weak = new_key("P-521");

	(void)state;
	root((struct recipe){ .constraints = "-" },
	     "is none of a CA: its basicConstraints do not say so");
	intermediate((struct recipe){ .constraints = "critical,CA:FALSE" },
		     "is none of a CA: its basicConstraints do not say so");
	intermediate((struct recipe){ .constraints = "CA:TRUE" },
		     "has basicConstraints that are not critical");
	intermediate((struct recipe){ .usage = "-" },
		     "may not sign certificates: its keyUsage lacks keyCertSign");
	intermediate((struct recipe){ .usage = "critical,digitalSignature,cRLSign" },
		     "may not sign certificates: its keyUsage lacks keyCertSign");
	intermediate((struct recipe){ .usage = "keyCertSign" },
		     "has a keyUsage that is not critical");
	intermediate(
		(struct recipe){ .eku = "serverAuth" },
		"has an extended key usage, which would bind the certificates of workloads too");
	intermediate((struct recipe){ .names = "permitted;URI:cluster.local" },
		     "has name constraints, which meshgen does not read");
	intermediate((struct recipe){ .hash = "SHA1" },
		     "is not signed by ECDSA or RSA with SHA-256, SHA-384 or SHA-512");
	intermediate((struct recipe){ .key = weak },
		     "holds a key that is neither P-256 nor P-384 nor RSA of 2048 bits or more");
	intermediate((struct recipe){ .ski = "-" }, "lacks a subject key identifier");
	EVP_PKEY_free(weak);
}

static void test_root(void **state)
{
	struct party forged = scene.root;

	(void)state;
	root((struct recipe){ .constraints = "critical,CA:TRUE,pathlen:0" },
	     "allows no intermediate: its pathlen is 0");
	root((struct recipe){ .issuer = &scene.root },
	     "is none of a root: subject and issuer differ");
	forged = make((struct recipe){ .key = scene.key, .name = "other" });
	forged.key = scene.root_key;
	root((struct recipe){ .issuer = &forged }, "is not signed by its own key");
	party_release(&forged);
}

static void test_intermediate(void **state)
{
	(void)state;
	intermediate((struct recipe){ .name = "root" },
		     "is a root: subject and issuer are the same");
	intermediate((struct recipe){ .aki = "-" }, "lacks an authority key identifier");
	intermediate((struct recipe){ .aki = "keyid:always,issuer:always" },
		     "has an authority key identifier that names more than a key");
	intermediate((struct recipe){ .san = "-" },
		     "does not have one URI as its subject alternative name");
	intermediate((struct recipe){ .san = "URI:spiffe://a,URI:spiffe://b" },
		     "does not have one URI as its subject alternative name");
	intermediate((struct recipe){ .san = "DNS:istiod" },
		     "does not have one URI as its subject alternative name");
	intermediate((struct recipe){ .san = "URI:spiffe://a b" },
		     "does not have one URI as its subject alternative name");
}

/* Of an intermediate of the root, as another issuer sees it. */
static void issued(struct recipe r, const struct party *by, const struct party *seen,
		   const char *because)
{
	struct certificate c, issuer = read_pem(pem_of(seen, &scene.arena), &scene.arena);
	const char *why;
	struct party p;

	r.key = scene.key;
	r.name = "cluster1";
	r.issuer = by;
	p = make(r);
	c = read_pem(pem_of(&p, &scene.arena), &scene.arena);
	why = certificate_issuer_fault(&c, &issuer);
	assert_int_equal(openssl_accepts(c.x509, issuer.x509), !because);
	assert_string_equal(why ? why : "", because ? because : "");
	certificate_release(&c);
	certificate_release(&issuer);
	party_release(&p);
}

static void test_issuers(void **state)
{
	EVP_PKEY *key = new_key("P-256");
	struct party other = make((struct recipe){ .key = key, .name = "other" });
	struct party same_name = make((struct recipe){ .key = key, .name = "root" });
	struct party forged = { key, scene.root.x509 };
	struct party no_signer =
		make((struct recipe){ .key = key, .name = "x", .usage = "critical,cRLSign" });
	struct party expired =
		make((struct recipe){ .key = key, .name = "y", .not_after = "250102000000Z" });

	(void)state;
	issued((struct recipe){ 0 }, &scene.root, &scene.root, NULL);
	issued((struct recipe){ .not_before = "260101000000Z" }, &expired, &expired, NULL);
	issued((struct recipe){ 0 }, &scene.root, &other, "it names another issuer");
	issued((struct recipe){ 0 }, &scene.root, &same_name,
	       "its authority key identifier is that of another key");
	issued((struct recipe){ 0 }, &forged, &scene.root, "its signature is not by that key");
	issued((struct recipe){ 0 }, &no_signer, &no_signer, "that one may not sign certificates");
	party_release(&other);
	party_release(&same_name);
	party_release(&no_signer);
	party_release(&expired);
	EVP_PKEY_free(key);
}

static void write_pem(const char *folder, const char *name, struct str pem)
{
	const char *path = arena_fmt(&scene.arena, "%s/%s", folder, name).s;
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(pem.s, 1, pem.n, f), pem.n);
	fclose(f);
}

static bool command_accepts(const char *folder)
{
	return !system(
		arena_fmt(&scene.arena,
			  "cd %s && openssl verify -x509_strict -no_check_time -CAfile root.pem "
			  "x.pem >/dev/null 2>&1",
			  folder)
			.s);
}

/* Returns what we say of it. */
static bool write_sample(const char *folder, struct recipe r)
{
	struct certificate c, root = read_pem(pem_of(&scene.root, &scene.arena), &scene.arena);
	struct party p;
	bool right;

	r.key = scene.key;
	r.name = "cluster1";
	r.san = "URI:spiffe://cluster.local";
	p = make(r);
	c = read_pem(pem_of(&p, &scene.arena), &scene.arena);
	write_pem(folder, "x.pem", c.pem);
	right = !certificate_intermediate_fault(&c) && !certificate_issuer_fault(&c, &root);
	certificate_release(&c);
	certificate_release(&root);
	party_release(&p);
	return right;
}

/* The program agrees, not only its library; what it lets pass beyond us istiod does not. */
static void test_command(void **state)
{
	struct party forged = { scene.key, scene.root.x509 };
	struct party other = make((struct recipe){ .key = scene.key, .name = "other" });
	const struct sample {
		struct recipe recipe;
		bool right, right_for_openssl;
	} samples[] = {
		{ { .issuer = &scene.root }, true, true },
		{ { .issuer = &scene.root, .hash = "SHA512" }, true, true },
		{ { .issuer = &scene.root, .constraints = "critical,CA:TRUE,pathlen:0" },
		  true,
		  true },
		{ { .issuer = &scene.root, .not_after = "250102000000Z" }, true, true },
		{ { .issuer = &scene.root, .not_after = "20500102000000Z" }, true, true },
		{ { .issuer = &forged }, false, false },
		{ { .issuer = &other }, false, false },
		{ { .issuer = &scene.root, .aki = "-" }, false, false },
		{ { .issuer = &scene.root, .ski = "-" }, false, false },
		{ { .issuer = &scene.root, .usage = "-" }, false, false },
		{ { .issuer = &scene.root, .constraints = "CA:TRUE" }, false, false },
		{ { .issuer = &scene.root, .constraints = "-" }, false, false },
		{ { .issuer = &scene.root, .constraints = "-", .usage = "digitalSignature" },
		  false,
		  true },
		{ { .issuer = &scene.root, .eku = "clientAuth" }, false, true },
		{ { .issuer = &scene.root, .hash = "SHA1" }, false, true },
	};
	char folder[] = "/tmp/meshgen-profile-XXXXXX";

	(void)state;
	if (system("openssl version >/dev/null 2>&1"))
		skip();
	assert_non_null(mkdtemp(folder));
	write_pem(folder, "root.pem", pem_of(&scene.root, &scene.arena));
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		assert_int_equal(write_sample(folder, samples[i].recipe), samples[i].right);
		assert_int_equal(command_accepts(folder), samples[i].right_for_openssl);
	}
	assert_int_equal(system(arena_fmt(&scene.arena, "rm -r %s", folder).s), 0);
	party_release(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),   cmocka_unit_test(test_ca),
		cmocka_unit_test(test_root),    cmocka_unit_test(test_intermediate),
		cmocka_unit_test(test_issuers), cmocka_unit_test(test_command),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
