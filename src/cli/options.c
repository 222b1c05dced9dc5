#include "cli/options.h"

#include "base/bug.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "cli/command.h"
#include "cli/plugin.h"

#include <getopt.h>

enum { MAX_WORKERS = 1024, MAX_FD = 1 << 20, NEAR = 2 };

enum option_id {
	OPTION_NONE = 256, /* above every letter */
#define OPTION(id, letter, name, arg, commands, help) OPTION_##id,
#include "cli/options.def"
#undef OPTION
};

struct option_row {
	int id, letter;
	const char *name, *arg;
	unsigned commands;
	const char *help;
};

#define ON(command) (1U << COMMAND_##command)
#define COMPILERS (ON(RENDER) | ON(CHECK) | ON(VERIFY))
#define PLUGIN_COMMANDS (ON(ARGOCD) | ON(ARGOCD_PARAMETERS))
#define NEXT_KEY_USERS (ON(CA_STAGE) | ON(CA_ACTIVATE) | ON(CA_RETIRE))
#define KEY_USERS (ON(CA_INIT) | ON(CA_ISSUE) | NEXT_KEY_USERS)
#define CA_STEPS (KEY_USERS | ON(CA_VERIFY) | ON(CA_IMPORT))
#define CA_COMMANDS (CA_STEPS | ON(CA_STATUS))
#define ALL_COMMANDS UINT32_MAX

static const struct option_row rows[] = {
#define OPTION(id, letter, name, arg, commands, help)                                              \
	{ OPTION_##id, letter, name, arg, commands, help },
#include "cli/options.def"
#undef OPTION
};

enum { N_ROWS = sizeof(rows) / sizeof(*rows) };

/* The state of one parse. */
struct parse {
	struct options *o;
	struct arena *a;
	struct buf *err;
	size_t cap_clusters, cap_destroy, cap_accept, cap_operands;
};

static bool has(const struct command *c, const struct option_row *row)
{
	return row->commands & (1U << c->id);
}

static bool wrong(struct parse *p, struct str value, const char *option, const char *want)
{
	buf_addf(p->err, "'%.*s' is no value of %s: %s", FMT(value), option, want);
	return false;
}

static void add_name(struct parse *p, struct names *names, size_t *cap, struct str value)
{
	names->list = arena_grow(p->a, names->list, names->n, cap, sizeof(*names->list));
	names->list[names->n++] = (struct name){ .text = value };
}

static bool add_tree(struct parse *p, struct str tree)
{
	if (str_eq(tree, S("istio")))
		p->o->compile.trees |= TREE_ISTIO;
	else if (str_eq(tree, S("manifestwork")))
		p->o->compile.trees |= TREE_MANIFESTWORK;
	else if (str_eq(tree, S("ca")))
		p->o->compile.trees |= TREE_CA;
	else if (str_eq(tree, S("apply")))
		return wrong(p, tree, "--only", "not in this version");
	else
		return wrong(p, tree, "--only",
			     "it is istio, manifestwork, ca or several with commas");
	return true;
}

static bool set_only(struct parse *p, struct str value)
{
	p->o->compile.trees = 0;
	for (;;) {
		size_t comma = str_find(value, ',');

		if (!add_tree(p, str_first(value, comma)))
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

	for (size_t i = 0; i < value.n && n <= most; i++) {
		bool digit = value.s[i] >= '0' && value.s[i] <= '9';

		n = digit ? n * 10 + (unsigned)(value.s[i] - '0') : most + 1;
	}
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
		add_name(p, &c->accepted, &p->cap_accept, value);
		return true;
	case OPTION_DRY_RUN:
		return c->dry_run = true;
	}
	BUG("option %d", id);
}

static bool set_option(struct parse *p, int id, struct str value)
{
	struct compile_options *c = &p->o->compile;

	switch (id) {
	case OPTION_FROM:
		return set_text(p, value, "--from", &c->from);
	case OPTION_AGAINST:
		return set_text(p, value, "--against", &p->o->against);
	case OPTION_OUTPUT:
		return set_text(p, value, "--output", &c->output);
	case OPTION_CLUSTER:
	case OPTION_ONE_CLUSTER:
		add_name(p, &c->clusters, &p->cap_clusters, value);
		return true;
	case OPTION_ALLOW_DESTROY:
		add_name(p, &c->allow_destroy, &p->cap_destroy, value);
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
		return set_format(p, value, str_of(rows[id - OPTION_FROM].arg));
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
		return set_ca_option(p, id, value);
	}
}

/* The name of a word such as --from=index, without the dashes and the value. */
static struct str long_name(struct str word)
{
	struct str name = str_from(word, 2);

	return str_first(name, str_find(name, '='));
}

static const struct option_row *row_named(const struct command *c, struct str name)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (has(c, &rows[i]) && str_eq(name, str_of(rows[i].name)))
			return &rows[i];
	return NULL;
}

static const char *row_near(const struct command *c, struct str name)
{
	const char *near = NULL;
	unsigned best = NEAR + 1;

	for (size_t i = 0; i < N_ROWS; i++) {
		struct str candidate = str_of(rows[i].name);
		unsigned d = str_distance(name, candidate, NEAR);

		if (name.n >= 2 && str_starts(candidate, name))
			d = 0;
		if (has(c, &rows[i]) && d < best) {
			best = d;
			near = rows[i].name;
		}
	}
	return near;
}

