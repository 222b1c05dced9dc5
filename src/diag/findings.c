#include "diag/findings.h"

#include "base/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct row {
	const char *name, *title, *text;
	enum severity severity;
} rows[] = {
#define CODE(code, severity, title, text) { #code, title, text, SEVERITY_##severity },
#include "diag/codes.def"
#undef CODE
};

const char *code_name(enum code code)
{
	return rows[code].name;
}

const char *code_title(enum code code)
{
	return rows[code].title;
}

const char *code_text(enum code code)
{
	return rows[code].text;
}

enum severity code_severity(enum code code)
{
	return rows[code].severity;
}

enum code code_of(struct str name)
{
	for (size_t i = 0; i < CODE_COUNT; i++)
		if (str_distance(name, str_of(rows[i].name), 0) == 0)
			return (enum code)i;
	return CODE_COUNT;
}

static struct str format(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		BUG("format '%s'", fmt);
	text = arena_alloc(a, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, fmt, args);
	return (struct str){ text, (size_t)n };
}

static struct finding *add(struct findings *all, enum code code)
{
	struct finding *f = ARENA_NEW(&all->arena, struct finding);

	f->code = code;
	f->severity = all->raised[code] ? SEVERITY_ERROR : code_severity(code);
	f->arena = &all->arena;
	all->list = arena_grow(&all->arena, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = f;
	all->errors += f->severity == SEVERITY_ERROR;
	return f;
}

struct finding *finding_add(struct findings *all, enum code code, struct place place,
			    const char *fmt, ...)
{
	struct finding *f = add(all, code);
	va_list args;

	f->place = place;
	va_start(args, fmt);
	f->message = format(f->arena, fmt, args);
	va_end(args);
	return f;
}

struct finding *finding_add_path(struct findings *all, enum code code, struct str path,
				 const char *fmt, ...)
{
	struct finding *f = add(all, code);
	va_list args;

	f->path = arena_dup(f->arena, path);
	va_start(args, fmt);
	f->message = format(f->arena, fmt, args);
	va_end(args);
	return f;
}

static struct note *add_note(struct finding *f)
{
	struct note **last = &f->notes;

	while (*last)
		last = &(*last)->next;
	return *last = ARENA_NEW(f->arena, struct note);
}

void finding_note(struct finding *f, struct place place, const char *fmt, ...)
{
	struct note *note = add_note(f);
	va_list args;

	note->place = place;
	va_start(args, fmt);
	note->text = format(f->arena, fmt, args);
	va_end(args);
}

void finding_note_path(struct finding *f, struct str path, const char *fmt, ...)
{
	struct note *note = add_note(f);
	va_list args;

	note->path = arena_dup(f->arena, path);
	va_start(args, fmt);
	note->text = format(f->arena, fmt, args);
	va_end(args);
}

void finding_help(struct finding *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	f->help = format(f->arena, fmt, args);
	va_end(args);
}

void findings_raise(struct findings *all, enum code code)
{
	all->raised[code] = true;
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i]->code == code && all->list[i]->severity != SEVERITY_ERROR) {
			all->list[i]->severity = SEVERITY_ERROR;
			all->errors++;
		}
}

/* A copy of a finding of another list, whose arena may end sooner. */
static void copy_into(struct findings *all, const struct finding *from)
{
	struct finding *f = add(all, from->code);

	f->place = from->place;
	f->path = arena_dup(f->arena, from->path);
	f->message = arena_dup(f->arena, from->message);
	f->help = arena_dup(f->arena, from->help);
	for (const struct note *n = from->notes; n; n = n->next) {
		struct note *note = add_note(f);

		note->place = n->place;
		note->path = arena_dup(f->arena, n->path);
		note->text = arena_dup(f->arena, n->text);
	}
}

void findings_take(struct findings *all, struct findings *from)
{
	for (size_t i = 0; i < from->n; i++)
		copy_into(all, from->list[i]);
	findings_release(from);
}

/* qsort has no argument for the table of files, so each finding is sorted with its path. */
struct sorted {
	struct str path;
	struct finding *finding;
};

static int by_place(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int order = str_cmp(x->path, y->path);

	if (!order)
		order = (x->finding->place.off > y->finding->place.off) -
			(x->finding->place.off < y->finding->place.off);
	if (!order)
		order = (x->finding->code > y->finding->code) -
			(x->finding->code < y->finding->code);
	return order ? order : str_cmp(x->finding->message, y->finding->message);
}

void findings_sort(struct findings *all, const struct sources *sources)
{
	struct sorted *list = ARENA_ARRAY(&all->arena, all->n, struct sorted);
	size_t kept = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct finding *f = all->list[i];

		list[i].finding = f;
		list[i].path = f->place.file ? source_at(sources, f->place.file).path : f->path;
	}
	if (all->n)
		qsort(list, all->n, sizeof(*list), by_place);
	for (size_t i = 0; i < all->n; i++) {
		if (kept && !by_place(&list[i], &list[kept - 1])) {
			all->errors -= list[i].finding->severity == SEVERITY_ERROR;
			continue;
		}
		list[kept] = list[i];
		all->list[kept++] = list[i].finding;
	}
	all->n = kept;
}

void findings_release(struct findings *all)
{
	arena_release(&all->arena);
	all->list = NULL;
	all->n = all->cap = all->errors = 0;
}
