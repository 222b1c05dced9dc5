#include "cli/complete.h"

#include "base/char.h"
#include "base/embedded.h"
#include "cli/topic.h"
#include "schema/schema.h"
#include "tree/root.h"

/* The words, and what the last of them is a part of. */
struct completion {
	const struct names *words;
	size_t n_command;              /* words of its name */
	const struct command *command; /* NULL: none is named yet */
	struct str head; /* what stands before the part that is completed: "--only=istio," */
	struct str part;
	bool is_operand; /* and not the value of an option */
	struct buf *out;
	struct arena *arena;
};

static void add(struct completion *c, struct str candidate, const char *text)
{
	if (str_starts(candidate, c->part))
		buf_addf(c->out, "%.*s%.*s\t%s\n", FMT(c->head), FMT(candidate), text);
}

static void add_commands(struct completion *c, const struct command *group)
{
	size_t skip = group ? group->name.n + 1 : 0;

	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (command_is_below(command_at(i), group))
			add(c, str_from(command_at(i)->name, skip), command_at(i)->line);
}

static void add_options(struct completion *c)
{
	for (const struct option_row *row = NULL; (row = option_next(c->command, row));)
		add(c, arena_fmt(c->arena, "--%s%s", row->name, row->arg ? "=" : ""), row->help);
}

/* The names of the clusters, or of the TrustPolicies, as far as the input can be read. */
static void add_from_input(struct completion *c, bool clusters)
{
	struct compile_options o = { .root = root_find(S("."), c->arena),
				     .from = S("worktree"),
				     .lenient = true,
				     .at = ANY_TIME };
	struct compilation compilation = { 0 };
	struct input in;

	compile_fleet(&o, &compilation, &in);
	for (size_t i = 0; clusters && i < in.fleet.n_clusters; i++)
		add(c, in.fleet.clusters[i].at->text, "");
	for (size_t i = 0; !clusters && i < in.model.n_trust_policies; i++)
		add(c, in.model.trust_policies[i].name.text, "");
	input_close(&in);
	compilation_release(&compilation);
}

static void add_codes(struct completion *c)
{
	for (size_t i = 0; i < CODE_COUNT; i++)
		add(c, str_of(code_name((enum code)i)), code_title((enum code)i));
}

static void add_kinds(struct completion *c)
{
	const struct str *kinds;
	size_t n = schema_kinds(&kinds);

	for (size_t i = 0; i < n; i++)
		add(c, kinds[i], "");
}

/* The commands below the one that the operands name. */
static void add_named_commands(struct completion *c)
{
	struct str name = S("");

	for (size_t i = c->n_command; i + 1 < c->words->n; i++)
		name = name.n ? arena_fmt(c->arena, "%.*s %.*s", FMT(name),
					  FMT(c->words->list[i].text))
			      : c->words->list[i].text;
	if (!name.n || command_find(name))
		add_commands(c, name.n ? command_find(name) : NULL);
}

static void add_topics(struct completion *c)
{
	const struct topic *list;
	size_t n = topics(&list);

	for (size_t i = 0; i < n; i++)
		add(c, list[i].name, list[i].line);
}

/* Those that the program carries a script for. */
static void add_shells(struct completion *c)
{
	const struct embedded *files;
	size_t n = embedded_files(&files);

	for (size_t i = 0; i < n; i++)
		if (str_starts(files[i].path, S(COMPLETION_SCRIPT)))
			add(c, str_from(files[i].path, sizeof(COMPLETION_SCRIPT) - 1), "");
}

static void add_risks(struct completion *c)
{
	for (int i = 0; i < RISK_COUNT; i++)
		add(c, risk_name((enum risk)i), "");
}

static bool is_path(struct str word)
{
	return str_eq(word, S("FILE")) || str_eq(word, S("PATH")) || str_eq(word, S("DUMP")) ||
	       str_eq(word, S("CONFIG"));
}

