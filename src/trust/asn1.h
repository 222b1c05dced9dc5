/*
 * The forms of a certificate, for OpenSSL's reader of ASN.1 (RFC 5280, 4.1). Its own
 * X509 decodes the public key at once, which takes OpenSSL 3.0 twice the time of
 * verifying a signature; here keys and names stay octets, as istiod compares them.
 */
#ifndef TRUST_ASN1_H
#define TRUST_ASN1_H

#include "base/str.h"

#include <openssl/x509.h>

typedef struct {
	ASN1_STRING *tbs; /* what is signed */
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *signature;
} CERTIFICATE;

typedef struct {
	ASN1_INTEGER *version; /* NULL: version 1 */
	ASN1_INTEGER *serial;
	X509_ALGOR *algorithm;
	ASN1_STRING *issuer; /* Name */
	X509_VAL *validity;
	ASN1_STRING *subject; /* Name */
	ASN1_STRING *key;     /* SubjectPublicKeyInfo */
	ASN1_BIT_STRING *issuer_id, *subject_id;
	STACK_OF(X509_EXTENSION) * extensions;
} TBS_CERTIFICATE;

typedef struct {
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *bits;
} PUBLIC_KEY_INFO;

/* RFC 8017, A.1.1. */
typedef struct {
	ASN1_INTEGER *modulus, *exponent;
} RSA_NUMBERS;

const ASN1_ITEM *CERTIFICATE_it(void);
const ASN1_ITEM *TBS_CERTIFICATE_it(void);
const ASN1_ITEM *PUBLIC_KEY_INFO_it(void);
const ASN1_ITEM *RSA_NUMBERS_it(void);

/*
 * Takes a value of a form, ASN1_ITEM_rptr(CERTIFICATE) say, off the octets. NULL
 * when there is none; else freed by ASN1_item_free.
 */
void *asn1_read(struct str *octets, const ASN1_ITEM *form);

/* The octets of a string; they belong to it. */
struct str asn1_octets(const ASN1_STRING *s);

#endif
