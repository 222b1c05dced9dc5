#include "trust/binding.h"

#include "trust/certificate_fixture.h"

/* A root and an entry for cluster eu-1, sealed to "sha256:1" and signed by it. */
struct scene {
	struct arena arena;
	EVP_PKEY *root_key, *key;
	struct party issuer;
	struct root root;
	struct trust_roots roots;
	struct certificate certificate;
	struct authority authority;
	struct name recipients[2];
	struct intermediate_ca entry;
};

/* By this root; text: what the serial number is bound to, empty for nothing. */
static void sign(struct scene *s, const struct party *issuer, struct str text)
{
	struct arena *a = &s->arena;
	struct str spki = spki_of(s->key, a);
	struct str serial = arena_fmt(a, "0x%.*s", FMT(binding_serial(text, spki, a)));
	struct party p = make((struct recipe){ .key = s->key,
					       .issuer = issuer,
					       .name = "eu-1",
					       .serial = text.n ? serial.s : NULL });

	s->entry.certificate.text = pem_of(&p, a);
	party_release(&p);
}

static void open_scene(struct scene *s, bool bound)
{
	*s = (struct scene){ .root = { .generation = 1 } };
	s->root_key = new_key("P-256");
	s->key = new_key("P-256");
	s->issuer = make((struct recipe){ .key = s->root_key, .name = "root" });
	s->certificate = read_pem(pem_of(&s->issuer, &s->arena), &s->arena);
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
	sign(s, &s->issuer, bound ? binding_text(&s->entry, &s->arena) : S(""));
}

static void close_scene(struct scene *s)
{
	certificate_release(&s->certificate);
	party_release(&s->issuer);
	EVP_PKEY_free(s->root_key);
	EVP_PKEY_free(s->key);
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

static void test_text(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, true);
	s.entry.recipients.n = 2;
	assert_string_equal(binding_text(&s.entry, &s.arena).s,
			    "prod\n1\n2026-01-01T00:00:00Z\neu-1\nistio-system\nSealedSecret\n"
			    "sha256:1\nsha256:2\n");
	close_scene(&s);
}

/* The serial fits, but it is another root of the same name that signed it. */
static void test_signed_by_somebody(void **state)
{
	struct party thief;
	struct certificate c;
	struct scene s;

	(void)state;
	open_scene(&s, true);
	thief = make((struct recipe){ .key = s.key, .name = "root" });
	sign(&s, &thief, binding_text(&s.entry, &s.arena));
	assert_false(holds(&s));
	c = read_pem(s.entry.certificate.text, &s.arena);
	assert_true(binding_fits(&s.entry, &c, &s.arena));
	certificate_release(&c);
	party_release(&thief);
	close_scene(&s);
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
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_signed_by_somebody),
		cmocka_unit_test(test_serial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
