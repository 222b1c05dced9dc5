#include "diag/markdown.h"
#include "diag/print.h"

enum { PATH_GLYPHS = 200, MESSAGE_GLYPHS = 300 };

static void add_where(struct buf *out, const struct report *r, const struct finding *f)
{
	struct str path = report_path(r, f->place, f->path);
	struct position at = place_find(r->sources, f->place);
	struct buf where = BUF_INIT;

	if (path.n) {
		if (report_is_inside(r, path))
			buf_add(&where, r->prefix);
		buf_add(&where, path);
		if (at.line)
			buf_addf(&where, ":%u:%u", at.line, at.column);
		markdown_code(out, buf_str(&where), PATH_GLYPHS);
		buf_add(out, S(": "));
	}
	buf_release(&where);
}

/* No line of a finding consists of backticks alone, so none ends the fence. */
static void add_finding(struct buf *out, const struct report *r, const struct finding *f)
{
	buf_addf(out, "<details%s><summary><b>%s %s</b> ",
		 f->severity == SEVERITY_ERROR ? " open" : "", severity_name(f->severity),
		 code_name(f->code));
	add_where(out, r, f);
	markdown_code(out, f->message, MESSAGE_GLYPHS);
	buf_add(out, S("</summary>\n\n```text\n"));
	print_text_finding(out, r, f);
	buf_add(out, S("```\n\n</details>\n\n"));
}

static void add_summary(struct buf *out, const struct report *r)
{
	size_t errors = r->all->errors, warnings = report_left_out(r, errors);

	buf_add(out, S("<h3>meshgen: "));
	if (errors)
		buf_add_count(out, errors, "error");
	if (errors && warnings)
		buf_add(out, S(", "));
	if (warnings)
		buf_add_count(out, warnings, "warning");
	buf_add(out, errors + warnings ? S("</h3>\n\n") : S("no findings</h3>\n"));
}

void print_markdown(struct buf *out, const struct report *r)
{
	struct buf part = BUF_INIT;
	size_t shown = 0;
	bool fits = true;

	add_summary(out, r);
	for (int severity = SEVERITY_ERROR; severity >= SEVERITY_WARNING; severity--)
		for (size_t i = 0; fits && i < r->all->n; i++) {
			if ((int)r->all->list[i]->severity != severity)
				continue;
			add_finding(&part, r, r->all->list[i]);
			fits = markdown_take(out, &part);
			shown += fits;
		}
	if (report_left_out(r, shown)) {
		buf_add(out, S("**Left out**, since a comment holds no more: "));
		buf_add_count(out, report_left_out(r, shown), "finding");
		buf_add(out, S(". `--format=json` tells more.\n"));
	}
	buf_release(&part);
}
