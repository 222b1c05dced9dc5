#include "out/marker.h"

#include "out/out.h"
#include "pack/bare.h"

static const struct str markers[] = { STR(OUT_MARKER), STR("-- " OUT_MARKER_TEXT) };

_Static_assert(sizeof("-- " OUT_MARKER_TEXT "\r\n") <= MARKER_BYTES, "the marker line fits");

static bool begins_with_line(struct str start, struct str line)
{
	struct str rest = str_from(start, line.n);

	if (!str_starts(start, line))
		return false;
	return !rest.n || rest.s[0] == '\n' || rest.s[0] == '\r';
}

bool marker_is_ours(struct str start)
{
	return begins_with_line(start, markers[0]) || begins_with_line(start, markers[1]);
}

bool marker_is_torn(struct str bytes)
{
	size_t nuls = 0;

	while (nuls < bytes.n && bytes.s[nuls] == '\0')
		nuls++;
	return nuls == bytes.n || str_starts(markers[0], bytes) || str_starts(markers[1], bytes);
}

struct str marker_path(struct str path, struct arena *a)
{
	static const struct str bare[] = { STR("/" BARE_CA_CERT), STR("/" BARE_CERT_CHAIN),
					   STR("/" BARE_ROOT_CERT) };

	for (size_t i = 0; i < sizeof(bare) / sizeof(*bare); i++)
		if (str_ends(path, bare[i]))
			return arena_fmt(a, "%.*s/" BARE_MARKER,
					 FMT(str_first(path, path.n - bare[i].n)));
	return path;
}
