#include "fleet/check.h"
#include "fleet/istio.h"

#include <stdlib.h>

/* `istio-operator-<revision>` is the name of a Service, which has at most 63 bytes. */
enum { REVISION_BYTES = 63 - 15 };

struct checking {
	const struct mesh_spec *spec;
	const struct name *subject;
	struct findings *found;
	struct istio_version version;
	bool version_known;
};

/* A finding at a field, or at the name of the object when the field is absent. */
static struct finding *at(struct checking *c, enum code code, const struct name *field,
			  const char *what)
{
	struct place p = field && field->place.file ? field->place : c->subject->place;

	if (field && field->text.n)
		return finding_add(c->found, code, p, "%s '%.*s'", what, FMT(field->text));
	return finding_add(c->found, code, p, "%s", what);
}

static void check_provider(struct checking *c)
{
	static const struct str upstream = STR("Upstream Istio");
	static const struct str openshift = STR("Openshift Service Mesh");
	struct str text = c->spec->provider.text;
	struct finding *f;

	if (str_eq(text, upstream))
		return;
	if (!text.n) {
		f = at(c, MG0330, &c->spec->provider, "no meshProvider");
	} else if (str_eq(text, openshift)) {
		f = at(c, MG0331, &c->spec->provider, "nothing is rendered for meshProvider");
		finding_help(f, "of the providers only 'Upstream Istio' is rendered; a mesh that "
				"runs already is a Mesh with the label "
				"mesh.open-cluster-management.io/discovery: \"true\"");
		return;
	} else {
		f = at(c, MG0330, &c->spec->provider, "unknown meshProvider");
	}
	finding_help(f, "write meshProvider: Upstream Istio");
}

static void check_namespace(struct checking *c)
{
	const struct name *ns = &c->spec->namespace;

	if (!ns->text.n)
		finding_help(at(c, MG0333, ns, "no controlPlane.namespace"),
			     "write controlPlane.namespace: istio-system");
	else if (!is_dns_label(ns->text))
		finding_help(at(c, MG0334, ns, "no name of a namespace:"),
			     "a namespace is at most 63 lower-case letters, digits and '-', with a "
			     "letter or digit at both ends");
}

static void report_no_operator(struct checking *c)
{
	struct finding *f =
		at(c, MG0337, &c->spec->version, "target istiooperator cannot install Istio");

	if (c->version.major == 1 && c->version.minor < OPERATOR_FIRST_MINOR)
		finding_help(f, "the oldest version that can be rendered is 1.%d",
			     OPERATOR_FIRST_MINOR);
	else
		finding_help(f,
			     "Istio has no in-cluster operator since 1.24: the targets sail and "
			     "helm install it, and come in a later version of meshgen; until then "
			     "stay at 1.%d or older",
			     OPERATOR_LAST_MINOR);
}

static void check_version(struct checking *c)
{
	const struct name *version = &c->spec->version;

	if (!version->text.n) {
		finding_help(at(c, MG0335, version, "no controlPlane.version"),
			     "write the version of Istio, such as version: 1.22.3");
	} else if (!istio_version_parse(version->text, &c->version)) {
		finding_help(
			at(c, MG0336, version, "no version of Istio:"),
			"a version is MAJOR.MINOR.PATCH, or with a suffix as in 1.22.3-alpha.1");
	} else if (!istio_has_operator(&c->version)) {
		report_no_operator(c);
	} else {
		c->version_known = true;
		if (!c->version.has_patch)
			finding_help(at(c, MG0338, version, "a version without a patch level,"),
				     "it is the tag of an image: write all of it, such as "
				     "%.*s.0",
				     FMT(version->text));
	}
}

static void check_profiles(struct checking *c)
{
	const struct names *profiles = &c->spec->profiles;
	const struct name *first = profiles->list;
	struct finding *f;
	struct str near;

	if (profiles->n > 1)
		finding_help(
			at(c, MG0340, &profiles->list[1], "only the first profile counts, not"),
			"list one profile; '%.*s' is what is rendered", FMT(first->text));
	if (!profiles->n || !first->text.n || !c->version_known ||
	    istio_has_profile(c->version.minor, first->text))
		return;
	near = istio_profile_near(c->version.minor, first->text);
	f = finding_add(c->found, MG0339, first->place, "Istio 1.%u has no profile '%.*s'",
			c->version.minor, FMT(first->text));
	if (near.n)
		finding_help(f, "did you mean '%.*s'?", FMT(near));
	else
		finding_help(f, "its profiles are %.*s", FMT(istio_profiles(c->version.minor)));
}

/* What the addon understands, and what its discovery and people write for it. */
static const struct component {
	struct str name, alias;
} components[] = {
	{ STR("base"), STR("Istio core") },
	{ STR("istiod"), STR("Istiod") },
	{ STR("istiod-remote"), STR("Istiod remote") },
	{ STR("cni"), STR("CNI") },
	{ STR("istio-ingress"), STR("Ingress gateways") },
	{ STR("istio-egress"), STR("Egress gateways") },
};

/* Words for a component in Istio's own kinds and charts. */
static const struct component other_words[] = {
	{ STR("istiod"), STR("pilot") },
	{ STR("istio-ingress"), STR("ingressGateways") },
	{ STR("istio-ingress"), STR("istio-ingressgateway") },
	{ STR("istio-egress"), STR("egressGateways") },
	{ STR("istio-egress"), STR("istio-egressgateway") },
	{ STR("istiod-remote"), STR("istiodRemote") },
};

static struct str component_meant(struct str text)
{
	struct str best = { "", 0 };
	unsigned least = 3;

