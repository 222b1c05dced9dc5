#include "model/load.h"

#include "model/grammar.h"
#include "model/inputs.h"
#include "model/intake.h"
#include "model/ledger.h"
#include "model/settings.h"
#include "yaml/read.h"

#include <stdlib.h>
#include <string.h>

struct loading {
	struct intake intake;
	struct tree *tree;
	struct sources *sources;
	struct arena bytes; /* of the file that is read, until its text is kept */
	struct arena file;  /* of its nodes */
};

static void warn_passed_over(struct findings *found, const struct finding *why)
{
	finding_help(finding_add(found, MG0113, why->place, "passed over: %.*s", FMT(why->message)),
		     "name it in spec.exclude of meshgen.yaml if it holds nothing for meshgen");
}

/* A broken file that is not for us is no error, but what it held is unknown. */
static void judge_broken(struct loading *l, struct findings *own, struct str path, struct str bytes)
{
	struct model *m = l->intake.model;

	m->incomplete = true;
	if (str_eq(path, S("meshgen.yaml")) || declares_ours(bytes) ||
	    inputs_names(&m->config, path)) {
		findings_take(l->intake.found, own);
		return;
	}
	warn_passed_over(l->intake.found, own->list[0]);
	findings_release(own);
}

static bool has(struct str bytes, struct str text)
{
	return str_search(bytes, text) < bytes.n;
}

/*
 * What `meshgen ca issue --keys-out` and the addon call the key of a mesh's CA; istiod takes a
 * Secret cacerts of type kubernetes.io/tls too.
 */
static bool holds_key(struct str bytes)
{
	bool tls = has(bytes, S("tls.key")) &&
		   (has(bytes, S("name: cacerts")) || has(bytes, S("\"cacerts\"")));

	return (tls || has(bytes, S("ca-key.pem"))) && is_private_key(bytes);
}

/* The file is not read: no other message may show a line of it. */
static void report_key(struct loading *l, struct str path)
{
	l->intake.model->incomplete = true;
	finding_help(finding_add_path(l->intake.found, MG0537, path,
				      "the file holds the private key of a CA in the clear"),
		     "all who can read the repository have it: take another in its place, and keep "
		     "keys elsewhere\n"
		     "spec.exclude of meshgen.yaml, if it is no key that anybody trusts");
}

/* Text and path must outlive the file: findings show them. */
static void take_text(struct loading *l, struct str path, struct str bytes, struct findings *own)
{
	struct intake *in = &l->intake;
	struct documents documents = { 0 };
	struct str text;
	bool decoded = yaml_decode(bytes, path, &l->file, own, &text);
	uint32_t file;

	in->text = arena_dup(in->arena, text);
	in->path = arena_dup(in->arena, path);
	file = sources_add(l->sources, in->arena, in->path, in->text);
	if (!decoded) {
		own->list[0]->place = place_at(file, text.n, 1);
		judge_broken(l, own, path, bytes);
		return;
	}
	arena_reset(&l->bytes);
	if (!yaml_read_input(file, in->text, &l->file, own, &documents)) {
		judge_broken(l, own, path, in->text);
		return;
	}
	findings_take(in->found, own);
	for (size_t i = 0; i < documents.n; i++)
		intake_document(in, &documents.list[i]);
}

/* An empty meshgen.yaml is one without settings, as good as none. */
static void load_file(struct loading *l, struct str path)
{
	struct findings own = { 0 };
	struct str bytes;

	memcpy(own.raised, l->intake.found->raised, sizeof(own.raised));
	if (!tree_read(l->tree, path, &l->bytes, l->intake.found, &bytes))
		l->intake.model->incomplete = true;
	else if (holds_key(bytes))
		report_key(l, path);
	else if (str_eq(path, S("meshgen.yaml")) ? bytes.n > 0 : may_be_ours(bytes))
		take_text(l, path, bytes, &own);
	findings_release(&own);
	arena_reset(&l->bytes);
	arena_reset(&l->file);
}

static void load_config(struct loading *l)
{
	struct str path = S("meshgen.yaml");
	enum entry_kind kind;

	if (tree_kind(l->tree, path, &kind))
		load_file(l, path);
}

/* Without it every cluster would get the built-in templates, and nobody would hear of it. */
static void check_templates(struct loading *l)
{
	const struct name *folder = &l->intake.model->config.templates;
	enum entry_kind kind;

	if (!folder->text.n || (tree_kind(l->tree, folder->text, &kind) && kind == ENTRY_FOLDER))
		return;
	finding_help(finding_add(l->intake.found, MG0215, folder->place,
				 "'%.*s' cannot be the folder of spec.templates: it is not there",
				 FMT(str_first(folder->text, 80))),
		     "name the folder of the templates, or remove the field");
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void model_load(struct tree *t, struct str output, struct str version, struct arena *a,
		struct sources *sources, struct findings *found, struct model *ret)
{
	struct arena scratch = { 0 };
	struct inputs inputs;
	struct loading l = {
		.intake = { .model = ret,
			    .arena = a,
			    .scratch = &scratch,
			    .found = found,
			    .version = version },
		.tree = t,
		.sources = sources,
	};

	*ret = (struct model){ .config = config_defaults() };
	load_config(&l);
	check_templates(&l);
	if (!inputs_list(t, &ret->config, output, &scratch, found, &inputs))
		ret->incomplete = true;
	ret->inner_root = arena_dup(a, inputs.inner_root);
	ledger_list(&inputs.issued, a, sources, found, ret);
	for (size_t i = 0; i < inputs.files.n; i++)
		load_file(&l, inputs.files.list[i].path);
	if (ret->n_dropped)
		qsort(ret->dropped, ret->n_dropped, sizeof(*ret->dropped), by_text);
	arena_release(&l.bytes);
	arena_release(&l.file);
	arena_release(&scratch);
}

void model_forget_peers(struct model *m)
{
	for (size_t i = 0; i < m->n_federations; i++)
		m->federations[i].n_groups = 0;
	arena_release(&m->peers);
}

static bool is_dropped(const struct model *m, struct str key)
{
	return m->n_dropped &&
	       bsearch(&key, m->dropped, m->n_dropped, sizeof(*m->dropped), by_text);
}

bool model_was_dropped(const struct model *m, struct str kind, struct str namespace,
		       struct str name)
{
	struct arena a = { 0 };
	bool dropped = is_dropped(
		m, arena_fmt(&a, "%.*s/%.*s/%.*s", FMT(kind), FMT(namespace), FMT(name)));

	arena_release(&a);
	return dropped;
}

bool model_may_lack(const struct model *m, struct str kind)
{
	for (size_t i = 0; i < m->n_dropped; i++) {
		struct str key = m->dropped[i];

		if (str_eq(str_first(key, str_find(key, '/')), kind))
			return true;
	}
	return m->incomplete;
}
