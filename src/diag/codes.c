#include "diag/findings.h"

#include <strings.h>

struct code_facts {
	const char *name;
	enum severity severity;
	const char *title, *text;
};

static const struct code_facts facts[] = {
#define CODE(code, severity, title, text) { #code, SEVERITY_##severity, title, text },
#include "diag/codes.def"
#undef CODE
};

const char *code_name(enum code code)
{
	return facts[code].name;
}

const char *code_title(enum code code)
{
	return facts[code].title;
}

const char *code_text(enum code code)
{
	return facts[code].text;
}

enum severity code_severity(enum code code)
{
	return facts[code].severity;
}

const char *severity_name(enum severity severity)
{
	return severity == SEVERITY_ERROR ? "error" : "warning";
}

enum code code_of(struct str name)
{
	int code = 0;

	while (code < CODE_COUNT && (str_of(facts[code].name).n != name.n ||
				     strncasecmp(facts[code].name, name.s, name.n) != 0))
		code++;
	return (enum code)code;
}
