/*
 * What Argo CD tells a config management plugin, and what the plugin tells it
 * (docs/operator-manual/config-management-plugins.md of argo-cd): the parameters of an
 * Application, and which there are.
 */
#ifndef CLI_PLUGIN_H
#define CLI_PLUGIN_H

#include "base/buf.h"
#include "diag/findings.h"
#include "fleet/fleet.h"

/* Empty where the Application gives none. */
struct plugin_parameters {
	struct str cluster, only;
};

/*
 * Reads the value of ARGOCD_APP_PARAMETERS: null, or a JSON array of parameters, each
 * with a name and a string, array or map. What is returned lies in the arena or in
 * value. Findings: those of yaml/read.h, and MG0910. Returns false after one.
 */
bool plugin_parameters_read(struct str value, struct arena *a, struct sources *sources,
			    struct findings *found, struct plugin_parameters *ret);

/* The tree of that name if it can be one stream: TREE_ISTIO or TREE_MANIFESTWORK; else 0. */
unsigned plugin_tree(struct str name);

/*
 * The announcement of the parameters, a JSON array: what Argo CD's interface offers. Of
 * the clusters those that get objects.
 */
void plugin_announce(struct buf *out, const struct fleet *f, struct arena *a);

#endif
