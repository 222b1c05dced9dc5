/*
 * Base64 of RFC 4648, section 4, in one line, and read strictly: padded, no byte that is
 * not of its alphabet, no bits beyond the last octet. So a text has one meaning and a
 * meaning has one text.
 */
#ifndef TRUST_BASE64_H
#define TRUST_BASE64_H

#include "base/arena.h"

/* The octets lie in the arena. Returns false when the text is none; the empty text is. */
bool base64_decode(struct str text, struct arena *a, struct str *ret);

/* Of n public octets, fewer than 2^31; in the arena. */
struct str base64_encode(const unsigned char *octets, size_t n, struct arena *a);

#endif
