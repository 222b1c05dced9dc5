#include "fleet/check.h"
#include "fleet/istio.h"
#include "base/rfc3339.h"

static struct str date_text(int64_t at, struct arena *a)
{
	struct str text = time_text(at, a);

	return str_first(text, str_find(text, 'T'));
}

void check_support(const struct mesh_spec *spec, int64_t at, struct arena *a,
		   struct findings *found)
{
	struct istio_version v;
	int64_t end;

	if (!istio_version_parse(spec->version.text, &v) || !istio_has_operator(&v) ||
	    !date_parse(istio_support_end(v.minor), &end) || at < end)
		return;
	finding_help(finding_add(found, MG0356, spec->version.place,
				 "Istio %u.%u has no support on %.*s: it ended on %.*s", v.major,
				 v.minor, FMT(date_text(at, a)), FMT(date_text(end, a))),
		     "upgrade, or take a build that somebody else supports");
}
