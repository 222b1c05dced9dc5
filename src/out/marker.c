#include "out/marker.h"

#include "out/out.h"

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
