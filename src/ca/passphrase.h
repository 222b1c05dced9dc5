/*
 * Where a passphrase comes from: a file of mode 0600, a file descriptor, or a
 * prompt on the terminal without echo. Never argv, never the environment.
 */
#ifndef CA_PASSPHRASE_H
#define CA_PASSPHRASE_H

#include "ca/secret.h"
#include "diag/findings.h"

/* Borrowed texts. */
struct passphrase_source {
	struct str file; /* --passphrase-file; empty: none */
	int fd;          /* --passphrase-fd; -1: none; not closed */
};

/* Of a new one, in octets: NIST SP 800-63B. */
enum { PASSPHRASE_LEAST = 8, PASSPHRASE_MOST = 1024 };

/*
 * The first line, without its end (LF or CRLF); of a descriptor no byte behind it is
 * read. The prompt names key_file, which it opens; is_new: it is for a new key, so the
 * prompt asks twice. It keeps signals waiting until the echo is on again. Findings:
 * MG0551 (cannot be read; no terminal to ask on; the two do not agree; empty, too long,
 * with a NUL; or too short for a new key), MG0552 (the file is readable by group or
 * others, is a link, no regular file or another user's). Returns false after one; else
 * ret is the caller's.
 */
bool passphrase_read(const struct passphrase_source *from, struct str key_file, bool is_new,
		     struct findings *found, struct secret *ret);

#endif
