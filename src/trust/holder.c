#include "trust/holder.h"

#include "trust/openssl.h"

enum { HASH_DIGITS = 16 };

struct str holder_uri(const struct holder *h, struct arena *a)
{
	if (!h->policy->addon_san)
		return arena_fmt(a, "spiffe://%.*s", FMT(h->trust_domain));
	return arena_fmt(a, "spiffe://%.*s/ns/%.*s/sa/istiod-%.*s", FMT(h->trust_domain),
			 FMT(h->namespace), FMT(h->revision));
}

static struct str in_namespace(struct str name, const struct holder *h, struct arena *a)
{
	return arena_fmt(a, "%.*s-%.*s", FMT(name), FMT(h->namespace));
}

struct str holder_unit(const struct holder *h, struct arena *a)
{
	return name_part(in_namespace(h->cluster, h, a), NAME_PART_MOST, a);
}

struct str holder_addon_unit(const struct holder *h, struct arena *a)
{
	return in_namespace(h->mesh, h, a);
}

struct str name_part(struct str text, size_t most, struct arena *a)
{
	if (text.n <= most)
		return text;
	return arena_fmt(a, "%.*s-%.*s", FMT(str_first(text, most - 1 - HASH_DIGITS)),
			 FMT(str_first(sha256_hex(text, a), HASH_DIGITS)));
}
