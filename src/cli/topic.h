/*
 * Sections of the manual for `meshgen help TOPIC`: the pages are embedded as scdoc has
 * them, and shown without its marks.
 */
#ifndef CLI_TOPIC_H
#define CLI_TOPIC_H

#include "base/buf.h"

/* A row of topics.def. */
struct topic {
	struct str name;
	const char *page; /* of docs/, without its suffix */
	struct str section;
	const char *line;
};

/* In the order of topics.def; their number is returned. */
size_t topics(const struct topic **ret_list);

/* NULL when there is no topic of that name. */
const struct topic *topic_find(struct str name);

/*
 * Adds the section as text, with those of its parts that are no topic themselves. Returns
 * whether the page has it.
 */
bool topic_show(const struct topic *t, struct buf *out);

#endif
