#include "model/intake.h"

#include "model/accept.h"
#include "model/grammar.h"
#include "model/ledger_path.h"
#include "yaml/items.h"

/* Who a document is, as far as it says so. */
struct identity {
	const struct input_kind *kind;
	const struct node *name; /* NULL when there is none, or it is no string; may be empty */
	struct str namespace;
	struct str key; /* "Kind/namespace/name" */
};

static const struct node *string_at(const struct node *x, struct str key)
{
	const struct node *value = node_get(x, key);

	return value && value->kind == NODE_STR ? value : NULL;
}

static struct str namespace_of(const struct input_kind *k, const struct node *doc)
{
	struct str written = node_get_str(node_get(doc, S("metadata")), S("namespace"));

	if (!k->namespaced)
		return S("");
	if (written.n)
		return written;
	if (k->input == INPUT_MESH)
		return node_get_str(node_get(doc, S("spec")), S("cluster"));
	return S("default");
}

static struct identity identify(struct intake *in, const struct input_kind *k,
				const struct node *doc)
{
	struct identity id = { k, string_at(node_get(doc, S("metadata")), S("name")),
			       namespace_of(k, doc), S("") };

	if (id.name)
		id.key = arena_fmt(in->scratch, "%.*s/%.*s/%.*s", FMT(k->kind), FMT(id.namespace),
				   FMT(node_text(id.name)));
	return id;
}

/* The name as a message shows it: not without end. */
static struct str shown(struct str name)
{
	return str_first(name, 80);
}

static bool check_name(struct intake *in, const struct identity *id)
{
	struct str name = id->name ? node_text(id->name) : S("");
	bool cluster = id->kind->input == INPUT_MANAGED_CLUSTER;
	struct finding *f;

	if (!id->name || (cluster ? is_cluster_name(name) : is_dns_subdomain(name)))
		return true;
	f = finding_add(in->found, MG0209, node_place(id->name), "'%.*s%s' is no name of a %.*s",
			FMT(shown(name)), name.n > 80 ? "..." : "", FMT(id->kind->kind));
	finding_help(f, "write at most %d of a-z, 0-9, '-'%s, with a letter or digit at both ends",
		     cluster ? 63 : 253, cluster ? "" : " and '.'");
	return false;
}

static bool check_namespace(struct intake *in, const struct identity *id, const struct node *doc)
{
	const struct node *x = string_at(node_get(doc, S("metadata")), S("namespace"));
	struct finding *f;

	if (!id->kind->namespaced || !x || x->n == 0 || is_dns_label(node_text(x)))
		return true;
	f = finding_add(in->found, MG0209, node_place(x), "'%.*s' is no name of a namespace",
			FMT(shown(node_text(x))));
	finding_help(f, "write at most 63 of a-z, 0-9, '-', with a letter or digit at both ends");
	return false;
}

static bool check_unique(struct intake *in, const struct identity *id)
{
	void **at;
	struct place *first;
	struct finding *f;

	if (!id->name || id->kind->input == INPUT_CONFIG || id->kind->input == INPUT_GENERATOR)
		return true;
	at = map_at(&in->seen, id->key, in->scratch);
	if (!*at) {
		first = ARENA_NEW(in->scratch, struct place);
		*first = node_place(id->name);
		*at = first;
		return true;
	}
	f = finding_add(in->found, MG0208, node_place(id->name),
			"%.*s '%.*s'%s%.*s%s is declared twice", FMT(id->kind->kind),
			FMT(shown(node_text(id->name))), id->namespace.n ? " in namespace '" : "",
			FMT(id->namespace), id->namespace.n ? "'" : "");
	finding_note(f, *(struct place *)*at, "first declared here");
	finding_help(f, "remove one of them, or name a patch of kustomize in spec.exclude of "
			"meshgen.yaml");
	return false;
}

/* An annotation of ours that is misspelt would be lost without a word. */
static bool check_annotations(struct intake *in, const struct input_kind *k, const struct node *doc)
{
	static const struct str known[] = { STR("meshgen.dev/clusters-from") };
	const struct node *map = node_get(node_get(doc, S("metadata")), S("annotations"));
	bool ok = true;

	for (size_t i = 0; k->mesh && map && map->kind == NODE_MAP && i < map->n; i++) {
		const struct node *key = &map->items[2 * i];
		struct finding *f;

		if (!str_starts(node_text(key), S("meshgen.dev/")) ||
		    (k->input == INPUT_DEPLOYMENT && str_eq(node_text(key), known[0])))
			continue;
		f = finding_add(in->found, MG0201, node_place(key),
				"a %.*s has no annotation '%.*s'", FMT(k->kind),
				FMT(shown(node_text(key))));
		if (k->input == INPUT_DEPLOYMENT)
			finding_help(f, "did you mean '%.*s'?", FMT(known[0]));
		ok = false;
	}
	return ok;
}

