#include "model/settings.h"

#include "base/limits.h"
#include "base/path.h"
#include "model/folder.h"
#include "model/grammar.h"

struct config config_defaults(void)
{
	return (struct config){ .output = S("out"),
				.repository = { .revision = S("HEAD"),
						.git_repository = S("flux-system") } };
}

static bool check_only(struct intake *in, const struct node *doc)
{
	struct finding *f;

	if (!intake_is_config(in)) {
		f = finding_add(in->found, MG0217, node_place(doc),
				"a Config outside meshgen.yaml");
		finding_help(f, "move it to meshgen.yaml in the root of the repository");
		return false;
	}
	if (in->model->config.place.file == 0)
		return true;
	f = finding_add(in->found, MG0217, node_place(doc), "a second Config");
	finding_note(f, in->model->config.place, "the first one");
	finding_help(f, "put all settings into one of them");
	return false;
}

static void check_version(struct intake *in, const struct name *required)
{
	if (!required->text.n || !in->version.n || str_eq(required->text, in->version))
		return;
	finding_help(finding_add(in->found, MG0210, required->place,
				 "this repository wants meshgen %.*s, this is %.*s",
				 FMT(required->text), FMT(in->version)),
		     "install meshgen %.*s, or change requiredVersion and review what changes in "
		     "the output",
		     FMT(required->text));
}

static void check_severities(struct intake *in, const struct pairs *severities)
{
	struct str names[CODE_COUNT];

	for (size_t i = 0; i < CODE_COUNT; i++)
		names[i] = str_of(code_name((enum code)i));
	for (size_t i = 0; i < severities->n; i++) {
		const struct name *key = &severities->list[i].key;
		enum code code = code_of(key->text);
		struct str meant = { "", 0 };
		struct finding *f;

		if (code != CODE_COUNT) {
			findings_raise(in->found, code);
			continue;
		}
		if (i < LIMIT_FINDINGS)
			meant = str_nearest(key->text, names, CODE_COUNT);
		f = finding_add(in->found, MG0214, key->place, "there is no finding '%.*s'",
				FMT(str_first(key->text, 80)));
		if (meant.n && meant.n != key->text.n)
			finding_help(f, "did you mean '%.*s'?", FMT(meant));
		else
			finding_help(f, "meshgen explain lists all codes");
	}
}

static bool overlap(struct str a, struct str b)
{
	return is_within(a, b) || is_within(b, a);
}

/* Why a normalised path cannot be a folder of ours; NULL when it can. */
static const char *why_no_folder(struct str folder)
{
	const char *why;

	if (folder.n == 0 || str_eq(folder, S(".")))
		return "it is the root itself";
	why = why_not_below(folder);
	if (why)
		return why;
	return overlap(folder, S("trust")) ? "the folder trust holds the trust ledger" : NULL;
}

static bool check_folder(struct intake *in, const struct name *folder, const char *field)
{
	const char *why = folder->text.n ? why_no_folder(folder_normal(folder->text)) : NULL;

	if (!why)
		return true;
	finding_help(finding_add(in->found, MG0215, folder->place,
				 "'%.*s' cannot be the folder of spec.%s: %s",
				 FMT(str_first(folder->text, 80)), field, why),
		     "name a folder below the root of the repository that is for it alone");
	return false;
}

static void check_overlap(struct intake *in, const struct config_document *d)
{
	struct config *c = &in->model->config;
	struct finding *f;

	if (!overlap(c->output, c->templates.text))
		return;
	f = finding_add(in->found, MG0215, d->templates.place,
			"spec.templates '%.*s' and spec.output '%.*s' overlap",
			FMT(c->templates.text), FMT(c->output));
	if (d->output.place.file)
		finding_note(f, d->output.place, "the output");
	finding_help(f, "name two folders, neither of which lies in the other");
	c->templates = (struct name){ 0 };
}

static void set_folders(struct intake *in, const struct config_document *d)
{
	struct config *c = &in->model->config;

	if (check_folder(in, &d->output, "output") && d->output.text.n)
		c->output = folder_normal(d->output.text);
	if (check_folder(in, &d->templates, "templates") && d->templates.text.n)
		c->templates =
			(struct name){ folder_normal(d->templates.text), d->templates.place };
	check_overlap(in, d);
}

/* Every glob is asked about every file. */
static void check_globs(struct intake *in, struct names *globs, const char *field)
{
	if (globs->n <= LIMIT_GLOBS)
		return;
	finding_help(finding_add(in->found, MG0218, globs->list[LIMIT_GLOBS].place,
				 "spec.%s has %zu globs, more than %d", field, globs->n,
				 LIMIT_GLOBS),
		     "name folders: FOLDER/** stands for all files below it");
	globs->n = LIMIT_GLOBS;
}

/* The schema knows no other names. */
static unsigned appliers_of(const struct names *names)
{
	return (names_have(names, S("argocd")) ? APPLIER_ARGOCD : 0u) |
	       (names_have(names, S("flux")) ? APPLIER_FLUX : 0u);
}

