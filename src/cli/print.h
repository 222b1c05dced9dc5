/*
 * Standard output and standard error as the commands use them: data on the
 * first, talk on the second.
 */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "base/buf.h"

/*
 * All of text to standard output. Returns EXIT_YES, or EXIT_TROUBLE when the
 * system refused, which is said on standard error unless a reader went away.
 */
int print_data(struct str text);

/* All of text to standard error; whatever happens, there is no one left to tell. */
void print_talk(struct str text);

/* `meshgen: <text>` on standard error, then where the help is; returns EXIT_TROUBLE. */
int print_usage(struct str command, struct str text);

#endif