static bool check_later(struct intake *in, const struct input_kind *k, const struct node *doc)
{
	const struct later_field *later;
	size_t n = later_fields(&later);
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		const struct node *key, *value;

		if (!str_eq(later[i].kind, k->kind) ||
		    !decode_find(doc, later[i].path, &key, &value))
			continue;
		finding_help(finding_add(in->found, MG0211, node_place(key),
					 "'%.*s' is read, but its effect comes in a later version",
					 FMT(node_text(key))),
			     "remove it");
		ok = false;
	}
	return ok;
}

static bool check_alone(struct intake *in, const struct identity *id, const struct node *doc)
{
	bool ok = check_unique(in, id);

	ok = check_name(in, id) && ok;
	ok = check_namespace(in, id, doc) && ok;
	ok = check_annotations(in, id->kind, doc) && ok;
	return check_later(in, id->kind, doc) && ok;
}

static void drop(struct intake *in, const struct identity *id)
{
	struct model *m = in->model;

	if (!id->name || id->name->n == 0) {
		m->incomplete = true;
		return;
	}
	m->dropped = arena_grow(in->arena, m->dropped, m->n_dropped, &m->cap_dropped,
				sizeof(*m->dropped));
	m->dropped[m->n_dropped++] = arena_dup(in->arena, id->key);
}

bool intake_decode(struct intake *in, const struct table *table, const struct node *doc, void *ret)
{
	struct decoder d = { in->arena, &in->model->peers, in->text, in->found };

	return decode(&d, table, doc, ret);
}

bool intake_is_config(const struct intake *in)
{
	return str_eq(in->path, S("meshgen.yaml"));
}

/* A Config without apiVersion would be lost without a word. */
static void report_no_config(struct intake *in, const struct node *doc)
{
	finding_help(finding_add(in->found, MG0217, node_place(doc),
				 "a document in meshgen.yaml that is no Config"),
		     "write apiVersion: meshgen.dev/v1alpha1 and kind: Config");
}

/* meshgen ca writes the file anew, so that it must hold nothing else. */
static void report_no_roots(struct intake *in, const struct node *doc)
{
	finding_help(finding_add(in->found, MG0502, node_place(doc),
				 "a document that is no TrustRoots in a file of the trust ledger"),
		     "move it to another file: meshgen ca writes this one anew");
}

static void take(struct intake *in, const struct node *doc)
{
	const struct input_kind *k;
	struct identity id;
	bool ok;

	switch (recognise(doc, in->found, &k)) {
	case PASSED_OVER:
		if (intake_is_config(in))
			report_no_config(in, doc);
		else if (is_roots_path(in->path))
			report_no_roots(in, doc);
		return;
	case REFUSED:
		in->model->incomplete = true;
		return;
	case RECOGNISED:
		break;
	}
	if (k->input != INPUT_TRUST_ROOTS && is_roots_path(in->path))
		report_no_roots(in, doc);
	id = identify(in, k, doc);
	ok = schema_check(k->kind, doc, in->found);
	ok = check_alone(in, &id, doc) && ok;
	if (!ok || !accept_document(in, k->input, doc))
		drop(in, &id);
}

/* kubectl's List names the kind of each item; the lists of the API itself need not. */
static bool has_type(struct intake *in, const struct node *list, const struct node *item)
{
	if (item->kind != NODE_MAP || str_eq(node_get_str(list, S("kind")), S("List")) ||
	    node_get(item, S("kind")))
		return true;
	in->model->incomplete = true;
	finding_help(finding_add(in->found, MG0207, node_place(item),
				 "an item of a %.*s has no kind",
				 FMT(node_get_str(list, S("kind")))),
		     "write apiVersion and kind in each item, as kubectl get -o yaml does");
	return false;
}

/* A list without a kind, as jq '.items' leaves it: kubectl takes none either. */
static void check_bare_list(struct intake *in, const struct node *list)
{
	struct items items = items_of(list);
	const struct node *item;

	while ((item = items_next(&items))) {
		if (!is_of_our_kinds(item))
			continue;
		in->model->incomplete = true;
		finding_help(finding_add(in->found, MG0202, node_place(item),
					 "a %.*s in a bare list, where no object counts",
					 FMT(node_get_str(item, S("kind")))),
			     "write apiVersion: v1, kind: List, and the list below items:");
		items_end(&items);
		return;
	}
}

void intake_document(struct intake *in, const struct node *doc)
{
	const struct node *list, *item;
	struct items items;

	if (doc->kind == NODE_SEQ) {
		check_bare_list(in, doc);
		return;
	}
	if (!is_list(doc)) {
		take(in, doc);
		return;
	}
	list = node_get(doc, S("items"));
	if (!list || list->kind != NODE_SEQ)
		return;
	items = items_of(list);
	while ((item = items_next(&items)))
		if (has_type(in, doc, item))
			intake_document(in, item);
}
