#include "diag/print.h"
#include "diag/shown.h"

enum { MOST_OF_A_SEVERITY = 10 }; /* annotations that a step shows */

/* What the runner undoes; in a property, which ends at a comma or colon, those too. */
static void add_escaped(struct buf *out, struct str text, bool property)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
			buf_addf(out, "%%%02X", c);
		else
			buf_addc(out, c);
	}
}

static void add_place(struct buf *out, const struct report *r, const struct finding *f)
{
	struct str path = report_path(r, f->place, f->path);
	struct position at = place_find(r->sources, f->place);
	struct buf shown = BUF_INIT;

	if (report_is_inside(r, path)) {
		show(&shown, r->prefix);
		show(&shown, path);
		buf_add(out, S("file="));
		add_escaped(out, buf_str(&shown), true);
		if (at.line)
			buf_addf(out, ",line=%u,col=%u", at.line, at.column);
		buf_addc(out, ',');
	}
	buf_release(&shown);
}

/* The log shows the text alone, so it names the place too. */
static void add_command(struct buf *out, const struct report *r, const struct finding *f)
{
	struct buf text = BUF_INIT;

	buf_addf(out, "::%s ", severity_name(f->severity));
	add_place(out, r, f);
	buf_addf(&text, "%s: %s", code_name(f->code), code_title(f->code));
	buf_add(out, S("title="));
	add_escaped(out, buf_str(&text), true);
	buf_add(out, S("::"));
	buf_truncate(&text, 0);
	print_text_finding(&text, r, f);
	add_escaped(out, str_trim(buf_str(&text)), false);
	buf_addc(out, '\n');
	buf_release(&text);
}

void print_github(struct buf *out, const struct report *r)
{
	size_t told = 0;

	for (int severity = SEVERITY_ERROR; severity >= SEVERITY_WARNING; severity--) {
		size_t n = 0;

		for (size_t i = 0; i < r->all->n && n < MOST_OF_A_SEVERITY; i++) {
			if ((int)r->all->list[i]->severity != severity)
				continue;
			add_command(out, r, r->all->list[i]);
			n++;
		}
		told += n;
	}
	if (report_left_out(r, told))
		buf_addf(out, "::notice title=meshgen::and %zu more: --format=text shows more\n",
			 report_left_out(r, told));
}
