#include "cli/options.h"

#include "base/bug.h"
#include "base/rfc3339.h"
#include "cli/command.h"
#include "cli/option_values.h"

#include <getopt.h>

enum { NEAR = 2 };

#define ON(command) (1U << COMMAND_##command)
#define COMPILERS (ON(RENDER) | ON(CHECK) | ON(VERIFY))
#define PLUGIN_COMMANDS (ON(ARGOCD) | ON(ARGOCD_PARAMETERS) | ON(KUSTOMIZE))
#define NEXT_KEY_USERS (ON(CA_STAGE) | ON(CA_ACTIVATE) | ON(CA_RETIRE))
#define KEY_USERS (ON(CA_INIT) | ON(CA_ISSUE) | NEXT_KEY_USERS)
#define CA_STEPS (KEY_USERS | ON(CA_VERIFY) | ON(CA_IMPORT))
#define CA_COMMANDS (CA_STEPS | ON(CA_STATUS))
#define ALL_COMMANDS UINT32_MAX
_Static_assert(COMMAND_COUNT <= 32, "a bit for each command");

static const struct option_row rows[] = {
#define OPTION(id, letter, name, arg, commands, help)                                              \
	{ OPTION_##id, letter, name, arg, commands, help },
#include "cli/options.def"
#undef OPTION
};

enum { N_ROWS = sizeof(rows) / sizeof(*rows) };

static bool has(const struct command *c, const struct option_row *row)
{
	return row->commands & (1U << c->id);
}

const struct option_row *option_next(const struct command *c, const struct option_row *row)
{
	for (row = row ? row + 1 : rows; row < rows + N_ROWS; row++)
		if (has(c, row))
			return row;
	return NULL;
}

/* The name of a word such as --from=index, without the dashes and the value. */
static struct str long_name(struct str word)
{
	struct str name = str_from(word, 2);

	return str_first(name, str_find(name, '='));
}

static bool is_name_of(const struct option_row *row, struct str word)
{
	if (str_starts(word, S("--")))
		return str_eq(long_name(word), str_of(row->name));
	return word.n == 2 && word.s[0] == '-' && word.s[1] == row->letter;
}

const struct option_row *option_named(const struct command *c, struct str word)
{
	const struct option_row *row = NULL;

	while ((row = option_next(c, row)) && !is_name_of(row, word))
		;
	return row;
}

static const char *row_near(const struct command *c, struct str name)
{
	const char *near = NULL;
	unsigned best = NEAR + 1;

	for (const struct option_row *row = NULL; (row = option_next(c, row));) {
		struct str candidate = str_of(row->name);
		unsigned d = str_distance(name, candidate, NEAR);

		if (name.n >= 2 && str_starts(candidate, name))
			d = 0;
		if (d < best) {
			best = d;
			near = row->name;
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
	bool may_be_empty = c->id == COMMAND_COMPLETION && at->n;
	bool fits = (word.n || may_be_empty) && c->operand.n && (many || !at->n);

	if (fits && !at->n)
		*at = word;
	if (fits)
		option_add_name(p, &p->o->operands, &p->cap_operands, word);
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

/* apply/ names all clusters, so that of some of them is none. */
static bool trees_fit(struct parse *p)
{
	const struct compile_options *c = &p->o->compile;

	if (!c->clusters.n || c->trees & ~(unsigned)TREE_APPLY)
		return true;
	buf_add(p->err, S("--only=apply is of the whole fleet: leave --cluster out"));
	return false;
}

/* The two forms of getopt_long's table; longs has room for N_ROWS + 1. */
static void getopt_tables(const struct command *c, struct option *longs, struct buf *letters)
{
	size_t n = 0;

	buf_add(letters, S("+:"));
	for (const struct option_row *row = NULL; (row = option_next(c, row));) {
		longs[n++] = (struct option){ row->name, row->arg ? required_argument : no_argument,
					      NULL, row->letter ? row->letter : row->id };
		if (row->letter)
			buf_addf(letters, "%c%s", row->letter, row->arg ? ":" : "");
	}
	longs[n] = (struct option){ 0 };
}

/* Of what getopt_long returned: a letter, or the id of a row without one. */
static const struct option_row *row_of(int got)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (got == (rows[i].letter ? rows[i].letter : rows[i].id))
			return &rows[i];
	BUG("option %d", got);
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
	if (str_starts(word, S("--")) && !option_named(p->o->command, word))
		return unknown_option(p, long_name(word));
	do {
		int at = optind;

		got = getopt_long(argc, argv, letters, longs, NULL);
		if (got == '?' || got == ':')
			return refused(p, got, word);
		if (!option_set(p, row_of(got), str_of(optarg)))
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
	return ok && operand_is_there(&p) && trees_fit(&p);
}

void options_help(const struct command *command, struct buf *out)
{
	for (const struct option_row *row = NULL; (row = option_next(command, row));) {
		if (row->letter)
			buf_addf(out, "  -%c, ", row->letter);
		else
			buf_fill(out, ' ', 6);
		buf_addf(out, "--%s%s%s\n", row->name, row->arg ? "=" : "",
			 row->arg ? row->arg : "");
		buf_addf(out, "          %s\n", row->help);
	}
}