/* One of the words that an argument is written with: itself, or in capitals what it stands for. */
static void add_word(struct completion *c, struct str word)
{
	if (is_lower(word.s[0]))
		add(c, word, "");
	else if (str_eq(word, S("NAME")) || str_eq(word, S("POLICY")))
		add_from_input(c, str_eq(word, S("NAME")));
	else if (str_eq(word, S("RISK")))
		add_risks(c);
	else if (str_eq(word, S("DIR")))
		buf_add(c->out, S("\tfolders\n"));
	else if (is_path(word))
		buf_add(c->out, S("\tfiles\n"));
	else if (!c->is_operand)
		return;
	else if (str_eq(word, S("SHELL")))
		add_shells(c);
	else if (str_eq(word, S("CODE")))
		add_codes(c);
	else if (str_eq(word, S("KIND")))
		add_kinds(c);
	else if (str_eq(word, S("COMMAND")))
		add_named_commands(c);
	else if (str_eq(word, S("TOPIC")) && c->words->n == c->n_command + 1)
		add_topics(c);
}

/* Words with commas between them, of which several may be given. */
static void add_list(struct completion *c, struct str words)
{
	size_t end = c->part.n;

	while (end && c->part.s[end - 1] != ',')
		end--;
	c->head = arena_fmt(c->arena, "%.*s%.*s", FMT(c->head), FMT(str_first(c->part, end)));
	c->part = str_from(c->part, end);
	for (; words.n; words = str_from(words, end + 1)) {
		end = str_find(words, ',');
		add(c, str_first(words, end), "");
	}
}

/* An argument as the tables write it: "auto|always|never", "istio,ca", "[PATH]", "DUMP...". */
static void add_argument(struct completion *c, struct str argument)
{
	static const char between[] = "[|]. ";
	size_t end;

	if (str_find(argument, ',') < argument.n) {
		add_list(c, argument);
		return;
	}
	for (; argument.n; argument = str_from(argument, end + 1)) {
		for (end = 0; end < argument.n && !strchr(between, argument.s[end]); end++)
			;
		if (end)
			add_word(c, str_first(argument, end));
	}
}

static const struct option_row *option_with_value(const struct completion *c, struct str word)
{
	const struct option_row *row = option_named(c->command, word);

	return row && row->arg ? row : NULL;
}

static bool has_ended_options(const struct completion *c)
{
	for (size_t i = c->n_command; i + 1 < c->words->n; i++)
		if (str_eq(c->words->list[i].text, S("--")))
			return true;
	return false;
}

static void complete_argument(struct completion *c)
{
	size_t last = c->words->n - 1, equals = str_find(c->part, '=');
	struct str before = last > c->n_command ? c->words->list[last - 1].text : S("");
	const struct option_row *row = NULL;
	bool operands = has_ended_options(c);

	if (!operands && str_find(before, '=') == before.n)
		row = option_with_value(c, before);
	if (!operands && !row && equals < c->part.n) {
		row = option_with_value(c, c->part);
		c->head = str_first(c->part, equals + 1);
		c->part = str_from(c->part, equals + 1);
	}
	c->is_operand = !row;
	if (row)
		add_argument(c, str_of(row->arg));
	else if (!operands && str_starts(c->part, S("-")))
		add_options(c);
	else
		add_argument(c, c->command->operand);
}

/* Takes the words that name the command; false when they name none. */
static bool find_command(struct completion *c)
{
	struct str name = S("");

	while (c->n_command + 1 < c->words->n && (!c->command || command_is_group(c->command))) {
		struct str word = c->words->list[c->n_command].text;

		if (str_starts(word, S("-")))
			break;
		name = name.n ? arena_fmt(c->arena, "%.*s %.*s", FMT(name), FMT(word)) : word;
		c->command = command_find(name);
		c->n_command++;
		if (!c->command)
			return false;
	}
	return true;
}

void complete(const struct names *words, struct buf *out, struct arena *a)
{
	struct completion c = { .words = words, .out = out, .arena = a };

	if (!words->n || !find_command(&c))
		return;
	c.part = words->list[words->n - 1].text;
	if ((!c.command || command_is_group(c.command)) && !str_starts(c.part, S("-")))
		add_commands(&c, c.command);
	else if (c.command)
		complete_argument(&c);
}
