/*
 * The loaded templates: built in, or replaced by name from the folder of
 * Config.spec.templates. Private to render/.
 */
#ifndef RENDER_TEMPLATES_H
#define RENDER_TEMPLATES_H

#include "jsone/template.h"
#include "render/render.h"

/*
 * Evaluates the template of that name, such as "istiooperator/control-plane";
 * it must exist. Returns false after a finding, see jsone/template.h.
 */
bool templates_eval(const struct renderer *r, struct str name, const struct node *context,
		    struct arena *a, struct findings *found, struct node *ret);

#endif
