/*
 * Documents to model, one at a time: recognised, held against their schema,
 * decoded, checked on their own, put into their list.
 */
#ifndef MODEL_INTAKE_H
#define MODEL_INTAKE_H

#include "base/map.h"
#include "model/model.h"
#include "model/recognise.h"
#include "model/tables.h"
#include "schema/schema.h"

/* What all documents of a run share. */
struct intake {
	struct model *model;
	struct arena *arena;   /* of the model */
	struct arena *scratch; /* until everything is loaded */
	struct findings *found;
	struct map seen;    /* "Kind/namespace/name" -> struct place: who was read already */
	struct str version; /* of the program; empty: any will do */
	struct str text;    /* of the file that is read, and its path */
	struct str path;
};

/*
 * Takes one document of a file, or the items if it is a list. Findings: those
 * of recognise.h and schema/schema.h, decode.h, accept.h; one identity twice
 * (MG0208), a name that is no Kubernetes name (MG0209), something else than
 * TrustRoots in a roots.yaml of the trust ledger (MG0502).
 */
void intake_document(struct intake *in, const struct node *doc);

/* Decodes a document of the file that is read: decode.h, into what is kept of the model. */
bool intake_decode(struct intake *in, const struct table *table, const struct node *doc, void *ret);

/* Is the file that is read meshgen.yaml of the root? */
bool intake_is_config(const struct intake *in);

#endif
