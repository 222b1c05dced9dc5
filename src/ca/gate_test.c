#include "ca/gate.h"
#include "trust/binding.h"
#include "trust/certificate_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { AT_FIRST = 500, AT_SECOND };

/* Cluster a has an entry sealed to k1 in one namespace and none in another; b is new. */
struct scene {
	struct compilation c;
	struct ca_options options;
	struct ca ca;
	struct recipients recipients;
	EVP_PKEY *key; /* of the root, and of whatever it signs */
	struct party issuer;
	struct root root;
	struct trust_roots roots;
	struct certificate certificate;
	struct authority authority;
	struct name known;
	struct standing list[3];
	struct survey all;
	const struct standing *due[2];
};

/* Has the root sign an entry that is sealed to k1. */
static void sign(struct scene *s, size_t i)
{
	struct arena *a = &s->c.arena;
	struct intermediate_ca *e = &s->list[i].entry;
	struct str serial;
	struct party p;

	*e = (struct intermediate_ca){ .issuer = 1, .recipients = { &s->known, 1 } };
	serial = binding_serial(binding_text(e, a), spki_of(s->key, a), a);
	p = make((struct recipe){ .key = s->key,
				  .issuer = &s->issuer,
				  .name = "a",
				  .serial = arena_fmt(a, "0x%.*s", FMT(serial)).s });
	e->certificate.text = pem_of(&p, a);
	s->list[i].has_entry = true;
	party_release(&p);
}

static void open_scene(struct scene *s)
{
	*s = (struct scene){ .known.text = S("k1"), .root.generation = 1 };
	s->key = new_key("P-256");
	s->issuer = make((struct recipe){ .key = s->key, .name = "root" });
	s->certificate = read_pem(pem_of(&s->issuer, &s->c.arena), &s->c.arena);
	s->roots = (struct trust_roots){ .list = &s->root, .n = 1 };
	s->authority = (struct authority){ .roots = &s->roots,
					   .certificates = &s->certificate,
					   .ok = true };
	s->ca = (struct ca){ .options = &s->options, .c = &s->c };
	for (size_t i = 0; i < 3; i++) {
		s->list[i].holder.cluster = i < 2 ? S("a") : S("b");
		s->list[i].holder.recipients = &s->recipients;
		s->list[i].authority = &s->authority;
	}
	sign(s, 0);
	s->all = (struct survey){ s->list, 3, 3 };
	s->due[0] = &s->list[1];
	s->due[1] = &s->list[2];
}

static void close_scene(struct scene *s)
{
	certificate_release(&s->certificate);
	party_release(&s->issuer);
	EVP_PKEY_free(s->key);
	compilation_release(&s->c);
}

static bool pass(struct scene *s, struct str a, struct str b)
{
	struct name first = { a, place_at(1, AT_FIRST, 1) },
		    second = { b, place_at(1, AT_SECOND, 1) };
	struct names of[2] = { { &first, 1 }, { &second, 1 } };

	return gate_pass(&s->ca, &s->all, s->due, of, 2);
}

static void test_a_new_cluster(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s);
	assert_false(pass(&s, S("k1"), S("k1")));
	assert_int_equal(s.c.findings.n, 1);
	assert_int_equal(s.c.findings.list[0]->code, MG0563);
	assert_int_equal(s.c.findings.list[0]->place.off, AT_SECOND);
	assert_true(str_ends(s.c.findings.list[0]->help, S("add --accept-recipient=k1")));
	close_scene(&s);
}

static void test_a_swapped_recipient(void **state)
{
	struct name accepted = { .text = S("k1") };
	struct scene s;

	(void)state;
	open_scene(&s);
	s.options.accepted = (struct names){ &accepted, 1 };
	assert_true(pass(&s, S("k1"), S("k1")));
	assert_false(pass(&s, S("k2"), S("k1")));
	assert_true(str_ends(s.c.findings.list[0]->help, S("add --accept-recipient=k2")));
	close_scene(&s);
}

/* What another cluster has counts for nothing, on either side of it in the survey. */
static void test_neighbours(void **state)
{
	struct names one[1] = { { &(struct name){ .text = S("k1") }, 1 } };
	struct scene s;

	(void)state;
	for (size_t known = 0; known < 3; known++) {
		open_scene(&s);
		s.list[0].has_entry = false;
		sign(&s, known);
		for (size_t i = 0; i < 3; i++) {
			const struct standing *due = &s.list[i];
			bool same = str_eq(due->holder.cluster, s.list[known].holder.cluster);

			assert_int_equal(gate_pass(&s.ca, &s.all, &due, one, 1), same);
		}
		close_scene(&s);
	}
}

static void test_an_edited_entry(void **state)
{
	struct name accepted = { .text = S("k2") };
	struct scene s;

	(void)state;
	open_scene(&s);
	s.options.accepted = (struct names){ &accepted, 1 };
	s.list[0].entry.method.text = S("SOPS");
	assert_false(pass(&s, S("k1"), S("k2")));
	assert_true(str_ends(s.c.findings.list[0]->help, S("add --accept-recipient=k1")));
	close_scene(&s);
}

static void test_no_recipients(void **state)
{
	struct names none[2] = { { NULL, 0 }, { NULL, 0 } };
	struct scene s;

	(void)state;
	open_scene(&s);
	assert_true(gate_pass(&s.ca, &s.all, s.due, none, 2));
	close_scene(&s);
}

static bool is_valid(struct scene *s, const struct trust_policy *policy, int64_t now)
{
	s->options.now = now;
	s->list[0].holder.policy = policy;
	return gate_is_valid(&s->ca, &s->list[0].holder);
}

/* Until the second in which it ends. */
static void test_dates_of_a_controller(void **state)
{
	enum { END = 1767312000 };
	static const struct trust_policy sealed = { .seal = SEAL_SEALED_SECRET },
					 other = { .seal = SEAL_SOPS };
	struct recipe recipe = { .name = "controller",
				 .not_before = "260101000000Z",
				 .not_after = "260102000000Z",
				 .key = EVP_RSA_gen(2048) };
	struct party controller;
	struct scene s;

	(void)state;
	open_scene(&s);
	controller = make(recipe);
	s.recipients.sealed_secrets.text = pem_of(&controller, &s.c.arena);
	assert_true(is_valid(&s, &sealed, END - 1));
	assert_true(is_valid(&s, &other, END));
	assert_int_equal(s.c.findings.n, 0);
	assert_false(is_valid(&s, &sealed, END));
	assert_int_equal(s.c.findings.list[0]->code, MG0538);
	assert_true(
		str_ends(s.c.findings.list[0]->message, S("has run out on 2026-01-02T00:00:00Z")));
	party_release(&controller);
	EVP_PKEY_free(recipe.key);
	close_scene(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_new_cluster), cmocka_unit_test(test_a_swapped_recipient),
		cmocka_unit_test(test_neighbours),    cmocka_unit_test(test_an_edited_entry),
		cmocka_unit_test(test_no_recipients), cmocka_unit_test(test_dates_of_a_controller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
