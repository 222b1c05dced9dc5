#include "cli/option_values.h"

#include "base/bug.h"
#include "base/char.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "cli/plugin.h"

enum { MAX_WORKERS = 1024, MAX_FD = 1 << 20 };

static bool wrong(struct parse *p, struct str value, const char *option, const char *want)
{
	buf_addf(p->err, "'%.*s' is no value of %s: %s", FMT(value), option, want);
	return false;
}

void option_add_name(struct parse *p, struct names *names, size_t *cap, struct str value)
{
	names->list = arena_grow(p->a, names->list, names->n, cap, sizeof(*names->list));
	names->list[names->n++] = (struct name){ .text = value };
}

/* The trees of a word; 0 when it has none. */
static unsigned trees_named(struct str word)
{
	if (str_eq(word, tree_name(TREE_CA)))
		return TREE_CA;
	return str_eq(word, S("apply")) ? TREE_APPLY : plugin_tree(word);
}

static bool add_trees(struct parse *p, struct str word)
{
	unsigned trees = trees_named(word);

	p->o->compile.trees |= trees;
	return trees || wrong(p, word, "--only",
			      "it is istio, manifestwork, ca, apply or several with commas");
}

static bool set_only(struct parse *p, struct str value)
{
	p->o->compile.trees = 0;
	for (;;) {
		size_t comma = str_find(value, ',');

		if (!add_trees(p, str_first(value, comma)))
			return false;
		if (comma == value.n)
			return true;
		value = str_from(value, comma + 1);
	}
}

static bool set_tree(struct parse *p, struct str value)
{
	p->o->compile.trees = plugin_tree(value);
	return p->o->compile.trees || wrong(p, value, "--only", "it is istio or manifestwork");
}

/* A number of decimal digits up to most; most + 1 for anything else. */
static unsigned number_up_to(struct str value, unsigned most)
{
	unsigned n = value.n ? 0 : most + 1;

	for (size_t i = 0; i < value.n && n <= most; i++)
		n = is_digit(value.s[i]) ? n * 10 + (unsigned)(value.s[i] - '0') : most + 1;
	return n <= most ? n : most + 1;
}

static bool set_jobs(struct parse *p, struct str value)
{
	unsigned n = number_up_to(value, MAX_WORKERS);

	if (n == 0 || n > MAX_WORKERS)
		return wrong(p, value, "--jobs", "it is a number from 1 to 1024");
	p->o->compile.workers = n;
	return true;
}

static bool set_at(struct parse *p, struct str value)
{
	return date_parse(value, &p->o->compile.at) ||
	       wrong(p, value, "--at", "it is a date such as 2027-01-31, or 2027-01-31T12:00:00Z");
}

static bool set_fd(struct parse *p, struct str value, const char *option, int *ret)
{
	unsigned n = number_up_to(value, MAX_FD);

	if (n > MAX_FD)
		return wrong(p, value, option, "it is the number of a file descriptor");
	*ret = (int)n;
	return true;
}

/* Is value one of some words with bars between them? */
static bool is_among(struct str words, struct str value)
{
	size_t end = str_find(words, '|');

	if (str_eq(str_first(words, end), value))
		return true;
	return end < words.n && is_among(str_from(words, end + 1), value);
}

/* "it is text, json or names", from the words of the option. */
static bool wrong_word(struct parse *p, struct str value, const char *option, struct str words)
{
	struct buf want = BUF_INIT;

	buf_add(&want, S("it is "));
	for (size_t end = 0; words.n; words = str_from(words, end + 1)) {
		end = str_find(words, '|');
		buf_add(&want, str_first(words, end));
		if (end < words.n)
			buf_add(&want,
				str_search(str_from(words, end + 1), S("|")) < words.n - end - 1
					? S(", ")
					: S(" or "));
	}
	wrong(p, value, option, want.s);
	buf_release(&want);
	return false;
}

static bool set_format(struct parse *p, struct str value, struct str words)
{
	static const struct str names[] = {
		[FORMAT_TEXT] = STR("text"),     [FORMAT_JSON] = STR("json"),
		[FORMAT_GITHUB] = STR("github"), [FORMAT_SARIF] = STR("sarif"),
		[FORMAT_JUNIT] = STR("junit"),   [FORMAT_MARKDOWN] = STR("markdown"),
		[FORMAT_NAMES] = STR("names"),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(value, names[i]) && is_among(words, value)) {
			p->o->format = (enum format)i;
			return true;
		}
	return wrong_word(p, value, "--format", words);
}

static bool set_max_clusters(struct parse *p, struct str value)
{
	p->o->gates.max_clusters = number_up_to(value, LIMIT_CLUSTERS);
	return p->o->gates.max_clusters <= LIMIT_CLUSTERS ||
	       wrong(p, value, "--max-clusters", "it is a number up to 200000");
}

