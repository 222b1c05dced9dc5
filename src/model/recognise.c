#include "model/recognise.h"

#include "model/generator.h"

#include <string.h>

#define MESH_GROUP "mesh.open-cluster-management.io"
#define CLUSTER_GROUP "cluster.open-cluster-management.io"
#define OWN_GROUP "meshgen.dev"
#define NONE STR("")
#define V1ALPHA1                                                                                   \
	{                                                                                          \
		STR("v1alpha1"), NONE                                                              \
	}

static const struct input_kind kinds[] = {
	{ .input = INPUT_MESH,
	  .kind = STR("Mesh"),
	  .group = STR(MESH_GROUP),
	  .versions = V1ALPHA1,
	  .namespaced = true,
	  .mesh = true },
	{ .input = INPUT_DEPLOYMENT,
	  .kind = STR("MeshDeployment"),
	  .group = STR(MESH_GROUP),
	  .versions = V1ALPHA1,
	  .namespaced = true,
	  .mesh = true },
	{ .input = INPUT_FEDERATION,
	  .kind = STR("MeshFederation"),
	  .group = STR(MESH_GROUP),
	  .versions = V1ALPHA1,
	  .namespaced = true,
	  .mesh = true },
	{ .input = INPUT_MANAGED_CLUSTER,
	  .kind = STR("ManagedCluster"),
	  .group = STR(CLUSTER_GROUP),
	  .versions = { STR("v1"), NONE } },
	{ .input = INPUT_CLUSTER_SET,
	  .kind = STR("ManagedClusterSet"),
	  .group = STR(CLUSTER_GROUP),
	  .versions = { STR("v1beta2"), STR("v1beta1") } },
	{ .input = INPUT_PLACEMENT_DECISION,
	  .kind = STR("PlacementDecision"),
	  .group = STR(CLUSTER_GROUP),
	  .versions = { STR("v1beta1"), NONE },
	  .namespaced = true },
	{ .input = INPUT_CONFIG,
	  .kind = STR("Config"),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
	{ .input = INPUT_CLUSTER_CONFIG,
	  .kind = STR("ClusterConfig"),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
	{ .input = INPUT_TRUST_POLICY,
	  .kind = STR("TrustPolicy"),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
	{ .input = INPUT_TRUST_ROOTS,
	  .kind = STR("TrustRoots"),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
	{ .input = INPUT_INTERMEDIATE_CA,
	  .kind = STR("IntermediateCA"),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
	{ .input = INPUT_GENERATOR,
	  .kind = STR(GENERATOR_KIND),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
	{ .input = INPUT_LATER,
	  .kind = STR("Overlay"),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
	{ .input = INPUT_LATER,
	  .kind = STR("FederatedService"),
	  .group = STR(OWN_GROUP),
	  .versions = V1ALPHA1 },
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

/* The two halves of apiVersion, and the kind, as a document has them. */
struct type {
	struct str group, version, kind;
};

static struct type type_of(const struct node *doc)
{
	struct str api = node_get_str(doc, S("apiVersion"));
	size_t slash = str_find(api, '/');

	return (struct type){ str_first(api, slash), str_from(api, slash + 1),
			      node_get_str(doc, S("kind")) };
}

static bool has_version(const struct input_kind *k, struct str version)
{
	return version.n && (str_eq(k->versions[0], version) || str_eq(k->versions[1], version));
}

static const struct input_kind *kind_in_group(struct str group, struct str kind)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(kinds[i].group, group) && str_eq(kinds[i].kind, kind))
			return &kinds[i];
	return NULL;
}

/* The kind of a group that was meant; empty when there is none. */
static struct str kind_meant(struct str group, struct str kind)
{
	struct str names[KINDS];
	size_t n = 0;

	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(kinds[i].group, group))
			names[n++] = kinds[i].kind;
	return str_nearest(kind, names, n);
}

static struct place place_of(const struct node *doc, struct str key)
{
	const struct node *x = node_get(doc, key);

	return node_place(x ? x : doc);
}

static enum recognised refuse_version(const struct node *doc, const struct type *t,
				      const struct input_kind *k, enum code code,
				      struct findings *found)
{
	struct finding *f =
		finding_add(found, code, place_of(doc, S("apiVersion")),
			    "%.*s has no version '%.*s'", FMT(t->kind), FMT(t->version));

	finding_help(f, "write apiVersion: %.*s/%.*s", FMT(k->group), FMT(k->versions[0]));
	return REFUSED;
}

/* OCM's own: another version may say other things, and its controllers know it. */
static enum recognised pass_version(const struct node *doc, const struct type *t,
				    const struct input_kind *k, struct findings *found)
{
	struct finding *f = finding_add(found, MG0770, place_of(doc, S("apiVersion")),
					"a %.*s of version '%.*s' is passed over", FMT(t->kind),
					FMT(t->version));

	finding_help(f, "dump it as apiVersion: %.*s/%.*s", FMT(k->group), FMT(k->versions[0]));
	return PASSED_OVER;
}

static enum recognised refuse_kind(const struct node *doc, const struct type *t, enum code code,
				   struct findings *found)
{
	struct str meant = kind_meant(t->group, t->kind);
	struct finding *f;

	if (t->kind.n == 0)
		f = finding_add(found, code, node_place(doc), "a document of %.*s has no kind",
				FMT(t->group));
	else
		f = finding_add(found, code, place_of(doc, S("kind")), "%.*s has no kind '%.*s'",
				FMT(t->group), FMT(t->kind));
	if (meant.n)
		finding_help(f, "did you mean '%.*s'?", FMT(meant));
	else if (code == MG0206)
		finding_help(f, "known: Config (in meshgen.yaml), ClusterConfig, TrustPolicy, "
				"MeshgenGenerator");
	else
		finding_help(f, "write kind: Mesh, MeshDeployment or MeshFederation");
	return REFUSED;
}

static enum recognised refuse_later(const struct node *doc, const struct type *t,
				    struct findings *found)
{
	finding_help(finding_add(found, MG0211, place_of(doc, S("kind")),
				 "the kind %.*s is not in this version", FMT(t->kind)),
		     "remove the document");
	return REFUSED;
}

/* The kind of that name whose group the document misspells; not one of OCM's. */
static const struct input_kind *group_meant(const struct type *t)
{
	for (size_t i = 0; i < KINDS; i++)
		if (is_for_meshgen(&kinds[i]) && str_eq(kinds[i].kind, t->kind) &&
		    str_distance(t->group, kinds[i].group, 2) <= 2)
			return &kinds[i];
	return NULL;
}

static enum recognised refuse_group(const struct node *doc, const struct type *t,
				    const struct input_kind *k, struct findings *found)
{
	struct finding *f =
		finding_add(found, k->mesh ? MG0207 : MG0206, place_of(doc, S("apiVersion")),
			    "a %.*s of an unknown group, '%.*s'", FMT(t->kind), FMT(t->group));

	finding_help(f, "write apiVersion: %.*s/%.*s", FMT(k->group), FMT(k->versions[0]));
	return REFUSED;
}

/* A kind, metadata and a spec as one of the addon's objects has them, and no apiVersion. */
static bool lacks_version(const struct node *doc, const struct type *t)
{
	const struct node *spec = node_get(doc, S("spec"));
	const struct node *metadata = node_get(doc, S("metadata"));

	return kind_in_group(S(MESH_GROUP), t->kind) && !node_get(doc, S("apiVersion")) && spec &&
	       spec->kind == NODE_MAP && metadata && metadata->kind == NODE_MAP;
}

static enum recognised refuse_untyped(const struct node *doc, const struct type *t,
				      struct findings *found)
{
	struct finding *f = finding_add(found, MG0203, place_of(doc, S("kind")),
					"a %.*s without apiVersion", FMT(t->kind));

	finding_help(f, "write apiVersion: " MESH_GROUP "/v1alpha1");
	return REFUSED;
}

enum recognised recognise(const struct node *doc, struct findings *found,
			  const struct input_kind **ret_kind)
{
	struct type t = type_of(doc);
	const struct input_kind *k = kind_in_group(t.group, t.kind);
	bool own = str_eq(t.group, S(OWN_GROUP)), mesh = str_eq(t.group, S(MESH_GROUP));
	enum code code = own ? MG0206 : MG0207;

	*ret_kind = k;
	if (k && has_version(k, t.version))
		return k->input == INPUT_LATER ? refuse_later(doc, &t, found) : RECOGNISED;
	if (k && (own || mesh))
		return refuse_version(doc, &t, k, code, found);
	if (k)
		return pass_version(doc, &t, k, found);
	if (own || (mesh && (t.kind.n == 0 || kind_meant(t.group, t.kind).n)))
		return refuse_kind(doc, &t, code, found);
	k = group_meant(&t);
	if (k)
		return refuse_group(doc, &t, k, found);
	if (lacks_version(doc, &t))
		return refuse_untyped(doc, &t, found);
	return PASSED_OVER;
}

bool is_for_meshgen(const struct input_kind *k)
{
	return k->mesh || str_eq(k->group, S(OWN_GROUP));
}

bool is_of_our_kinds(const struct node *doc)
{
	struct type t = type_of(doc);

	return kind_in_group(t.group, t.kind);
}

bool is_list(const struct node *doc)
{
	struct type t = type_of(doc);
	const struct input_kind *k;

	if (!str_ends(t.kind, S("List")))
		return false;
	if (str_eq(t.kind, S("List")))
		return str_eq(t.group, S("v1")) && t.version.n == 0;
	k = kind_in_group(t.group, str_first(t.kind, t.kind.n - 4));
	return k && has_version(k, t.version);
}

bool may_be_ours(struct str bytes)
{
	return str_starts(bytes, S("\xef\xbb\xbf")) || str_starts(bytes, S("\xfe\xff")) ||
	       str_starts(bytes, S("\xff\xfe")) || str_find(bytes, '\0') < bytes.n ||
	       str_search(bytes, S("open-cluster-management.io")) < bytes.n ||
	       str_search(bytes, S(OWN_GROUP)) < bytes.n;
}

static struct str skip_any(struct str s, const char *these)
{
	while (s.n && s.s[0] && strchr(these, s.s[0]))
		s = str_from(s, 1);
	return s;
}

bool declares_ours(struct str bytes)
{
	struct str key = S("apiVersion");
	size_t at;

	for (; (at = str_search(bytes, key)) < bytes.n;) {
		struct str value = skip_any(str_from(bytes, at + key.n), " \t\"':");

		if (str_starts(value, S(MESH_GROUP "/")) || str_starts(value, S(OWN_GROUP "/")))
			return true;
		bytes = str_from(bytes, at + key.n);
	}
	return false;
}
