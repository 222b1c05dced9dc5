#include "cli/topic.h"

#include "base/char.h"
#include "base/embedded.h"

enum { TAB = 4 };

/* Before and behind lines that are shown as they stand. */
static const struct str fence = STR("```");

static const struct topic all[] = {
#define TOPIC(name, page, section, line) { STR(name), page, STR(section), line },
#include "cli/topics.def"
#undef TOPIC
};
enum { N_TOPICS = sizeof(all) / sizeof(*all) };

size_t topics(const struct topic **ret_list)
{
	*ret_list = all;
	return N_TOPICS;
}

const struct topic *topic_find(struct str name)
{
	for (size_t i = 0; i < N_TOPICS; i++)
		if (str_eq(all[i].name, name))
			return &all[i];
	return NULL;
}

static struct str page_text(const char *page)
{
	struct buf path = BUF_INIT;
	struct str text;

	buf_addf(&path, "docs/%s.scd", page);
	text = embedded_file(buf_str(&path));
	buf_release(&path);
	return text;
}

/* The text behind "# " or "## "; empty for any other line. */
static struct str heading(struct str line)
{
	struct str below = str_starts(line, S("##")) ? str_from(line, 1) : line;

	return str_starts(below, S("# ")) ? str_from(below, 2) : S("");
}

/*
 * scdoc(5): '*' and '_' begin and end marked text, but '_' within a word; '\' takes the next as
 * it is.
 */
static bool is_mark(struct str line, size_t i)
{
	if (line.s[i] == '_')
		return !(i && is_alnum(line.s[i - 1]) && i + 1 < line.n && is_alnum(line.s[i + 1]));
	return line.s[i] == '*';
}

/* A line behind one with tabs is a part of the same paragraph. */
static void add_line(struct str line, size_t *tabs, struct buf *out)
{
	if (str_starts(line, S("\t")) || !line.n)
		for (*tabs = 0; *tabs < line.n && line.s[*tabs] == '\t'; ++*tabs)
			;
	line = str_trim(line);
	if (str_ends(line, S("++")))
		line.n -= 2;
	buf_fill(out, ' ', line.n ? *tabs * TAB : 0);
	for (size_t i = 0; i < line.n; i++) {
		if (line.s[i] == '\\' && i + 1 < line.n)
			buf_addc(out, line.s[++i]);
		else if (!is_mark(line, i))
			buf_addc(out, line.s[i]);
	}
	buf_addc(out, '\n');
}

/* A line that is shown as it stands. */
static void add_literal(struct str line, struct buf *out)
{
	buf_fill(out, ' ', line.n ? TAB : 0);
	buf_add(out, line);
	buf_addc(out, '\n');
}

static bool has_topic(struct str section)
{
	for (size_t i = 0; i < N_TOPICS; i++)
		if (str_eq(all[i].section, section))
			return true;
	return false;
}

/* A part of a section belongs to it unless it is a topic itself. */
static bool ends_section(struct str line)
{
	return !str_starts(line, S("##")) || has_topic(heading(line));
}

/* The section from behind its heading to where it ends; empty when there is none. */
static struct str section_of(struct str page, struct str section)
{
	struct str rest = page, line, begin = S("");
	bool literal = false, inside = false;

	for (; rest.n; rest = str_from(rest, line.n + 1)) {
		line = str_first(rest, str_find(rest, '\n'));
		literal ^= str_eq(line, fence);
		if (literal || !heading(line).n || (inside && !ends_section(line)))
			continue;
		if (inside)
			break;
		inside = str_eq(heading(line), section);
		begin = str_from(rest, line.n + 1);
	}
	return inside ? str_trim(str_first(begin, begin.n - rest.n)) : S("");
}

bool topic_show(const struct topic *t, struct buf *out)
{
	struct str rest = section_of(page_text(t->page), t->section), line;
	bool is_there = rest.n, literal = false;
	size_t tabs = 0;

	buf_addf(out, "%.*s\n\n", FMT(t->section));
	for (; rest.n; rest = str_from(rest, line.n + 1)) {
		line = str_first(rest, str_find(rest, '\n'));
		if (str_eq(line, fence))
			literal = !literal;
		else if (literal)
			add_literal(line, out);
		else
			add_line(heading(line).n ? heading(line) : line, &tabs, out);
	}
	return is_there;
}
