#include "trust/sealed.h"

#include "base/limits.h"
#include "trust/base64.h"
#include "trust/openssl.h"
#include "trust/pem.h"

enum { RSA_LEAST = 256, RSA_MOST = 1024, TAG = 16, IV = 32 };

/* u16be length, an RSA block of it, and of AES-GCM one octet at least with its tag. */
static const char *sealed_secret_fault(struct str value, struct arena *a)
{
	struct str octets;
	size_t n;

	if (!value.n)
		return "the value is absent";
	if (!base64_decode(value, a, &octets))
		return "the value is no canonical base64";
	n = octets.n < 2 ? 0 : (size_t)(unsigned char)octets.s[0] << 8 | (unsigned char)octets.s[1];
	if (n < RSA_LEAST || n > RSA_MOST || octets.n < 2 + n + 1 + TAG)
		return "the value is none of Sealed Secrets";
	return NULL;
}

/* Takes prefix, base64 and the byte behind it off a text. */
static bool take(struct str *rest, struct str prefix, struct arena *a, struct str *ret_octets)
{
	struct str text = str_from(*rest, prefix.n);
	size_t comma = str_find(text, ',');

	if (!str_starts(*rest, prefix) || comma == text.n)
		return false;
	*rest = str_from(text, comma + 1);
	return base64_decode(str_first(text, comma), a, ret_octets);
}

static bool is_encrypted(struct str text, struct arena *a)
{
	struct str octets, iv, tag;

	return take(&text, S("ENC[AES256_GCM,data:"), a, &octets) && octets.n &&
	       take(&text, S("iv:"), a, &iv) && iv.n == IV && take(&text, S("tag:"), a, &tag) &&
	       tag.n == TAG && str_eq(text, S("type:str]"));
}

static bool is_age_file(struct str text, struct arena *a)
{
	struct str octets;
	const char *why;

	return pem_decode(text, S("AGE ENCRYPTED FILE"), a, &octets, &why) &&
	       str_starts(octets, S("age-encryption.org/v1\n-> X25519 "));
}

/* As many as there are recipients, each another one: so one for each. */
static const char *stanzas_fault(const struct intermediate_ca *e, struct arena *a,
				 struct place *ret_place)
{
	if (e->n_age != e->recipients.n || e->n_age > LIMIT_RECIPIENTS)
		return "there is not one age file for each recipient";
	for (size_t i = 0; i < e->n_age; i++) {
		const struct name *recipient = &e->age[i].recipient, *enc = &e->age[i].enc;

		*ret_place = recipient->place;
		if (!names_have(&e->recipients, sha256_text(recipient->text, a)))
			return "an age file is for somebody who is no recipient";
		if (i && str_cmp(e->age[i - 1].recipient.text, recipient->text) >= 0)
			return "the age files are not in the order of their recipients";
		*ret_place = enc->place;
		if (!is_age_file(enc->text, a))
			return "the data key is no age file for X25519";
	}
	return NULL;
}

static const char *sops_fault(const struct intermediate_ca *e, struct arena *a,
			      struct place *ret_place)
{
	if (!e->value.text.n)
		return "the value is absent";
	if (!is_encrypted(e->value.text, a))
		return "the value is none of SOPS";
	*ret_place = e->mac.text.n ? e->mac.place : e->method.place;
	if (!is_encrypted(e->mac.text, a))
		return "the mac is none of SOPS";
	*ret_place = e->method.place;
	if (!e->last_modified.text.n)
		return "lastModified is absent";
	return stanzas_fault(e, a, ret_place);
}

const char *sealed_fault(const struct intermediate_ca *e, enum seal_method method, struct arena *a,
			 struct place *ret_place)
{
	*ret_place = e->value.text.n ? e->value.place : e->method.place;
	if (method == SEAL_SOPS)
		return sops_fault(e, a, ret_place);
	if (e->n_age || e->mac.text.n || e->last_modified.text.n)
		return "it has fields of SOPS";
	if (method == SEAL_SEALED_SECRET)
		return sealed_secret_fault(e->value.text, a);
	return e->value.text.n ? "it has a value, but the method keeps the key elsewhere" : NULL;
}
