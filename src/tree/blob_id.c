#include "tree/blob_id.h"

#include "base/buf.h"

/*
 * The functions that OpenSSL calls deprecated are the ones without start-up: the
 * others read openssl.cnf and the environment first.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

_Static_assert(SHA_DIGEST_LENGTH == BLOB_ID_BYTES, "an object id is a SHA-1");

/* libgit2 computes the same five times slower, since it looks for collisions (docs/adr/0012). */
void blob_id(struct str bytes, unsigned char ret_id[BLOB_ID_BYTES])
{
	struct buf header = BUF_INIT;
	SHA_CTX sha;

	buf_addf(&header, "blob %zu", bytes.n);
	SHA1_Init(&sha);
	SHA1_Update(&sha, header.s, header.n + 1);
	SHA1_Update(&sha, bytes.s, bytes.n);
	SHA1_Final(ret_id, &sha);
	buf_release(&header);
}
