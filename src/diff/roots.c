#include "diff/roots.h"

#include "trust/certificate.h"
#include "trust/openssl.h"
#include "trust/pem.h"

enum { DATE_BYTES = 10 };

static const struct str last_line = STR("-----END CERTIFICATE-----\n");

bool is_roots(struct str field)
{
	return str_ends(field, S("[root-cert.pem]"));
}

static bool add_root(struct roots *r, struct str pem, struct arena *a)
{
	struct certificate c;
	struct str der;
	const char *why;

	if (!pem_decode(pem, S("CERTIFICATE"), a, &der, &why) ||
	    !certificate_parse(pem, a, &c, &why))
		return false;
	r->list = arena_grow(a, r->list, r->n, &r->cap, sizeof(*r->list));
	r->list[r->n++] = arena_fmt(a, "%.*s, until %.*s, %.*s", FMT(c.subject), DATE_BYTES,
				    time_text(c.not_after, a).s, FMT(sha256_text(der, a)));
	return true;
}

bool roots_read(struct str pem, struct arena *a, struct roots *ret)
{
	*ret = (struct roots){ 0 };
	while (pem.n) {
		size_t end = str_search(pem, last_line);

		if (end == pem.n || !add_root(ret, str_first(pem, end + last_line.n), a))
			return false;
		pem = str_from(pem, end + last_line.n);
	}
	return ret->n > 0;
}

bool roots_have(const struct roots *r, struct str line)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->list[i], line))
			return true;
	return false;
}
