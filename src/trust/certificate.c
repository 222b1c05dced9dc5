#include "trust/certificate.h"

#include "base/bug.h"
#include "trust/asn1.h"
#include "trust/der.h"
#include "trust/extensions.h"
#include "trust/openssl.h"
#include "trust/pem.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

enum { SERIAL_OCTETS = 20, VERSION_3 = 2, RSA_LEAST_BITS = 2048 };

static const char *read_serial(const ASN1_INTEGER *serial, struct arena *a, struct certificate *ret)
{
	struct str octets = asn1_octets(serial);
	char *hex;

	if (ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER)
		return "has a negative serial number";
	if (octets.n > SERIAL_OCTETS || (octets.n == SERIAL_OCTETS && octets.s[0] & 0x80))
		return "has a serial number of more than 20 octets";
	hex = arena_alloc(a, 2 * octets.n + 1);
	for (size_t i = 0; i < octets.n; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned char)octets.s[i]);
	ret->serial = str_from(str_of(hex), *hex == '0');
	return !ret->serial.n || *ret->serial.s == '0' ? "has the serial number 0" : NULL;
}

/* RFC 5280, 4.1.2.5: seconds are given, no fraction, in UTC; the year decides the form. */
static const char *read_date(const ASN1_TIME *date, struct arena *a, int64_t *ret)
{
	struct str s = asn1_octets(date), year;
	bool utc = ASN1_STRING_type(date) == V_ASN1_UTCTIME;

	if (s.n != (utc ? 13 : 15))
		return "has a date that is none of RFC 5280";
	year = utc ? arena_fmt(a, "%s%.2s", s.s[0] < '5' ? "20" : "19", s.s) : str_first(s, 4);
	s = str_from(s, utc ? 2 : 4);
	if (!time_parse(arena_fmt(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%c", year.s, s.s, s.s + 2,
				  s.s + 4, s.s + 6, s.s + 8, s.s[10]),
			ret))
		return "has a date that is none of RFC 5280";
	if (*ret < 0)
		return "has a date before 1970";
	if (!utc && str_cmp(str_first(year, 4), S("2050")) < 0)
		return "has a date before 2050 as GeneralizedTime, against RFC 5280";
	return NULL;
}

static const char *read_dates(const X509_VAL *dates, struct arena *a, struct certificate *ret)
{
	const char *why = read_date(dates->notBefore, a, &ret->not_before);

	if (!why)
		why = read_date(dates->notAfter, a, &ret->not_after);
	if (!why && ret->not_after < ret->not_before)
		why = "ends before it begins";
	return why;
}

/* By its one name on a curve: Go reads neither the parameters of a curve nor a compressed point. */
static const char *read_ec_key(const PUBLIC_KEY_INFO *info, struct certificate *ret)
{
	struct str point = asn1_octets(info->bits);
	const char *name;
	const void *curve;
	int type, nid;

	X509_ALGOR_get0(NULL, &type, &curve, info->algorithm);
	if (type != V_ASN1_OBJECT)
		return "holds its elliptic curve as parameters, not by its name";
	if (!point.n || *point.s != POINT_CONVERSION_UNCOMPRESSED)
		return "holds a compressed point of an elliptic curve";
	nid = OBJ_obj2nid(curve);
	name = EC_curve_nid2nist(nid);
	ret->key_name = str_of(name ? name : OBJ_nid2sn(nid));
	ret->known_key = nid == NID_X9_62_prime256v1 || nid == NID_secp384r1;
	ret->key = nid == NID_secp384r1 ? KEY_P384 : KEY_P256;
	return NULL;
}

static int bits_of(const ASN1_INTEGER *x)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(x, NULL);
	int n = number ? BN_num_bits(number) : 0;

	BN_free(number);
	return n;
}

static const char *read_rsa_key(const PUBLIC_KEY_INFO *info, struct arena *a,
				struct certificate *ret)
{
	struct str rest = asn1_octets(info->bits);
	RSA_NUMBERS *numbers;
	int type;

	X509_ALGOR_get0(NULL, &type, NULL, info->algorithm);
	if (type != V_ASN1_NULL)
		return "holds an RSA key without the NULL of RFC 3279";
	numbers = asn1_read(&rest, ASN1_ITEM_rptr(RSA_NUMBERS));
	if (!numbers)
		return "holds a public key that cannot be read";
	ret->key_bits = bits_of(numbers->modulus);
	ret->key_name = arena_fmt(a, "RSA-%d", ret->key_bits);
	ret->known_key = ret->key_bits >= RSA_LEAST_BITS;
	ret->key = KEY_RSA4096;
	ASN1_item_free((ASN1_VALUE *)numbers, ASN1_ITEM_rptr(RSA_NUMBERS));
	return NULL;
}

static const char *read_key(struct str octets, struct arena *a, struct certificate *ret)
{
	PUBLIC_KEY_INFO *info;
	const ASN1_OBJECT *name;
	const char *why = NULL;
	int nid;

	ret->spki = sha256_text(octets, a);
	info = asn1_read(&octets, ASN1_ITEM_rptr(PUBLIC_KEY_INFO));
	if (!info)
		return "holds a public key that cannot be read";
	X509_ALGOR_get0(&name, NULL, NULL, info->algorithm);
	nid = OBJ_obj2nid(name);
	ret->key_name = str_of(nid == NID_undef ? "of an unknown algorithm" : OBJ_nid2sn(nid));
	if (nid == NID_X9_62_id_ecPublicKey)
		why = read_ec_key(info, ret);
	if (nid == NID_rsaEncryption)
		why = read_rsa_key(info, a, ret);
	ASN1_item_free((ASN1_VALUE *)info, ASN1_ITEM_rptr(PUBLIC_KEY_INFO));
	return why;
}

