/*
 * The entries of the trust ledger. There is one for each cacerts of the fleet, so
 * their files are only listed with the input (struct ledger_file) and read in the
 * job of their cluster, or one after the other by `meshgen ca`.
 */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include "model/model.h"
#include "tree/tree.h"

/*
 * Puts the files below trust/<policy>/issued/ into the model and, without a text,
 * into sources. Finding: one at a place for no entry (MG0502).
 */
void ledger_list(const struct entries *issued, struct arena *a, struct sources *sources,
		 struct findings *found, struct model *m);

/* What reading an entry needs. Lies in the arena it was opened in; read-only, for all workers. */
struct ledger;

struct ledger *ledger_open(struct tree *t, const struct model *m, struct sources *sources,
			   struct arena *a);

/* The listed file of an entry; NULL when there is none. */
const struct ledger_file *ledger_find(const struct ledger *l, struct str policy, struct str cluster,
				      struct str namespace);

/*
 * Reads one entry into the arena: exactly one document, of kind IntermediateCA,
 * that its schema accepts. Findings: those of yaml/read.h, schema/schema.h and
 * model/decode.h, and MG0502: something else in the file. Returns false after one.
 */
bool ledger_read(const struct ledger *l, const struct ledger_file *f, struct arena *a,
		 struct findings *found, struct intermediate_ca *ret);

/*
 * Reads the texts of entries that findings point into once more, into sources, so
 * that their lines can be shown. By one thread, when the workers are done.
 */
void ledger_show(const struct ledger *l, const struct findings *found);

#endif
