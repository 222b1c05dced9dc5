#include "ca/binding.h"

#include "ca/certify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A root and an entry for cluster eu-1, sealed to "sha256:1" and signed by it. */
struct scene {
	struct arena arena;
	struct root root;
	struct trust_roots roots;
	struct certificate certificate;
	struct authority authority;
	struct trust_policy policy;
	struct name recipients[2];
	struct intermediate_ca entry;
};

static void sign(struct scene *s, EVP_PKEY *root_key, struct str binding)
{
	struct holder h = { .cluster = S("eu-1"),
			    .namespace = S("istio-system"),
			    .trust_domain = S("corp.example"),
			    .policy = &s->policy };
	EVP_PKEY *key = key_new(KEY_P256);
	struct certificate c;
	const char *why;
	struct str pem;

	assert_true(certify_intermediate(root_key, &s->certificate, key, &h, binding,
					 (struct validity){ 86400, 86400 }, &s->arena, &pem));
	assert_true(certificate_parse(pem, &s->arena, &c, &why));
	s->entry.certificate.text = c.pem;
	EVP_PKEY_free(key);
}

static void open_scene(struct scene *s, bool bound)
{
	EVP_PKEY *key = key_new(KEY_P256);
	const char *why;
	struct str pem;

	*s = (struct scene){ .root = { .generation = 1 } };
	s->roots = (struct trust_roots){ .list = &s->root, .n = 1 };
	s->authority = (struct authority){ .roots = &s->roots,
					   .certificates = &s->certificate,
					   .ok = true };
	s->recipients[0].text = S("sha256:1");
	s->recipients[1].text = S("sha256:2");
	s->entry = (struct intermediate_ca){ .issuer = 1, .recipients = { s->recipients, 1 } };
	s->entry.policy.text = S("prod");
	s->entry.issued_at.text = S("2026-01-01T00:00:00Z");
	s->entry.cluster.text = S("eu-1");
	s->entry.namespace.text = S("istio-system");
	s->entry.method.text = S("SealedSecret");
	assert_true(certify_root(key, S("prod"), 1, (struct validity){ 86400, 864000 }, &s->arena,
				 &pem));
	assert_true(certificate_read(pem, &s->arena, &s->certificate, &why));
	sign(s, key, bound ? binding_text(&s->entry, &s->arena) : S(""));
	EVP_PKEY_free(key);
}

static void close_scene(struct scene *s)
{
	certificate_release(&s->certificate);
	arena_release(&s->arena);
}

static bool holds(const struct scene *s)
{
	return binding_holds(&s->entry, &s->authority);
}

static void test_as_it_was_signed(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, true);
	assert_true(holds(&s));
	s.authority.ok = false;
	assert_false(holds(&s));
	close_scene(&s);
	open_scene(&s, false);
	assert_false(holds(&s));
	close_scene(&s);
}

static void test_edited(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, true);
	s.entry.recipients.n = 2;
	assert_false(holds(&s));
	s.entry.recipients = (struct names){ &s.recipients[1], 1 };
	assert_false(holds(&s));
	s.entry.recipients.list = s.recipients;
	assert_true(holds(&s));
	s.entry.cluster.text = S("eu-2");
	assert_false(holds(&s));
	s.entry.cluster.text = S("eu-1");
	s.entry.issuer = 2;
	assert_false(holds(&s));
	close_scene(&s);
}

/* The serial fits, but it is another root of the same name that signed it. */
static void test_signed_by_somebody(void **state)
{
	EVP_PKEY *thief = key_new(KEY_P256);
	struct scene s;

	(void)state;
	open_scene(&s, true);
	sign(&s, thief, binding_text(&s.entry, &s.arena));
	assert_false(holds(&s));
	close_scene(&s);
	EVP_PKEY_free(thief);
}

static void test_serial(void **state)
{
	struct arena a = { 0 };

	(void)state;
	/* printf abc | sha256sum: ba7816bf...; without the first bit */
	assert_string_equal(binding_serial(S("a"), S("bc"), &a).s,
			    "3a7816bf8f01cfea414140de5dae2223b00361a3");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_it_was_signed),
		cmocka_unit_test(test_edited),
		cmocka_unit_test(test_signed_by_somebody),
		cmocka_unit_test(test_serial),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
