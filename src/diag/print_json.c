#include "diag/json.h"
#include "diag/print.h"

static cJSON *json_number(uint32_t n)
{
	return n ? cJSON_CreateNumber(n) : cJSON_CreateNull();
}

static void add_where(cJSON *object, const struct sources *sources, struct place place,
		      struct str path, struct place_cursor *cursor)
{
	struct position at = place_follow(sources, place, cursor);

	json_put(object, "path",
		 json_string(place.file ? source_at(sources, place.file).path : path));
	json_put(object, "line", json_number(at.line));
	json_put(object, "column", json_number(at.line ? at.column : 0));
}

static cJSON *json_note(const struct note *note, const struct sources *sources,
			struct place_cursor *cursor)
{
	cJSON *object = json_checked(cJSON_CreateObject());

	add_where(object, sources, note->place, note->path, cursor);
	json_put(object, "message", json_string(note->text));
	return object;
}

/* The places of the findings come in order, and so, mostly, do those of their notes. */
struct cursors {
	struct place_cursor finding, note;
};

static cJSON *json_finding(const struct finding *f, const struct sources *sources,
			   struct cursors *at)
{
	cJSON *object = json_checked(cJSON_CreateObject()),
	      *notes = json_checked(cJSON_CreateArray());

	json_put(object, "code", json_string(str_of(code_name(f->code))));
	json_put(object, "severity", json_string(str_of(severity_name(f->severity))));
	add_where(object, sources, f->place, f->path, &at->finding);
	json_put(object, "message", json_string(f->message));
	for (const struct note *note = f->notes; note; note = note->next)
		cJSON_AddItemToArray(notes, json_note(note, sources, &at->note));
	json_put(object, "notes", notes);
	json_put(object, "help", json_string(f->help));
	return object;
}

/* One object a line, so that only one of them is in memory. */
void print_json(struct buf *out, const struct findings *all, const struct sources *sources)
{
	struct cursors at = { 0 };

	buf_addc(out, '[');
	for (size_t i = 0; i < all->n; i++) {
		cJSON *object = json_finding(all->list[i], sources, &at);

		buf_add(out, i ? S(",\n") : S("\n"));
		json_add(out, object);
	}
	buf_add(out, all->n ? S("\n]\n") : S("]\n"));
}
