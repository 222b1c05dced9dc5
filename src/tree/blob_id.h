/*
 * The id that git gives a blob: SHA-1 over "blob", its length and its bytes.
 */
#ifndef TREE_BLOB_ID_H
#define TREE_BLOB_ID_H

#include "base/str.h"

enum { BLOB_ID_BYTES = 20 };

/* Safe for several threads. */
void blob_id(struct str bytes, unsigned char ret_id[BLOB_ID_BYTES]);

#endif
