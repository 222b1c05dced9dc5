#include "diff/allow.h"

/* The part up to the next slash, "*" when there is none left; moves text behind it. */
static struct str next_part(struct str *text)
{
	size_t slash = str_find(*text, '/');
	struct str part = str_first(*text, slash);

	*text = str_from(*text, slash + 1);
	return part.n || text->n ? part : S("*");
}

void allow_add(struct allow *all, struct arena *a, struct str text)
{
	struct allowed x = { .kind = next_part(&text) };

	x.namespace = next_part(&text);
	x.name = next_part(&text);
	x.field = text.n ? text : S("*");
	all->list = arena_grow(a, all->list, all->n, &all->cap, sizeof(*all->list));
	all->list[all->n++] = x;
}

bool allow_has(const struct allow *all, const struct difference *d)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct allowed *x = &all->list[i];

		if (str_glob(x->kind, d->id.kind) && str_glob(x->namespace, d->id.namespace) &&
		    str_glob(x->name, d->id.name) && str_glob(x->field, d->field))
			return true;
	}
	return all->n == 0;
}
