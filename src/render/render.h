/*
 * Fleet x templates -> Kubernetes objects as nodes, one cluster at a time. C
 * computes the facts of the context (context.c), the templates give them a
 * shape, targets.def says which templates a target has.
 */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "fleet/fleet.h"
#include "jsone/template.h"
#include "render/memo.h"
#include "tree/tree.h"

struct cacerts_list; /* render/cacerts.h */

enum stage { STAGE_CONTROL_PLANE, STAGE_DATA_PLANE, STAGE_COUNT };

/* Folder and suffix of works: "control-plane", "data-plane". */
struct str stage_name(enum stage s);

/* Whose an object is: it decides the ManifestWork that carries it. */
enum owner { OWNER_CLUSTER, OWNER_NAMESPACE, OWNER_MESH };

struct object {
	struct shape *shape; /* its node is the Kubernetes object, a map */
	enum stage stage;
	enum owner owner;
	struct str owned_by; /* name of the namespace or mesh */
};

struct objects {
	struct object *list;
	size_t n, cap;
};

/* All templates; immutable. Lies in the arena it was opened in. */
struct renderer;

/*
 * The built-in templates and, if templates (a folder of the tree) is not empty,
 * those files, loaded now, that replace one by name. NULL after a finding (those of
 * jsone/template.h; MG0606: a file there that replaces nothing).
 */
struct renderer *render_open(struct tree *t, struct str templates, struct arena *a,
			     struct sources *sources, struct findings *found);

/* The built-in templates alone. Those by which `meshgen ca` writes are replaced by no repository. */
struct renderer *render_built_in(struct arena *a);

/*
 * Called for each evaluation; for --dump. The object is NODE_NULL where the
 * template came to nothing.
 */
struct render_watch {
	void (*see)(void *arg, struct str template, const struct node *context,
		    const struct node *object);
	void *arg;
};

/* The same templates, watched. Lies in the arena. */
struct renderer *render_watched(const struct renderer *r, const struct render_watch *watch,
				struct arena *a);

/* What the templates of one cluster are evaluated with. */
struct rendering {
	const struct renderer *renderer;
	struct memo *memo;   /* of the worker; NULL: nothing is remembered */
	struct arena *arena; /* of the cluster */
	struct findings *found;
};

/*
 * A template by name, such as "manifestwork/config", with a context of the names
 * that it is declared to have. NULL after a finding, see jsone/template.h.
 */
struct shape *render_template(const struct rendering *r, struct str name,
			      const struct node *context);

/*
 * The same with a memo, for contexts that differ in the values at the open paths alone:
 * from the second time on, what does not depend on these is not evaluated again.
 */
struct shape *render_special(const struct rendering *r, struct str name, const struct node *context,
			     const struct reads *open, struct special *special);

/*
 * The objects of one cluster, in the order of the templates. Returns false
 * after a finding. Safe for several threads, each with its own memo and arena.
 */
bool render_cluster(const struct rendering *r, const struct fleet *f, const struct cluster *c,
		    const struct cacerts_list *cacerts, struct objects *ret);

#endif
