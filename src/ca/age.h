/*
 * Encrypting for age recipients: the format of C2SP's age specification, version 1,
 * with X25519 alone.
 */
#ifndef CA_AGE_H
#define CA_AGE_H

#include "base/arena.h"
#include "ca/secret.h"

/* What one chunk of the payload holds. */
enum { AGE_PLAIN_MOST = 64 * 1024 };

/*
 * One armored file for one recipient, whose point age_recipient_parse has
 * accepted; plain has at most AGE_PLAIN_MOST octets. Returns false when OpenSSL or
 * its random generator fails (MG0560).
 */
bool age_encrypt(const struct secret *plain, const unsigned char recipient[32], struct arena *a,
		 struct str *ret_armored);

#endif
