/*
 * What a value means to JSON-e: its truth, its text in a string, its equality.
 * Where the implementations of JSON-e disagree about a value there is no answer,
 * so that no output depends on the one we happen to follow.
 */
#ifndef JSONE_VALUE_H
#define JSONE_VALUE_H

#include "yaml/node.h"

/* false: null, false, 0, "", [], {}. */
bool value_truth(const struct node *x);

/*
 * The text that `${x}` puts into a string: nothing for null. Returns false for
 * lists and maps, and for a number that implementations write differently.
 */
bool value_text(const struct node *x, struct str *ret);

/*
 * Does every implementation write this number in just this way? Decimal, at
 * most 15 digits, no superfluous zero, no exponent.
 */
bool number_is_canonical(struct str text);

enum equality { VALUE_SAME, VALUE_DIFFERENT, VALUE_UNDECIDED, VALUE_TOO_LARGE };

/*
 * Undecided: 1 against true, 0 against false, or a number that is not canonical
 * against another. Too large: more than *budget values had to be compared; what was used
 * is subtracted from it.
 */
enum equality value_equal(const struct node *a, const struct node *b, size_t *budget);

/*
 * Code points of a string or items of a list; false for anything else.
 */
bool value_length(const struct node *x, size_t *ret);

/* The i-th code point of a string; i must be less than its length. */
struct str value_code_point(struct str text, size_t i);

/* Is x a string to JSON-e? What only YAML 1.1 takes for none, such as a date, is one. */
bool value_is_string(const struct node *x);

#endif