	for (size_t i = 0; i < sizeof(other_words) / sizeof(*other_words); i++)
		if (str_distance(text, other_words[i].alias, 0) == 0)
			return other_words[i].name;
	for (size_t i = 0; i < sizeof(components) / sizeof(*components); i++) {
		unsigned distance = str_distance(text, components[i].name, 2);

		if (str_distance(text, components[i].alias, 0) == 0)
			return components[i].name;
		if (distance < least) {
			least = distance;
			best = components[i].name;
		}
	}
	return best;
}

static void check_component(struct checking *c, const struct name *component)
{
	struct str meant;
	struct finding *f;

	for (size_t i = 0; i < sizeof(components) / sizeof(*components); i++)
		if (str_eq(component->text, components[i].name))
			return;
	meant = component_meant(component->text);
	f = at(c, MG0341, component, "unknown component");
	if (meant.n)
		finding_help(f, "did you mean '%.*s'?", FMT(meant));
	else
		finding_help(f,
			     "components are base, istiod, istiod-remote, cni, istio-ingress and "
			     "istio-egress");
}

static void check_revision(struct checking *c, bool derives, struct arena *a)
{
	const struct name *declared = &c->spec->revision;
	struct deployment d = { .spec = *c->spec };
	struct str revision = declared->text;
	struct finding *f;

	if (!revision.n && derives && c->version_known)
		revision = mesh_revision(&(struct fleet_mesh){ .deployment = &d }, a);
	if (!revision.n || (is_dns_label(revision) && revision.n <= REVISION_BYTES))
		return;
	f = finding_add(c->found, MG0342,
			declared->text.n ? declared->place : c->spec->version.place,
			"%s '%.*s' is no name that Kubernetes takes",
			declared->text.n ? "revision" : "the revision made from the version,",
			FMT(revision));
	finding_help(
		f,
		"a revision is at most %d lower-case letters, digits and '-', with a letter or "
		"digit at both ends%s",
		REVISION_BYTES,
		declared->text.n ? ": write 1-22-3 for 1.22.3" : "; set controlPlane.revision");
}

static void check_mesh_config(struct checking *c)
{
	const struct name *domain = &c->spec->trust_domain;
	const struct name *encoding = &c->spec->access_log_encoding;

	if (domain->text.n && !is_trust_domain(domain->text))
		finding_help(at(c, MG0343, domain, "no trust domain:"),
			     "a trust domain is lower-case letters, digits, '-' and '.', such as "
			     "cluster.local, with a letter or digit at both ends of each part");
	if (encoding->text.n && !str_eq(encoding->text, S("TEXT")) &&
	    !str_eq(encoding->text, S("JSON")))
		finding_help(at(c, MG0344, encoding, "unknown encoding of the access log,"),
			     "Istio takes TEXT and JSON");
}

static int by_text(const void *a, const void *b)
{
	const struct name *const *x = a, *const *y = b;
	int order = str_cmp((*x)->text, (*y)->text);

	return order ? order
		     : ((*x)->place.off > (*y)->place.off) - ((*x)->place.off < (*y)->place.off);
}

static void check_twice(struct checking *c, const struct names *list, struct arena *a)
{
	const struct name **sorted = ARENA_ARRAY(a, list->n, const struct name *);

	for (size_t i = 0; i < list->n; i++)
		sorted[i] = &list->list[i];
	if (list->n)
		qsort(sorted, list->n, sizeof(*sorted), by_text);
	for (size_t i = 1; i < list->n; i++)
		if (str_eq(sorted[i]->text, sorted[i - 1]->text)) {
			struct finding *f = at(c, MG0347, sorted[i], "listed twice:");

			finding_note(f, sorted[i - 1]->place, "first listed here");
			finding_help(f, "remove one of the two");
		}
}

static void check_members(struct checking *c, struct arena *a)
{
	for (size_t i = 0; i < c->spec->members.n; i++) {
		const struct name *member = &c->spec->members.list[i];
		struct finding *f;

		if (!is_dns_label(member->text))
			finding_help(at(c, MG0345, member, "no name of a namespace:"),
				     "meshMemberRoll lists namespaces, which are at most 63 "
				     "lower-case letters, digits and '-'");
		if (!str_eq(member->text, c->spec->namespace.text))
			continue;
		f = at(c, MG0346, member,
		       "the control plane's own namespace is listed as a member:");
		finding_note(f, c->spec->namespace.place, "the control plane is here");
		finding_help(f, "remove it: istiod and the gateways need no sidecar");
	}
	check_twice(c, &c->spec->members, a);
}

void check_spec(const struct mesh_spec *spec, const struct name *subject, bool derives_revision,
		struct arena *a, struct findings *found)
{
	struct checking c = { .spec = spec, .subject = subject, .found = found };

	check_provider(&c);
	if (!spec->control_plane.file) {
		finding_help(at(&c, MG0332, subject, "no controlPlane in"),
			     "write spec.controlPlane with namespace, version, profiles and "
			     "components");
		return;
	}
	check_namespace(&c);
	check_version(&c);
	check_profiles(&c);
	for (size_t i = 0; i < spec->components.n; i++)
		check_component(&c, &spec->components.list[i]);
	check_twice(&c, &spec->components, a);
	check_revision(&c, derives_revision, a);
	check_mesh_config(&c);
	check_members(&c, a);
}

void check_discovered(const struct mesh *mesh, struct arena *a, struct findings *found)
{
	struct checking c = { .spec = &mesh->spec, .subject = &mesh->name, .found = found };

	check_namespace(&c);
	check_revision(&c, false, a);
	check_mesh_config(&c);
}
