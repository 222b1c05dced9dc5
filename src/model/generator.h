/*
 * A MeshgenGenerator that kustomize hands over, not as a file of the repository.
 */
#ifndef MODEL_GENERATOR_H
#define MODEL_GENERATOR_H

#include "model/model.h"

/* The kind, and the name of the program when kustomize runs it. */
#define GENERATOR_KIND "MeshgenGenerator"

/*
 * Decodes a document of a text, which must outlive ret. Findings: another kind (MG0742), and
 * those of intake.h. Returns false after one.
 */
bool generator_read(const struct node *doc, struct str text, struct arena *a,
		    struct findings *found, struct generator *ret);

#endif
