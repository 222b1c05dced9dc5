/*
 * The loaded templates: built in, or replaced by name from the folder of
 * Config.spec.templates. Private to render/.
 */
#ifndef RENDER_TEMPLATES_H
#define RENDER_TEMPLATES_H

#include "jsone/template.h"
#include "render/render.h"

/* The template of that name, such as "istiooperator/control-plane"; it must exist. */
const struct template *templates_find(const struct renderer *r, struct str name);

#endif
