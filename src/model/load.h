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
 * version is the program's, for Config.spec.requiredVersion; empty: any will do.
 * Findings: those of yaml/read.h, schema/schema.h, inputs.h, intake.h and accept.h;
 * a file that is broken and not for us (MG0113), a folder of templates that is not
 * there (MG0215), a file with the key of a CA (MG0537).
 */
void model_load(struct tree *t, struct str output, struct str version, struct arena *a,
		struct sources *sources, struct findings *found, struct model *ret);

#endif
