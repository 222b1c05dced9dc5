/*
 * Which files of a tree are inputs.
 */
#ifndef MODEL_INPUTS_H
#define MODEL_INPUTS_H

#include "model/model.h"
#include "tree/tree.h"

/* What is to be read; lies in the arena it was listed in. */
struct inputs {
	struct entries files, issued; /* sorted; issued: entries of the ledger */
	struct str inner_root; /* the first folder that is another root; empty: there is none */
};

/*
 * Files below the root that are read beside meshgen.yaml, sorted: *.yaml, *.yml
 * and *.json, but none in dot folders, in the output folders (the configured one
 * and, if not empty, output), in the templates folder, in another root, or
 * outside of inputs and exclude; those below trust/ in any case. Files of the same endings below
 * trust/<policy>/issued/ go into issued instead. Findings: those
 * of tree_list, a symbolic link (MG0112), too many files (MG0114), a glob of inputs
 * that names nothing (MG0115), a submodule (MG0117), one that holds the ledger, or a clone
 * that does (MG0118). Returns false if a part of the tree could not be listed.
 */
bool inputs_list(struct tree *t, const struct config *c, struct str output, struct arena *a,
		 struct findings *found, struct inputs *ret);

/* Is the path named by an explicit spec.inputs? */
bool inputs_names(const struct config *c, struct str path);

#endif
