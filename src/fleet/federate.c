/*
 * MeshFederations: who is a peer of whom, and under which TrustPolicy. A group
 * of two and more meshes is all pairs of them; pairs are never listed, a mesh
 * knows its groups.
 */
#include "base/limits.h"
#include "base/map.h"
#include "fleet/build.h"

#include <stdlib.h>

/* A group of a federation whose peers have joined. */
struct joined {
	const struct federation *federation;
	struct place place;
	uint32_t first; /* of its memberships; they end where those of the next begin */
};

/* A mesh is in a group; eight bytes, since a fleet may have 200,000 of them. */
struct membership {
	uint32_t off;  /* of the peer, in the file of the group */
	uint32_t next; /* of the same mesh, of a group before; index + 1 in memberships, 0: none */
};

struct federating {
	const struct model *model;
	struct fleet *fleet;
	struct findings *found;
	struct arena arena; /* of this step alone */
	struct joined *joined;
	size_t n_joined;
	struct membership *memberships;
	uint32_t n_memberships;
	uint32_t *last;     /* by index of the mesh: its membership, as in next */
	struct map namings; /* "namespace/name" -> what policies say of the federation */
	struct map known;   /* "namespace/name" of the federations that there are */
};

static void check_trust_type(const struct federation *f, struct findings *found)
{
	struct str type = f->trust_type.text;
	struct finding *said;

	if (!type.n || str_eq(type, S("Complete")))
		return;
	if (str_eq(type, S("Limited"))) {
		said = finding_add(found, MG0405, f->trust_type.place,
				   "trustType 'Limited' is not in this version");
		finding_help(said, "write Complete: the meshes share a root of trust");
		return;
	}
	said = finding_add(found, MG0406, f->trust_type.place, "unknown trustType '%.*s'",
			   FMT(type));
	if (str_distance(type, S("Complete"), 2) <= 2)
		finding_help(said, "did you mean 'Complete'?");
	else
		finding_help(said, "trustType is Complete, or absent, which means the same");
}

/* The nearest name of a mesh of that cluster, empty when there is none near. */
static struct str nearest_mesh(struct federating *s, const struct peer *p)
{
	const struct cluster *c = fleet_cluster(s->fleet, p->cluster.text);
	struct str best = { "", 0 };
	unsigned least = 3;

	for (size_t i = 0; c && i < c->n_meshes; i++) {
		struct str name = mesh_name(&s->fleet->meshes[c->first_mesh + i], &s->arena);
		unsigned distance = str_distance(name, p->name.text, 2);

		if (distance < least || c->n_meshes == 1) {
			least = distance;
			best = name;
		}
	}
	return best;
}

/* `<cluster>-<deployment>` of a deployment that was dropped for an error of its own. */
static bool dropped_gives(const struct model *m, const struct peer *p)
{
	struct str name = p->name.text, cluster = p->cluster.text;

	for (size_t i = 0; i < m->n_dropped; i++) {
		struct str path = m->dropped[i];
		struct str deployment = str_from(name, cluster.n + 1);

		if (str_starts(path, S("MeshDeployment/")) && deployment.n &&
		    str_starts(name, cluster) && str_ends(path, deployment) &&
		    path.s[path.n - deployment.n - 1] == '/')
			return true;
	}
	return model_was_dropped(m, S("Mesh"), cluster, name);
}

/* A cluster that an annotation would have taken may be missing. */
static bool lacks_clusters(const struct model *m)
{
	return model_may_lack(m, S("ManagedCluster")) ||
	       model_may_lack(m, S("ManagedClusterSet")) ||
	       model_may_lack(m, S("PlacementDecision"));
}

