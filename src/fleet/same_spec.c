#include "fleet/same_spec.h"

#include <stddef.h>

/* A field that is a single text, in the order in which the CRD has them. */
static const struct text_field {
	const char *path;
	size_t offset; /* of a struct name in struct mesh_spec */
} text_fields[] = {
	{ "meshProvider", offsetof(struct mesh_spec, provider) },
	{ "controlPlane.namespace", offsetof(struct mesh_spec, namespace) },
	{ "controlPlane.version", offsetof(struct mesh_spec, version) },
	{ "meshConfig.trustDomain", offsetof(struct mesh_spec, trust_domain) },
	{ "meshConfig.proxyConfig.accessLogging.file",
	  offsetof(struct mesh_spec, access_log_file) },
	{ "meshConfig.proxyConfig.accessLogging.encoding",
	  offsetof(struct mesh_spec, access_log_encoding) },
	{ "meshConfig.proxyConfig.accessLogging.format",
	  offsetof(struct mesh_spec, access_log_format) },
};

static const struct list_field {
	const char *path;
	size_t offset; /* of a struct names */
} list_fields[] = {
	{ "controlPlane.profiles", offsetof(struct mesh_spec, profiles) },
	{ "controlPlane.components", offsetof(struct mesh_spec, components) },
	{ "meshMemberRoll", offsetof(struct mesh_spec, members) },
};

static const struct name *text_at(const struct mesh_spec *spec, size_t offset)
{
	return (const struct name *)(const void *)((const char *)spec + offset);
}

static const struct names *list_at(const struct mesh_spec *spec, size_t offset)
{
	return (const struct names *)(const void *)((const char *)spec + offset);
}

static struct place place_or(struct place p, struct place fallback)
{
	return p.file ? p : fallback;
}

static void report(const char *path, struct place mesh, struct place expansion,
		   const struct fleet_mesh *e, const struct mesh *m, struct findings *found)
{
	struct finding *f =
		finding_add(found, MG0304, place_or(mesh, m->name.place),
			    "Mesh '%.*s' differs from what MeshDeployment '%.*s' gives, "
			    "in spec.%s",
			    FMT(m->name.text), FMT(e->deployment->name.text), path);

	finding_note(f, place_or(expansion, e->at->place), "the MeshDeployment says so here");
	finding_help(f, "remove the Mesh, which the MeshDeployment makes anyway, or make the two "
			"agree");
}

static struct place first_place(const struct names *list)
{
	return list->n ? list->list[0].place : (struct place){ 0 };
}

void compare_with_expansion(const struct fleet_mesh *expansion, const struct mesh *mesh,
			    struct arena *a, struct findings *found)
{
	const struct mesh_spec *want = &expansion->deployment->spec, *have = &mesh->spec;

	for (size_t i = 0; i < sizeof(text_fields) / sizeof(*text_fields); i++) {
		const struct name *x = text_at(have, text_fields[i].offset);
		const struct name *y = text_at(want, text_fields[i].offset);

		if (!str_eq(x->text, y->text)) {
			report(text_fields[i].path, x->place, y->place, expansion, mesh, found);
			return;
		}
	}
	if (!str_eq(have->revision.text, mesh_revision(expansion, a))) {
		report("controlPlane.revision", have->revision.place, want->revision.place,
		       expansion, mesh, found);
		return;
	}
	for (size_t i = 0; i < sizeof(list_fields) / sizeof(*list_fields); i++) {
		const struct names *x = list_at(have, list_fields[i].offset);
		const struct names *y = list_at(want, list_fields[i].offset);

		if (!names_eq(x, y)) {
			report(list_fields[i].path, first_place(x), first_place(y), expansion, mesh,
			       found);
			return;
		}
	}
}
