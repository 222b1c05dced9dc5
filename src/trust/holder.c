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

struct str holder_unit(const struct holder *h, struct arena *a)
{
	return name_part(arena_fmt(a, "%.*s-%.*s", FMT(h->cluster), FMT(h->namespace)),
			 NAME_PART_MOST, a);
}

struct str holder_addon_unit(const struct holder *h, struct arena *a)
{
	return arena_fmt(a, "%.*s-%.*s", FMT(h->mesh), FMT(h->cluster));
}

struct str name_part(struct str text, size_t most, struct arena *a)
{
	if (text.n <= most)
		return text;
	return arena_fmt(a, "%.*s-%.*s", FMT(str_first(text, most - 1 - HASH_DIGITS)),
			 FMT(str_first(sha256_hex(text, a), HASH_DIGITS)));
}
