#include "cli/command.h"
#include "cli/print.h"
#include "schema/schema.h"

static void unknown_kind(struct str kind, struct buf *out)
{
	const struct str *kinds;
	size_t n = schema_kinds(&kinds);
	struct str near = str_nearest(kind, kinds, n);

	buf_addf(out, "no schema of kind '%.*s'", FMT(kind));
	if (near.n)
		buf_addf(out, "\nhelp: did you mean '%.*s'?", FMT(near));
	else
		buf_add(out, S("\nhelp: `meshgen schema` lists the kinds"));
}

int cmd_schema(const struct options *o, struct arena *a)
{
	const struct str *kinds;
	size_t n = schema_kinds(&kinds);
	struct str text = schema_text(o->operand, a);
	struct buf out = BUF_INIT;
	int status;

	if (o->operand.n && text.n)
		return print_data(text);
	if (o->operand.n) {
		unknown_kind(o->operand, &out);
		status = print_usage(o->command->name, buf_str(&out));
	} else {
		for (size_t i = 0; i < n; i++)
			buf_addf(&out, "%.*s\n", FMT(kinds[i]));
		status = print_data(buf_str(&out));
	}
	buf_release(&out);
	return status;
}