static bool set_max_risk(struct parse *p, struct str value)
{
	p->o->gates.max_risk = risk_named(value);
	return p->o->gates.max_risk < RISK_COUNT ||
	       wrong(p, value, "--max-risk",
		     "it is cosmetic, traffic, control-plane, exposure, trust or destroyed");
}

static bool set_color(struct parse *p, struct str value)
{
	if (str_eq(value, S("auto")))
		p->o->color = COLOR_AUTO;
	else if (str_eq(value, S("always")))
		p->o->color = COLOR_ALWAYS;
	else if (str_eq(value, S("never")))
		p->o->color = COLOR_NEVER;
	else
		return wrong(p, value, "--color", "it is auto, always or never");
	return true;
}

static bool set_dump(struct parse *p, struct str value)
{
	if (str_eq(value, S("context")))
		p->o->compile.mode = COMPILE_DUMP_CONTEXT;
	else if (str_eq(value, S("objects")))
		p->o->compile.mode = COMPILE_DUMP_OBJECTS;
	else
		return wrong(p, value, "--dump", "it is context or objects");
	return true;
}

static bool set_text(struct parse *p, struct str value, const char *option, struct str *ret)
{
	if (!value.n)
		return wrong(p, value, option, "it is empty");
	*ret = value;
	return true;
}

static bool add_allowed(struct parse *p, struct str value)
{
	if (!value.n)
		return wrong(p, value, "--allow", "it is empty");
	allow_add(&p->o->gates.allow, p->a, value);
	return true;
}

/* The options that `meshgen ca` alone has. */
static bool set_ca_option(struct parse *p, int id, struct str value)
{
	struct ca_options *c = &p->o->ca;

	switch (id) {
	case OPTION_KEY:
		return set_text(p, value, "--key", &c->key);
	case OPTION_NEW_KEY:
		return set_text(p, value, "--new-key", &c->new_key);
	case OPTION_NEW_PASSPHRASE_FILE:
		return set_text(p, value, "--new-passphrase-file", &c->new_passphrase.file);
	case OPTION_NEW_PASSPHRASE_FD:
		return set_fd(p, value, "--new-passphrase-fd", &c->new_passphrase.fd);
	case OPTION_FORCE_SOAK:
		return set_text(p, value, "--force-soak", &c->force_reason);
	case OPTION_PASSPHRASE_FILE:
		return set_text(p, value, "--passphrase-file", &c->passphrase.file);
	case OPTION_PASSPHRASE_FD:
		return set_fd(p, value, "--passphrase-fd", &c->passphrase.fd);
	case OPTION_KEYS_OUT:
		return set_text(p, value, "--keys-out", &c->keys_out);
	case OPTION_ACCEPT_RECIPIENT:
		option_add_name(p, &c->accepted, &p->cap_accept, value);
		return true;
	case OPTION_DRY_RUN:
		return c->dry_run = true;
	}
	BUG("option %d", id);
}

bool option_set(struct parse *p, const struct option_row *row, struct str value)
{
	struct compile_options *c = &p->o->compile;

	switch (row->id) {
	case OPTION_FROM:
		return set_text(p, value, "--from", &c->from);
	case OPTION_AGAINST:
		return set_text(p, value, "--against", &p->o->against);
	case OPTION_OUTPUT:
		return set_text(p, value, "--output", &c->output);
	case OPTION_CLUSTER:
	case OPTION_ONE_CLUSTER:
		option_add_name(p, &c->clusters, &p->cap_clusters, value);
		return true;
	case OPTION_ALLOW_DESTROY:
		option_add_name(p, &c->allow_destroy, &p->cap_destroy, value);
		return true;
	case OPTION_ONLY:
		return set_only(p, value);
	case OPTION_ONE_TREE:
		return set_tree(p, value);
	case OPTION_JOBS:
		return set_jobs(p, value);
	case OPTION_FORMAT:
	case OPTION_STATUS_FORMAT:
	case OPTION_DIFF_FORMAT:
		return set_format(p, value, str_of(row->arg));
	case OPTION_COLOR:
		return set_color(p, value);
	case OPTION_DUMP:
		return set_dump(p, value);
	case OPTION_MAX_CLUSTERS:
		return set_max_clusters(p, value);
	case OPTION_MAX_RISK:
		return set_max_risk(p, value);
	case OPTION_ALLOW:
		return add_allowed(p, value);
	case OPTION_AT:
		return set_at(p, value);
	case OPTION_QUIET:
		return p->o->quiet = true;
	case OPTION_VERBOSE:
		return p->o->verbose = true;
	case OPTION_FAIL_ON_CHANGE:
		return p->o->fail_on_change = true;
	case OPTION_HELP:
		return p->o->help = true;
	default:
		return set_ca_option(p, row->id, value);
	}
}
