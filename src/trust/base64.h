/*
 * Base64 of RFC 4648, section 4, read strictly: padded, no byte that is not of its
 * alphabet, no bits beyond the last octet. So a text has one meaning and a meaning
 * has one text.
 */
#ifndef TRUST_BASE64_H
#define TRUST_BASE64_H

#include "base/arena.h"

/* The octets lie in the arena. Returns false when the text is none; the empty text is. */
bool base64_decode(struct str text, struct arena *a, struct str *ret);

#endif
