#include "trust/binding.h"

#include "base/buf.h"
#include "trust/openssl.h"

enum { SERIAL_DIGITS = 40 };

struct str binding_text(const struct intermediate_ca *e, struct arena *a)
{
	struct buf text = BUF_INIT;
	struct str copy;

	buf_addf(&text, "%.*s\n%u\n%.*s\n%.*s\n%.*s\n%.*s\n", FMT(e->policy.text), e->issuer,
		 FMT(e->issued_at.text), FMT(e->cluster.text), FMT(e->namespace.text),
		 FMT(e->method.text));
	for (size_t i = 0; i < e->recipients.n; i++)
		buf_addf(&text, "%.*s\n", FMT(e->recipients.list[i].text));
	copy = arena_dup(a, buf_str(&text));
	buf_release(&text);
	return copy;
}

struct str binding_serial(struct str text, struct str spki, struct arena *a)
{
	struct str parts[] = { text, spki };
	struct str digits = str_first(sha256_hex(arena_concat(a, parts, 2), a), SERIAL_DIGITS);
	unsigned first =
		(unsigned)(digits.s[0] <= '9' ? digits.s[0] - '0' : digits.s[0] - 'a' + 10);
	struct str serial = arena_fmt(a, "%x%.*s", first & 7, FMT(str_from(digits, 1)));

	while (serial.n > 1 && serial.s[0] == '0')
		serial = str_from(serial, 1);
	return serial;
}

bool binding_fits(const struct intermediate_ca *e, const struct certificate *c, struct arena *a)
{
	return str_eq(c->serial, binding_serial(binding_text(e, a), c->spki, a));
}

bool binding_holds(const struct intermediate_ca *e, const struct authority *y)
{
	const struct certificate *issuer = authority_certificate(y, e->issuer);
	struct arena a = { 0 };
	struct certificate c;
	const char *why;
	bool ok = y->ok && issuer && certificate_parse(e->certificate.text, &a, &c, &why) &&
		  binding_fits(e, &c, &a) && !certificate_issuer_fault(&c, issuer);

	arena_release(&a);
	return ok;
}
