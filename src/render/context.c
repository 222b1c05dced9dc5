#include "render/context.h"

#include "fleet/istio.h"

#include <string.h>

/* The components that templates ask for, as the input and as templates name them. */
static const struct component {
	struct str input, name;
} components[] = {
	{ STR("base"), STR("base") },
	{ STR("istiod"), STR("istiod") },
	{ STR("istiod-remote"), STR("istiodRemote") },
	{ STR("cni"), STR("cni") },
	{ STR("istio-ingress"), STR("istioIngress") },
	{ STR("istio-egress"), STR("istioEgress") },
};

struct node context_cluster(const struct cluster *c, struct arena *a)
{
	static const struct str keys[] = { STR("cluster") };
	struct node name = node_str(c->at->text);

	return node_record(a, keys, &name, 1);
}

struct node context_namespace(const struct cluster *c, const struct cluster_namespace *ns,
			      struct arena *a)
{
	static const struct str inner_keys[] = { STR("name"), STR("network"), STR("revision"),
						 STR("injected") };
	static const struct str keys[] = { STR("cluster"), STR("namespace") };
	const struct node inner[] = { node_str(ns->name), node_str(ns->network),
				      node_str(ns->revision), node_bool(ns->injected) };
	const struct node values[] = { node_str(c->at->text),
				       node_record(a, inner_keys, inner, 4) };

	return node_record(a, keys, values, 2);
}

static struct node components_node(const struct mesh_spec *spec, struct arena *a)
{
	struct map_builder m = { 0 };

	for (size_t i = 0; i < sizeof(components) / sizeof(*components); i++)
		map_put(&m, a, components[i].name,
			node_bool(names_have(&spec->components, components[i].input)));
	return map_done(&m);
}

static struct node access_log_node(const struct mesh_spec *spec, struct arena *a)
{
	struct map_builder m = { 0 };

	map_put_str(&m, a, S("file"), spec->access_log_file.text);
	map_put_str(&m, a, S("encoding"), spec->access_log_encoding.text);
	map_put_str(&m, a, S("format"), spec->access_log_format.text);
	return map_done(&m);
}

static struct node secrets_node(const struct names *secrets, struct arena *a)
{
	struct node *items = ARENA_ARRAY(a, secrets->n, struct node);

	for (size_t i = 0; i < secrets->n; i++)
		items[i] = node_str(secrets->list[i].text);
	return node_seq(items, secrets->n);
}

static struct node east_west_node(const struct settings *s, struct arena *a)
{
	struct map_builder m = { 0 }, annotations = { 0 };
	struct str type = s->service_type.text;

	for (size_t i = 0; i < s->annotations.n; i++)
		map_put_str(&annotations, a, s->annotations.list[i].key,
			    s->annotations.list[i].value);
	map_put_str(&m, a, S("serviceType"), type.n ? type : S("LoadBalancer"));
	map_put(&m, a, S("annotations"), map_done(&annotations));
	return map_done(&m);
}

static const struct str minor_names[] = {
	STR("v1_10"), STR("v1_11"), STR("v1_12"), STR("v1_13"), STR("v1_14"),
	STR("v1_15"), STR("v1_16"), STR("v1_17"), STR("v1_18"), STR("v1_19"),
	STR("v1_20"), STR("v1_21"), STR("v1_22"), STR("v1_23"),
};
_Static_assert(sizeof(minor_names) / sizeof(*minor_names) ==
		       OPERATOR_LAST_MINOR - OPERATOR_FIRST_MINOR + 1,
	       "a name for each minor");

/* since.v1_17 is true from Istio 1.17 on. */
static struct node since_node(const struct istio_version *v, struct arena *a)
{
	struct map_builder m = { 0 };

	for (unsigned minor = OPERATOR_FIRST_MINOR; minor <= OPERATOR_LAST_MINOR; minor++)
		map_put(&m, a, minor_names[minor - OPERATOR_FIRST_MINOR],
			node_bool(v->minor >= minor));
	return map_done(&m);
}

/* Absent profiles are the default one; an empty text is no profile (the addon's rule). */
static struct str profile_of(const struct mesh_spec *spec)
{
	return spec->profiles.n ? spec->profiles.list[0].text : S("default");
}

