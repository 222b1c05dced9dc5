/*
 * What is printed as JSON, by cJSON: values of our strings. Out of memory ends the
 * program (base/bug.h).
 */
#ifndef DIAG_JSON_H
#define DIAG_JSON_H

#include "base/buf.h"

#include <cJSON.h>

/* The item, which is not NULL. */
cJSON *json_checked(cJSON *item);

/* Adds an item, which is not NULL and becomes the object's. */
void json_put(cJSON *object, const char *key, cJSON *item);

/* JSON is UTF-8, and cJSON's strings end at a NUL: bytes that do not fit become \xNN. */
cJSON *json_string(struct str s);

/* Appends the item on one line, and deletes it. */
void json_add(struct buf *out, cJSON *item);

#endif
