#include "diag/findings.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/*
 * Where the next finding lies. Beyond the limit it lasts only until the next one: a
 * hostile file may give millions.
 */
static struct arena *next_arena(struct findings *all)
{
	if (all->n < LIMIT_FINDINGS_KEPT)
		return &all->arena;
	arena_reset(&all->last);
	return &all->last;
}

static struct finding *append(struct findings *all, struct arena *a, struct finding f)
{
	struct finding *copy = ARENA_NEW(a, struct finding);

	if (all->raised[f.code])
		f.severity = SEVERITY_ERROR;
	f.arena = a;
	*copy = f;
	if (a == &all->last) {
		all->left_out++;
		all->left_out_errors += f.severity == SEVERITY_ERROR;
		all->errors += f.severity == SEVERITY_ERROR;
		return copy;
	}
	all->list = arena_grow(&all->arena, all->list, all->n, &all->cap, sizeof(struct finding *));
	all->list[all->n++] = copy;
	all->errors += f.severity == SEVERITY_ERROR;
	return copy;
}

struct finding *finding_add(struct findings *all, enum code code, struct place place,
			    const char *fmt, ...)
{
	struct finding f = { .code = code, .severity = code_severity(code), .place = place };
	struct arena *a = next_arena(all);
	va_list args;

	va_start(args, fmt);
	f.message = arena_vfmt(a, fmt, args);
	va_end(args);
	return append(all, a, f);
}

struct finding *finding_add_path(struct findings *all, enum code code, struct str path,
				 const char *fmt, ...)
{
	struct finding f = { .code = code, .severity = code_severity(code) };
	struct arena *a = next_arena(all);
	va_list args;

	f.path = arena_dup(a, path);
	va_start(args, fmt);
	f.message = arena_vfmt(a, fmt, args);
	va_end(args);
	return append(all, a, f);
}

static void add_note(struct finding *f, struct note note)
{
	struct note **end = &f->notes;

	while (*end)
		end = &(*end)->next;
	*end = ARENA_NEW(f->arena, struct note);
	**end = note;
}

void finding_note(struct finding *f, struct place place, const char *fmt, ...)
{
	struct note note = { .place = place };
	va_list args;

	va_start(args, fmt);
	note.text = arena_vfmt(f->arena, fmt, args);
	va_end(args);
	add_note(f, note);
}

void finding_note_path(struct finding *f, struct str path, const char *fmt, ...)
{
	struct note note = { .path = arena_dup(f->arena, path) };
	va_list args;

	va_start(args, fmt);
	note.text = arena_vfmt(f->arena, fmt, args);
	va_end(args);
	add_note(f, note);
}

void finding_help(struct finding *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	f->help = arena_vfmt(f->arena, fmt, args);
	va_end(args);
}

void findings_raise(struct findings *all, enum code code)
{
	all->raised[code] = true;
	for (size_t i = 0; i < all->n; i++) {
		struct finding *f = all->list[i];

		if (f->code != code || f->severity == SEVERITY_ERROR)
			continue;
		f->severity = SEVERITY_ERROR;
		all->errors++;
	}
}

void findings_raise_as(struct findings *all, const bool raised[CODE_COUNT])
{
	memcpy(all->raised, raised, sizeof(all->raised));
}

static void take(struct findings *all, const struct finding *from)
{
	struct arena *a = next_arena(all);
	struct finding *f = append(all, a, *from);

	f->notes = NULL;
	f->path = arena_dup(a, from->path);
	f->message = arena_dup(a, from->message);
	f->help = arena_dup(a, from->help);
	for (const struct note *note = from->notes; note; note = note->next) {
		struct note copy = { .place = note->place };

		copy.path = arena_dup(a, note->path);
		copy.text = arena_dup(a, note->text);
		add_note(f, copy);
	}
}

void findings_take(struct findings *all, struct findings *from)
{
	for (size_t i = 0; i < from->n; i++)
		take(all, from->list[i]);
	all->left_out += from->left_out;
	all->left_out_errors += from->left_out_errors;
	all->errors += from->left_out_errors;
	findings_release(from);
}

void findings_truncate(struct findings *all, size_t n)
{
	while (all->n > n)
		all->errors -= all->list[--all->n]->severity == SEVERITY_ERROR;
}

static int order(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static struct str path_of(const struct sources *sources, struct place place, struct str path)
{
	return place.file ? source_at(sources, place.file).path : path;
}

/* Order by path and place; what concerns a whole file, PLACE_WHOLE, comes before its lines. */
static int place_cmp(const struct sources *sources, struct place a, struct str a_path,
		     struct place b, struct str b_path)
{
	int c = str_cmp(path_of(sources, a, a_path), path_of(sources, b, b_path));

	c = c ? c : order((a.off + 1u) & PLACE_WHOLE, (b.off + 1u) & PLACE_WHOLE);
	return c ? c : order(a.len, b.len);
}

static int main_cmp(const struct finding *a, const struct finding *b, const struct sources *sources)
{
	int c = place_cmp(sources, a->place, a->path, b->place, b->path);

	c = c ? c : order(a->code, b->code);
	return c ? c : str_cmp(a->message, b->message);
}

static int note_cmp(const struct note *a, const struct note *b, const struct sources *sources)
{
	int c = 0;

	for (; !c && a && b; a = a->next, b = b->next) {
		c = place_cmp(sources, a->place, a->path, b->place, b->path);
		c = c ? c : str_cmp(a->text, b->text);
	}
	return c ? c : (a != NULL) - (b != NULL);
}

/* What decides which of two findings with the same message is kept. */
static int full_cmp(const void *x, const void *y, void *sources)
{
	const struct finding *a = *(struct finding *const *)x, *b = *(struct finding *const *)y;
	int c = main_cmp(a, b, sources);

	c = c ? c : note_cmp(a->notes, b->notes, sources);
	return c ? c : str_cmp(a->help, b->help);
}

void findings_sort(struct findings *all, const struct sources *sources)
{
	size_t kept = 0;

	if (!all->n)
		return;
	qsort_r(all->list, all->n, sizeof(struct finding *), full_cmp, (void *)sources);
	all->errors = all->left_out_errors;
	for (size_t i = 0; i < all->n; i++) {
		if (kept && main_cmp(all->list[kept - 1], all->list[i], sources) == 0)
			continue;
		all->errors += all->list[i]->severity == SEVERITY_ERROR;
		all->list[kept++] = all->list[i];
	}
	all->n = kept;
}

void findings_release(struct findings *all)
{
	arena_release(&all->arena);
	arena_release(&all->last);
	all->list = NULL;
	all->n = all->cap = all->errors = all->left_out = all->left_out_errors = 0;
}