static void report_unknown_peer(struct federating *s, const struct peer *p)
{
	struct finding *said;
	struct str near;

	if (s->model->incomplete || dropped_gives(s->model, p) || lacks_clusters(s->model))
		return;
	said = finding_add(s->found, MG0401, p->name.place, "cluster '%.*s' has no mesh '%.*s'",
			   FMT(p->cluster.text), FMT(p->name.text));
	near = s->found->errors <= LIMIT_FINDINGS ? nearest_mesh(s, p) : S("");
	if (near.n)
		finding_help(said, "did you mean '%.*s'?", FMT(near));
	else
		finding_help(said,
			     "a MeshDeployment 'd' that lists the cluster gives the mesh "
			     "'%.*s-d'",
			     FMT(p->cluster.text));
}

/* The membership of an index + 1, NULL of 0. */
static const struct membership *membership_at(const struct federating *s, uint32_t at)
{
	return at ? &s->memberships[at - 1] : NULL;
}

static const struct joined *group_of(const struct federating *s, const struct membership *m)
{
	size_t low = 0, high = s->n_joined;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (s->joined[middle].first <= m - s->memberships)
			low = middle;
		else
			high = middle;
	}
	return &s->joined[low];
}

static struct place place_of(const struct federating *s, const struct membership *m)
{
	return place_at(group_of(s, m)->place.file, m->off, 1);
}

/* A peer of the group that joined last. */
static void join(struct federating *s, const struct peer *p, bool many)
{
	struct fleet_mesh *mesh = fleet_find(s->fleet, p->cluster.text, p->name.text);
	const struct joined *group = &s->joined[s->n_joined - 1];
	const struct membership *before;
	uint32_t *last;

	if (!mesh) {
		report_unknown_peer(s, p);
		return;
	}
	last = &s->last[mesh - s->fleet->meshes];
	before = membership_at(s, *last);
	if (before && before - s->memberships >= group->first) {
		struct finding *said = finding_add(s->found, MG0404, p->place,
						   "mesh '%.*s' of cluster '%.*s' stands twice in "
						   "one group",
						   FMT(p->name.text), FMT(p->cluster.text));

		finding_note(said, place_of(s, before), "first here");
		finding_help(said, "remove one of them");
		return;
	}
	s->memberships[s->n_memberships++] = (struct membership){ p->place.off, *last };
	*last = s->n_memberships;
	mesh->federated |= many;
}

static void join_group(struct federating *s, const struct federation *f, const struct group *group)
{
	struct items peers = items_of_long(&group->peers);
	struct peer p;

	s->joined[s->n_joined++] = (struct joined){ f, group->place, s->n_memberships };
	if (group->peers.n < 2)
		finding_help(finding_add(s->found, MG0403, group->place,
					 "a group of peers needs two meshes or more, this has %u",
					 group->peers.n),
			     "add the other mesh, or remove the group");
	while (peer_next(&peers, &p)) {
		if (!p.name.text.n || !p.cluster.text.n)
			finding_help(
				finding_add(s->found, MG0402, p.place, "a peer without %s",
					    p.name.text.n ? "cluster" : "name"),
				"a peer is {name: <cluster>-<deployment>, cluster: <cluster>}");
		else
			join(s, &p, group->peers.n > 1);
	}
}

/* Makes room for all memberships there can be. */
static void start_joining(struct federating *s)
{
	const struct model *m = s->model;
	size_t groups = 0, peers = 0;

	for (size_t i = 0; i < m->n_federations; i++) {
		groups += m->federations[i].n_groups;
		for (size_t k = 0; k < m->federations[i].n_groups; k++)
			peers += m->federations[i].groups[k].peers.n;
	}
	s->joined = ARENA_ARRAY(&s->arena, groups, struct joined);
	s->memberships = ARENA_ARRAY(&s->arena, peers, struct membership);
	s->last = ARENA_ARRAY(&s->arena, s->fleet->n_meshes, uint32_t);
}

static struct str key_of(struct federating *s, struct str namespace, struct str name)
{
	return arena_fmt(&s->arena, "%.*s/%.*s", FMT(namespace), FMT(name));
}

/* A policy names a federation. */
struct naming {
	const struct trust_policy *policy;
	const struct peer *at;
	const struct naming *second; /* by whoever names it next; NULL: nobody */
};

