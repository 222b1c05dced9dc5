/*
 * What each kind needs beyond its schema, as far as one document tells; then it
 * is put into the model.
 */
#ifndef MODEL_ACCEPT_H
#define MODEL_ACCEPT_H

#include "model/intake.h"

/*
 * Findings: an empty entry in a list (MG0216), the name of a cluster that is
 * none (MG0209), a Mesh without spec.cluster, a match that names nothing (MG0203),
 * a Mesh in another namespace than its
 * cluster's (MG0212), a selector that is none (MG0213), a path of a MeshgenGenerator
 * that leaves its folder (MG0741), and those of settings.h and
 * accept_trust.h. Returns false after one.
 */
bool accept_document(struct intake *in, enum input input, const struct node *doc);

#endif