static bool unknown_option(struct parse *p, struct str name)
{
	const char *near = row_near(p->o->command, name);

	buf_addf(p->err, "unknown option '--%.*s'", FMT(name));
	if (near)
		buf_addf(p->err, "\nhelp: did you mean '--%s'?", near);
	return false;
}

/* What getopt_long returned for a word that it did not take. */
static bool refused(struct parse *p, int why, struct str word)
{
	bool is_long = str_starts(word, S("--"));

	if (why == ':' && is_long)
		buf_addf(p->err, "option '--%.*s' needs a value", FMT(long_name(word)));
	else if (why == ':')
		buf_addf(p->err, "option '-%c' needs a value", optopt);
	else if (is_long)
		buf_addf(p->err, "option '--%.*s' takes no value", FMT(long_name(word)));
	else
		buf_addf(p->err, "unknown option '-%c'", optopt);
	return false;
}

static bool add_operand(struct parse *p, struct str word)
{
	const struct command *c = p->o->command;
	bool is_first = c->id == COMMAND_DIFF && !p->o->revisions.n;
	bool many = str_search(c->operand, S("...")) < c->operand.n;
	struct str *at = is_first ? &p->o->revisions : &p->o->operand;
	bool fits = word.n && c->operand.n && (many || !at->n);

	if (fits && !at->n)
		*at = word;
	if (fits)
		add_name(p, &p->o->operands, &p->cap_operands, word);
	else if (c->operand.n && !word.n)
		buf_addf(p->err, "the argument %.*s is empty", FMT(c->operand));
	else
		buf_addf(p->err, "unexpected argument '%.*s'", FMT(word));
	return fits;
}

/* An operand without brackets must be there. */
static bool operand_is_there(struct parse *p)
{
	struct str operand = p->o->command->operand;

	if (!operand.n || operand.s[0] == '[' || p->o->operand.n || p->o->help)
		return true;
	buf_addf(p->err, "the argument %.*s is missing", FMT(operand));
	return false;
}

/* The two forms of getopt_long's table; longs has room for N_ROWS + 1. */
static void getopt_tables(const struct command *c, struct option *longs, struct buf *letters)
{
	size_t n = 0;

	buf_add(letters, S("+:"));
	for (size_t i = 0; i < N_ROWS; i++) {
		const struct option_row *row = &rows[i];

		if (!has(c, row))
			continue;
		longs[n++] = (struct option){ row->name, row->arg ? required_argument : no_argument,
					      NULL, row->letter ? row->letter : row->id };
		if (row->letter)
			buf_addf(letters, "%c%s", row->letter, row->arg ? ":" : "");
	}
	longs[n] = (struct option){ 0 };
}

static int id_of(int value)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (value == rows[i].letter)
			return rows[i].id;
	return value;
}

/* One option or operand, from argv[optind] on. Sets *operands after `--`. */
static bool parse_word(struct parse *p, int argc, char **argv, const struct option *longs,
		       const char *letters, bool *operands)
{
	struct str word = str_of(argv[optind]);
	int got;

	if (*operands || word.n < 2 || word.s[0] != '-')
		return add_operand(p, str_of(argv[optind++]));
	if (str_eq(word, S("--"))) {
		optind++;
		return *operands = true;
	}
	if (str_starts(word, S("--")) && !row_named(p->o->command, long_name(word)))
		return unknown_option(p, long_name(word));
	do {
		int at = optind;

		got = getopt_long(argc, argv, letters, longs, NULL);
		if (got == '?' || got == ':')
			return refused(p, got, word);
		if (!set_option(p, id_of(got), str_of(optarg)))
			return false;
		if (optind != at)
			return true;
	} while (true);
}

bool options_parse(const struct command *command, int argc, char **argv, struct arena *a,
		   struct options *ret, struct buf *reterr)
{
	struct parse p = { .o = ret, .a = a, .err = reterr };
	struct option longs[N_ROWS + 1];
	struct buf letters = BUF_INIT;
	bool ok = true, operands = false;

	*ret = (struct options){ .command = command };
	ret->compile.from = S("worktree");
	ret->compile.trees = TREE_ALL;
	ret->gates = GATES_OPEN;
	ret->compile.at = ANY_TIME;
	ret->ca.passphrase.fd = ret->ca.new_passphrase.fd = NO_FD;
	getopt_tables(command, longs, &letters);
	opterr = 0;
	optind = 0; /* glibc: begin anew */
	getopt_long(1, argv, letters.s, longs, NULL);
	optind = 1;
	while (ok && optind < argc)
		ok = parse_word(&p, argc, argv, longs, letters.s, &operands);
	buf_release(&letters);
	return ok && operand_is_there(&p);
}

void options_help(const struct command *command, struct buf *out)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		const struct option_row *row = &rows[i];

		if (!has(command, row))
			continue;
		if (row->letter)
			buf_addf(out, "  -%c, ", row->letter);
		else
			buf_fill(out, ' ', 6);
		buf_addf(out, "--%s%s%s\n", row->name, row->arg ? "=" : "",
			 row->arg ? row->arg : "");
		buf_addf(out, "          %s\n", row->help);
	}
}
