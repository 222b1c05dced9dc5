/*
 * The templates of base/embedded.h. The build loads them (tools/built_in.c), since a
 * start of the program has no time for it.
 */
#ifndef RENDER_BUILT_IN_H
#define RENDER_BUILT_IN_H

#include "jsone/template.h"

struct named_template {
	struct str name; /* "istiooperator/control-plane" */
	const struct template *template;
	bool is_own; /* it sees what no other cluster has: not worth remembering */
};

/* In the order of the embedded files; the number is returned. */
size_t built_in_templates(const struct named_template **ret_list);

#endif
