#include "cli/command.h"
#include "cli/print.h"
#include "cli/topic.h"

/* The commands of a group, or with NULL those that begin with their own name. */
static void add_commands(const struct command *group, struct buf *out)
{
	size_t skip = group ? group->name.n + 1 : 0;

	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		const struct command *c = command_at(i);
		struct str name = str_from(c->name, skip);

		if (command_is_below(c, group))
			buf_addf(out, "  %.*s %-*.*s%s\n", FMT(name), 30 - (int)name.n,
				 FMT(c->operand), c->line);
	}
}

static void add_topics(struct buf *out)
{
	const struct topic *list;
	size_t n = topics(&list);

	buf_add(out, S("\ntopics:\n"));
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "  %-*.*s%s\n", 31, FMT(list[i].name), list[i].line);
}

static void help_all(struct buf *out)
{
	buf_add(out, S("usage: meshgen COMMAND [OPTIONS]\n\n"
		       "GitOps for fleets of service meshes: compiles a config repository into "
		       "manifests.\n\n"));
	add_commands(NULL, out);
	add_topics(out);
	buf_add(out, S("\n`meshgen help COMMAND` lists its options, `meshgen help TOPIC` shows a "
		       "section of the manual.\n"));
}

static void help_group(const struct command *c, struct buf *out)
{
	buf_addf(out, "usage: meshgen %.*s COMMAND [OPTIONS]\n\n%s\n\n", FMT(c->name), c->text);
	add_commands(c, out);
	buf_addf(out, "\n`meshgen help %.*s COMMAND` lists its options.\n", FMT(c->name));
}

static void help_command(const struct command *c, struct buf *out)
{
	bool is_group = command_is_group(c);

	buf_addf(out, "usage: meshgen %.*s [OPTIONS]%s%.*s\n\n%s\n\noptions:\n", FMT(c->name),
		 c->operand.n ? " " : "", FMT(c->operand), c->text);
	options_help(c, out);
	if (is_group)
		buf_add(out, S("\ncommands:\n"));
	if (is_group)
		add_commands(c, out);
}

int help_print(const struct command *c)
{
	struct buf out = BUF_INIT;
	int status;

	if (!c)
		help_all(&out);
	else if (str_eq(c->operand, S("COMMAND")))
		help_group(c, &out);
	else
		help_command(c, &out);
	status = print_data(buf_str(&out));
	buf_release(&out);
	return status;
}

static int print_topic(const struct topic *t)
{
	struct buf out = BUF_INIT;
	int status;

	topic_show(t, &out);
	status = print_data(buf_str(&out));
	buf_release(&out);
	return status;
}

static int unknown(struct str name, struct arena *a)
{
	const struct topic *list;
	size_t n = topics(&list);
	struct str *names = ARENA_ARRAY(a, n + COMMAND_COUNT, struct str), near;
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		names[i] = list[i].name;
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		names[n + i] = command_at(i)->name;
	near = str_nearest(name, names, n + COMMAND_COUNT);
	buf_addf(&text, "no command and no topic '%.*s'\nhelp: ", FMT(name));
	if (near.n)
		buf_addf(&text, "did you mean '%.*s'?", FMT(near));
	else
		buf_add(&text, S("`meshgen help` lists them"));
	print_usage(S(""), buf_str(&text));
	buf_release(&text);
	return EXIT_TROUBLE;
}

/* The words with something between them. */
static struct str joined(const struct names *words, const char *between, struct arena *a)
{
	struct str name = words->n ? words->list[0].text : S("");

	for (size_t i = 1; i < words->n; i++)
		name = arena_fmt(a, "%.*s%s%.*s", FMT(name), between, FMT(words->list[i].text));
	return name;
}

int cmd_help(const struct options *o, struct arena *a)
{
	struct str name = joined(&o->operands, " ", a);
	const struct command *c = command_find(name);
	const struct topic *t = topic_find(joined(&o->operands, "-", a));

	if (c || !name.n)
		return help_print(c);
	return t ? print_topic(t) : unknown(name, a);
}
