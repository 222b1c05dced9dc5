#include "base/char.h"
#include "base/limits.h"
#include "diag/json.h"
#include "diag/print.h"
#include "diag/shown.h"

enum { MOST_BYTES = 9500 * 1000, NOTES = 100 }; /* of 10 MB; locations shown of a result */

/* What is known while one log is printed. The places of its findings come in order. */
struct log {
	const struct report *report;
	struct report_seen seen;
	struct place_cursor finding, note;
	int rules[CODE_COUNT]; /* index of a rule, -1 for none */
};

static cJSON *object_of(const char *key, cJSON *item)
{
	cJSON *object = json_checked(cJSON_CreateObject());

	json_put(object, key, item);
	return object;
}

static cJSON *sarif_rule(enum code code)
{
	cJSON *rule = object_of("id", json_string(str_of(code_name(code))));

	json_put(rule, "shortDescription", object_of("text", cJSON_CreateString(code_title(code))));
	json_put(rule, "fullDescription", object_of("text", cJSON_CreateString(code_text(code))));
	json_put(rule, "help", object_of("text", cJSON_CreateString(code_text(code))));
	json_put(rule, "defaultConfiguration",
		 object_of("level", cJSON_CreateString(severity_name(code_severity(code)))));
	return rule;
}

/* The rules that the findings need, by code. */
static cJSON *sarif_tool(struct log *log)
{
	cJSON *driver = object_of("name", cJSON_CreateString("meshgen"));
	cJSON *rules = json_checked(cJSON_CreateArray());
	bool used[CODE_COUNT] = { false };

	for (size_t i = 0; i < log->report->all->n; i++)
		used[log->report->all->list[i]->code] = true;
	for (int code = 0; code < CODE_COUNT; code++) {
		log->rules[code] = used[code] ? cJSON_GetArraySize(rules) : -1;
		if (used[code])
			cJSON_AddItemToArray(rules, sarif_rule((enum code)code));
	}
	json_put(driver, "semanticVersion", cJSON_CreateString(MESHGEN_VERSION));
	json_put(driver, "rules", rules);
	return object_of("driver", driver);
}

/* A relative reference of RFC 3986. */
static void add_uri(struct buf *out, struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.s[i];
		bool plain = is_alnum((char)c) || (c && strchr("-._~/", c));

		buf_addf(out, plain ? "%c" : "%%%02X", c);
	}
}

/*
 * Code scanning takes no result without a file and a line: what has no file stands at the
 * configuration, what has no line at the first one.
 */
static cJSON *sarif_place(const struct log *log, struct place place, struct str path,
			  struct place_cursor *cursor)
{
	struct str name = report_path(log->report, place, path);
	struct position at = place_follow(log->report->sources, place, cursor);
	bool inside = report_is_inside(log->report, name);
	cJSON *physical, *region;
	struct buf uri = BUF_INIT;

	if (!inside || !at.line)
		at = (struct position){ .line = 1, .column = 1, .width = 1 };
	add_uri(&uri, log->report->prefix);
	add_uri(&uri, inside ? name : S("meshgen.yaml"));
	physical = object_of("artifactLocation", object_of("uri", cJSON_CreateString(uri.s)));
	buf_release(&uri);
	region = object_of("startLine", cJSON_CreateNumber(at.line));
	json_put(region, "startColumn", cJSON_CreateNumber(at.column));
	json_put(region, "endColumn", cJSON_CreateNumber(at.column + at.width));
	json_put(physical, "region", region);
	return object_of("physicalLocation", physical);
}

/* Shown line by line. "[text](target)" would be a link (3.11.6): its brackets are escaped. */
static void add_lines(struct buf *out, struct str text)
{
	bool links = str_search(text, S("](")) < text.n;
	struct glyph g;

	for (size_t i = 0; i < text.n; i += g.bytes) {
		g = glyph_at(text, i);
		if (links && (text.s[i] == '[' || text.s[i] == ']'))
			buf_addc(out, '\\');
		if (text.s[i] == '\n')
			buf_addc(out, '\n');
		else
			show_glyph(out, text, i, g);
	}
}

/* The path stands before it, if the location cannot name it. */
static cJSON *sarif_message(const struct log *log, struct str path, struct str message,
			    struct str help)
{
	struct buf text = BUF_INIT;
	cJSON *object;

