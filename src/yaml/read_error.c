#include "yaml/reader.h"

#include <string.h>

/* What libyaml says in words of its grammar, in words of who wrote the file. */
struct wording {
	const char *context, *problem; /* NULL: any */
	const char *message, *help;
	bool at_context; /* the place of the mistake is where the context begins */
};

static const struct wording wordings[] = {
	{ "while scanning a quoted scalar", "found unexpected end of stream",
	  "the quote that begins here is never closed", "add the closing quote", true },
	{ "while scanning a quoted scalar", "found unexpected document indicator",
	  "the quote that begins here is not closed before the document ends",
	  "add the closing quote", true },
	{ "while scanning a simple key", "could not find expected ':'",
	  "a line without ':' where a key is expected",
	  "write `key: value`, or quote a text that goes on over several lines", true },
	{ NULL, "mapping values are not allowed in this context", "a ':' where no key can be",
	  "quote a value that holds ': '; else check the indentation of this line", false },
	{ NULL, "block sequence entries are not allowed in this context",
	  "a '-' where no list can begin", "begin the list on a line of its own", false },
	{ "while parsing a block mapping", "did not find expected key",
	  "no key of the map that is open here", "check the indentation of this line", false },
	{ "while parsing a block collection", "did not find expected '-' indicator",
	  "no item of the list that is open here", "check the indentation of this line", false },
	{ "while parsing a flow mapping", "did not find expected ',' or '}'", "expected ',' or '}'",
	  NULL, false },
	{ "while parsing a flow sequence", "did not find expected ',' or ']'",
	  "expected ',' or ']'", NULL, false },
	{ "while scanning an alias", NULL, "a '*' that begins no alias",
	  "quote a text that begins with '*'", false },
	{ "while scanning an anchor", NULL, "a '&' that begins no anchor",
	  "quote a text that begins with '&'", false },
	{ NULL, "found a tab character that violates indentation",
	  "a tab in the indentation: YAML takes only spaces", "replace it by spaces", false },
	{ NULL, "found a tab character where an indentation space is expected",
	  "a tab in the indentation: YAML takes only spaces", "replace it by spaces", false },
	{ "while parsing a quoted scalar", "found unknown escape character",
	  "an unknown escape in double quotes",
	  "write '\\\\' for a backslash, or use single quotes", false },
	{ "while parsing a quoted scalar", "found invalid Unicode character escape code",
	  "an escape that is no character, or half of a surrogate pair",
	  "write the character itself", false },
	{ NULL, "control characters are not allowed", "a control character",
	  "remove it, or write it as an escape in double quotes", false },
	{ NULL, "found incompatible YAML document", "a %YAML directive of another version",
	  "remove the directive", false },
};

static bool same(const char *pattern, const char *text)
{
	return !pattern || (text && strcmp(pattern, text) == 0);
}

/* For "found character that cannot start any token" the character says more. */
static struct wording wording_of_byte(struct str text, size_t off)
{
	if (off < text.n && text.s[off] == '\t')
		return (struct wording){ .message =
						 "a tab in the indentation: YAML takes only spaces",
					 .help = "replace it by spaces" };
	return (struct wording){ .message = "a character that cannot begin a value",
				 .help = "quote the value" };
}

static struct wording wording_of(struct reader *r, size_t off)
{
	const yaml_parser_t *p = &r->parser;

	if (same("found character that cannot start any token", p->problem))
		return wording_of_byte(r->text, off);
	for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
		if (same(wordings[i].context, p->context) && same(wordings[i].problem, p->problem))
			return wordings[i];
	return (struct wording){ .message = p->problem };
}

/* Marks of the reader, which works ahead of the scanner, are useless; its offset is right. */
static struct place problem_place(struct reader *r)
{
	size_t off = r->parser.problem_offset;

	if (r->parser.error != YAML_READER_ERROR)
		return reader_place(r, r->parser.problem_mark, 1);
	return (struct place){ r->file, (uint32_t)(off < r->text.n ? off : r->text.n), 1 };
}

void reader_syntax_error(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	struct place place = problem_place(r);
	struct wording words = wording_of(r, place.off);
	bool context = p->context && p->error != YAML_READER_ERROR;
	struct finding *f;

	if (words.at_context)
		place = reader_place(r, p->context_mark, 1);
	f = finding_add(r->found, MG0105, place, "%s", words.message ? words.message : "no YAML");
	if (context && !words.at_context && p->context_mark.index < p->problem_mark.index)
		finding_note(f, reader_place(r, p->context_mark, 1), "%s that begins here",
			     p->context);
	finding_note(f, place_file(r->file), "the rest of the file was not read");
	if (words.help)
		finding_help(f, "%s", words.help);
	r->broken = true;
}
