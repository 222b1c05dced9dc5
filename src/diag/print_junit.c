#include "base/limits.h"
#include "diag/print.h"
#include "diag/shown.h"

/* XML 1.0 knows no control characters; what is shown holds none but line ends. */
static void add_text(struct buf *out, struct str text)
{
	struct buf shown = BUF_INIT;

	show(&shown, text);
	show_markup(out, buf_str(&shown));
	buf_release(&shown);
}

/* "meshgen" stands for what has no path. */
static void add_path(struct buf *out, const struct report *r, struct str path)
{
	if (report_is_inside(r, path))
		add_text(out, r->prefix);
	add_text(out, path.n ? path : S("meshgen"));
}

static size_t count_errors(const struct finding *const *list, size_t n)
{
	size_t errors = 0;

	for (size_t i = 0; i < n; i++)
		errors += list[i]->severity == SEVERITY_ERROR;
	return errors;
}

/* GitLab takes two cases of one name and class for the same: later ones get a number. */
static void add_name(struct buf *out, const struct report *r, const struct finding *f,
		     struct report_seen *seen)
{
	size_t number;

	report_identity(r, f, seen, &number);
	buf_addf(out, " name=\"%s: ", code_name(f->code));
	add_text(out, f->message);
	if (number > 1)
		buf_addf(out, " (%zu)", number);
	buf_addc(out, '"');
}

static void add_case(struct buf *out, const struct report *r, const struct finding *f,
		     struct report_seen *seen)
{
	struct str path = report_path(r, f->place, f->path);
	const char *result = f->severity == SEVERITY_ERROR ? "failure" : "skipped";
	struct buf text = BUF_INIT;

	buf_add(out, S("<testcase classname=\""));
	add_path(out, r, path);
	buf_addc(out, '"');
	add_name(out, r, f, seen);
	if (report_is_inside(r, path)) {
		buf_add(out, S(" file=\""));
		add_path(out, r, path);
		buf_addc(out, '"');
	}
	buf_addf(out, " time=\"0\"><%s type=\"%s\" message=\"", result, code_name(f->code));
	add_text(out, f->message);
	buf_add(out, S("\">"));
	print_text_finding(&text, r, f);
	show_markup(out, buf_str(&text));
	buf_addf(out, "</%s></testcase>\n", result);
	buf_release(&text);
}

/* The findings of one file; returns how many those are. */
static size_t add_suite(struct buf *out, const struct report *r, const struct finding *const *list,
			size_t n, struct report_seen *seen)
{
	struct str path = report_path(r, list[0]->place, list[0]->path);
	size_t k = 1, errors;

	while (k < n && str_eq(report_path(r, list[k]->place, list[k]->path), path))
		k++;
	errors = count_errors(list, k);
	buf_add(out, S("<testsuite name=\""));
	add_path(out, r, path);
	buf_addf(out,
		 "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"0\">\n", k,
		 errors, k - errors);
	for (size_t i = 0; i < k; i++)
		add_case(out, r, list[i], seen);
	buf_add(out, S("</testsuite>\n"));
	return k;
}

static void add_rest(struct buf *out, size_t left_out)
{
	buf_addf(out,
		 "<testsuite name=\"meshgen\" tests=\"1\" failures=\"0\" errors=\"0\" "
		 "skipped=\"%d\" time=\"0\">\n<testcase classname=\"meshgen\" name=\"",
		 left_out > 0);
	if (left_out)
		buf_addf(out,
			 "and %zu more\" time=\"0\"><skipped message=\"--format=json tells "
			 "more\"></skipped></testcase>\n",
			 left_out);
	else
		buf_add(out, S("no findings\" time=\"0\"></testcase>\n"));
	buf_add(out, S("</testsuite>\n"));
}

void print_junit(struct buf *out, const struct report *r)
{
	struct report_seen seen = { 0 };
	const struct finding **list =
		ARENA_ARRAY(&seen.arena, LIMIT_FINDINGS_REPORTED, const struct finding *);
	size_t n = report_choose(r, LIMIT_FINDINGS_REPORTED, list), left = report_left_out(r, n);

	buf_addf(out,
		 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"meshgen\" "
		 "tests=\"%zu\" failures=\"%zu\" errors=\"0\" time=\"0\">\n",
		 n + (left || !n), count_errors(list, n));
	for (size_t i = 0; i < n;)
		i += add_suite(out, r, list + i, n - i, &seen);
	if (left || !n)
		add_rest(out, left);
	buf_add(out, S("</testsuites>\n"));
	arena_release(&seen.arena);
}
