/*
 * What a word of a command line may become, by the tables of commands and options: what
 * the scripts in completion/ ask for.
 */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "cli/command.h"

/* The file of the source tree for a shell, whose name follows. */
#define COMPLETION_SCRIPT "completion/meshgen."

/*
 * Adds a line `<candidate>\t<description>` for each thing that the last of the words behind
 * `meshgen` may become; those before it are taken as they are. A candidate is a whole word,
 * such as --from=index. A line `\tfiles` or `\tfolders` leaves the rest to the shell. Names of
 * clusters are those of the config repository around the working directory.
 */
void complete(const struct names *words, struct buf *out, struct arena *a);

#endif
