#include "trust/pem.h"

#include "base/buf.h"
#include "base/limits.h"
#include "trust/base64.h"

#include <string.h>

enum { LINE = 64 };

static const struct str any = STR("-----BEGIN ");

static bool holds(struct str text, struct str needle)
{
	return str_search(text, needle) < text.n;
}

/* What stands where the block should begin? */
static const char *fault_of_start(struct str pem, struct str begin, struct arena *a)
{
	if (!str_trim(pem).n)
		return "is empty";
	if (pem.n > LIMIT_CERTIFICATE_BYTES)
		return "is longer than 16 KiB";
	if (holds(pem, S("\r")))
		return "has line ends of Windows (CRLF)";
	if (str_starts(pem, begin))
		return NULL;
	if (holds(pem, begin))
		return "has text before its block";
	if (str_starts(pem, S("LS0tLS1CRUdJTi")))
		return "is the base64 of a PEM block, as the data of a Secret has it: decode it";
	return arena_fmt(a,
			 str_starts(pem, any) ? "is a PEM block of another label than %.*s"
					      : "does not begin with -----BEGIN %.*s-----",
			 FMT(str_first(str_from(begin, any.n), begin.n - any.n - 5)))
		.s;
}

/* The same of what follows its last line. */
static const char *fault_of_end(struct str rest)
{
	if (!rest.n || str_eq(rest, S("\n")))
		return NULL;
	return holds(rest, any) ? "is followed by a second block" : "has text after its block";
}

/* Joins the lines between the first and the last; the last of them alone may be shorter. */
static const char *join_lines(struct str body, struct arena *a, struct str *ret)
{
	char *text = arena_alloc(a, body.n + 1);
	size_t n = 0;

	while (body.n) {
		struct str line = str_first(body, str_find(body, '\n'));

		body = str_from(body, line.n + 1);
		if (line.n > LINE || !line.n || (line.n < LINE && body.n))
			return "is not in lines of 64 characters";
		memcpy(text + n, line.s, line.n);
		n += line.n;
	}
	*ret = (struct str){ text, n };
	return NULL;
}

static const char *fault_of_pem(struct str pem, struct str label, struct arena *a,
				struct str *ret_octets)
{
	struct str begin = arena_fmt(a, "-----BEGIN %.*s-----", FMT(label));
	struct str end = arena_fmt(a, "-----END %.*s-----", FMT(label));
	struct str rest = str_from(pem, begin.n), text;
	size_t last = str_search(pem, end);
	const char *why = fault_of_start(pem, begin, a);

	if (why)
		return why;
	if (last == pem.n)
		return "has no last line -----END: it was cut off";
	if (*rest.s != '\n' || pem.s[last - 1] != '\n')
		return "is not in lines: its line ends were lost";
	why = fault_of_end(str_from(pem, last + end.n));
	if (why)
		return why;
	rest = (struct str){ rest.s + 1, last - begin.n - 1 };
	why = join_lines(rest, a, &text);
	if (why)
		return why;
	if (text.n % 4)
		return "has base64 that was cut off";
	return base64_decode(text, a, ret_octets) ? NULL : "has base64 that is not canonical";
}

bool pem_decode(struct str pem, struct str label, struct arena *a, struct str *ret_octets,
		const char **ret_why)
{
	*ret_why = fault_of_pem(pem, label, a, ret_octets);
	return !*ret_why;
}

struct str pem_encode(const unsigned char *octets, size_t n, struct str label, struct arena *a)
{
	struct str text = base64_encode(octets, n, a), copy;
	struct buf pem = BUF_INIT;

	buf_addf(&pem, "-----BEGIN %.*s-----\n", FMT(label));
	for (size_t i = 0; i < text.n; i += LINE) {
		buf_add(&pem, str_first(str_from(text, i), LINE));
		buf_addc(&pem, '\n');
	}
	buf_addf(&pem, "-----END %.*s-----\n", FMT(label));
	copy = arena_dup(a, buf_str(&pem));
	buf_release(&pem);
	return copy;
}
