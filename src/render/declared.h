/*
 * What the contexts of templates are declared to have. The build asks too
 * (tools/built_in.c), so this needs nothing but jsone/.
 */
#ifndef RENDER_DECLARED_H
#define RENDER_DECLARED_H

#include "jsone/template.h"

/* The names at the top of all contexts of render/context.h. */
extern const struct context_names context_names;

/* What is the cluster's own: its name, what context_mesh adds to the facts of a mesh, its trust. */
extern const struct reads context_own;

/* Those of the template with that name, such as "manifestwork/work", for template_load. */
const struct context_names *template_names(struct str name);

/* Does it see what no other cluster has? Then what it gives is not worth remembering. */
bool template_is_own(struct str name, const struct template *t);

/* Is it one by which `meshgen ca` writes? */
bool template_is_of_ledger(struct str name);

#endif
