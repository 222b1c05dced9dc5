/*
 * What is wrong with the input, as a list passed explicitly: a pass reports and
 * goes on, the barriers in compile.c stop. A finding has a code (codes.def), a
 * place, a message, notes at the other parties, and a help with what to type.
 *
 * Style of messages, after git and rustc: lower case, no full stop, the name at
 * fault in single quotes as it was written, the cause before the effect.
 */
#ifndef DIAG_FINDINGS_H
#define DIAG_FINDINGS_H

#include "diag/place.h"

enum code {
#define CODE(code, severity, title, text) code,
#include "diag/codes.def"
#undef CODE
	CODE_COUNT
};

enum severity { SEVERITY_WARNING, SEVERITY_ERROR };

struct note {
	struct place place;
	struct str path; /* instead of place, see struct finding */
	struct str text;
	struct note *next;
};

/* Lies in the arena of its list. */
struct finding {
	enum code code;
	enum severity severity;
	struct place place;
	struct str path; /* a file that is no input (an output, a folder), when place is nowhere */
	struct str message;
	struct note *notes; /* in the order in which they were added */
	struct str help;    /* may have several lines; empty when there is nothing to type */
	struct arena *arena;
};

/*
 * One list a thread; findings_take joins them. Zero-initialised it is empty,
 * with the severities of codes.def. Released by findings_release.
 */
struct findings {
	struct arena arena;
	struct finding **list;
	size_t n, cap;
	size_t errors;                    /* findings of severity error, the uncounted too */
	size_t left_out, left_out_errors; /* beyond LIMIT_FINDINGS_KEPT: only counted */
	struct arena last;                /* of the latest of these */
	bool raised[CODE_COUNT];          /* warnings that Config.spec.severities makes errors */
};

struct finding *finding_add(struct findings *all, enum code code, struct place place,
			    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The same for a file that is no input. */
struct finding *finding_add_path(struct findings *all, enum code code, struct str path,
				 const char *fmt, ...) __attribute__((format(printf, 4, 5)));

void finding_note(struct finding *f, struct place place, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void finding_note_path(struct finding *f, struct str path, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Replaces the help that was there. */
void finding_help(struct finding *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* From now on, and for what is in the list, code is an error. */
void findings_raise(struct findings *all, enum code code);

/* From now on the codes of raised, and no others, are raised: those of another list. */
void findings_raise_as(struct findings *all, const bool raised[CODE_COUNT]);

/* Moves the findings of from, which ends empty, to the end of all. */
void findings_take(struct findings *all, struct findings *from);

/* Keeps the first n findings and leaves the others out, uncounted. */
void findings_truncate(struct findings *all, size_t n);

/*
 * Orders by path, place, code, message, and drops what is there twice: the same
 * list whatever the number of workers.
 */
void findings_sort(struct findings *all, const struct sources *sources);

void findings_release(struct findings *all);

/* Facts of codes.def. */
const char *code_name(enum code code);  /* "MG0203" */
const char *code_title(enum code code); /* one line */
const char *code_text(enum code code);  /* paragraphs for `meshgen explain` */
enum severity code_severity(enum code code);
const char *severity_name(enum severity severity); /* "error" or "warning" */

/* The code of that name, in any case of letters; CODE_COUNT when there is none. */
enum code code_of(struct str name);

#endif
