/*
 * What a hand did to a generated file, told in one line: the first field that
 * differs, or the first line of a file that is no YAML.
 */
#ifndef DIFF_EDIT_H
#define DIFF_EDIT_H

#include "diff/fields.h"

/*
 * "spec.tag: wanted 1.22.3, found 1.22.4 (and 2 more fields)", fields as
 * diff/fields.h writes them. Safe to print, and of bounded length but for the path
 * of the field. What a Secret holds and the lines of a PEM are never shown: a hand
 * may have put a key there. Lies in the arena. Safe for several threads.
 */
struct str edit_told(struct str path, struct str wanted, struct str found, struct arena *a);

/* One field of an object of that kind in the same words: old is wanted, new was found. */
struct str edit_field(struct str kind, const struct field *f, struct arena *a);

#endif