static void add_naming(struct federating *s, const struct trust_policy *policy,
		       const struct peer *at)
{
	void **first = map_at(&s->namings, key_of(s, at->cluster.text, at->name.text), &s->arena);
	struct naming *added = ARENA_NEW(&s->arena, struct naming);

	*added = (struct naming){ policy, at, NULL };
	if (!*first)
		*first = added;
	else if (!((struct naming *)*first)->second)
		((struct naming *)*first)->second = added;
}

static void gather_namings(struct federating *s)
{
	for (size_t i = 0; i < s->model->n_trust_policies; i++) {
		const struct trust_policy *p = &s->model->trust_policies[i];

		for (size_t k = 0; k < p->federations.n; k++)
			add_naming(s, p, &p->federations.list[k]);
	}
	for (size_t i = 0; i < s->model->n_federations; i++) {
		const struct federation *f = &s->model->federations[i];

		*map_at(&s->known, key_of(s, f->namespace, f->name.text), &s->arena) = s;
	}
}

/* The policy that names a federation; a second one is an error. */
static const struct trust_policy *policy_of(struct federating *s, const struct federation *f)
{
	const struct naming *first = map_get(&s->namings, key_of(s, f->namespace, f->name.text));
	struct finding *said;

	if (!first)
		return NULL;
	if (first->second) {
		said = finding_add(s->found, MG0409, first->second->at->place,
				   "MeshFederation '%.*s' is under two TrustPolicies",
				   FMT(f->name.text));
		finding_note(said, first->at->place, "the other one is here");
		finding_help(said, "remove it from one of them");
	}
	return first->policy;
}

static void report_no_policy(const struct federation *f, struct findings *found)
{
	finding_help(finding_add(found, MG0407, f->name.place,
				 "MeshFederation '%.*s' is under no TrustPolicy: its certificates "
				 "are taken to be made elsewhere",
				 FMT(f->name.text)),
		     "let meshgen make them: meshgen ca init <policy> --key FILE; or say so in "
		     "trust/<policy>/policy.yaml\n"
		     "apiVersion: meshgen.dev/v1alpha1\n"
		     "kind: TrustPolicy\n"
		     "metadata: {name: prod}\n"
		     "spec:\n"
		     "  federations: [{namespace: %.*s, name: %.*s}]\n"
		     "  seal: {method: OutOfBand}",
		     FMT(f->namespace), FMT(f->name.text));
}

static void check_policies(struct federating *s)
{
	for (size_t i = 0; i < s->model->n_trust_policies; i++) {
		const struct trust_policy *p = &s->model->trust_policies[i];

		for (size_t k = 0; k < p->federations.n; k++) {
			const struct peer *at = &p->federations.list[k];
			bool known = s->model->incomplete ||
				     model_was_dropped(s->model, S("MeshFederation"),
						       at->cluster.text, at->name.text);

			known |= map_get(&s->known, key_of(s, at->cluster.text, at->name.text)) !=
				 NULL;
			if (!known)
				finding_help(finding_add(s->found, MG0408, at->place,
							 "no MeshFederation '%.*s' in namespace "
							 "'%.*s'",
							 FMT(at->name.text), FMT(at->cluster.text)),
					     "a MeshFederation without metadata.namespace is in "
					     "'default'");
		}
	}
}

static void set_policies(struct federating *s, const struct trust_policy *const *policy)
{
	for (size_t i = 0; i < s->fleet->n_meshes; i++) {
		struct fleet_mesh *mesh = &s->fleet->meshes[i];
		const struct membership *m = membership_at(s, s->last[i]);
		const struct trust_policy *p =
			m ? policy[group_of(s, m)->federation - s->model->federations] : NULL;

		if (mesh->federated && p)
			mesh->policy = (uint16_t)(p - s->fleet->policies + 1);
	}
}

