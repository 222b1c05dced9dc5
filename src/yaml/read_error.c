#include "yaml/reader.h"

#include <string.h>

/* What libyaml says in words of its grammar, in words of who wrote the file. */
struct wording {
	const char *context, *problem; /* NULL: any */
	const char *message, *help;
	bool at_context; /* the place of the mistake is where the context begins */
};

#define TABS "a tab in the indentation: YAML takes only spaces"
#define SPACES "replace it by spaces"

static const struct wording wordings[] = {
	{ "while scanning a quoted scalar", "found unexpected end of stream",
	  "the quote that begins here is never closed", "add the closing quote", true },
	{ "while scanning a quoted scalar", "found unexpected document indicator",
	  "the quote that begins here is not closed before the document ends",
	  "add the closing quote", true },
	{ "while scanning a simple key", "could not find expected ':'",
	  "a line without ':' where a key is expected",
	  "write `key: value`, or quote a text that goes on over several lines", true },
	{ "while scanning an alias", NULL, "a '*' that begins no alias",
	  "quote a text that begins with '*'", true },
	{ "while scanning an anchor", NULL, "a '&' that begins no anchor",
	  "quote a text that begins with '&'", true },
	{ NULL, "mapping values are not allowed in this context", "a ':' where no key can be",
	  "quote a value that holds ': '; else check the indentation of this line", false },
	{ NULL, "block sequence entries are not allowed in this context",
	  "a '-' where no list can begin", "begin the list on a line of its own", false },
	{ "while parsing a block mapping", "did not find expected key",
	  "expected the next key of a map", "check the indentation of this line", false },
	{ "while parsing a block collection", "did not find expected '-' indicator",
	  "expected the next '-' of a list", "check the indentation of this line", false },
	{ "while parsing a flow mapping", "did not find expected ',' or '}'", "expected ',' or '}'",
	  "add ',' before the next key, or '}' to close the map", false },
	{ "while parsing a flow sequence", "did not find expected ',' or ']'",
	  "expected ',' or ']'", "add ',' before the next item, or ']' to close the list", false },
	{ NULL, "did not find expected node content", "expected a value",
	  "write the value, or quote one that begins like this", false },
	{ NULL, "did not find expected <document start>", "a second value in one document",
	  "check the indentation of this line, or begin another document with '---'", false },
	{ "while scanning a block scalar", "did not find expected comment or line break",
	  "a text behind '|' or '>' on the same line",
	  "begin the text on the next line, or quote a value that begins with '|' or '>'", false },
	{ NULL, "found a tab character that violates indentation", TABS, SPACES, false },
	{ NULL, "found a tab character where an indentation space is expected", TABS, SPACES,
	  false },
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

/* When the file ends first, the place to look at is where it begins. */
static const struct wording unclosed[] = {
	{ "while parsing a flow mapping", "did not find expected ',' or '}'",
	  "the map that begins here is never closed", "add the closing '}'", true },
	{ "while parsing a flow sequence", "did not find expected ',' or ']'",
	  "the list that begins here is never closed", "add the closing ']'", true },
};

/* What the context of a problem is called in a note; others tell the writer nothing. */
static const struct context {
	const char *context, *note;
} contexts[] = {
	{ "while parsing a block mapping", "the map begins here" },
	{ "while parsing a flow mapping", "the map begins here" },
	{ "while parsing a block collection", "the list begins here" },
	{ "while parsing a flow sequence", "the list begins here" },
	{ "while parsing a quoted scalar", "the quote begins here" },
	{ "while scanning a block scalar", "the text begins here" },
};

static bool same(const char *pattern, const char *text)
{
	return !pattern || (text && strcmp(pattern, text) == 0);
}

/* For "found character that cannot start any token" the character says more. */
static struct wording wording_of_byte(struct str text, size_t off)
{
	if (off < text.n && text.s[off] == '\t')
		return (struct wording){ .message = TABS, .help = SPACES };
	return (struct wording){ .message = "a character that cannot begin a value",
				 .help = "quote the value" };
}

static const struct wording *find_wording(const yaml_parser_t *p, const struct wording *list,
					  size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same(list[i].context, p->context) && same(list[i].problem, p->problem))
			return &list[i];
	return NULL;
}

static struct wording wording_of(struct reader *r, size_t off)
{
	const yaml_parser_t *p = &r->parser;
	const struct wording *found = NULL;

	if (same("found character that cannot start any token", p->problem))
		return wording_of_byte(r->text, off);
	if (off == r->text.n)
		found = find_wording(p, unclosed, sizeof(unclosed) / sizeof(*unclosed));
	if (!found)
		found = find_wording(p, wordings, sizeof(wordings) / sizeof(*wordings));
	return found ? *found : (struct wording){ .message = p->problem };
}

