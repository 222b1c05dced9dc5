#include "model/grammar.h"

#include "base/char.h"

enum {
	LABEL_BYTES = 63,
	SUBDOMAIN_BYTES = 253,
	TRUST_DOMAIN_BYTES = 255,
	KEY_PREFIX_BYTES = 253,
	NUMBER_DIGITS = 6
};

static bool is_lower_alnum(char c)
{
	return is_digit(c) || is_lower(c);
}

bool is_dns_label(struct str s)
{
	if (s.n == 0 || s.n > LABEL_BYTES || s.s[0] == '-' || s.s[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_lower_alnum(s.s[i]) && s.s[i] != '-')
			return false;
	return true;
}

/* Kubernetes counts the whole name: a label of it may be longer than 63 bytes. */
bool is_dns_subdomain(struct str s)
{
	char before = '.';

	if (s.n == 0 || s.n > SUBDOMAIN_BYTES)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool joint = s.s[i] == '.' || s.s[i] == '-';

		if (!joint && !is_lower_alnum(s.s[i]))
			return false;
		if ((s.s[i] == '.' && !is_lower_alnum(before)) || (s.s[i] == '-' && before == '.'))
			return false;
		before = s.s[i];
	}
	return is_lower_alnum(before);
}

bool is_cluster_name(struct str s)
{
	return is_dns_label(s);
}

/* [A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?, at most 63 bytes. */
static bool is_qualified(struct str s)
{
	if (s.n == 0 || s.n > LABEL_BYTES || !is_alnum(s.s[0]) || !is_alnum(s.s[s.n - 1]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.s[i]) && s.s[i] != '-' && s.s[i] != '_' && s.s[i] != '.')
			return false;
	return true;
}

bool is_label_value(struct str s)
{
	return s.n == 0 || is_qualified(s);
}

bool is_label_key(struct str s)
{
	size_t slash = str_find(s, '/');

	if (slash == s.n)
		return is_qualified(s);
	return is_dns_subdomain(str_first(s, slash)) && is_qualified(str_from(s, slash + 1));
}

bool is_trust_domain(struct str s)
{
	size_t n = s.n;

	do {
		size_t dot = str_find(s, '.');

		if (!is_dns_label(str_first(s, dot)))
			return false;
		s = str_from(s, dot + 1);
	} while (s.n);
	return n <= TRUST_DOMAIN_BYTES;
}

bool is_kind(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter(s.s[i]) && (i == 0 || !is_digit(s.s[i])))
			return false;
	return s.n > 0 && s.n <= LABEL_BYTES;
}

bool is_key_prefix(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.s[i];
		bool taken = is_alnum(c) || str_find(S("_+=.@-"), c) < 6;

		if (c == '/' ? i == 0 || i + 1 == s.n || s.s[i - 1] == '/' : !taken)
			return false;
	}
	return s.n <= KEY_PREFIX_BYTES;
}

/* Takes a number without leading zeros from the start of s. */
static bool take_number(struct str *s, unsigned *ret)
{
	size_t n = 0;

	*ret = 0;
	while (n < s->n && is_digit(s->s[n]) && n <= NUMBER_DIGITS)
		*ret = *ret * 10 + (unsigned)(s->s[n++] - '0');
	if (n == 0 || n > NUMBER_DIGITS || (n > 1 && s->s[0] == '0'))
		return false;
	*s = str_from(*s, n);
	return true;
}

static bool take_char(struct str *s, char c)
{
	if (s->n == 0 || s->s[0] != c)
		return false;
	*s = str_from(*s, 1);
	return true;
}

static bool is_suffix(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.s[i]) && s.s[i] != '.' && s.s[i] != '_' && s.s[i] != '-')
			return false;
	return s.n > 0;
}

bool istio_version_parse(struct str s, struct istio_version *ret)
{
	*ret = (struct istio_version){ .suffix = S("") };
	if (!take_number(&s, &ret->major) || !take_char(&s, '.') || !take_number(&s, &ret->minor))
		return false;
	ret->has_patch = take_char(&s, '.');
	if (ret->has_patch && !take_number(&s, &ret->patch))
		return false;
	if (s.n == 0)
		return true;
	ret->suffix = str_from(s, 1);
	return s.s[0] == '-' && is_suffix(ret->suffix);
}

bool is_private_key(struct str text)
{
	/* The last three: PRIVATE KEY in base64, as the data of a Secret has it. */
	static const struct str signs[] = {
		STR("PRIVATE KEY-----"), STR("AGE-SECRET-KEY-"), STR("UFJJVkFURSBLRV"),
		STR("BSSVZBVEUgS0VZ"),   STR("QUklWQVRFIEtFW"),
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (str_search(text, signs[i]) < text.n)
			return true;
	return false;
}
