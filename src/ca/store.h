/*
 * Writing the ledger: trust/<policy>/policy.yaml, roots.yaml and
 * issued/<cluster>/<namespace>.yaml, each through a template of templates/ledger/
 * and the one YAML writer; atomic (the temporary file trust/.new, synced, renamed), never
 * through a link, so that an interrupted command leaves the old or the new file, and
 * trust/.new, which the next one removes.
 */
#ifndef CA_STORE_H
#define CA_STORE_H

#include "ca/seal.h"
#include "render/render.h"
#include "trust/entry.h"

/* Where the ledger lies, locked against a second `meshgen ca` (MG0561). */
struct store;

struct store *store_open(struct str root, struct findings *found);
void store_close(struct store *s); /* NULL is fine */

/* The templates of ledger/; they live as long as the store. */
const struct renderer *store_templates(const struct store *s);

/* Findings of all three: MG0562, the system's reason. Return false after one. */
bool store_write_policy(struct store *s, const struct trust_policy *policy, struct findings *found);
bool store_write_roots(struct store *s, const struct trust_roots *roots, struct findings *found);
bool store_write_entry(struct store *s, const struct intermediate_ca *entry,
		       struct findings *found);

#endif
