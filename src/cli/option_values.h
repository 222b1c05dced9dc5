/*
 * What the value of an option does to struct options. Private to options.c, which knows
 * the words of the command line.
 */
#ifndef CLI_OPTION_VALUES_H
#define CLI_OPTION_VALUES_H

#include "cli/options.h"

enum option_id {
	OPTION_NONE = 256, /* above every letter */
#define OPTION(id, letter, name, arg, commands, help) OPTION_##id,
#include "cli/options.def"
#undef OPTION
};

/* The state of one parse. */
struct parse {
	struct options *o;
	struct arena *a;
	struct buf *err;
	size_t cap_clusters, cap_destroy, cap_accept, cap_operands;
};

/* Adds a name to a list that lies in the arena of the parse. */
void option_add_name(struct parse *p, struct names *names, size_t *cap, struct str value);

/*
 * Takes the value of an option of the table, empty where it has none. Returns false with a
 * line in p->err when it is no value of it.
 */
bool option_set(struct parse *p, const struct option_row *row, struct str value);

#endif