static struct str unit_of(const X509_NAME *name, struct arena *a)
{
	int at = X509_NAME_get_index_by_NID(name, NID_organizationalUnitName, -1);

	if (at < 0 || X509_NAME_get_index_by_NID(name, NID_organizationalUnitName, at) >= 0)
		return S("");
	return arena_dup(a, asn1_octets(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))));
}

static const char *read_names(const TBS_CERTIFICATE *tbs, struct arena *a, struct certificate *ret)
{
	struct str rest;
	X509_NAME *subject;
	BIO *out;
	char *text;
	long n;

	ret->issuer_name = arena_dup(a, asn1_octets(tbs->issuer));
	ret->subject_name = rest = arena_dup(a, asn1_octets(tbs->subject));
	subject = asn1_read(&rest, ASN1_ITEM_rptr(X509_NAME));
	if (!subject)
		return "has a subject that cannot be read";
	out = BIO_new(BIO_s_mem());
	if (!out || X509_NAME_print_ex(out, subject, 0, XN_FLAG_RFC2253) < 0)
		out_of_memory();
	n = BIO_get_mem_data(out, &text);
	ret->subject = arena_dup(a, (struct str){ text, (size_t)n });
	ret->unit = unit_of(subject, a);
	BIO_free(out);
	X509_NAME_free(subject);
	return NULL;
}

static void read_signature(const CERTIFICATE *x, struct arena *a, struct certificate *ret)
{
	const ASN1_OBJECT *algorithm;

	X509_ALGOR_get0(&algorithm, NULL, NULL, x->algorithm);
	ret->tbs = arena_dup(a, asn1_octets(x->tbs));
	ret->signature = arena_dup(a, asn1_octets(x->signature));
	if (!OBJ_find_sigid_algs(OBJ_obj2nid(algorithm), &ret->hash, &ret->signer))
		ret->hash = ret->signer = 0;
	if (ret->hash != NID_sha256 && ret->hash != NID_sha384 && ret->hash != NID_sha512)
		ret->hash = 0;
}

static const char *read_tbs(const CERTIFICATE *x, const TBS_CERTIFICATE *tbs, struct arena *a,
			    struct certificate *ret)
{
	const char *why;

	if (ASN1_INTEGER_get(tbs->version) != VERSION_3)
		return "is not of X.509 version 3";
	if (X509_ALGOR_cmp(x->algorithm, tbs->algorithm))
		return "names two algorithms of its signature";
	why = read_serial(tbs->serial, a, ret);
	if (!why)
		why = read_dates(tbs->validity, a, ret);
	if (!why)
		why = read_names(tbs, a, ret);
	if (!why)
		why = read_key(asn1_octets(tbs->key), a, ret);
	return why ? why : extensions_read(tbs->extensions, a, ret);
}

static const char *read_der(struct str der, struct arena *a, struct certificate *ret)
{
	struct str rest = der, octets;
	CERTIFICATE *x = asn1_read(&rest, ASN1_ITEM_rptr(CERTIFICATE));
	TBS_CERTIFICATE *tbs = NULL;
	const char *why;

	if (x) {
		read_signature(x, a, ret);
		octets = ret->tbs;
		tbs = asn1_read(&octets, ASN1_ITEM_rptr(TBS_CERTIFICATE));
	}
	if (!tbs)
		why = "is no X.509 certificate in DER";
	else if (rest.n)
		why = "has bytes after its DER";
	else
		why = is_der(der) ? read_tbs(x, tbs, a, ret) : "is not in canonical DER";
	ASN1_item_free((ASN1_VALUE *)tbs, ASN1_ITEM_rptr(TBS_CERTIFICATE));
	ASN1_item_free((ASN1_VALUE *)x, ASN1_ITEM_rptr(CERTIFICATE));
	return why;
}

static bool parse(struct str pem, struct arena *a, struct certificate *ret, struct str *ret_der,
		  const char **ret_why)
{
	*ret = (struct certificate){ 0 };
	if (!pem_decode(pem, S("CERTIFICATE"), a, ret_der, ret_why))
		return false;
	openssl_begin();
	*ret_why = read_der(*ret_der, a, ret);
	ERR_clear_error();
	ret->pem = str_ends(pem, S("\n")) ? arena_dup(a, pem) : arena_fmt(a, "%.*s\n", FMT(pem));
	return !*ret_why;
}

bool certificate_parse(struct str pem, struct arena *a, struct certificate *ret,
		       const char **ret_why)
{
	struct str der;

	return parse(pem, a, ret, &der, ret_why);
}

bool certificate_read(struct str pem, struct arena *a, struct certificate *ret,
		      const char **ret_why)
{
	struct str der;

	if (!parse(pem, a, ret, &der, ret_why))
		return false;
	ret->x509 = asn1_read(&der, ASN1_ITEM_rptr(X509));
	if (!ret->x509)
		*ret_why = "is no X.509 certificate in DER";
	else if (!X509_get0_pubkey(ret->x509))
		*ret_why = "holds a public key that OpenSSL cannot read";
	/* Makes OpenSSL read the extensions now, so that no thread changes it later. */
	else if (X509_get_extension_flags(ret->x509) & EXFLAG_INVALID)
		*ret_why = "has an extension that cannot be read";
	ERR_clear_error();
	if (*ret_why)
		certificate_release(ret);
	return !*ret_why;
}

void certificate_release(struct certificate *c)
{
	X509_free(c->x509);
	c->x509 = NULL;
}
