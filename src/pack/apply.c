#include "pack/apply.h"

#include "pack/layout.h"
#include "pack/metadata.h"

struct str apply_path(const struct config *config, struct str path, struct arena *a)
{
	struct str below = layout_path(config->output, path, a);

	return config->repository.path.n ? layout_path(config->repository.path, below, a) : below;
}

const struct node *apply_object(const struct rendering *r, struct str template,
				const struct node *context, struct str path, struct files *ret)
{
	const struct shape *s = layout_shape(r, template, context);
	struct identity id;

	if (!s || !identity_given(&s->node, r->found, &id))
		return NULL;
	files_add(ret, r->arena, (struct file){ .path = path, .node = s->node });
	return &s->node;
}
