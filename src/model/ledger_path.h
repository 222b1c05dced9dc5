/*
 * Where the files of the trust ledger lie, from the root on: what `meshgen ca` writes
 * and what everything reads. Paths that are made have a NUL behind them.
 *
 *   trust/<policy>/policy.yaml
 *   trust/<policy>/roots.yaml
 *   trust/<policy>/issued/<cluster>/<namespace>.yaml
 */
#ifndef MODEL_LEDGER_PATH_H
#define MODEL_LEDGER_PATH_H

#include "model/model.h"

struct str ledger_policy_path(struct str policy, struct arena *a);
struct str ledger_roots_path(struct str policy, struct arena *a);
struct str ledger_entry_path(struct str policy, struct str cluster, struct str namespace,
			     struct arena *a);

/* Is it such a path of roots? */
bool is_roots_path(struct str path);

/* Is it below such a folder issued/, at whatever place? */
bool is_issued_path(struct str path);

/*
 * The entry that a file is for, as its path says; texts are slices of the path. Returns
 * false when it is for none.
 */
bool ledger_entry_of(struct str path, struct ledger_file *ret);

#endif
