/*
 * The loaded templates: built in, or replaced by name from the folder of
 * Config.spec.templates. Private to render/.
 */
#ifndef RENDER_TEMPLATES_H
#define RENDER_TEMPLATES_H

#include "jsone/template.h"
#include "render/render.h"

/*
 * render_template for a mesh that comes again, with a memo: special is NULL at
 * first, then what is left of a template that sees what is the cluster's own when the
 * facts of the mesh are put in. It lies in the memo.
 */
struct shape *templates_eval_special(const struct rendering *r, struct str name,
				     const struct node *context, const struct template **special);

#endif
