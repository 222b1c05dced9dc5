/*
 * The tree ca/<cluster>/<namespace>/: the public certificates of a cacerts as bare PEM
 * files, for what must trust the mesh without being in it.
 */
#ifndef PACK_BUNDLE_H
#define PACK_BUNDLE_H

#include "pack/pack.h"

/* Adds those of a cluster; nothing for a cacerts that the ledger does not have. */
void bundle_cluster(struct str below, struct str cluster, const struct cacerts_list *all,
		    struct arena *a, struct files *ret);

#endif
