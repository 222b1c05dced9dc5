/*
 * A fleet under test, put together in C: what the model says, and what came of it.
 * Every name is written at a place of its own. For the tests of fleet/ and of what is
 * made from a fleet.
 */
#ifndef FLEET_WORLD_FIXTURE_H
#define FLEET_WORLD_FIXTURE_H

#include "fleet/fleet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct world {
	struct arena arena;
	struct findings found;
	struct model model;
	struct fleet fleet;
	uint32_t next; /* every name is written at a place of its own */
};

static inline struct name name_at(struct world *w, const char *text)
{
	return (struct name){ str_of(text), place_at(1, ++w->next, 1) };
}

static inline struct names names_at(struct world *w, size_t n, const char *const *texts)
{
	struct names all = { ARENA_ARRAY(&w->arena, n, struct name), n };

	for (size_t i = 0; i < n; i++)
		all.list[i] = name_at(w, texts[i]);
	return all;
}
#define NAMES(w, ...)                                                                              \
	names_at(w, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),                      \
		 (const char *[]){ __VA_ARGS__ })

static inline struct mesh_spec spec_of(struct world *w, const char *ns, const char *version)
{
	return (struct mesh_spec){
		.provider = name_at(w, "Upstream Istio"),
		.control_plane = place_at(1, ++w->next, 1),
		.namespace = name_at(w, ns),
		.version = name_at(w, version),
		.profiles = NAMES(w, "default"),
		.components = NAMES(w, "base", "istiod"),
	};
}

static inline struct deployment *deploy(struct world *w, const char *name, const char *ns,
					const char *version, struct names clusters)
{
	struct model *m = &w->model;
	struct deployment *d;

	m->deployments = arena_grow(&w->arena, m->deployments, m->n_deployments,
				    &m->cap_deployments, sizeof(*d));
	d = &m->deployments[m->n_deployments++];
	*d = (struct deployment){ .name = name_at(w, name),
				  .namespace = S("hub"),
				  .clusters = clusters,
				  .spec = spec_of(w, ns, version) };
	return d;
}

static inline struct mesh *declare(struct world *w, const char *name, const char *cluster,
				   struct mesh_spec spec)
{
	struct model *m = &w->model;
	struct mesh *x;

	m->meshes = arena_grow(&w->arena, m->meshes, m->n_meshes, &m->cap_meshes, sizeof(*x));
	x = &m->meshes[m->n_meshes++];
	*x = (struct mesh){ .name = name_at(w, name),
			    .namespace = name_at(w, cluster),
			    .cluster = name_at(w, cluster),
			    .spec = spec };
	return x;
}

/* A string node of file 1, as name_at would have it. */
static inline struct node node_at(struct world *w, const char *text)
{
	struct name at = name_at(w, text);
	struct node x = node_str(at.text);

	x.file = at.place.file;
	x.off = at.place.off;
	return x;
}

/* As decode.h keeps a record: its values in the order of the rows. */
static inline void add_peer(struct world *w, struct group *g, const char *name, const char *cluster)
{
	struct node values[] = { node_at(w, name), node_at(w, cluster) };
	struct node peer = node_seq(values, 2);

	peer.file = 1;
	peer.off = ++w->next;
	long_list_add(&g->peers, &peer, &w->arena);
}

/* A federation of one group; meshes and clusters alternate. */
static inline struct federation *federate(struct world *w, const char *name, size_t n,
					  const char *const *parts)
{
	struct model *m = &w->model;
	struct federation *f;

	m->federations = arena_grow(&w->arena, m->federations, m->n_federations,
				    &m->cap_federations, sizeof(*f));
	f = &m->federations[m->n_federations++];
	*f = (struct federation){ .name = name_at(w, name),
				  .namespace = S("hub"),
				  .groups = ARENA_NEW(&w->arena, struct group),
				  .n_groups = 1 };
	f->groups[0] = (struct group){ { .file = 1 }, place_at(1, ++w->next, 1) };
	for (size_t i = 0; i < n / 2; i++)
		add_peer(w, &f->groups[0], parts[2 * i], parts[2 * i + 1]);
	return f;
}
#define FEDERATE(w, name, ...)                                                                     \
	federate(w, name, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),                \
		 (const char *[]){ __VA_ARGS__ })

static inline void trust(struct world *w, const char *name, size_t n,
			 const char *const *federations)
{
	struct model *m = &w->model;
	struct trust_policy *p;

	m->trust_policies = arena_grow(&w->arena, m->trust_policies, m->n_trust_policies,
				       &m->cap_trust_policies, sizeof(*p));
	p = &m->trust_policies[m->n_trust_policies++];
	*p = (struct trust_policy){ .name = name_at(w, name), .method = name_at(w, "OutOfBand") };
	p->federations = (struct peers){ ARENA_ARRAY(&w->arena, n, struct peer), n, { 0 } };
	for (size_t i = 0; i < n; i++)
		p->federations.list[i] =
			(struct peer){ name_at(w, federations[i]), name_at(w, "hub"),
				       place_at(1, ++w->next, 1) };
}
#define TRUST(w, name, ...)                                                                        \
	trust(w, name, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *),                   \
	      (const char *[]){ __VA_ARGS__ })

static inline void build(struct world *w)
{
	fleet_build(&w->model, &w->arena, &w->found, &w->fleet);
	fleet_check(&w->model, &w->fleet, &w->arena, &w->found);
}

static inline size_t count(const struct world *w, enum code code)
{
	size_t n = 0;

	for (size_t i = 0; i < w->found.n; i++)
		n += w->found.list[i]->code == code;
	return n;
}

static inline int setup(void **state)
{
	*state = calloc(1, sizeof(struct world));
	return *state == NULL;
}

static inline int teardown(void **state)
{
	struct world *w = *state;

	findings_release(&w->found);
	arena_release(&w->arena);
	free(w);
	return 0;
}

#endif
