#include "trust/asn1.h"

#include <openssl/asn1t.h>

ASN1_SEQUENCE(CERTIFICATE) = {
	ASN1_SIMPLE(CERTIFICATE, tbs, ASN1_SEQUENCE),
	ASN1_SIMPLE(CERTIFICATE, algorithm, X509_ALGOR),
	ASN1_SIMPLE(CERTIFICATE, signature, ASN1_BIT_STRING),
} ASN1_SEQUENCE_END(CERTIFICATE)

ASN1_SEQUENCE(TBS_CERTIFICATE) = {
	ASN1_EXP_OPT(TBS_CERTIFICATE, version, ASN1_INTEGER, 0),
	ASN1_SIMPLE(TBS_CERTIFICATE, serial, ASN1_INTEGER),
	ASN1_SIMPLE(TBS_CERTIFICATE, algorithm, X509_ALGOR),
	ASN1_SIMPLE(TBS_CERTIFICATE, issuer, ASN1_SEQUENCE),
	ASN1_SIMPLE(TBS_CERTIFICATE, validity, X509_VAL),
	ASN1_SIMPLE(TBS_CERTIFICATE, subject, ASN1_SEQUENCE),
	ASN1_SIMPLE(TBS_CERTIFICATE, key, ASN1_SEQUENCE),
	ASN1_IMP_OPT(TBS_CERTIFICATE, issuer_id, ASN1_BIT_STRING, 1),
	ASN1_IMP_OPT(TBS_CERTIFICATE, subject_id, ASN1_BIT_STRING, 2),
	ASN1_EXP_SEQUENCE_OF_OPT(TBS_CERTIFICATE, extensions, X509_EXTENSION, 3),
} ASN1_SEQUENCE_END(TBS_CERTIFICATE)

ASN1_SEQUENCE(PUBLIC_KEY_INFO) = {
	ASN1_SIMPLE(PUBLIC_KEY_INFO, algorithm, X509_ALGOR),
	ASN1_SIMPLE(PUBLIC_KEY_INFO, bits, ASN1_BIT_STRING),
} ASN1_SEQUENCE_END(PUBLIC_KEY_INFO)

ASN1_SEQUENCE(RSA_NUMBERS) = {
	ASN1_SIMPLE(RSA_NUMBERS, modulus, ASN1_INTEGER),
	ASN1_SIMPLE(RSA_NUMBERS, exponent, ASN1_INTEGER),
} ASN1_SEQUENCE_END(RSA_NUMBERS)

void *asn1_read(struct str *octets, const ASN1_ITEM *form)
{
	const unsigned char *at = (const unsigned char *)octets->s, *start = at;
	void *value = ASN1_item_d2i(NULL, &at, (long)octets->n, form);

	if (value)
		*octets = str_from(*octets, (size_t)(at - start));
	return value;
}

struct str asn1_octets(const ASN1_STRING *s)
{
	return (struct str){ (const char *)ASN1_STRING_get0_data(s),
			     (size_t)ASN1_STRING_length(s) };
}
