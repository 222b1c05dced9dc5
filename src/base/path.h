/*
 * Paths as texts: of inputs, outputs and the ledger alike, with '/' between their parts. No file
 * is looked at.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/str.h"

/* The folder of a path; empty for the first part. */
struct str parent_of(struct str path);

/* What is behind the last '/': the name of a file in its folder. */
struct str last_part(struct str path);

/* Is it that folder, or below it? Nothing is within "". */
bool is_within(struct str path, struct str folder);

#endif