/* One mesh has one cacerts: the federations it is in must agree on the policy. */
static void check_shared_policy(struct federating *s, const struct trust_policy *const *policy)
{
	for (size_t i = 0; i < s->fleet->n_meshes; i++) {
		const struct membership *last = membership_at(s, s->last[i]), *m = last;

		while (m && (m = membership_at(s, m->next))) {
			const struct federation *f = group_of(s, m)->federation;
			const struct federation *g = group_of(s, last)->federation;
			struct finding *said;

			if (policy[f - s->model->federations] == policy[g - s->model->federations])
				continue;
			said = finding_add(s->found, MG0410, place_of(s, last),
					   "mesh '%.*s' is in two federations that do not share a "
					   "TrustPolicy",
					   FMT(mesh_name(&s->fleet->meshes[i], &s->arena)));
			finding_note(said, place_of(s, m), "in federation '%.*s', here",
				     FMT(f->name.text));
			finding_help(said, "name both federations in one TrustPolicy");
			break;
		}
	}
}

/* Both lists are in the order of joining, the last group first. */
static bool share_group(const struct federating *s, size_t mesh, size_t other)
{
	const struct membership *a = membership_at(s, s->last[mesh]);
	const struct membership *b = membership_at(s, s->last[other]);

	while (a && b && group_of(s, a) != group_of(s, b)) {
		if (a > b)
			a = membership_at(s, a->next);
		else
			b = membership_at(s, b->next);
	}
	return a && b;
}

/* Peers that a Mesh lists must be what the federations give it. */
static void check_mesh_peers(struct federating *s, size_t index)
{
	const struct mesh *mesh = s->fleet->meshes[index].declared;

	for (size_t i = 0; mesh && i < mesh->spec.peers.n; i++) {
		const struct peer *p = &mesh->spec.peers.list[i];
		const struct fleet_mesh *other =
			fleet_find(s->fleet, p->cluster.text, p->name.text);

		if (other && share_group(s, index, (size_t)(other - s->fleet->meshes)))
			continue;
		finding_help(finding_add(s->found, MG0411, p->place,
					 "no MeshFederation makes '%.*s' of cluster '%.*s' a peer "
					 "of Mesh '%.*s'",
					 FMT(p->name.text), FMT(p->cluster.text),
					 FMT(mesh->name.text)),
			     "peers come from MeshFederations: add the pair to one, or remove it "
			     "here");
	}
}

static void check_deployment_peers(const struct model *m, struct findings *found)
{
	for (size_t i = 0; i < m->n_deployments; i++)
		if (m->deployments[i].spec.peers.n)
			finding_help(finding_add(found, MG0412, m->deployments[i].spec.peers.place,
						 "MeshDeployment '%.*s' lists peers",
						 FMT(m->deployments[i].name.text)),
				     "peers belong to a MeshFederation, which names the meshes of "
				     "both sides");
}

void federate_meshes(const struct model *m, struct arena *a, struct findings *found,
		     struct fleet *f)
{
	struct federating s = { .model = m, .fleet = f, .found = found };
	const struct trust_policy **policy =
		ARENA_ARRAY(a, m->n_federations, const struct trust_policy *);

	check_deployment_peers(m, found);
	gather_namings(&s);
	start_joining(&s);
	for (size_t i = 0; i < m->n_federations; i++) {
		const struct federation *fed = &m->federations[i];

		check_trust_type(fed, found);
		for (size_t k = 0; k < fed->n_groups; k++)
			join_group(&s, fed, &fed->groups[k]);
		policy[i] = policy_of(&s, fed);
		if (!policy[i] && !model_may_lack(m, S("TrustPolicy")))
			report_no_policy(fed, found);
	}
	set_policies(&s, policy);
	check_policies(&s);
	check_shared_policy(&s, policy);
	for (size_t i = 0; i < f->n_meshes && !model_may_lack(m, S("MeshFederation")); i++)
		check_mesh_peers(&s, i);
	arena_release(&s.arena);
}
