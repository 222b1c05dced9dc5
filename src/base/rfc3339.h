/*
 * Times of the ledger: seconds since 1970 and their one text, RFC 3339 in UTC
 * without fractions: "2027-01-31T12:00:00Z".
 */
#ifndef BASE_RFC3339_H
#define BASE_RFC3339_H

#include "base/arena.h"

/* No time: what depends on one is not looked at. */
#define ANY_TIME INT64_MIN

/* From year 1 to 9999. */
struct str time_text(int64_t seconds, struct arena *a);

/* Returns false when it is no such text, or the date is none, or of year 0. */
bool time_parse(struct str text, int64_t *ret_seconds);

/* The same, or a date alone, "2027-01-31", which is its first second. */
bool date_parse(struct str text, int64_t *ret_seconds);

#endif
