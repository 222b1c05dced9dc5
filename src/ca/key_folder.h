/*
 * Where keys may lie: where no commit takes them along, and nobody else can put
 * something in their place.
 */
#ifndef CA_KEY_FOLDER_H
#define CA_KEY_FOLDER_H

#include "diag/findings.h"

/*
 * May a key lie at this path, or below it if it is a folder? It need not exist,
 * its folder must. Symbolic links on the way are resolved first. root is the config
 * repository. Findings: MG0554 (the folder or one above it can be written by group
 * or others, and has no sticky bit; or it cannot be read), MG0555 (the folder or
 * one above it holds `.git`, or is root). Returns false after one.
 */
bool key_path_check(struct str path, struct str root, struct findings *found);

/*
 * The same for a file; returns the folder, opened, in which *ret_name is to be found or
 * made, or -1 after a finding. The name lies in the arena.
 */
int key_folder_open(struct str path, struct str root, struct findings *found, struct arena *a,
		    const char **ret_name);

#endif
