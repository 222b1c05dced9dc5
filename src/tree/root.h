/*
 * Where a config repository begins: the nearest of a path and its ancestors
 * that holds meshgen.yaml, up to the first .git; if none, the path itself.
 */
#ifndef TREE_ROOT_H
#define TREE_ROOT_H

#include "base/arena.h"

/*
 * The root for a path of the command line; of a file its folder's, and a path
 * that is absent is returned as it is. The root is relative when path is (no
 * '..' resolution of links). Reads only the file system's directory entries.
 */
struct str root_find(struct str path, struct arena *a);

/*
 * The path of the root in its git repository, the nearest folder upwards that holds
 * .git: "" or "sub/folder/"; "" too when there is none. Links are resolved.
 */
struct str root_prefix(struct str root, struct arena *a);

/* Does a path match a glob of meshgen.yaml? '*' stays in a folder, '**' crosses, '?' is one byte. */
bool root_glob(struct str pattern, struct str path);

#endif
