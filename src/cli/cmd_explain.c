#include "cli/command.h"
#include "cli/print.h"

enum { WIDTH = 80 };

/* Adds text with lines of at most WIDTH bytes; blank lines part paragraphs. */
static void add_wrapped(struct buf *out, struct str text)
{
	size_t column = 0;

	while (text.n) {
		size_t end = str_find(text, ' ');
		struct str word = str_first(text, end);

		if (column && column + 1 + word.n > WIDTH) {
			buf_addc(out, '\n');
			column = 0;
		} else if (column) {
			buf_addc(out, ' ');
			column++;
		}
		buf_add(out, word);
		column += word.n;
		text = str_from(text, end + 1);
	}
	buf_addc(out, '\n');
}

static void explain(enum code code, struct buf *out)
{
	struct str text = str_of(code_text(code));

	buf_addf(out, "%s (%s): %s\n", code_name(code), severity_name(code_severity(code)),
		 code_title(code));
	while (text.n) {
		size_t end = str_find(text, '\n');
		struct str paragraph = str_trim(str_first(text, end));

		if (paragraph.n) {
			buf_addc(out, '\n');
			add_wrapped(out, paragraph);
		}
		text = str_from(text, end + 1);
	}
}

int cmd_explain(const struct options *o, struct arena *a)
{
	enum code code = code_of(o->operand);
	struct buf out = BUF_INIT;
	int status;

	(void)a;
	if (o->operand.n && code == CODE_COUNT) {
		buf_addf(&out, "no code '%.*s'\nhelp: `meshgen explain` lists the codes",
			 FMT(o->operand));
		status = print_usage(o->command->name, buf_str(&out));
	} else {
		if (o->operand.n)
			explain(code, &out);
		for (size_t i = 0; !o->operand.n && i < CODE_COUNT; i++)
			buf_addf(&out, "%s  %-7s  %s\n", code_name((enum code)i),
				 severity_name(code_severity((enum code)i)),
				 code_title((enum code)i));
		status = print_data(buf_str(&out));
	}
	buf_release(&out);
	return status;
}
