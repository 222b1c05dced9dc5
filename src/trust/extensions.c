#include "trust/extensions.h"

#include "trust/der.h"

#include <openssl/x509v3.h>

/* Of RFC 5280, 4.2.1.3, as ASN1_BIT_STRING_get_bit counts. */
enum { KEY_CERT_SIGN_BIT = 5 };

static bool read_constraints(X509_EXTENSION *x, struct certificate *ret)
{
	BASIC_CONSTRAINTS *constraints = X509V3_EXT_d2i(x);

	if (!constraints)
		return false;
	ret->traits |= constraints->ca ? TRAIT_CA : 0;
	ret->traits |= X509_EXTENSION_get_critical(x) ? TRAIT_CA_CRITICAL : 0;
	/* A long one is no limit that anybody reaches. */
	if (constraints->pathlen)
		ret->pathlen = ASN1_INTEGER_get(constraints->pathlen) == 0 ? 0 : 1;
	BASIC_CONSTRAINTS_free(constraints);
	return true;
}

static bool read_usage(X509_EXTENSION *x, struct certificate *ret)
{
	ASN1_BIT_STRING *bits = X509V3_EXT_d2i(x);

	if (!bits)
		return false;
	ret->traits |= ASN1_BIT_STRING_get_bit(bits, KEY_CERT_SIGN_BIT) ? TRAIT_SIGNS : 0;
	ret->traits |= X509_EXTENSION_get_critical(x) ? TRAIT_SIGNS_CRITICAL : 0;
	ASN1_BIT_STRING_free(bits);
	return true;
}

static bool read_subject_id(X509_EXTENSION *x, struct arena *a, struct certificate *ret)
{
	ASN1_OCTET_STRING *id = X509V3_EXT_d2i(x);

	if (!id)
		return false;
	ret->subject_id = arena_dup(a, asn1_octets(id));
	ASN1_OCTET_STRING_free(id);
	return true;
}

static bool read_authority_id(X509_EXTENSION *x, struct arena *a, struct certificate *ret)
{
	AUTHORITY_KEYID *id = X509V3_EXT_d2i(x);

	if (!id)
		return false;
	if (id->keyid)
		ret->authority_id = arena_dup(a, asn1_octets(id->keyid));
	ret->traits |= id->issuer || id->serial ? TRAIT_AUTHORITY_BY_SERIAL : 0;
	AUTHORITY_KEYID_free(id);
	return true;
}

/* No control character, no NUL: it goes into messages and is compared as a text. */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] <= ' ' || s.s[i] > '~')
			return false;
	return s.n;
}

static bool read_names(X509_EXTENSION *x, struct arena *a, struct certificate *ret)
{
	GENERAL_NAMES *all = X509V3_EXT_d2i(x);
	GENERAL_NAME *first = sk_GENERAL_NAME_value(all, 0);
	struct str uri = { "", 0 };

	if (!all)
		return false;
	if (sk_GENERAL_NAME_num(all) == 1 && first->type == GEN_URI)
		uri = asn1_octets(first->d.uniformResourceIdentifier);
	if (is_plain(uri))
		ret->uri = arena_dup(a, uri);
	ret->traits |= TRAIT_NAMED;
	GENERAL_NAMES_free(all);
	return true;
}

static bool read_one(X509_EXTENSION *x, struct arena *a, struct certificate *ret)
{
	switch (OBJ_obj2nid(X509_EXTENSION_get_object(x))) {
	case NID_basic_constraints:
		return read_constraints(x, ret);
	case NID_key_usage:
		return read_usage(x, ret);
	case NID_subject_key_identifier:
		return read_subject_id(x, a, ret);
	case NID_authority_key_identifier:
		return read_authority_id(x, a, ret);
	case NID_subject_alt_name:
		return read_names(x, a, ret);
	case NID_ext_key_usage:
		ret->traits |= TRAIT_EXTENDED_USAGE;
		return true;
	case NID_name_constraints:
		ret->traits |= TRAIT_NAME_CONSTRAINTS;
		return true;
	default:
		ret->traits |= X509_EXTENSION_get_critical(x) ? TRAIT_UNKNOWN_CRITICAL : 0;
		return true;
	}
}

const char *extensions_read(const STACK_OF(X509_EXTENSION) * all, struct arena *a,
			    struct certificate *ret)
{
	ret->pathlen = -1;
	for (int i = 0; i < sk_X509_EXTENSION_num(all); i++) {
		X509_EXTENSION *x = sk_X509_EXTENSION_value(all, i);

		if (X509v3_get_ext_by_OBJ(all, X509_EXTENSION_get_object(x), i) >= 0)
			return "has an extension twice";
		if (!is_der(asn1_octets(X509_EXTENSION_get_data(x))))
			return "has an extension that is not in canonical DER";
		if (!read_one(x, a, ret))
			return "has an extension that cannot be read";
	}
	return NULL;
}