/* Marks of the reader, which works ahead of the scanner, are useless; its offset is right. */
static struct place problem_place(struct reader *r)
{
	size_t off = r->parser.problem_offset;

	if (r->parser.error != YAML_READER_ERROR)
		return reader_place(r, r->parser.problem_mark, 1);
	return place_at(r->file, off < r->text.n ? off : r->text.n, 1);
}

static void note_context(struct reader *r, struct finding *f)
{
	const yaml_parser_t *p = &r->parser;
	const char *note = NULL;

	if (!p->context || p->error == YAML_READER_ERROR ||
	    p->context_mark.index >= p->problem_mark.index)
		return;
	for (size_t i = 0; i < sizeof(contexts) / sizeof(*contexts); i++)
		if (same(contexts[i].context, p->context))
			note = contexts[i].note;
	if (note)
		finding_note(f, reader_place(r, p->context_mark, 1), "%s", note);
}

/* Blanks that are no blank to YAML, and what takes no room at all: nobody sees why. */
static const struct unseen {
	struct str bytes;
	const char *message;
} unseen[] = {
	{ STR("\xc2\xa0"), "a no-break space (U+00A0), which is no blank to YAML" },
	{ STR("\xe2\x80\x8b"), "an invisible zero width space (U+200B)" },
	{ STR("\xef\xbb\xbf"), "an invisible byte order mark (U+FEFF)" },
	{ STR("\xe3\x80\x80"), "an ideographic space (U+3000), which is no blank to YAML" },
};

static bool is_conflict_marker(struct str line)
{
	return str_starts(line, S("<<<<<<< ")) || str_starts(line, S("||||||| ")) ||
	       str_starts(line, S(">>>>>>> ")) || str_eq(str_trim(line), S("======="));
}

static bool is_slashed(struct str line)
{
	return str_starts(str_trim(str_first(line, str_find(line, '\n'))), S("//"));
}

/* Where the line of byte off begins. */
static size_t line_start(struct str text, size_t off)
{
	while (off && text.s[off - 1] != '\n')
		off--;
	return off;
}

/* Does what is at byte off of a line part a key, a value or an item from what is before? */
static bool parts(struct str line, size_t off, size_t n)
{
	return !off || strchr(" :-", line.s[off - 1]) ||
	       str_starts(str_from(line, off + n), S(":"));
}

static void look_for_unseen(struct reader *r, struct str line, struct place *at,
			    struct wording *words)
{
	for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++) {
		struct str bytes = unseen[i].bytes;
		size_t off = str_search(line, bytes);

		if (off == line.n || !parts(line, off, bytes.n))
			continue;
		words->message = unseen[i].message;
		words->help = "write a blank instead, or quote the text that it belongs to";
		*at = place_at(r->file, (size_t)(line.s - r->text.s) + off, bytes.n);
	}
}

/* What the line of a mistake tells better than the grammar does. */
static void look_at_line(struct reader *r, struct place *at, struct wording *words)
{
	size_t start = line_start(r->text, at->off);
	size_t before = start ? line_start(r->text, start - 1) : start;
	struct str line = str_from(r->text, start);

	line = str_first(line, str_find(line, '\n'));
	if (is_conflict_marker(line)) {
		words->message = "a conflict marker: a merge was not finished";
		words->help = "keep what is right, and remove the lines that begin with <<<<<<<, "
			      "======= and >>>>>>>";
	} else if (is_slashed(line) || is_slashed(str_from(r->text, before))) {
		words->message = "a comment with '//', which neither YAML nor JSON has";
		words->help = "remove it; in YAML a comment begins with '#'";
		start = is_slashed(line) ? start : before;
		*at = place_at(r->file, start + str_find(str_from(r->text, start), '/'), 2);
	} else if (str_search(line, S("{{")) < line.n || str_search(line, S("{%")) < line.n) {
		words->help = READER_TEMPLATE_HELP;
	}
	/* The value before goes on in this line when the blank behind its ':' is none. */
	look_for_unseen(r, str_first(str_from(r->text, before), start - before), at, words);
	look_for_unseen(r, line, at, words);
}

void reader_syntax_error(struct reader *r)
{
	struct place place = problem_place(r);
	struct wording words = wording_of(r, place.off);
	struct finding *f;

	if (words.at_context)
		place = reader_place(r, r->parser.context_mark, 1);
	look_at_line(r, &place, &words);
	f = finding_add(r->found, MG0105, place, "%s", words.message ? words.message : "no YAML");
	if (!words.at_context)
		note_context(r, f);
	finding_note(f, place_file(r->file), "the rest of the file was not read");
	if (words.help)
		finding_help(f, "%s", words.help);
	r->broken = true;
}
