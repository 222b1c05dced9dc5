#include "base/limits.h"
#include "diag/print.h"
#include "diag/shown.h"

enum { LINE_GLYPHS = 160 }; /* shown of a long line, around the caret */

static const struct str reset = STR("\033[0m"), bold = STR("\033[1m"), red = STR("\033[1;31m"),
			yellow = STR("\033[1;33m"), green = STR("\033[1;32m"),
			cyan = STR("\033[1;36m");

struct printer {
	struct buf *out;
	const struct report *report;
	bool color;
};

static void switch_color(const struct printer *p, struct str code)
{
	if (p->color)
		buf_add(p->out, code);
}

/* "path:line:col: ", "path: " or nothing. */
static void print_where(const struct printer *p, struct place place, struct str path,
			struct position at)
{
	struct str name = report_path(p->report, place, path);

	if (!name.n)
		return;
	switch_color(p, bold);
	if (report_is_inside(p->report, name))
		show(p->out, p->report->prefix);
	show(p->out, name);
	if (at.line)
		buf_addf(p->out, ":%u:%u", at.line, at.column);
	buf_addc(p->out, ':');
	switch_color(p, reset);
	buf_addc(p->out, ' ');
}

static void print_label(const struct printer *p, struct str color, struct str label)
{
	switch_color(p, color);
	buf_add(p->out, label);
	switch_color(p, reset);
	buf_add(p->out, S(": "));
}

/* The glyphs [first, last) of the line at hand are shown, the mark stands below some of them. */
struct window {
	size_t first, last, mark_first, mark_last;
};

static struct window window_of(struct position at)
{
	size_t column = at.column - 1;
	size_t first = column > LINE_GLYPHS / 2 ? column - LINE_GLYPHS / 2 : 0;

	return (struct window){ first, first + LINE_GLYPHS, column, column + at.width };
}

/* What stands below a glyph: blanks as wide, a tab below a tab, or the mark. */
static void print_below(struct buf *below, struct str line, size_t i, struct glyph g, size_t k,
			struct window w)
{
	bool tab = line.s[i] == '\t';

	if (k < w.mark_first && tab)
		buf_addc(below, '\t');
	else if (k < w.mark_first)
		buf_fill(below, ' ', g.columns);
	else if (k == w.mark_first)
		buf_addc(below, '^');
	if (k == w.mark_first && g.columns > 1)
		buf_fill(below, '~', g.columns - 1);
	if (k > w.mark_first && k < w.mark_last)
		buf_fill(below, '~', g.columns);
}

static void print_glyphs(struct buf *out, struct buf *below, struct str line, struct window w)
{
	size_t i = 0, k = 0;

	if (w.first) {
		buf_add(out, S("..."));
		buf_fill(below, ' ', 3);
	}
	for (; i < line.n && k < w.last; k++) {
		struct glyph g = glyph_at(line, i);

		if (k >= w.first) {
			if (line.s[i] == '\t')
				buf_addc(out, '\t');
			else
				show_glyph(out, line, i, g);
			print_below(below, line, i, g, k, w);
		}
		i += g.bytes;
	}
	if (i < line.n)
		buf_add(out, S("..."));
	if (k <= w.mark_first)
		buf_addc(below, '^');
}

static void print_line(const struct printer *p, struct position at)
{
	struct buf below = BUF_INIT;
	size_t begin = p->out->n;

	if (!at.line)
		return;
	buf_addf(p->out, "%u", at.line);
	buf_fill(&below, ' ', p->out->n - begin);
	buf_add(p->out, S(" | "));
	buf_add(&below, S(" | "));
	if (p->color)
		buf_add(&below, green);
	print_glyphs(p->out, &below, at.text, window_of(at));
	if (p->color)
		buf_add(&below, reset);
	buf_addc(p->out, '\n');
	buf_add(p->out, buf_str(&below));
	buf_addc(p->out, '\n');
	buf_release(&below);
}

static void print_note(const struct printer *p, const struct note *note)
{
	print_where(p, note->place, note->path, place_find(p->report->sources, note->place));
	print_label(p, cyan, S("note"));
	show(p->out, note->text);
	buf_addc(p->out, '\n');
}

/* Later lines stand below the first. */
static void print_help(const struct printer *p, struct str help)
{
	print_label(p, cyan, S("help"));
	for (;;) {
		size_t end = str_find(help, '\n');

		show(p->out, str_first(help, end));
		buf_addc(p->out, '\n');
		if (end >= help.n)
			return;
		help = str_from(help, end + 1);
		buf_fill(p->out, ' ', help.n ? sizeof("help: ") - 1 : 0);
	}
}

static void print_finding(const struct printer *p, const struct finding *f)
{
	struct position at = place_find(p->report->sources, f->place);

	print_where(p, f->place, f->path, at);
	switch_color(p, f->severity == SEVERITY_ERROR ? red : yellow);
	buf_addf(p->out, "%s[%s]", severity_name(f->severity), code_name(f->code));
	switch_color(p, reset);
	buf_add(p->out, S(": "));
	show(p->out, f->message);
	buf_addc(p->out, '\n');
	print_line(p, at);
	for (const struct note *note = f->notes; note; note = note->next)
		print_note(p, note);
	if (f->help.n)
		print_help(p, f->help);
}

void print_text_finding(struct buf *out, const struct report *r, const struct finding *f)
{
	print_finding(&(struct printer){ out, r, false }, f);
}

void print_text(struct buf *out, const struct findings *all, const struct sources *sources,
		enum severity least, bool color)
{
	struct report report = { all, sources, S(""), S("") };
	struct printer p = { out, &report, color };
	size_t printed = 0, due = least == SEVERITY_ERROR ? all->errors : all->n + all->left_out;

	for (int severity = SEVERITY_ERROR; severity >= (int)least; severity--)
		for (size_t i = 0; i < all->n && printed < LIMIT_FINDINGS; i++) {
			if ((int)all->list[i]->severity != severity)
				continue;
			print_finding(&p, all->list[i]);
			printed++;
		}
	if (printed < due)
		buf_addf(out, "... and %zu more\n", due - printed);
}
