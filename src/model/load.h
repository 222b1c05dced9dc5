/*
 * Files to model: which files are read, which documents count (exact apiVersion
 * and kind, also inside kind: List), their schema, their decoding. The nodes of
 * a file are dropped before the next one is read.
 */
#ifndef MODEL_LOAD_H
#define MODEL_LOAD_H

#include "model/model.h"
#include "tree/tree.h"

/*
 * Reads everything below the root of the tree. output is the folder of -o when
 * it lies below the root, else empty: it is skipped like Config.spec.output.
 * version is the program's, for Config.spec.requiredVersion. Findings: those of
 * yaml/read.h and schema/schema.h; a symbolic link (MG0112), a foreign file that
 * cannot be read (MG0113), unknown kind or version of ours (MG0206, MG0207), one
 * identity twice (MG0208, with a note at the first), a name that is no Kubernetes
 * name (MG0209), too many files (MG0114), requiredVersion (MG0210), fields and
 * methods of a later version (MG0211).
 */
void model_load(struct tree *t, struct str output, struct str version, struct arena *a,
		struct sources *sources, struct findings *found, struct model *ret);

#endif
