#include "yaml/embedded.h"

#include "base/bug.h"

static const struct {
	struct str path;
	struct node document;
} rows[] = {
#include "schemas.inc"
};

const struct node *embedded_document(struct str path)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_eq(rows[i].path, path))
			return &rows[i].document;
	BUG("no document %.*s", FMT(path));
}