/* What would not stay a text in an ApplicationSet: globs, and templates of Go. */
static const char *why_no_argument(struct str s)
{
	static const struct str special = STR("*?[]{}\\\"'`$");

	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] <= ' ' || s.s[i] > '~')
			return "it holds a blank, a control character or no ASCII";
		if (str_find(special, s.s[i]) < special.n)
			return "an applier would not take one of *?[]{}\\\"'`$ in it as it is";
	}
	return NULL;
}

/* Behind "://", or all of it as ssh has it: git@host:path. */
static struct str behind_scheme(struct str url)
{
	size_t scheme = str_search(url, S("://"));

	return scheme < url.n ? str_from(url, scheme + 3) : url;
}

static bool holds_password(struct str url)
{
	struct str rest = behind_scheme(url), user = str_first(rest, str_find(rest, '@'));

	return rest.n < url.n && user.n < rest.n && str_find(user, '/') == user.n &&
	       str_find(user, ':') < user.n;
}

static const char *why_no_url(struct str url)
{
	struct str rest = behind_scheme(url);
	size_t colon = str_find(url, ':');
	const char *why = why_no_argument(url);

	if (why)
		return why;
	return colon == 0 || colon == url.n || !rest.n
		       ? "it is no URL of git, such as https://git.example/mesh/fleet.git"
		       : NULL;
}

static const char *why_no_path(struct str path)
{
	const char *why = why_no_argument(path);

	return why || str_eq(path, S(".")) || !path.n ? why : why_not_below(path);
}

static void check_repository_field(struct intake *in, const struct name *value, const char *field,
				   const char *why, struct str *ret)
{
	if (value->text.n && !why)
		*ret = value->text;
	if (!value->text.n || !why)
		return;
	finding_help(finding_add(in->found, MG0230, value->place,
				 "'%.*s' cannot be spec.repository.%s: %s",
				 FMT(str_first(value->text, 80)), field, why),
		     "meshgen explain MG0230 tells what each field is");
}

static void set_repository(struct intake *in, const struct config_document *d)
{
	struct repository *r = &in->model->config.repository;
	struct name path = { folder_normal(d->path.text), d->path.place };

	if (holds_password(d->url.text))
		/* Without its line, which nobody shall read in a log. */
		finding_help(finding_add(in->found, MG0230, place_file(d->url.place.file),
					 "spec.repository.url holds a password"),
			     "leave it out, and give it to the applier in a Secret");
	else
		check_repository_field(in, &d->url, "url", why_no_url(d->url.text), &r->url);
	check_repository_field(in, &d->revision, "revision", why_no_argument(d->revision.text),
			       &r->revision);
	check_repository_field(in, &path, "path", why_no_path(path.text), &r->path);
	check_repository_field(
		in, &d->git_repository, "gitRepository",
		is_dns_subdomain(d->git_repository.text) ? NULL : "it is no name of an object",
		&r->git_repository);
	if (str_eq(r->path, S(".")))
		r->path = S("");
}

static const char *why_no_directory(struct str path)
{
	const char *why = why_no_argument(path);

	if (!why && (str_starts(path, S(".")) || str_search(path, S("/.")) < path.n))
		return "it passes over folders that begin with a dot";
	return why;
}

static void report_directory(struct intake *in, struct place place, struct str folder)
{
	const char *why = why_no_directory(folder);

	if (why)
		finding_help(finding_add(in->found, MG0230, place,
					 "Argo CD would not find a folder below '%.*s': %s",
					 FMT(folder), why),
			     "take another name for the folder");
}

/* Argo CD must be told where it finds the output. */
static void check_argocd(struct intake *in, const struct config_document *d)
{
	const struct config *c = &in->model->config;

	if (!(c->appliers & APPLIER_ARGOCD))
		return;
	if (!d->url.text.n)
		finding_help(
			finding_add(in->found, MG0231, d->appliers_place,
				    "nothing says where Argo CD finds this repository"),
			"add to spec: `repository: {url: https://git.example/mesh/fleet.git}`");
	report_directory(in, d->output.place, c->output);
	report_directory(in, d->path.place, c->repository.path);
}

bool accept_config(struct intake *in, const struct node *doc)
{
	struct config *c = &in->model->config;
	struct config_document d = { 0 };
	size_t errors = in->found->errors;

	if (!check_only(in, doc))
		return false;
	c->place = node_place(doc);
	intake_decode(in, &config_table, doc, &d);
	c->inputs = d.inputs;
	c->exclude = d.exclude;
	check_globs(in, &c->inputs, "inputs");
	check_globs(in, &c->exclude, "exclude");
	c->required_version = d.required_version;
	c->appliers = appliers_of(&d.appliers);
	check_version(in, &d.required_version);
	check_severities(in, &d.severities);
	set_folders(in, &d);
	set_repository(in, &d);
	check_argocd(in, &d);
	return in->found->errors == errors;
}
