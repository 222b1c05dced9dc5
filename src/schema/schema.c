#include "schema/schema.h"

#include "base/bug.h"
#include "base/embedded.h"
#include "schema/check.h"
#include "schema/subschema.h"
#include "yaml/embedded.h"

static const struct str kinds[] = {
	STR("ClusterConfig"),     STR("Config"),
	STR("IntermediateCA"),    STR("ManagedCluster"),
	STR("ManagedClusterSet"), STR("Mesh"),
	STR("MeshDeployment"),    STR("MeshFederation"),
	STR("MeshgenGenerator"),  STR("PlacementDecision"),
	STR("TrustPolicy"),       STR("TrustRoots"),
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

struct schemas {
	struct arena *arena;
	const struct subschema *read[KINDS]; /* NULL: not read yet */
};

struct schemas *schemas_new(struct arena *a)
{
	struct schemas *all = ARENA_NEW(a, struct schemas);

	all->arena = a;
	return all;
}

static struct str path_of(struct str kind, struct arena *a)
{
	return arena_fmt(a, "schemas/%.*s.json", FMT(kind));
}

struct str schema_text(struct str kind, struct arena *a)
{
	return embedded_file(path_of(kind, a));
}

const struct node *schema_document(struct str kind, struct arena *a)
{
	return embedded_document(path_of(kind, a));
}

size_t schema_kinds(const struct str **ret_list)
{
	*ret_list = kinds;
	return KINDS;
}

static const struct subschema *schema_of(struct schemas *all, struct str kind)
{
	for (size_t i = 0; i < KINDS; i++) {
		if (!str_eq(kinds[i], kind))
			continue;
		if (!all->read[i])
			all->read[i] =
				subschema_read(schema_document(kind, all->arena), all->arena);
		return all->read[i];
	}
	BUG("no schema of the kind '%.*s'", FMT(kind));
}

void schema_load(struct schemas *all, struct str kind)
{
	schema_of(all, kind);
}

bool schema_check(struct schemas *all, struct str kind, const struct node *doc,
		  struct findings *found)
{
	return check_document(schema_of(all, kind), kind, doc, found);
}
