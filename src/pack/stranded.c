#include "pack/kinds.h"
#include "pack/pack.h"

static struct str file_name(struct str path)
{
	size_t slash = path.n;

	while (slash && path.s[slash - 1] != '/')
		slash--;
	return str_from(path, slash);
}

struct str pack_stranded(const struct str *removed, size_t n)
{
	struct str waiting = { "", 0 };
	bool controller = false;

	for (size_t i = 0; i < n; i++) {
		const struct kind *k = kind_of_file(file_name(removed[i]));

		if (k && k->waits && !waiting.n)
			waiting = removed[i];
		controller |= k && str_eq(k->kind, S("Deployment"));
	}
	return controller ? waiting : (struct str){ "", 0 };
}