	if (path.n && !report_is_inside(log->report, path)) {
		add_lines(&text, path);
		buf_add(&text, S(": "));
	}
	add_lines(&text, message);
	if (help.n)
		buf_add(&text, S("\nhelp: "));
	add_lines(&text, help);
	object = object_of("text", cJSON_CreateString(text.s));
	buf_release(&text);
	return object;
}

static cJSON *sarif_notes(struct log *log, const struct finding *f)
{
	cJSON *list = json_checked(cJSON_CreateArray());
	int n = 0;

	for (const struct note *note = f->notes; note && n < NOTES; note = note->next, n++) {
		struct str path = report_path(log->report, note->place, note->path);
		cJSON *location = sarif_place(log, note->place, note->path, &log->note);

		json_put(location, "id", cJSON_CreateNumber(n + 1));
		json_put(location, "message", sarif_message(log, path, note->text, S("")));
		cJSON_AddItemToArray(list, location);
	}
	return list;
}

/* FNV-1a, 64 bits: it tells findings apart, it guards nothing. */
static uint64_t hash_of(struct str s)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.s[i]) * 0x100000001b3;
	return hash;
}

static cJSON *sarif_fingerprint(struct log *log, const struct finding *f)
{
	size_t number;
	struct str identity = report_identity(log->report, f, &log->seen, &number);
	struct buf text = BUF_INIT;
	cJSON *object;

	buf_addf(&text, "%016llx:%zu", (unsigned long long)hash_of(identity), number);
	object = object_of("meshgenFinding/v1", cJSON_CreateString(text.s));
	buf_release(&text);
	return object;
}

static cJSON *sarif_result(struct log *log, const struct finding *f)
{
	cJSON *result = object_of("ruleId", json_string(str_of(code_name(f->code))));
	cJSON *locations = json_checked(cJSON_CreateArray());

	cJSON_AddItemToArray(locations, sarif_place(log, f->place, f->path, &log->finding));
	json_put(result, "ruleIndex", cJSON_CreateNumber(log->rules[f->code]));
	json_put(result, "level", cJSON_CreateString(severity_name(f->severity)));
	json_put(result, "message",
		 sarif_message(log, report_path(log->report, f->place, f->path), f->message,
			       f->help));
	json_put(result, "locations", locations);
	if (f->notes)
		json_put(result, "relatedLocations", sarif_notes(log, f));
	json_put(result, "partialFingerprints", sarif_fingerprint(log, f));
	return result;
}

/* One result a line, so that only one of them is in memory. Returns how many there was room for. */
static size_t add_results(struct buf *out, struct log *log)
{
	const struct finding **list =
		ARENA_ARRAY(&log->seen.arena, LIMIT_FINDINGS_REPORTED, const struct finding *);
	size_t n = report_choose(log->report, LIMIT_FINDINGS_REPORTED, list), i;

	for (i = 0; i < n && out->n < MOST_BYTES; i++) {
		size_t begin = out->n;

		buf_add(out, i ? S(",\n") : S("\n"));
		json_add(out, sarif_result(log, list[i]));
		if (out->n <= MOST_BYTES)
			continue;
		buf_truncate(out, begin);
		break;
	}
	return i;
}

static cJSON *sarif_left_out(size_t n)
{
	cJSON *notification, *list = json_checked(cJSON_CreateArray());
	cJSON *invocation = object_of("executionSuccessful", cJSON_CreateTrue());
	struct buf text = BUF_INIT;

	buf_addf(&text, "and %zu more: --format=json tells more", n);
	notification = object_of("level", cJSON_CreateString("note"));
	json_put(notification, "message", object_of("text", cJSON_CreateString(text.s)));
	buf_release(&text);
	cJSON_AddItemToArray(list, notification);
	json_put(invocation, "toolExecutionNotifications", list);
	return invocation;
}

void print_sarif(struct buf *out, const struct report *r)
{
	struct log log = { .report = r };
	size_t n;

	buf_add(out, S("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
		       "\"version\":\"2.1.0\",\"runs\":[{\"tool\":"));
	json_add(out, sarif_tool(&log));
	buf_add(out, S(",\n\"columnKind\":\"unicodeCodePoints\",\"results\":["));
	n = add_results(out, &log);
	buf_add(out, n ? S("\n]") : S("]"));
	if (report_left_out(r, n)) {
		buf_add(out, S(",\n\"invocations\":["));
		json_add(out, sarif_left_out(report_left_out(r, n)));
		buf_addc(out, ']');
	}
	buf_add(out, S("}]}\n"));
	arena_release(&log.seen.arena);
}
