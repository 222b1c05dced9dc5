#include "trust/recipient.h"

#include "base/limits.h"
#include "model/grammar.h"
#include "trust/bech32.h"
#include "trust/certificate.h"
#include "trust/openssl.h"

#include <stdlib.h>

enum { POINT = 32, RECIPIENT = 62, RSA_LEAST = 2048, RSA_MOST = 8192 };

/*
 * The u-coordinates, below 2^255, of points whose order divides 8: no secret can be shared with
 * them.
 */
static const unsigned char low_order[][POINT] = {
	{ 0 },
	{ 1 },
	{ 0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3,
	  0xfa, 0xf1, 0x9f, 0xc4, 0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32,
	  0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00 },
	{ 0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1,
	  0x55, 0x9c, 0x83, 0xef, 0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c,
	  0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57 },
	{ 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
	{ 0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
	{ 0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
};

/* The highest bit does not count (RFC 7748, section 5). */
static bool is_low_order(const unsigned char point[POINT])
{
	unsigned char u[POINT];

	memcpy(u, point, POINT);
	u[POINT - 1] &= 0x7f;
	for (size_t i = 0; i < sizeof(low_order) / POINT; i++)
		if (!memcmp(u, low_order[i], POINT))
			return true;
	return false;
}

/* What begins otherwise, but is known: why it cannot be one. */
static const char *other_kind(struct str text)
{
	static const struct kind {
		struct str start;
		const char *why;
	} kinds[] = {
		{ STR("ssh-"), "it is a key of SSH, which is another kind" },
		{ STR("age1pq1"),
		  "it is a post-quantum recipient, which SOPS and Flux of today do not read" },
		{ STR("age1tag"), "it is a recipient of a hardware key, which no cluster has" },
		{ STR("AGE1"), "it is in upper case" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_starts(text, kinds[i].start))
			return kinds[i].why;
	if (!str_starts(text, S("age1")))
		return "it does not begin with age1";
	/* The data of Bech32 holds no 1, a name of a plugin ends in one. */
	if (text.n != RECIPIENT && str_find(str_from(text, 4), '1') < text.n - 4)
		return "it is a recipient of a plugin, which no cluster has";
	return NULL;
}

bool age_recipient_parse(struct str text, unsigned char ret[32], const char **ret_why)
{
	*ret_why = other_kind(text);
	if (*ret_why || !bech32_decode(text, S("age"), ret, POINT, ret_why))
		return false;
	*ret_why = "it is a point of low order, to which nothing can be sealed";
	return !is_low_order(ret);
}

struct check {
	struct str cluster;
	struct arena *arena;
	struct findings *found;
};

static bool add_sealing_certificate(const struct check *k, const struct name *pem,
				    struct names *ret)
{
	struct certificate c;
	struct finding *f;
	const char *why;

	if (!certificate_parse(pem->text, k->arena, &c, &why)) {
		f = finding_add(k->found, MG0531, pem->place,
				"the certificate to seal to cannot be used: it %s", why);
	} else if (c.key_bits < RSA_LEAST || c.key_bits > RSA_MOST) {
		f = finding_add(k->found, MG0532, pem->place,
				"the certificate to seal to holds a key %.*s: Sealed Secrets wants "
				"RSA of %d to %d bits",
				FMT(c.key_name), RSA_LEAST, RSA_MOST);
	} else {
		ret->list[ret->n++] = (struct name){ c.spki, pem->place };
		return true;
	}
	finding_help(f, "the one of its controller: kubeseal --fetch-cert");
	return false;
}

static bool refuse_age(const struct check *k, const struct name *recipient, const char *why)
{
	struct finding *f =
		finding_add(k->found, MG0531, recipient->place, "'%.*s' is no age recipient: %s",
			    FMT(recipient->text), why);

	finding_help(f, "the public half of a key: age-keygen -y");
	return false;
}

static bool add_age(const struct check *k, const struct name *recipient, struct names *ret)
{
	unsigned char point[POINT];
	struct str hash;
	const char *why;

	if (!age_recipient_parse(recipient->text, point, &why))
		return refuse_age(k, recipient, why);
	hash = sha256_text(recipient->text, k->arena);
	if (names_have(ret, hash))
		return refuse_age(k, recipient, "it stands twice");
	ret->list[ret->n++] = (struct name){ hash, recipient->place };
	return true;
}

static bool report_missing(const struct check *k, struct place at, const char *method,
			   const char *field, const char *what)
{
	struct finding *f = finding_add(
		k->found, MG0530, at,
		"cluster '%.*s' has no recipient that its keys could be sealed to with %s",
		FMT(k->cluster), method);

	finding_help(f, "spec.recipients.%s of a ClusterConfig that matches '%.*s' takes %s", field,
		     FMT(k->cluster), what);
	return false;
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(((const struct name *)x)->text, ((const struct name *)y)->text);
}

bool recipients_fingerprints(const struct recipients *r, enum seal_method method,
			     struct str cluster, struct place at, struct arena *a,
			     struct findings *found, struct names *ret)
{
	struct check k = { cluster, a, found };
	bool ok = true;

	*ret = (struct names){ ARENA_ARRAY(a, r->age.n + 1, struct name), 0 };
	if (method == SEAL_SEALED_SECRET)
		return r->sealed_secrets.text.n
			       ? add_sealing_certificate(&k, &r->sealed_secrets, ret)
			       : report_missing(&k, at, "SealedSecret", "sealedSecrets",
						"the certificate of its controller: kubeseal "
						"--fetch-cert");
	if (method != SEAL_SOPS)
		return true;
	if (!r->age.n)
		return report_missing(&k, at, "SOPS", "age", "public keys of age: age-keygen -y");
	if (r->age.n > LIMIT_RECIPIENTS)
		return refuse_age(&k, &r->age.list[LIMIT_RECIPIENTS], "a hundred are the most");
	for (size_t i = 0; i < r->age.n; i++)
		ok = add_age(&k, &r->age.list[i], ret) && ok;
	qsort(ret->list, ret->n, sizeof(*ret->list), by_text);
	return ok;
}

/* The place is the whole file: a message must not show the line. */
static void refuse_key(const struct name *recipient, struct findings *found)
{
	struct finding *f;

	if (!is_private_key(recipient->text))
		return;
	f = finding_add(found, MG0537, place_file(recipient->place.file),
			"a recipient is a private key in the clear");
	finding_help(f, "the key is known to all who can read the repository: make a new one, then "
			"write its public half here");
}

void recipients_refuse_keys(const struct model *m, struct findings *found)
{
	for (size_t i = 0; i < m->n_cluster_configs; i++) {
		const struct recipients *r = &m->cluster_configs[i].recipients;

		refuse_key(&r->sealed_secrets, found);
		for (size_t k = 0; k < r->age.n; k++)
			refuse_key(&r->age.list[k], found);
	}
}