struct str mesh_network(const struct cluster *c, const struct fleet_mesh *m, struct arena *a)
{
	return c->settings->network.text.n ? c->settings->network.text : mesh_name(m, a);
}

/*
 * The pods of istiod name the policy: they are made anew when the first cacerts comes,
 * which a running istiod would pass over, and not when a root is rotated (ADR 16).
 */
static void put_trust(struct map_builder *b, const struct authority *trust, struct arena *a)
{
	map_put_str(b, a, S("trustPolicy"), trust ? trust->policy->name.text : S(""));
	map_put(b, a, S("multiRoot"), node_bool(trust && trust->roots));
}

/* Without the values that are the cluster's own, which context_mesh puts in. */
static struct node mesh_node(const struct settings *settings, const struct fleet_mesh *m,
			     const struct authority *trust, struct arena *a)
{
	const struct mesh_spec *spec = mesh_spec_of(m);
	struct map_builder b = { 0 };

	map_put(&b, a, S("name"), node_null());
	map_put_str(&b, a, S("namespace"), spec->namespace.text);
	map_put_str(&b, a, S("version"), spec->version.text);
	map_put_str(&b, a, S("revision"), mesh_revision(m, a));
	map_put_str(&b, a, S("profile"), profile_of(spec));
	map_put(&b, a, S("components"), components_node(spec, a));
	map_put(&b, a, S("hasMeshConfig"), node_bool(m->deployment || spec->has_mesh_config));
	map_put_str(&b, a, S("trustDomain"), spec->trust_domain.text);
	map_put(&b, a, S("accessLog"), access_log_node(spec, a));
	put_trust(&b, trust, a);
	map_put(&b, a, S("federated"), node_bool(m->federated));
	map_put(&b, a, S("network"), node_null());
	map_put(&b, a, S("clusterName"), node_null());
	map_put_str(&b, a, S("hub"), settings->hub.text);
	map_put(&b, a, S("imagePullSecrets"), secrets_node(&settings->image_pull_secrets, a));
	map_put(&b, a, S("eastWest"), east_west_node(settings, a));
	return map_done(&b);
}

static struct node operator_node(const struct settings *settings, const struct fleet_mesh *m,
				 struct arena *a)
{
	struct map_builder b = { 0 };
	struct str hub = settings->hub.text;

	map_put_str(&b, a, S("suffix"), mesh_operator_suffix(m, a));
	map_put_str(&b, a, S("hub"), hub.n ? hub : S("docker.io/istio"));
	return map_done(&b);
}

struct mesh_facts mesh_facts_of(const struct settings *settings, const struct fleet_mesh *m,
				const struct authority *trust, struct arena *a)
{
	struct istio_version v = { 0 };

	istio_version_parse(mesh_spec_of(m)->version.text, &v);
	return (struct mesh_facts){ since_node(&v, a), mesh_node(settings, m, trust, a),
				    operator_node(settings, m, a) };
}

/* Gives a value to a key that the n pairs have. */
static void fill(struct node *pairs, size_t n, struct str key, struct node value)
{
	struct node map = node_map(pairs, n);

	pairs[node_key(&map, key) - pairs + 1] = value;
}

struct node context_mesh(const struct cluster *c, const struct fleet_mesh *m,
			 const struct mesh_facts *facts, struct arena *a)
{
	static const struct str keys[] = { STR("cluster"), STR("since"), STR("mesh"),
					   STR("operator") };
	size_t n = facts->mesh.n;
	struct node *mesh = ARENA_ARRAY(a, 2 * n, struct node);
	struct node name = node_str(mesh_name(m, a));
	struct str network = c->settings->network.text;
	struct node values[] = { node_str(c->at->text), facts->since, node_map(mesh, n),
				 facts->operator};

	memcpy(mesh, facts->mesh.items, 2 * n * sizeof(*mesh));
	fill(mesh, n, S("name"), name);
	fill(mesh, n, S("network"), network.n ? node_str(network) : name);
	fill(mesh, n, S("clusterName"), name);
	return node_record(a, keys, values, 4);
}
