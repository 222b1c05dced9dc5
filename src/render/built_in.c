#include "render/built_in.h"

#include "jsone/form.h"

static const struct named_template rows[] = {
#include "templates.inc"
};

size_t built_in_templates(const struct named_template **ret_list)
{
	*ret_list = rows;
	return sizeof(rows) / sizeof(*rows);
}
