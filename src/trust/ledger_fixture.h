/*
 * A policy with two roots, and an entry that is right: for the tests of this room,
 * which make one thing wrong.
 */
#ifndef TRUST_LEDGER_FIXTURE_H
#define TRUST_LEDGER_FIXTURE_H

#include "trust/certificate_fixture.h"
#include "trust/entry.h"

#include <stdlib.h>

/* Of the manual of age. */
#define AGE "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

struct ledger {
	struct arena arena;
	struct findings found;
	EVP_PKEY *keys[3]; /* of the two roots, of the intermediate */
	struct party parties[2];
	struct model model;
	struct trust_policy policy;
	struct trust_roots trust_roots;
	struct root roots[2];
	struct authorities authorities;
};

/* A text of its own place: that of its field, counted. */
static inline struct name text_at(uint32_t off, struct str text)
{
	return (struct name){ text, place_at(1, off, 1) };
}

static inline struct str pem_and_release(struct party p, struct arena *a)
{
	struct str pem = pem_of(&p, a);

	party_release(&p);
	return pem;
}

enum { AT_POLICY = 100, AT_METHOD, AT_ROOTS, AT_ROOT = 200, AT_CERTIFICATE, AT_PHASE, AT_SINCE };
enum { AT_VOUCHER = 204, NEXT_ROOT = 10 };

static inline struct root root_of(struct ledger *l, uint32_t i, enum root_phase phase)
{
	static const char *const phases[] = { "Active", "Staged", "Retiring" };
	uint32_t at = AT_ROOT + NEXT_ROOT * i;

	return (struct root){
		.place = place_at(1, at, 1),
		.generation = i + 1,
		.phase = phase,
		.phase_name = text_at(at + AT_PHASE - AT_ROOT, str_of(phases[phase])),
		.since = text_at(at + AT_SINCE - AT_ROOT, S("2026-01-01T00:00:00Z")),
		.certificate = text_at(at + 1, pem_of(&l->parties[i], &l->arena)),
	};
}

/* Phase 1 of a rotation: root 1 is Active, root 2 Staged. */
static inline void ledger_begin(struct ledger *l)
{
	static const char *const names[] = { "prod root 1", "prod root 2" };

	memset(l, 0, sizeof(*l));
	for (size_t i = 0; i < 3; i++)
		l->keys[i] = new_key("P-256");
	for (uint32_t i = 0; i < 2; i++) {
		l->parties[i] = make((struct recipe){ .key = l->keys[i], .name = names[i] });
		l->roots[i] = root_of(l, i, i ? ROOT_STAGED : ROOT_ACTIVE);
	}
	l->roots[1].vouched_by =
		text_at(AT_VOUCHER + NEXT_ROOT,
			pem_and_release(make((struct recipe){ .key = l->keys[1],
							      .issuer = &l->parties[0],
							      .name = names[1] }),
					&l->arena));
	l->policy = (struct trust_policy){ .name = text_at(AT_POLICY, S("prod")),
					   .method = text_at(AT_METHOD, S("SOPS")),
					   .seal = SEAL_SOPS,
					   .renew_before = 90 * 86400 };
	l->trust_roots = (struct trust_roots){ text_at(AT_ROOTS, S("prod")), l->roots, 2 };
	l->model = (struct model){ .trust_policies = &l->policy,
				   .n_trust_policies = 1,
				   .trust_roots = &l->trust_roots,
				   .n_trust_roots = 1 };
}

static inline const struct authority *ledger_open_roots(struct ledger *l)
{
	authorities_open(&l->model, &l->arena, &l->found, &l->authorities);
	return authority_of(&l->authorities, &l->policy);
}

static inline void ledger_end(struct ledger *l)
{
	authorities_release(&l->authorities);
	for (size_t i = 0; i < 2; i++)
		party_release(&l->parties[i]);
	for (size_t i = 0; i < 3; i++)
		EVP_PKEY_free(l->keys[i]);
	findings_release(&l->found);
	arena_release(&l->arena);
}

/* The one finding, and the place of its note; 0: none. */
static inline void expect_finding(const struct ledger *l, enum code code, uint32_t off,
				  uint32_t note, const char *message)
{
	const struct finding *f;

	assert_true(l->found.n >= 1);
	f = l->found.list[0];
	says(f->message, message);
	assert_int_equal(l->found.n, 1);
	assert_int_equal(f->code, code);
	assert_int_equal(f->place.off, off);
	assert_int_equal(f->notes ? f->notes->place.off : 0, note);
	assert_true(f->help.n);
}

#endif
